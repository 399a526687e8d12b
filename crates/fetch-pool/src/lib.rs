//! Example 19.1: a thread pool that fetches web pages and yields them as they complete.
//!
//! Read in this order:
//!
//! 1. [`future`]: the result of a job, to wait for (not `std::future::Future`: nothing here is async), and
//!    [`Promise`](future::Promise), which the worker keeps.
//! 2. [`pool`]: workers that take jobs from one list.
//! 3. [`mod@as_completed`]: the futures one by one, in the order in which they complete.
//! 4. [`mod@fetch`]: fetching one page, the job of a worker.
//! 5. `fetch_all` in `src/demo/run.rs`: the lecture's main program, which submits all fetches and takes them as
//!    they complete.
//! 6. [`models`]: the small programs that the explorers run to prove all this.
//!
//! `common::sync` and `common::thread` are `std`'s. In a proof they are those of an *explorer*, a program that runs
//! this one in every *interleaving*, that is, in every order in which its threads can take turns.
//! `lock().unwrap_or_else(PoisonError::into_inner)` takes the lock even if another thread has panicked while it held
//! the lock (each private method `lock` says why that is correct there).
//!
//! The other features of Python's executor have one file each. You can read them later: [`mod@map`] for many items,
//! [`submit`] for submitting to a pool that may have ended and for ending it, `crew` for starting threads on demand,
//! `deadline` for timeouts.
//!
//! [`FetchError`] says why a fetch failed, [`address`] which addresses can be fetched. `src/http/` handles redirects,
//! proxies and odd responses. `src/job_error.rs` says why a job has no value, and [`panicked`] keeps a job's panic.
//! You need not read the rest of the program, `src/main.rs` and `src/demo/`, nor the web server that it fetches from,
//! [`loopback`].

pub mod as_completed;
mod crew;
mod deadline;
pub mod future;
mod job_error;
pub mod map;
pub mod models;
pub mod panicked;
pub mod pool;
mod promise;
pub mod submit;
// SOLUTION wait-modules
pub mod completions;
pub mod wait;
// END SOLUTION

// The jobs of the program's workers. The checks of the pool do not need them, and compile faster without.
#[cfg(feature = "program")]
pub mod address;
#[cfg(feature = "program")]
pub mod fetch;
#[cfg(feature = "program")]
mod fetch_error;
#[cfg(feature = "program")]
mod http;
#[cfg(feature = "program")]
pub mod loopback;

pub use as_completed::{AsCompleted, as_completed};
pub use deadline::TimedOut;
pub use future::{Future, FutureId};
pub use job_error::{Broken, JobError};
pub use map::Map;
pub use panicked::Panicked;
pub use pool::ThreadPool;
pub use submit::{Pending, Refusal, SubmitError};
// SOLUTION wait-names
pub use completions::{Completions, Unfinished, as_completed_timeout};
pub use wait::{Until, Waited, wait, wait_timeout};
// END SOLUTION

#[cfg(feature = "program")]
pub use fetch::{Page, fetch_page, fetch_up_to};
#[cfg(feature = "program")]
pub use fetch_error::FetchError;
