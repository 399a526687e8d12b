//! Source text as names and signs. It is read as the compiler reads it, from the first byte to the last and without
//! recursion, so no text can make it run out of stack.

/// A name, a lifetime with its quote, `::`, or another sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Counted from 1.
    pub line: usize,
    pub text: String,
}

/// What is left of a source text without its comments and literals. A raw name is given without its `r#`.
pub fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or('\0');
    let mut tokens = Vec::new();
    let mut push = |line: usize, text: String| tokens.push(Token { line, text });
    let (mut index, mut line) = (0, 1);
    while index < chars.len() {
        let start = index;
        match at(index) {
            '/' if at(index + 1) == '/' => {
                while index < chars.len() && at(index) != '\n' {
                    index += 1;
                }
            }
            '/' if at(index + 1) == '*' => {
                index = end_of_comment(&chars, index);
            }
            '"' => index = end_of_suffix(&chars, end_of_string(&chars, index)),
            '\'' if at(index + 1) == '\\' || at(index + 2) == '\'' => {
                // A character.
                index += if at(index + 1) == '\\' { 3 } else { 2 };
                while index < chars.len() && at(index) != '\'' && at(index) != '\n' {
                    index += 1;
                }
                index = end_of_suffix(&chars, index + 1);
            }
            '\'' if is_in_name(at(index + 1)) => {
                index = end_of_suffix(&chars, index + 1);
                push(line, chars[start..index].iter().collect());
            }
            // A number; its letters, as in `0xff_u8`, are no name.
            first if first.is_ascii_digit() => index = end_of_suffix(&chars, index),
            first if is_in_name(first) => {
                index = end_of_suffix(&chars, index);
                let word: String = chars[start..index].iter().collect();
                let raw_string = matches!(word.as_str(), "r" | "br" | "cr") && matches!(at(index), '"' | '#');
                if raw_string && let Some(end) = end_of_raw_string(&chars, index) {
                    index = end_of_suffix(&chars, end);
                } else if word == "r" && at(index) == '#' {
                    // A raw name: the name follows.
                    index += 1;
                } else {
                    push(line, word);
                }
            }
            ':' if at(index + 1) == ':' => {
                index += 2;
                push(line, "::".to_string());
            }
            other => {
                index += 1;
                if !is_space(other) {
                    push(line, other.to_string());
                }
            }
        }
        line += chars[start..index.min(chars.len())].iter().filter(|char| **char == '\n').count();
    }
    tokens
}

/// Where a name, or what follows a literal (`1u8`, `""suffix`), ends. To the compiler a suffix is part of its literal: in
/// `0r"\"` no raw string begins.
fn end_of_suffix(chars: &[char], start: usize) -> usize {
    start + chars.iter().skip(start).take_while(|char| is_in_name(**char)).count()
}

/// More than the compiler takes for a name beyond ASCII: what it does not take is an error to it.
fn is_in_name(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '_' || !(char.is_ascii() || is_space(char))
}

/// What the compiler takes for white space (Pattern_White_Space of Unicode), and a bit more.
fn is_space(char: char) -> bool {
    char.is_whitespace() || matches!(char, '\u{200e}' | '\u{200f}')
}

/// Comments nest.
fn end_of_comment(chars: &[char], start: usize) -> usize {
    let mut depth = 0;
    let mut index = start;
    while index < chars.len() {
        match chars.get(index..index + 2) {
            Some(['/', '*']) => (depth, index) = (depth + 1, index + 2),
            Some(['*', '/']) => (depth, index) = (depth - 1, index + 2),
            _ => index += 1,
        }
        if depth == 0 {
            break;
        }
    }
    index
}

fn end_of_string(chars: &[char], start: usize) -> usize {
    let mut index = start + 1;
    while index < chars.len() && chars[index] != '"' {
        index += if chars[index] == '\\' { 2 } else { 1 };
    }
    (index + 1).min(chars.len())
}

/// `None` where what follows is no string.
fn end_of_raw_string(chars: &[char], start: usize) -> Option<usize> {
    let hashes = chars[start..].iter().take_while(|char| **char == '#').count();
    if chars.get(start + hashes) != Some(&'"') {
        return None;
    }
    let mut index = start + hashes + 1;
    while index < chars.len() {
        let closing = chars[index] == '"'
            && chars[index + 1..].iter().take(hashes).filter(|char| **char == '#').count() == hashes;
        index += 1;
        if closing {
            return Some(index + hashes);
        }
    }
    Some(index)
}
