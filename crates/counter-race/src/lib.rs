//! Example 19.2: a hundred threads increment one counter, and updates are lost; two counters that lose none.
//!
//! Read in this order:
//!
//! 1. [`counter`]: what a counter can do.
//! 2. [`racy`]: read, let others run, write. Updates are lost (the lecture's `UnsafeCounter`; in Rust, `unsafe` means
//!    something else).
//! 3. [`locked`]: the same three steps under a lock. None is lost (the lecture's `SafeCounter`).
//! 4. [`atomic`]: the three steps as one that cannot be divided. None is lost.
//! 5. [`crowd`]: the threads that increment, and the wait for them.
//! 6. [`predictions`]: with which counts can the racy counter end?
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
