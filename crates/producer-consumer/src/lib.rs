//! Example 19.3: a producer and its consumers, with a bounded queue between them.
//!
//! Read in this order:
//!
//! 1. [`queue`]: the queue. Whoever finds it full or empty sleeps until somebody changes that. [`errors`] are its
//!    answers where it cannot do what it was asked for.
//! 2. [`workers`]: the producer, the consumers, and the sentinel that tells them to stop.
//! 3. `produce_and_consume` in `src/demo/mod.rs`: the lecture's main program, which starts them and waits for them.
//! 4. [`models`]: the small programs that the explorers run to prove all this.
//!
//! `common::sync` and `common::thread` are `std`'s; in a proof they are those of an *explorer*, a program that runs this
//! one in every *interleaving*, that is, in every order in which its threads can take turns.
//! `lock().unwrap_or_else(PoisonError::into_inner)` takes the lock even after a panic in another thread that held it (why
//! that is right here stands at `Queue`'s private `lock`).
//!
//! The rest of the program around them, `src/main.rs` and `src/demo/`, need not be read.

pub mod errors;
pub mod models;
pub mod queue;
pub mod workers;

pub use errors::{ShutDown, TryGetError, TryPutError};
pub use queue::{Queue, Shutdown};
pub use workers::{consumer, producer};
