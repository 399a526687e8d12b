//! Which names are plain variables, fields or functions, so that no macro can turn them into the library or macro of
//! the same name.

use super::tokens::Token;

/// Macros of the standard library, which use names as they are.
const KNOWN: [&str; 24] = [
    "assert",
    "assert_eq",
    "assert_ne",
    "column",
    "compile_error",
    "concat",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "eprint",
    "eprintln",
    "file",
    "format",
    "format_args",
    "line",
    "matches",
    "panic",
    "print",
    "println",
    "todo",
    "unreachable",
    "vec",
    "write",
    "writeln",
];

/// What is known about the names in a file.
pub struct Names {
    /// A file with a macro of its own can put any name before a `::` or a `!`.
    has_macros: bool,
    /// Whether each token is inside the argument of a macro that is not known.
    in_unknown_macro: Vec<bool>,
    /// Whether each token is part of an import.
    in_use: Vec<bool>,
}

impl Names {
    /// Examines a file.
    pub fn of(tokens: &[Token]) -> Self {
        let text = |index: usize| tokens.get(index).map_or("", |token| token.text.as_str());
        let is_macro = |token: &Token| matches!(token.text.as_str(), "macro_rules" | "macro" | "$");
        let (mut in_unknown_macro, mut in_use) = (Vec::new(), Vec::new());
        // For each open bracket, whether it, or one around it, is the argument of an unknown macro.
        let mut open = vec![false];
        let mut importing = false;
        for (index, token) in tokens.iter().enumerate() {
            importing = token.text == "use" || (importing && token.text != ";");
            in_use.push(importing);
            let inside = open.last() == Some(&true);
            in_unknown_macro.push(inside);
            match token.text.as_str() {
                "(" | "[" | "{" => {
                    let is_argument = index >= 2 && text(index - 1) == "!" && is_name(text(index - 2));
                    // A path before it names a macro of another module.
                    let before = |count| index.checked_sub(count).map_or("", text);
                    let is_known = is_argument
                        && KNOWN.contains(&text(index - 2))
                        && (before(3) != "::" || matches!(before(4), "std" | "core"));
                    open.push(inside || (is_argument && !is_known));
                }
                ")" | "]" | "}" if open.len() > 1 => _ = open.pop(),
                _ => {}
            }
        }
        Names { has_macros: tokens.iter().any(is_macro), in_unknown_macro, in_use }
    }

    /// Whether the token at `index` is passed to an unknown macro, which can put any part of it anywhere.
    pub fn is_argument(&self, index: usize) -> bool {
        self.in_unknown_macro[index]
    }

    /// Whether the name at `index` is neither a macro nor the start of a path, and cannot become one.
    pub fn is_plain(&self, tokens: &[Token], index: usize) -> bool {
        let after = tokens.get(index + 1).map_or("", |token| token.text.as_str());
        // `env != 1` compares.
        let is_called = after == "!" && tokens.get(index + 2).is_none_or(|token| token.text != "=");
        !self.has_macros
            && !self.in_unknown_macro[index]
            && !self.in_use[index]
            && !is_called
            && after != "::"
            && after != "as"
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first == '_' || !first.is_ascii_punctuation())
}
