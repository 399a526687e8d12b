//! What the book in `docs/` needs besides mdBook: a preprocessor, and checks that the book is up to date.
//!
//! A chapter contains no code and no output. It includes them by name, each on a line of its own:
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
//! * [`edition`]: the editions, with and without the solutions.
//! * [`items`]: the item of a Rust file with a given name, without the markers of the exercises.
//! * [`lecture`]: the lecture's Python, with its line numbers.
//! * [`wrong`]: a wrong solution, what it replaces, and a run that fails.
//! * [`refused`]: a program that the compiler refuses, with its message.
//! * [`exercises`]: an exercise, its checks and their hints.
//! * [`sentences`]: what the exercises' texts require, and which checks test it.
//! * [`quiz`]: the questions at the end of a chapter; the explorer says which outcomes are possible.
//! * [`outputs`]: the outputs of commands, stored in `docs/outputs/` and compared with what the commands print now.
//! * [`architecture`]: the picture of the crates, drawn from cargo's metadata.
//! * [`slides`]: the deck for the lecturer, and the summary to hand out.
//! * [`links`]: checks every link of the finished book.

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

/// Text, escaped for HTML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
