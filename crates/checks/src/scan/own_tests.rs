//! Leaves out a student's own test modules. Graded code is compiled without `cfg(test)`, so they are not compiled and
//! may use anything.

use super::tokens::Token;

/// The tokens without each `#[cfg(test)] mod name { … }` at the top level of the file. Nested ones stay: a macro
/// around them could remove the attribute.
pub fn left_out(tokens: Vec<Token>) -> Vec<Token> {
    let mut left = Vec::with_capacity(tokens.len());
    let (mut index, mut depth) = (0, 0_usize);
    while index < tokens.len() {
        if depth == 0
            && let Some(end) = end_of_module(&tokens[index..])
        {
            index += end;
            continue;
        }
        match tokens[index].text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        left.push(tokens[index].clone());
        index += 1;
    }
    left
}

/// How many tokens such a module has, if one begins here.
fn end_of_module(tokens: &[Token]) -> Option<usize> {
    const ATTRIBUTE: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let text = |index: usize| tokens.get(index).map_or("", |token| token.text.as_str());
    if !ATTRIBUTE.iter().enumerate().all(|(index, expected)| text(index) == *expected) {
        return None;
    }
    let mut index = ATTRIBUTE.len();
    while text(index) == "#" && text(index + 1) == "[" {
        index += 1 + balanced(&tokens[index + 1..])?;
    }
    if text(index) == "pub" {
        index += 1;
        if text(index) == "(" {
            index += balanced(&tokens[index..])?;
        }
    }
    // `mod`, a name, and its body.
    if text(index) != "mod" || text(index + 2) != "{" {
        return None;
    }
    Some(index + 2 + balanced(&tokens[index + 2..])?)
}

/// How many tokens there are from a bracket to the one that closes it; nothing if none does, or another kind.
fn balanced(tokens: &[Token]) -> Option<usize> {
    let mut open = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "(" => open.push(")"),
            "[" => open.push("]"),
            "{" => open.push("}"),
            close @ (")" | "]" | "}") if open.pop() != Some(close) => return None,
            _ => {}
        }
        if open.is_empty() {
            return Some(index + 1);
        }
    }
    None
}
