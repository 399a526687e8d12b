//! The result of a job that may still be running, like Python's `concurrent.futures.Future`.
//!
//! It is not `std::future::Future`: an async runtime polls that one, and a thread waits for this one.

use crate::JobError;
use crate::deadline::{Deadline, TimedOut};
pub use crate::promise::Promise;
use common::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use common::time::Duration;

/// The reader's end of a result. `submit` returns it at once, before the job has run.
pub struct Future<T> {
    shared: Arc<Shared<T>>,
}

/// Identifies a future. No two futures ever have the same identity, so it can be the key of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FutureId(u64);

/// What both ends share.
pub(crate) struct Shared<T> {
    id: FutureId,
    state: Mutex<State<T>>,
    /// Waited on by `result` and `result_timeout`, under the lock of `state`; notified by `settle` when the outcome
    /// is there. All waiters are woken, though there is at most one: a future has one owner.
    done: Condvar,
}

struct State<T> {
    stage: Stage,
    /// `Some` once the stage is `Done`, until `result` takes it.
    outcome: Option<Result<T, JobError>>,
    /// Any closure that can be called once, in another thread; boxed, because each has a different size.
    when_done: Option<Box<dyn FnOnce() + Send>>,
}

/// The stage of a job. It never goes back to an earlier one.
#[derive(PartialEq)]
enum Stage {
    /// No worker has begun it, so it can be cancelled.
    Pending,
    Running,
    /// It has returned or panicked, or will never run.
    Done,
}

/// The two ends of one result.
pub fn promise<T>() -> (Promise<T>, Future<T>) {
    let state = Mutex::new(State { stage: Stage::Pending, outcome: None, when_done: None });
    let shared = Arc::new(Shared { id: FutureId(common::unique::number()), state, done: Condvar::new() });
    (Promise::new(Arc::clone(&shared)), Future { shared })
}

impl<T> Future<T> {
    /// Identifies this future, for a map like the lecture's `futureToUrl`: `as_completed` yields futures in another order,
    /// and a future whose job panicked has no value that names its job.
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

    /// Waits until the job is done, and returns its value. If the job can fail, its value is a
    /// `Result` of its own.
    ///
    /// # Errors
    ///
    /// [`JobError`] if there is no value, because the job panicked or never ran.
    pub fn result(self) -> Result<T, JobError> {
        let mut state = self.shared.lock();
        loop {
            if let Some(outcome) = state.outcome.take() {
                return outcome;
            }
            state = self.shared.done.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Like [`result`](Future::result), but waits at most `timeout`. If `timeout` is zero, it does not wait.
    ///
    /// # Errors
    ///
    /// [`TimedOut`] if the job is not done by then. It contains the future, so that nothing is lost: the job
    /// goes on.
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

    /// Whether a worker is running the job now.
    pub fn is_running(&self) -> bool {
        self.shared.lock().stage == Stage::Running
    }

    /// Whether the job was cancelled.
    pub fn is_cancelled(&self) -> bool {
        matches!(self.shared.lock().outcome, Some(Err(JobError::Cancelled)))
    }

    /// Whether the job has ended in a panic.
    pub fn has_panicked(&self) -> bool {
        matches!(self.shared.lock().outcome, Some(Err(JobError::Panicked(_))))
    }

    /// Cancels the job if no worker has begun it. `true` if it will never run; `false` if it is running or done.
    pub fn cancel(&self) -> bool {
        let state = self.shared.lock();
        if state.stage == Stage::Pending {
            self.shared.settle_locked(state, Err(JobError::Cancelled));
            return true;
        }
        matches!(state.outcome, Some(Err(JobError::Cancelled)))
    }

    /// Calls `action` once the job is done: in the worker's thread, or at once in this thread if it is done already. A
    /// new action replaces the one before.
    #[allow(dead_code)] // unused in a handout, where `as_completed` is an exercise
    pub(crate) fn when_done(&self, action: impl FnOnce() + Send + 'static) {
        let mut state = self.shared.lock();
        if state.stage != Stage::Done {
            state.when_done = Some(Box::new(action));
        } else {
            drop(state); // an action may take long, so it must not run under the lock
            action();
        }
    }
}

impl<T> Shared<T> {
    /// Marks the job as running. Returns `false` if it was cancelled.
    pub(crate) fn begin(&self) -> bool {
        let mut state = self.lock();
        if state.stage != Stage::Pending {
            return false;
        }
        state.stage = Stage::Running;
        true
    }

    /// Marks the job as done: stores the outcome, and wakes the thread that waits for it.
    pub(crate) fn settle(&self, outcome: Result<T, JobError>) {
        self.settle_locked(self.lock(), outcome);
    }

    /// Only the first outcome counts: that of a job which was cancelled before is ignored.
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

    /// No job runs under this lock, so the state is correct even if the lock is poisoned.
    #[track_caller] // so an explorer shows the caller's line, which is more useful than this one
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
