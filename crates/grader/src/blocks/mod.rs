//! The blocks of a source file: solutions that students write, and code that they are given, each between two markers.
//!
//! ```text
//! // SOLUTION locked-count: reading needs the lock as well
//! *self.count.lock().unwrap()
//! // END SOLUTION
//! ```
//!
//! The same markers have three uses: [`handout()`] removes the solutions, [`replace()`] puts wrong and right ones in
//! their place, and [`parse()`] refuses ambiguous markers. No code exists twice.

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

/// The kind of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A solution, which a student writes.
    Solution,
    /// Given code, which the handout keeps.
    Given,
    /// In the file of a wrong or right solution: replaces the block with the same name.
    Replace,
}

/// One block of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Unique within its crate.
    pub id: String,
    /// Its kind.
    pub kind: Kind,
    /// The hint that the handout shows in place of a solution.
    pub hint: Option<String>,
    /// Its lines with both markers, counted from 0.
    pub lines: Range<usize>,
    /// The indentation of its first marker.
    pub indent: String,
}

impl Block {
    /// Its lines without the markers.
    pub fn body(&self) -> Range<usize> {
        self.lines.start + 1..self.lines.end - 1
    }
}

/// Mismatched or invalid markers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockError {
    /// The name of the file, from the caller.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// The mistake.
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
