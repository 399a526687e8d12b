//! Turns a [`Record`](crate::record::Record) into something to look at: a sentence, a table for a terminal, JSON for a
//! page, a picture. The same record always gives the same bytes.
//!
//! ```text
//! Thread 1 read 0 from `count` before thread 2 wrote 1, so one increment was lost.
//!
//!    │ thread 1        │ thread 2        │ source
//! ───┼─────────────────┼─────────────────┼──────────────
//!  1 │ read count → 0  │                 │ counter.rs:12
//!  2 │                 │ read count → 0  │ counter.rs:12
//!  3 │                 │ write count ← 1 │ counter.rs:13
//!  4 │ write count ← 1 │                 │ counter.rs:13
//! ```
//!
//! How it fits together: `rows` folds the steps of a record into the rows that matter, `words` says each in the program's
//! own names, and `table`, `json` and `svg` only arrange what these two give.

mod arrows;
mod code;
mod diagnosis;
mod ending;
mod json;
mod layout;
mod parts;
mod places;
mod repeats;
mod rows;
mod svg;
mod table;
mod text;
mod value;
mod words;

pub use diagnosis::diagnosis;
pub use json::json;
pub use svg::svg;
pub use table::table;

use crate::record::End;

/// How a table is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// No line is longer than this (but at least 40).
    pub columns: usize,
    /// Only ASCII characters: `|` and `->` for `│` and `→`.
    pub ascii: bool,
}

impl Default for Style {
    /// 80 columns, with box characters.
    fn default() -> Self {
        Style { columns: 80, ascii: false }
    }
}

impl End {
    /// Did it end because no thread could go on?
    fn is_stuck(&self) -> bool {
        matches!(self, End::Deadlocked | End::LostWakeup { .. })
    }
}
