//! The blocks of a source file: what a student writes, and what is given to them, each between two markers.
//!
//! ```text
//! // SOLUTION locked-count: reading needs the lock as well
//! *self.count.lock().unwrap()
//! // END SOLUTION
//! ```
//!
//! The same markers serve three readers: [`handout()`] takes the solutions out, [`replace()`] puts wrong and right ones in
//! their place, and [`parse()`] refuses what could be read in two ways. There is no second copy of anything.

mod handout;
mod parse;
mod replace;
mod shipped;

pub use handout::{STUB_ALLOW, handout};
pub use parse::{parse, parse_all};
pub use replace::replace;
pub use shipped::shipped;

use std::fmt;
use std::ops::Range;

/// What the markers stand around.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What a student writes.
    Solution,
    /// What the handout keeps.
    Given,
    /// In the file of a wrong or right solution: what takes the place of the block with the same name.
    Replace,
}

/// One block of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Unique within its crate.
    pub id: String,
    /// What the markers stand around.
    pub kind: Kind,
    /// What the handout says in place of a solution.
    pub hint: Option<String>,
    /// Its lines with both markers, counted from 0.
    pub lines: Range<usize>,
    /// What stands before its first marker.
    pub indent: String,
}

impl Block {
    /// Its lines without the markers.
    pub fn body(&self) -> Range<usize> {
        self.lines.start + 1..self.lines.end - 1
    }
}

/// Markers that do not fit together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockError {
    /// The file, as the caller named it.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for BlockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

impl std::error::Error for BlockError {}

#[cfg(test)]
mod fixture {
    /// A file with every kind of block.
    pub const COUNTER: &str = "\
//! A counter.

use crate::Counter;
// SOLUTION imports
use common::sync::Mutex;
// END SOLUTION

struct Locked {
    // SOLUTION state: // What must it hold?
    count: Mutex<u64>,
    // END SOLUTION
}

impl Locked {
    // GIVEN new
    fn new() -> Self {
        // SOLUTIONS are elsewhere
        Locked::default()
    }
    // END GIVEN

    fn add(&self) {
        // SOLUTION add: take \"the\" lock, {and} add
        *self.count.lock().unwrap() += 1;
        // END SOLUTION
        // Now tell.
        self.tell();
    }
}
";
}
