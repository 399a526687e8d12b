//! The table as text: the diagnosis, a column for each thread, the state at the end, the source lines that took part,
//! and the schedule to replay.

use super::cast::threads;
use super::code::Code;
use super::ending::{ending, hidden};
use super::layout::Grid;
use super::parts::Part;
use super::rows::{Row, rows};
use super::text::{Glyphs, wrap};
use super::words::Words;
use super::{Style, diagnosis};
use crate::record::Record;

/// Renders the record as text. See [`crate::report`] for an example.
///
/// Every line fits into [`Style::columns`] (at least 40). Threads that only spawn and join have no column. The code
/// is printed beside its row if there is room, and otherwise below the table under the name of its file; the rows
/// then omit the file name if they are short of room. If there are too many threads for a column each, every row
/// names its thread instead.
pub fn table(record: &Record, style: &Style) -> String {
    let glyphs = Glyphs::new(style.ascii);
    let columns = style.columns.max(40);
    let rows = rows(record);
    let code = Code::of(&rows);
    let mut out = String::new();
    paragraph(&diagnosis(record), columns, &glyphs, &mut out);
    out.push('\n');
    let mut has_code = false;
    if !rows.is_empty() {
        let sheet = Sheet { words: Words::new(record), rows: &rows, code: &code, glyphs: &glyphs };
        let drawn;
        (drawn, has_code) = sheet.draw(columns);
        out.push_str(&drawn);
        out.push('\n');
    }
    let hidden = if style.explorer { hidden(record) } else { None };
    for line in ending(record).into_iter().chain(hidden) {
        paragraph(&line, columns, &glyphs, &mut out);
    }
    if !has_code {
        out.push_str(&code.excerpt(columns, &Words::new(record), &glyphs));
    }
    if style.explorer && !record.schedule.is_empty() {
        out.push('\n');
        paragraph(&replay(&record.schedule), columns, &glyphs, &mut out);
    }
    out
}

/// A longer schedule would fill a screen, and would not be typed.
const MOST_DIGITS: usize = 400;

fn replay(schedule: &str) -> String {
    match schedule.len() {
        digits if digits > MOST_DIGITS => format!("replay: {digits} digits, which `Record::schedule` has"),
        _ => format!("replay: {schedule}"),
    }
}

/// Wraps a line. Its continuations are indented by two more columns.
pub(super) fn paragraph(line: &str, columns: usize, glyphs: &Glyphs, out: &mut String) {
    let text = line.trim_start();
    let margin = " ".repeat(line.len() - text.len());
    let hanging = if margin.is_empty() { 0 } else { 2 };
    for line in wrap(&glyphs.text(text), columns - margin.len(), hanging) {
        out.push_str(&format!("{margin}{line}\n"));
    }
}

/// What a grid is made from.
struct Sheet<'a> {
    words: Words<'a>,
    rows: &'a [Row],
    code: &'a Code,
    glyphs: &'a Glyphs,
}

/// How threads are shown: each in its own column, or named in every row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Columns,
    List,
}

/// What the rows show of the source.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// `queue.rs:12`
    Place,
    /// `queue.rs:12` and the text of the line.
    Code,
    /// `12`: the file is named above the source lines below the table.
    Line,
}

impl Sheet<'_> {
    /// Draws the best form that fits; returns whether it includes the code.
    fn draw(&self, columns: usize) -> (String, bool) {
        for source in [Source::Code, Source::Place] {
            let grid = self.grid(Form::Columns, source);
            if let Some(widths) = grid.fit(columns).filter(|widths| *widths == grid.natural()) {
                return (grid.draw(&widths, self.glyphs), source == Source::Code);
            }
        }
        let short = if self.code.one_file { Source::Line } else { Source::Place };
        for form in [Form::Columns, Form::List] {
            let grid = self.grid(form, short);
            if let Some(widths) = grid.fit(columns) {
                return (grid.draw(&widths, self.glyphs), false);
            }
        }
        let list = self.grid(Form::List, short);
        (list.draw(&list.squeeze(columns), self.glyphs), false)
    }

    fn grid(&self, form: Form, source: Source) -> Grid {
        let threads = threads(self.rows);
        let names: Vec<&str> = match form {
            Form::Columns => threads.iter().map(|&thread| self.words.thread(thread)).collect(),
            Form::List => vec!["thread", "what it does"],
        };
        let sources: &[&str] = match source {
            Source::Place => &["source"],
            Source::Code => &["source", "code"],
            Source::Line => &["line"],
        };
        let header = [""].iter().chain(&names).chain(sources).copied();
        let header = header.map(|title| self.glyphs.text(title)).collect();
        let mut rows = Vec::new();
        for (index, row) in self.rows.iter().enumerate() {
            for (line, part) in row.parts.iter().enumerate() {
                let number = if line == 0 { (index + 1).to_string() } else { String::new() };
                let name = if line == 0 { self.words.thread(row.thread) } else { "" };
                let mut cells = vec![number];
                match form {
                    Form::List => cells.extend([name.to_owned(), part.text.clone()]),
                    Form::Columns => {
                        cells.extend(
                            threads.iter().map(|&thread| {
                                if thread == row.thread { part.text.clone() } else { String::new() }
                            }),
                        );
                    }
                }
                let place = part.place.map(|place| match source {
                    Source::Line => place.line().to_string(),
                    Source::Place | Source::Code => self.words.short(place),
                });
                cells.push(place.unwrap_or_default());
                cells.extend((source == Source::Code).then(|| self.beside(part)));
                rows.push(cells.iter().map(|cell| self.glyphs.text(cell)).collect());
            }
        }
        Grid { header, rows, flexible: 1..names.len() + 1 }
    }

    fn beside(&self, part: &Part) -> String {
        part.place.and_then(|place| self.code.line(place)).unwrap_or_default().to_owned()
    }
}
