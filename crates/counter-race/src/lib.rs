//! Example 19.2: a hundred threads increment a counter that loses updates, and two counters that lose none.
//!
//! Read in this order:
//!
//! 1. [`counter`]: what a counter can do.
//! 2. [`racy`]: read, let other threads run, write. It loses updates (the lecture's `UnsafeCounter`; in Rust, `unsafe`
//!    means something else). Its literal translation, which the compiler refuses, is
//!    `refused/literal-translation.rs`.
//! 3. [`locked`]: read and write under a lock. It loses no update (the lecture's `SafeCounter`).
//! 4. [`atomic`]: read, add and write as one indivisible step. It loses no update.
//! 5. [`crowd`]: starts the threads that increment, and waits for them.
//! 6. [`predictions`]: with which counts can the racy counter end?
//!
//! `common::sync` and `common::thread` are `std`'s. In a proof they are those of an *explorer*, a program that runs this
//! one in every *interleaving*, that is, in every order in which its threads can take turns.
//! `lock().unwrap_or_else(PoisonError::into_inner)` takes the lock even if another thread has panicked while it held the
//! lock (see [`locked`]).
//!
//! You need not read the program around them, `src/main.rs` and `src/demo/`.

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
