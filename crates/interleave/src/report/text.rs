//! Text in columns: wrapping, and the characters of rules and arrows.
//!
//! Every character counts as one column. Rust code and `Debug` values are nearly always ASCII, so the Unicode tables
//! of double-width characters are not worth a dependency.

/// The characters of a table.
pub(super) struct Glyphs {
    ascii: bool,
    pub bar: char,
    pub rule: char,
    pub cross: char,
}

impl Glyphs {
    pub fn new(ascii: bool) -> Self {
        if ascii {
            Glyphs { ascii, bar: '|', rule: '-', cross: '+' }
        } else {
            Glyphs { ascii, bar: '│', rule: '─', cross: '┼' }
        }
    }

    /// The text in these characters: in ASCII an arrow is `->`, and any other character is escaped.
    pub fn text(&self, text: &str) -> String {
        if !self.ascii {
            return text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        }
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '→' => out.push_str("->"),
                '←' => out.push_str("<-"),
                '…' => out.push_str("..."),
                c if c.is_control() => out.push(' '),
                c if c.is_ascii() => out.push(c),
                c => out.extend(c.escape_unicode()),
            }
        }
        out
    }
}

pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

/// The longest unit: the minimum width without breaking one.
pub(super) fn longest_unit(text: &str) -> usize {
    units(text).iter().map(|unit| width(unit)).max().unwrap_or_default()
}

/// The words of a text. `thread 2` and `→ 1` are single units.
fn units(text: &str) -> Vec<String> {
    let arrow = |word: &str| matches!(word, "→" | "←" | "->" | "<-");
    let name = |word: &str| word.chars().all(char::is_alphabetic);
    let mut units: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match units.last_mut() {
            Some(last) if arrow(last) || (name(last) && word.starts_with(|c: char| c.is_ascii_digit())) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => units.push(word.to_owned()),
        }
    }
    units
}

/// Breaks the text into lines of at most `columns`: at spaces, and inside a unit only if it is wider than that. Every
/// line except the first is indented.
pub(super) fn wrap(text: &str, columns: usize, indent: usize) -> Vec<String> {
    let indent = " ".repeat(indent.min(columns / 2));
    let columns = columns.max(1);
    let mut lines = vec![String::new()];
    for unit in units(text) {
        let line = lines.last_mut().expect("there is a first line");
        if line.is_empty() {
            line.push_str(&unit);
        } else if width(line) + 1 + width(&unit) <= columns {
            line.push(' ');
            line.push_str(&unit);
        } else {
            lines.push(format!("{indent}{unit}"));
        }
        while let Some(last) = lines.last_mut().filter(|last| width(last) > columns) {
            let at = last.char_indices().nth(columns).map_or(last.len(), |(at, _)| at);
            let rest = last.split_off(at);
            lines.push(format!("{indent}{rest}"));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_never_exceed_the_width() {
        assert_eq!(wrap("read count → 0", 10, 0), ["read count", "→ 0"]);
        assert_eq!(wrap("items: [] → [1]", 11, 0), ["items: []", "→ [1]"]);
        assert_eq!(wrap("held by thread 2", 14, 0), ["held by", "thread 2"]);
        assert_eq!(wrap("", 10, 0), [""]);
        assert_eq!(wrap("a extraordinarily b", 6, 0), ["a", "extrao", "rdinar", "ily b"]);
        assert_eq!(wrap("read count → 0", 10, 2), ["read count", "  → 0"]);
    }

    #[test]
    fn in_ascii_every_character_is_ascii() {
        assert_eq!(Glyphs::new(true).text("x ← é…\t"), "x <- \\u{e9}... ");
    }
}
