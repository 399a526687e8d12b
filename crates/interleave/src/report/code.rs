//! The source lines that the rows of a record executed.

use std::collections::BTreeMap;

use super::rows::Row;
use super::text::{Glyphs, width};
use super::words::Words;
use crate::record::Place;
use crate::source;

/// Source lines by file and line number. Lines that cannot be read are missing.
pub(super) struct Code {
    lines: BTreeMap<&'static str, BTreeMap<u32, String>>,
    /// All lines are known, and in one file.
    pub one_file: bool,
}

impl Code {
    pub fn of(rows: &[Row]) -> Self {
        let mut lines: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        let mut all_known = true;
        for place in rows.iter().flat_map(|row| &row.parts).filter_map(|part| part.place) {
            match source::line(place) {
                Some(line) => _ = lines.entry(place.file()).or_default().insert(place.line(), line),
                None => all_known = false,
            }
        }
        let one_file = all_known && lines.len() == 1;
        Code { lines, one_file }
    }

    /// Every line as (file, number, text), in order.
    pub fn lines(&self) -> impl Iterator<Item = (&'static str, u32, &str)> {
        self.lines
            .iter()
            .flat_map(|(&file, lines)| lines.iter().map(move |(&line, text)| (file, line, text.as_str())))
    }

    /// The text of one line, without its indentation.
    pub fn line(&self, place: Place) -> Option<&str> {
        self.lines.get(place.file())?.get(&place.line()).map(|line| line.trim())
    }

    /// The lines, numbered and without their common indentation, below an empty line and the name of their file.
    pub fn excerpt(&self, columns: usize, words: &Words<'_>, glyphs: &Glyphs) -> String {
        let mut out = String::new();
        for (file, lines) in &self.lines {
            let indent = |line: &String| line.len() - line.trim_start().len();
            let shared = lines.values().map(indent).min().unwrap_or_default();
            let digits = lines.keys().next_back().map_or(1, |last| last.to_string().len());
            out.push_str(&format!("\n{}\n", glyphs.text(words.file(file))));
            for (number, line) in lines {
                let start = format!(" {number:>digits$} {} ", glyphs.bar);
                let code = glyphs.text(line.get(shared..).unwrap_or(line));
                out.push_str(format!("{start}{}", cut(&code, columns.saturating_sub(width(&start)))).trim_end());
                out.push('\n');
            }
        }
        out
    }
}

/// Cuts off the end of a line that is too long: students have the whole line in their own files.
fn cut(code: &str, columns: usize) -> String {
    if width(code) <= columns {
        return code.to_owned();
    }
    code.chars().take(columns.saturating_sub(3)).chain("...".chars()).collect()
}
