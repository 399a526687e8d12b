//! What the three examples share, and nothing that only one of them needs.
//!
//! * [`sync`], [`thread`], [`time`], [`hint`], [`panic`](mod@panic): the switch for threading primitives. The code
//!   under test imports them from here and never from `std`, so the same source runs on real threads and on an
//!   explorer.
//! * [`browser`]: opens a file in the browser.
//! * [`cli`] and [`console`]: the options that every example has, and its output.
//! * [`patience`]: checking again a few times before going to sleep.
//! * [`timeline`]: who did what, when, as a picture in text.
//! * [`typo`]: a suggestion for a mistyped name.
//! * [`unique`]: unique numbers.
//! * [`unwritten`]: the message of a program that reaches a `todo!`.
//! * [`width`]: the width of the output, and prose wrapped to it.
//! * `random` (feature `random`): random numbers from a printed seed.
//! * `proof` (features `model` and `loom`): runs a program in every interleaving.
//! * `explore` (feature `explore`): the command that shows every outcome of a program, and the shortest run that fails.
//!
//! Architecture invariant: this crate knows none of the examples, and the switch consists of re-exports only (except for one type).

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

/// Whether the primitives are those of the explorer on which checks run.
pub const EXPLORES: bool = cfg!(feature = "model");

#[cfg(feature = "model")]
pub use interleave::show;

/// Shows values of type `T` in the tables of an explorer. Does nothing without one.
#[cfg(not(feature = "model"))]
pub fn show<T: std::fmt::Debug + 'static>() {}
