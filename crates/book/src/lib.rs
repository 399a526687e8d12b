//! What the book in `docs/` needs beside mdBook: a preprocessor, and the checks that keep the book true.
//!
//! A chapter holds no code and no output of its own. It names them, each in a line of its own:
//!
//! ```text
//! {{rust crates/counter-race/src/racy.rs RacyCounter::increment}}
//! {{lecture race 8-11}}
//! {{excerpt race 9-11}}
//! {{wrong counter-race/wrong/drops-the-guard-too-early}}
//! {{refused counter-race/one-plain-integer}}
//! {{output explore-racy.txt}}
//! {{file crates/grader/deploy/feedback.yml}}
//! {{exercise locked-counter}}
//! {{sentences}}
//! {{quiz counter-race}}
//! ```
//!
//! * [`preprocessor`]: mdBook's protocol; each chapter goes through [`directives`].
//! * [`edition`]: for whom it is built: with the solutions, or without.
//! * [`items`]: the item of a Rust file with a given name, without the markers of the exercises.
//! * [`lecture`]: the lecture's Python, with its line numbers.
//! * [`wrong`]: a wrong solution, what it replaces, and the run that shows it.
//! * [`refused`]: a program that the compiler refuses, and what it says.
//! * [`exercises`]: an exercise, its checks and their hints.
//! * [`sentences`]: what the exercises' texts ask for, and which checks hold it.
//! * [`quiz`]: the questions at the end of a chapter; the explorer says which outcomes are possible.
//! * [`outputs`]: what commands print, kept in `docs/outputs/` and compared with what they print now.
//! * [`architecture`]: the picture of the crates, drawn from what cargo knows of them.
//! * [`slides`]: the deck for the lecturer, and the summary to hand out.
//! * [`links`]: every link of the finished book leads somewhere.

pub mod architecture;
pub mod directives;
pub mod edition;
pub mod exercises;
pub mod items;
pub mod lecture;
pub mod links;
pub mod outputs;
pub mod preprocessor;
pub mod quiz;
pub mod refused;
pub mod sentences;
pub mod slides;
pub mod wrong;

use anyhow::{Context, Result};
use std::path::PathBuf;

/// The workspace.
///
/// # Panics
///
/// If this program was started neither by cargo nor in the workspace.
pub fn root() -> PathBuf {
    checks::folder::root().expect(checks::folder::MISSING)
}

/// A file of the workspace, by its path from there, with line ends as on Unix.
///
/// # Errors
///
/// If it cannot be read.
pub fn read(path: &str) -> Result<String> {
    let text = std::fs::read_to_string(root().join(path)).with_context(|| format!("cannot read {path}"))?;
    Ok(text.replace("\r\n", "\n"))
}

/// Text as it stands in HTML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
