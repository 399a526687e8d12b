//! Explores every interleaving of a small threaded program and shows the shortest one that fails.

mod execution;
pub mod hint;
mod names;
mod options;
mod outcome;
pub mod record;
pub mod report;
mod search;
mod show;
mod source;
pub mod sync;
pub mod thread;
pub mod time;

pub use options::{Options, Search};
pub use outcome::{Failures, Outcome, Unfinished, Verdict};
pub use search::{Edge, Node, ScheduleError, StateGraph, explore, graph, replay};
pub use show::show;
