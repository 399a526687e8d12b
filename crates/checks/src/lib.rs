//! Checks: each is a requirement that a solution must meet, with points, hints and the code that decides it.
//!
//! * [`check`]: a check, with its data and code.
//! * [`description`]: a check without its code, for a program that does not link it.
//! * [`exercise`]: the exercises that the checks belong to.
//! * [`told`]: the sentences of the exercises' texts that say what to write.
//! * [`verdict`]: the verdicts.
//! * [`finding`]: a verdict with its reasons.
//! * `proof`: how thoroughly a check explores a program.
//! * [`model`]: turns the result of an exploration into a finding.
//! * [`headline`]: the first sentence of a finding.
//! * [`lab_s_lines`]: hides lines of the lab's own solutions in a finding.
//! * [`experiment`]: a check in two halves: one observes the code under test, the other judges the observation.
//! * [`child`]: runs the first half with the code under test, and reports even if that panics.
//! * `once`: runs it on the explorer's primitives.
//! * [`judge`]: runs the second half, in a different process.
//! * [`parent`]: runs a check, and passes messages between the two processes.
//! * [`process`]: asks one process, and kills it if it will never answer.
//! * [`watch`]: the conditions under which a process is killed.
//! * `channel` and [`record`]: the channel between processes, and its messages.
//! * [`compile_error`](mod@compile_error): the compiler's errors in a file.
//! * [`scan`]: finds forbidden constructs in a source text.
//! * [`folder`]: finds the lab that a program works on.
//! * [`harness`]: the `main` of every check binary, for `cargo test`, nextest, the student and the grader alike.
//!
//! How far verdicts can be trusted: behaviour and property checks are judged in a process without the code under
//! test. Models are not: the explorer runs in the process that it explores, because only there can it stop each
//! thread before each step. Code that managed to write to that process's memory without `unsafe` could forge their
//! verdicts, and no record would show it.
//!
//! Architecture invariant: nothing here links an example, and nothing here needs Linux, because students use other
//! systems too.

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
