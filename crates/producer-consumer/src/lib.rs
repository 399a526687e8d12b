//! Example 19.3: a producer and its consumers, with a bounded queue between them.
//!
//! Read in this order:
//!
//! 1. [`queue`]: the queue. A thread that finds it full or empty sleeps until another thread changes that. Its errors
//!    are in [`errors`].
//! 2. [`workers`]: the producer, the consumers, and the sentinel that tells them to stop.
//! 3. `produce_and_consume` in `src/demo/mod.rs`: the lecture's main program, which starts them and waits for them.
//! 4. [`models`]: the small programs that the explorers run to prove all this.
//!
//! `common::sync` and `common::thread` are `std`'s. In a proof they are those of an *explorer*, a program that runs this
//! one in every *interleaving*, that is, in every order in which its threads can take turns.
//! `lock().unwrap_or_else(PoisonError::into_inner)` takes the lock even if another thread has panicked while it held the
//! lock (`Queue`'s private method `lock` says why that is correct here).
//!
//! You need not read the rest of the program around them, `src/main.rs` and `src/demo/`.

pub mod errors;
pub mod models;
pub mod queue;
pub mod workers;

pub use errors::{ShutDown, TryGetError, TryPutError};
pub use queue::{Queue, Shutdown};
pub use workers::{consumer, producer};
