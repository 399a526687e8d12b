//! Example 19.1: a thread pool that fetches web pages and yields them as they complete.
//!
//! Read in this order:
//!
//! 1. [`future`]: the promise of a result, which a worker keeps (not `std::future::Future`: nothing here is async).
//! 2. [`pool`]: workers that take jobs from one list; `submit` and `map`.
//! 3. [`mod@as_completed`]: the futures one by one, in the order in which they are done.
//! 4. [`mod@fetch`]: one page, the work that a worker waits for.
//! 5. `fetch_all` in `src/demo/run.rs`: the lecture's main program, which submits all fetches and takes them as
//!    they complete.
//! 6. [`models`]: the small programs that the explorers run to prove all this.
//!
//! `common::sync` and `common::thread` are `std`'s; in a proof they are those of an *explorer*, a program that runs
//! this one in every *interleaving*, that is, in every order in which its threads can take turns.
//! `lock().unwrap_or_else(PoisonError::into_inner)` takes the lock even after a panic in another thread that held
//! it (why that is right here stands at each private `lock`).
//!
//! [`FetchError`] says why there is no page, [`address`] which addresses can be fetched, `src/reset.rs` tells a
//! broken connection from a closed one, and [`panicked`] keeps a job's panic. The rest of the program around them,
//! `src/main.rs` and `src/demo/`, need not be read, and neither need the web server that it fetches from,
//! [`loopback`].

pub mod address;
pub mod as_completed;
pub mod fetch;
mod fetch_error;
pub mod future;
pub mod loopback;
pub mod models;
pub mod panicked;
pub mod pool;
mod reset;

pub use as_completed::{AsCompleted, as_completed};
pub use fetch::{Page, fetch_page, fetch_up_to};
pub use fetch_error::FetchError;
pub use future::Future;
pub use panicked::Panicked;
pub use pool::{Map, ThreadPool};
