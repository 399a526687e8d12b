//! The promise of a result that a worker thread is still working on, as Python's `concurrent.futures.Future`.
//!
//! It is not `std::future::Future`: that one is polled by an async runtime, this one is waited for by a thread.

use crate::JobError;
use crate::deadline::{Deadline, TimedOut};
pub use crate::promise::Promise;
use common::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use common::time::Duration;

/// The reader's end: what `submit` gives at once, long before there is a result.
pub struct Future<T> {
    shared: Arc<Shared<T>>,
}

/// Which future this is. No two have the same, not even one after the other: a key for what a job was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FutureId(u64);

/// What both ends share.
pub(crate) struct Shared<T> {
    id: FutureId,
    state: Mutex<State<T>>,
    /// Waited on by `result` and `result_timeout`, under the lock of `state`; notified by `settle` when the outcome
    /// is there. All are woken, though one at most waits: the future has one owner.
    done: Condvar,
}

struct State<T> {
    stage: Stage,
    /// There once the stage is `Done`, until `result` takes it.
    outcome: Option<Result<T, JobError>>,
    /// Any closure that can be called once, in another thread; boxed, for each has a size of its own.
    when_done: Option<Box<dyn FnOnce() + Send>>,
}

/// How far the job is; it only moves on.
#[derive(PartialEq)]
enum Stage {
    /// No worker has begun: it can be cancelled.
    Pending,
    Running,
    /// It returned, panicked, or will never run.
    Done,
}

/// The two ends of one result.
pub fn promise<T>() -> (Promise<T>, Future<T>) {
    let state = Mutex::new(State { stage: Stage::Pending, outcome: None, when_done: None });
    let shared = Arc::new(Shared { id: FutureId(common::unique::number()), state, done: Condvar::new() });
    (Promise::new(Arc::clone(&shared)), Future { shared })
}

impl<T> Future<T> {
    /// Which future this is, for a map like Python's `future_to_url`: `as_completed` gives futures in another order,
    /// and one whose job panicked cannot say what it was about.
    ///
    /// ```
    /// use fetch_pool::{ThreadPool, as_completed};
    /// use std::collections::HashMap;
    ///
    /// let pool = ThreadPool::new(2);
    /// let futures = ["a", "b"].map(|url| (url, pool.submit(move || url.len())));
    /// let url_of: HashMap<_, _> = futures.iter().map(|(url, future)| (future.id(), *url)).collect();
    /// for future in as_completed(futures.map(|(_, future)| future)) {
    ///     let url = url_of[&future.id()];
    ///     match future.result() {
    ///         Ok(size) => println!("{url}: {size} bytes"),
    ///         Err(error) => println!("{url}: {error}"),
    ///     }
    /// }
    /// ```
    pub fn id(&self) -> FutureId {
        self.shared.id
    }

    /// Waits until the job is done, and gives its value. A job that can fail returns a `Result` of its own, and
    /// that is its value.
    ///
    /// # Errors
    ///
    /// [`JobError`] if there is no value: the job panicked, or never ran.
    pub fn result(self) -> Result<T, JobError> {
        let mut state = self.shared.lock();
        loop {
            if let Some(outcome) = state.outcome.take() {
                return outcome;
            }
            state = self.shared.done.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// As [`result`](Future::result), for `timeout` at most. With a `timeout` of zero it looks, and does not wait.
    ///
    /// # Errors
    ///
    /// [`TimedOut`] if the job is not done by then. It gives the future back, so that nothing is lost: the job goes
    /// on.
    pub fn result_timeout(self, timeout: Duration) -> Result<Result<T, JobError>, TimedOut<Self>> {
        let deadline = Deadline::after(timeout);
        let mut state = self.shared.lock();
        loop {
            if let Some(outcome) = state.outcome.take() {
                return Ok(outcome);
            }
            let Some(later) = deadline.wait(&self.shared.done, state) else { return Err(TimedOut(self)) };
            state = later;
        }
    }

    /// Whether `result` would return without waiting.
    pub fn is_done(&self) -> bool {
        self.shared.lock().stage == Stage::Done
    }

    /// Whether a worker is at it right now.
    pub fn is_running(&self) -> bool {
        self.shared.lock().stage == Stage::Running
    }

    /// Whether the job was cancelled.
    pub fn is_cancelled(&self) -> bool {
        matches!(self.shared.lock().outcome, Some(Err(JobError::Cancelled)))
    }

    /// Whether the job is done, and ended in a panic.
    pub fn has_panicked(&self) -> bool {
        matches!(self.shared.lock().outcome, Some(Err(JobError::Panicked(_))))
    }

    /// Cancels the job if no worker has begun it. `true` if it will never run; `false` if it runs or is done.
    pub fn cancel(&self) -> bool {
        let state = self.shared.lock();
        if state.stage == Stage::Pending {
            self.shared.settle_locked(state, Err(JobError::Cancelled));
            return true;
        }
        matches!(state.outcome, Some(Err(JobError::Cancelled)))
    }

    /// Calls `action` once the job is done: in the worker's thread, or here and now if it is done already. Only the
    /// last action given counts.
    #[allow(dead_code)] // in a handout nothing uses it yet: `as_completed` is to be written
    pub(crate) fn when_done(&self, action: impl FnOnce() + Send + 'static) {
        let mut state = self.shared.lock();
        if state.stage != Stage::Done {
            state.when_done = Some(Box::new(action));
        } else {
            drop(state); // an action may take its time: nobody should have to wait for it with the lock held
            action();
        }
    }
}

impl<T> Shared<T> {
    /// The job runs from now on, unless it was cancelled: then `false`.
    pub(crate) fn begin(&self) -> bool {
        let mut state = self.lock();
        if state.stage != Stage::Pending {
            return false;
        }
        state.stage = Stage::Running;
        true
    }

    /// The job is done: stores the outcome, and wakes whoever waits for it.
    pub(crate) fn settle(&self, outcome: Result<T, JobError>) {
        self.settle_locked(self.lock(), outcome);
    }

    /// The first outcome counts: who works on a cancelled job works in vain.
    fn settle_locked(&self, mut state: MutexGuard<'_, State<T>>, outcome: Result<T, JobError>) {
        if state.stage == Stage::Done {
            return;
        }
        state.stage = Stage::Done;
        state.outcome = Some(outcome);
        let when_done = state.when_done.take();
        drop(state);
        self.done.notify_all();
        if let Some(action) = when_done {
            action();
        }
    }

    /// No code of a job runs under this lock, so a poisoned one still holds a state that is right.
    #[track_caller] // an explorer then shows the caller's line, which says more than this one
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
