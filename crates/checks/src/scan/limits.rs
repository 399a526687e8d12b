//! How long and how deeply nested a file may be. Parsers that run later may be recursive.

use super::Forbidden;
use super::tokens::Token;

/// In bytes: twenty times the reference's longest file.
const MOST_BYTES: usize = 256 * 1024;
/// In bytes. A report shows lines.
const LONGEST_LINE: usize = 2_000;
/// Of brackets. A hundred thousand crash the compiler's parser.
const DEEPEST: usize = 100;
/// Of one sign after another, as in `!!!!x` and `&&&&x`: these nest as well.
const LONGEST_RUN: usize = 50;

/// What is wrong with the length of a text.
pub fn of_text(source: &str) -> Vec<Forbidden> {
    if source.len() > MOST_BYTES {
        let construct = format!("a file of {} bytes", source.len());
        return vec![Forbidden::new(1, construct, format!("hand in at most {MOST_BYTES}"))];
    }
    // A byte order mark is no part of the text.
    let rest = source.trim_start_matches('\u{feff}').strip_prefix("#!");
    if rest.is_some_and(|rest| !rest.trim_start().starts_with('[')) {
        // The compiler skips such a line; a scan that did not would read everything after it differently.
        return vec![Forbidden::new(1, "#!", "remove the first line: no shell runs this file")];
    }
    let lines = source.lines().enumerate().filter(|(_, line)| line.len() > LONGEST_LINE);
    lines
        .map(|(index, line)| {
            let construct = format!("a line of {} bytes", line.len());
            Forbidden::new(index + 1, construct, format!("break it: at most {LONGEST_LINE} are read"))
        })
        .take(1)
        .collect()
}

/// What is nested too deeply.
pub fn of_nesting(tokens: &[Token]) -> Vec<Forbidden> {
    let mut depth = 0_usize;
    let mut run = (0, "");
    for Token { line, text } in tokens {
        match text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_sign = matches!(text.as_str(), "!" | "&" | "*" | "-" | "<" | "|" | ".");
        run = if is_sign && run.1 == text { (run.0 + 1, run.1) } else { (1, text) };
        if depth > DEEPEST || (is_sign && run.0 > LONGEST_RUN) {
            let construct = if depth > DEEPEST {
                format!("more than {DEEPEST} brackets in each other")
            } else {
                format!("more than {LONGEST_RUN} `{text}` in a row")
            };
            return vec![Forbidden::new(*line, construct, "split it into steps that people can read")];
        }
    }
    Vec::new()
}
