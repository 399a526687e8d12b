//! What the three examples share, and nothing that only one of them needs.
//!
//! * [`sync`], [`thread`], [`time`], [`hint`], [`panic`](mod@panic): the one switch for threading primitives. The code
//!   under test imports them from here and never from `std`, so that the same source runs for real and under an
//!   explorer.
//! * [`browser`]: opens a page that was written.
//! * [`cli`] and [`console`]: the options that every example understands, and where its output goes.
//! * [`patience`]: looking again before falling asleep.
//! * [`timeline`]: who did what, when, as a picture in text.
//! * [`typo`]: a suggestion for a mistyped name.
//! * [`unique`]: numbers, none of them twice.
//! * [`unwritten`]: what a program says that runs into a part which is not written yet.
//! * [`width`]: how wide output may be, and prose broken to that width.
//! * `random` (feature `random`): random numbers that a printed seed reproduces.
//! * `proof` (features `model` and `loom`): runs a program in every interleaving.
//! * `explore` (feature `explore`): the command that shows every outcome of a program, and the shortest run that fails.
//!
//! Architecture invariant: this crate knows none of the examples, and the switch holds re-exports only (but for one type).

mod primitives;
pub use primitives::{BACKEND, hint, panic, sync, thread, time};

pub mod browser;
pub mod cli;
pub mod console;
#[cfg(feature = "explore")]
pub mod explore;
pub mod patience;
#[cfg(any(feature = "model", feature = "loom"))]
pub mod proof;
#[cfg(feature = "random")]
pub mod random;
pub mod timeline;
pub mod typo;
pub mod unique;
pub mod unwritten;
pub mod width;

/// Whether the primitives are those of the explorer that checks run on.
pub const EXPLORES: bool = cfg!(feature = "model");

#[cfg(feature = "model")]
pub use interleave::show;

/// Makes values of type `T` readable in the tables of an explorer; without one there is nothing to do.
#[cfg(not(feature = "model"))]
pub fn show<T: std::fmt::Debug + 'static>() {}
