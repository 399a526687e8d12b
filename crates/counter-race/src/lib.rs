//! Example 19.2: a hundred threads increment one counter, and updates are lost; two counters that lose none.
//!
//! Read in this order:
//!
//! 1. [`counter`]: what a counter can do.
//! 2. [`racy`]: read, let others run, write. Updates are lost (the lecture's `UnsafeCounter`; in Rust, `unsafe` means
//!    something else). Its literal translation, which the compiler refuses, is
//!    `refused/literal-translation.rs`.
//! 3. [`locked`]: the read and the write of one `+=`, under a lock. None is lost (the lecture's `SafeCounter`).
//! 4. [`atomic`]: read, add and write as one step that cannot be divided. None is lost.
//! 5. [`crowd`]: the threads that increment, and the wait for them.
//! 6. [`predictions`]: with which counts can the racy counter end?
//!
//! `common::sync` and `common::thread` are `std`'s; in a proof they are those of an *explorer*, a program that runs this
//! one in every *interleaving*, that is, in every order in which its threads can take turns.
//! `lock().unwrap_or_else(PoisonError::into_inner)` takes the lock even after a panic in another thread that held it (see
//! [`locked`]).
//!
//! The program around them, `src/main.rs` and `src/demo/`, need not be read.

pub mod atomic;
pub mod counter;
pub mod crowd;
pub mod locked;
pub mod predictions;
pub mod racy;

pub use atomic::AtomicCounter;
pub use counter::Counter;
pub use locked::LockedCounter;
pub use racy::RacyCounter;
