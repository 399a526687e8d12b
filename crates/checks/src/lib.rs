//! What a check is: an idea that a solution must achieve, with its points, its hints and the code that tells.
//!
//! * [`check`]: the check itself, data and code in one place.
//! * [`description`]: all of it but the code, for a program that does not link it.
//! * [`exercise`]: the exercises that the checks belong to.
//! * [`verdict`]: the words that a check can end with.
//! * [`finding`]: one check's verdict with its reasons, as it travels from process to process.
//! * [`model`]: what an exploration found, as a finding.
//! * [`child`]: runs one check in this process, and says what it found even if the code under test panics.
//! * [`parent`]: runs each check in a process of its own, and ends those that would never end.
//! * [`compile_error`](mod@compile_error): what the compiler says of a file.
//! * [`scan`]: what an exercise forbids, found in its source.
//! * [`harness`]: the `main` of every check binary, for `cargo test`, nextest, the student and the grader alike.
//!
//! Architecture invariant: nothing here links an example, and nothing here needs Linux: students have other systems.

pub mod check;
pub mod child;
pub mod compile_error;
pub mod description;
mod ending;
pub mod exercise;
pub mod finding;
pub mod harness;
pub mod model;
pub mod parent;
pub mod scan;
pub mod verdict;

pub use check::{Check, Kind};
pub use compile_error::CompileError;
pub use description::Description;
pub use exercise::{EXERCISES, Exercise};
pub use finding::Finding;
pub use verdict::Verdict;
