//! Renders a [`Record`](crate::record::Record) for a reader: a sentence, a table for a terminal, JSON for a page, a
//! picture. The same record always gives the same bytes.
//!
//! ```
//! use interleave::report::{Style, diagnosis, table};
//! use interleave::sync::Arc;
//! use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
//! use interleave::{Options, explore, thread};
//!
//! let outcome = explore(&Options::new().expect(2), || {
//!     let count = Arc::new(AtomicUsize::new(0));
//!     let increment = |count: &AtomicUsize| {
//!         let seen = count.load(SeqCst);
//!         count.store(seen + 1, SeqCst);
//!     };
//!     let other = Arc::clone(&count);
//!     let other = thread::spawn(move || increment(&other));
//!     increment(&count);
//!     other.join().unwrap();
//!     count.load(SeqCst)
//! });
//! let record = outcome.counterexample.expect("one increment can be lost");
//! assert_eq!(
//!     diagnosis(&record),
//!     "The main thread read 0 from `count` before thread 1 wrote 1, so one increment was lost.",
//! );
//! println!("{}", table(&record, &Style::default()));
//! ```
//!
//! prints
//!
//! ```text
//! The main thread read 0 from `count` before thread 1 wrote 1, so one increment
//! was lost.
//!
//!    │ main            │ thread 1        │ source
//! ───┼─────────────────┼─────────────────┼──────────────
//!  1 │ spawn thread 1  │                 │ counter.rs:13
//!  2 │ read count → 0  │                 │ counter.rs:9
//!  3 │                 │ read count → 0  │ counter.rs:9
//!  4 │                 │ write count ← 1 │ counter.rs:10
//!  5 │ write count ← 1 │                 │ counter.rs:10
//!
//! The program returned 1, expected 2.
//! At the end: count = 1.
//! ```
//!
//! How the modules fit together: `rows` folds the steps of a record into the rows that matter, `words` describes each
//! in the program's own names, and `table`, `json` and `svg` only arrange what these two return.

mod advice;
mod arrows;
mod cast;
mod code;
mod diagnosis;
mod document;
mod ending;
mod graph;
mod holdings;
mod json;
mod layout;
mod names;
mod orderings;
mod page;
mod parts;
mod places;
mod repeats;
mod rows;
mod svg;
mod table;
mod text;
mod value;
mod words;

pub use advice::{advice, advice_json};
pub use diagnosis::{diagnosis, is_a_guess, next_place, place};
pub use document::Json;
pub use graph::{graph_json, graph_json_within};
pub use json::json;
pub(crate) use names::condvar_created_at;
pub use page::{POLICY, Page, is_odd, page, page_part, read_graph, visible};
pub use svg::svg;
pub use table::table;

use crate::record::End;

/// How to draw a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// The maximum length of a line (at least 40).
    pub columns: usize,
    /// Use only ASCII characters: `|` and `->` for `│` and `→`.
    pub ascii: bool,
    /// Include what only helps users of the explorer: how to show hidden values, and the schedule to replay.
    pub explorer: bool,
}

impl Default for Style {
    /// 80 columns, box characters, and everything for users of the explorer.
    fn default() -> Self {
        Style { columns: 80, ascii: false, explorer: true }
    }
}

impl End {
    /// Did it end because no thread could run?
    fn is_stuck(&self) -> bool {
        matches!(self, End::Deadlocked | End::LostWakeup { .. })
    }
}
