//! Example 19.3: a producer and its consumers, with a bounded queue between them.
//!
//! Read in this order:
//!
//! 1. [`queue`]: the queue. Whoever finds it full or empty sleeps until somebody changes that.
//! 2. [`workers`]: the producer, the consumers, and the sentinel that tells them to stop.
//! 3. [`models`]: the small programs that the explorers run to prove all this.
//!
//! The program around them, `src/main.rs` and `src/demo/`, need not be read.

pub mod models;
pub mod queue;
pub mod workers;

pub use queue::Queue;
pub use workers::{consumer, producer};
