//! Example 19.1: a thread pool that fetches web pages and yields them as they complete.
//!
//! Read in this order:
//!
//! 1. [`future`]: the promise of a result, which a worker keeps (not `std::future::Future`: nothing here is async).
//! 2. [`pool`]: workers that take jobs from one list; `submit` and `map`.
//! 3. [`mod@as_completed`]: the futures one by one, in the order in which they are done.
//! 4. [`fetch`]: one page, the work that a worker waits for.
//! 5. [`models`]: the small programs that the explorers run to prove all this.
//!
//! The program around them, `src/main.rs` and `src/demo/`, need not be read, and neither need the web server that it
//! fetches from, [`loopback`].

pub mod as_completed;
pub mod fetch;
pub mod future;
pub mod loopback;
pub mod models;
pub mod panicked;
pub mod pool;

pub use as_completed::{AsCompleted, as_completed};
pub use fetch::{FetchError, Page, fetch_page};
pub use future::Future;
pub use panicked::Panicked;
pub use pool::{Map, ThreadPool};
