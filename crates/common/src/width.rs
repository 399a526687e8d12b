//! The width of output, and word wrap. `xtask` compiles this file too, because it does not link this crate.

use std::io::{IsTerminal, stdout};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Output is never narrower than this, even if the terminal is.
pub const LEAST: usize = 50;

/// The width of output in columns: `most`, or the width in `COLUMNS` or of the terminal if that is smaller, but at least
/// [`LEAST`]. A pipe has no width.
pub fn columns(most: usize) -> usize {
    static AVAILABLE: OnceLock<Option<usize>> = OnceLock::new();
    let asked = || std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok()).filter(|columns| *columns > 0);
    within(most, *AVAILABLE.get_or_init(|| asked().or_else(of_the_terminal)))
}

fn within(most: usize, available: Option<usize>) -> usize {
    available.map_or(most, |available| available.clamp(LEAST, most))
}

/// The columns of the terminal, from `stty size`, which prints lines and columns.
fn of_the_terminal() -> Option<usize> {
    if !stdout().is_terminal() {
        return None;
    }
    let told = Command::new("stty").arg("size").stdin(Stdio::inherit()).stderr(Stdio::null()).output().ok()?;
    let columns = String::from_utf8(told.stdout).ok()?.split_whitespace().nth(1)?.parse().ok()?;
    (columns > 0).then_some(columns)
}

/// Breaks each line of `text` that is longer than `columns` at spaces. A word that is longer than `columns` stays whole.
///
/// ```
/// use common::width::wrap;
/// assert_eq!(wrap("Two threads read 0.\nBoth write 1.", 12), "Two threads\nread 0.\nBoth write\n1.");
/// ```
pub fn wrap(text: &str, columns: usize) -> String {
    wrap_indented(text, columns, "")
}

/// Like [`wrap`], but each line that continues a broken one begins with `indent`, which does not count.
///
/// ```
/// use common::width::wrap_indented;
/// assert_eq!(wrap_indented("one two three", 7, "   "), "one two\n   three");
/// ```
pub fn wrap_indented(text: &str, columns: usize, indent: &str) -> String {
    text.lines().map(|line| wrapped(line, columns, indent)).collect::<Vec<_>>().join("\n")
}

fn wrapped(line: &str, columns: usize, indent: &str) -> String {
    if line.chars().count() <= columns {
        return line.to_string();
    }
    let mut broken = String::new();
    let mut length = 0;
    for word in line.split(' ') {
        let letters = word.chars().count();
        if length > 0 && length + 1 + letters > columns {
            broken.push('\n');
            broken.push_str(indent);
            length = 0;
        } else if !broken.is_empty() {
            broken.push(' ');
            length += 1;
        }
        broken.push_str(word);
        length += letters;
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::{within, wrap};

    #[test]
    fn a_narrow_terminal_narrows_the_output_to_50_columns_at_least_and_a_wide_one_does_not_widen_it() {
        let widths = [None, Some(200), Some(80), Some(66), Some(20)].map(|available| within(80, available));
        assert_eq!(widths, [80, 80, 80, 66, 50]);
    }

    #[test]
    fn no_line_is_longer_than_the_columns_except_a_single_word() {
        let text = "short\n\nthe queue was full, and so the producer had to wait\nan-address-that-is-long";
        let wrapped = wrap(text, 20);
        assert!(wrapped.lines().all(|line| line.len() <= 20 || !line.contains(' ')), "{wrapped}");
        assert_eq!(wrapped.replace('\n', " "), text.replace('\n', " "), "no word is lost");
        assert!(wrapped.starts_with("short\n\nthe queue was full,\n"), "{wrapped}");
    }
}
