//! What a check is: an idea that a solution must achieve, with its points, its hints and the code that tells.
//!
//! * [`check`]: the check itself, data and code in one place.
//! * [`description`]: all of it but the code, for a program that does not link it.
//! * [`exercise`]: the exercises that the checks belong to.
//! * [`told`]: what their texts ask for, sentence by sentence.
//! * [`verdict`]: the words that a check can end with.
//! * [`finding`]: one check's verdict with its reasons, as it travels from process to process.
//! * `proof`: how far a check explores a program.
//! * [`model`]: what an exploration found, as a finding.
//! * [`headline`]: the sentence at its top.
//! * [`lab_s_lines`]: lines in it that are not the author's.
//! * [`experiment`]: a check that compares, in two halves: what is seen of the code under test, and what must be seen.
//! * [`child`]: runs the half beside the code under test, and says what it saw even if that panics.
//! * `once`: how it runs on the explorer's primitives.
//! * [`judge`]: runs the other half, in another process.
//! * [`parent`]: runs a check, and brings what one process says to the other.
//! * [`process`]: asks one process, and ends those that would never end.
//! * [`watch`]: what it holds against them.
//! * `channel` and [`record`]: how they talk, and what they say.
//! * [`compile_error`](mod@compile_error): what the compiler says of a file.
//! * [`scan`]: what an exercise forbids, found in its source.
//! * [`folder`]: which lab a program works on.
//! * [`harness`]: the `main` of every check binary, for `cargo test`, nextest, the student and the grader alike.
//!
//! What a verdict rests on: behaviour and property checks are compared where the code under test is not. The verdicts of
//! models are not: the explorer works in the process that it explores, for only there it can stop each thread before each
//! step. Code that gets at that process's memory without `unsafe` could forge them; nothing in a record shows it.
//!
//! Architecture invariant: nothing here links an example, and nothing here needs Linux: students have other systems.

mod cause;
mod channel;
pub mod check;
pub mod child;
pub mod compile_error;
pub mod description;
mod ending;
pub mod exercise;
pub mod experiment;
pub mod finding;
pub mod folder;
pub mod harness;
pub mod headline;
pub mod judge;
pub mod lab_s_lines;
mod meeting;
pub mod mend;
pub mod model;
mod once;
pub mod parent;
pub mod process;
mod proof;
pub mod record;
pub mod scan;
pub mod told;
pub mod verdict;
pub mod watch;

pub use check::{Check, Kind};
pub use compile_error::CompileError;
pub use description::Description;
pub use exercise::{EXERCISES, Exercise};
pub use experiment::Experiment;
pub use finding::Finding;
pub use process::kept_busy;
pub use verdict::Verdict;
pub use watch::{Patience, Watch};
