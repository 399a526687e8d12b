//! What an exercise forbids, found in a file before it is compiled: primitives that no explorer can run.
//!
//! The scan knows comments, strings and character literals, and reads what is left as names and signs. It does not
//! expand macros or follow a name that was given another one elsewhere (`use std as s`, which it forbids for that
//! reason).

/// A construct that is not allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forbidden {
    /// Counted from 1.
    pub line: usize,
    /// What stands there.
    pub construct: String,
    /// What to do about it.
    pub advice: String,
}

/// The modules of `std` that `common` stands in for.
const REPLACED: [&str; 4] = ["sync", "thread", "time", "hint"];

/// Everything forbidden in a source text, in order.
///
/// ```
/// let found = checks::scan::forbidden("use std::sync::Mutex; // not std::thread\n");
/// assert_eq!(found.len(), 1);
/// assert_eq!((found[0].line, found[0].construct.as_str()), (1, "std::sync"));
/// assert_eq!(found[0].advice, "write `common::sync` instead: the explorer can run that");
/// ```
pub fn forbidden(source: &str) -> Vec<Forbidden> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    for (index, (line, token)) in tokens.iter().enumerate() {
        let word = |offset: usize| tokens.get(index + offset).map_or("", |(_, word)| word.as_str());
        if !matches!(token.as_str(), "std" | "core" | "alloc") {
            continue;
        }
        if word(1) == "as" {
            let construct = format!("{token} as {}", word(2));
            found.push(Forbidden { line: *line, construct, advice: format!("call `{token}` by its own name") });
        } else if word(1) == "::" {
            // A path goes on with one name, or with a list of them: `use std::{sync::Mutex, thread}`.
            let names =
                if word(2) == "{" { listed(&tokens[index + 2..]) } else { vec![(*line, word(2).to_string())] };
            for (line, name) in names {
                let advice = match name.as_str() {
                    module if REPLACED.contains(&module) => {
                        format!("write `common::{module}` instead: the explorer can run that")
                    }
                    "*" | "self" => "name what you need of it".to_string(),
                    _ => continue,
                };
                found.push(Forbidden { line, construct: format!("{token}::{name}"), advice });
            }
        }
    }
    found
}

/// The first name of each entry of a list in braces, which is where `tokens` begin.
fn listed(tokens: &[(usize, String)]) -> Vec<(usize, String)> {
    let mut names = Vec::new();
    let mut depth = 0;
    let mut first = true;
    for (line, token) in tokens {
        match token.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            "," => {}
            name if depth == 1 && first => names.push((*line, name.to_string())),
            _ => {}
        }
        if depth == 0 {
            break;
        }
        first = depth == 1 && matches!(token.as_str(), "{" | ",");
    }
    names
}

/// Names, `::` and other signs, with their lines; no comments, no literals.
fn tokens(source: &str) -> Vec<(usize, String)> {
    let chars: Vec<char> = source.chars().collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or('\0');
    let mut tokens = Vec::new();
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
            '"' => index = end_of_string(&chars, index),
            '\'' if at(index + 1) == '\\' || at(index + 2) == '\'' => {
                // A character; otherwise a lifetime, whose name does no harm.
                index += if at(index + 1) == '\\' { 3 } else { 2 };
                while index < chars.len() && at(index) != '\'' && at(index) != '\n' {
                    index += 1;
                }
                index += 1;
            }
            first if first.is_alphabetic() || first == '_' => {
                while at(index).is_alphanumeric() || at(index) == '_' {
                    index += 1;
                }
                let word: String = chars[start..index].iter().collect();
                let raw_string = matches!(word.as_str(), "r" | "br" | "cr") && matches!(at(index), '"' | '#');
                if raw_string && let Some(end) = end_of_raw_string(&chars, index) {
                    index = end;
                } else if word == "r" && at(index) == '#' {
                    // A raw name: the name follows.
                    index += 1;
                } else {
                    tokens.push((line, word));
                }
            }
            ':' if at(index + 1) == ':' => {
                index += 2;
                tokens.push((line, "::".to_string()));
            }
            other => {
                index += 1;
                if !other.is_whitespace() {
                    tokens.push((line, other.to_string()));
                }
            }
        }
        line += chars[start..index.min(chars.len())].iter().filter(|char| **char == '\n').count();
    }
    tokens
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

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str) -> Vec<(usize, String)> {
        forbidden(source).into_iter().map(|found| (found.line, found.construct)).collect()
    }

    #[test]
    fn primitives_of_std_are_found_however_they_are_imported() {
        assert_eq!(found("\nuse std::sync::Mutex;"), [(2, "std::sync".to_string())]);
        assert_eq!(found("let t = ::std :: thread::spawn(f);"), [(1, "std::thread".to_string())]);
        let listed = "use std::{\n    collections::{BTreeMap, hash_map},\n    sync::{Arc, Mutex},\n    thread,\n};";
        assert_eq!(found(listed), [(3, "std::sync".to_string()), (4, "std::thread".to_string())]);
        assert_eq!(found("use core::hint;"), [(1, "core::hint".to_string())]);
        assert_eq!(found("use std::r#sync::Mutex;"), [(1, "std::sync".to_string())]);
        assert_eq!(found("use std as s;"), [(1, "std as s".to_string())]);
        assert_eq!(found("use std::*;"), [(1, "std::*".to_string())]);
    }

    #[test]
    fn comments_strings_and_other_modules_are_left_alone() {
        let source = r###"
            // std::sync
            /* std::thread /* std::sync */ std::time */
            /// use std::thread;
            let a = "std::sync \" std::sync";
            let b = r#"std::thread " "#;
            let c = ('"', '\'', '\u{41}', b'"');
            use std::collections::VecDeque;
            use common::sync::Mutex;
            fn f<'std>(x: &'std str) {}
        "###;
        assert_eq!(found(source), []);
    }

    #[test]
    fn text_that_does_not_end_ends_the_scan() {
        for source in ["\"std::sync", "r##\"x", "/* /*", "'\\", "b'", "std::", "use std::{", "'", "\"\\"] {
            assert_eq!(found(source), []);
        }
    }
}
