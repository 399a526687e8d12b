//! The promise of a result that a worker thread is still working on, as Python's `concurrent.futures.Future`.
//!
//! It is not `std::future::Future`: that one is polled by an async runtime, this one is waited for by a thread.

use crate::Panicked;
use common::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// The reader's end: what `submit` gives at once, long before there is a result.
pub struct Future<T> {
    shared: Arc<Shared<T>>,
}

/// The worker's end. It is used up when the job is done, so no job can be done twice.
pub struct Promise<T> {
    shared: Arc<Shared<T>>,
}

/// What both ends share.
struct Shared<T> {
    state: Mutex<State<T>>,
    /// Waited on by `result`, under the lock of `state`; notified by `fulfil` when the outcome is there.
    done: Condvar,
}

struct State<T> {
    outcome: Option<Result<T, Panicked>>,
    /// Any closure that can be called once, in another thread; boxed, for each has a size of its own.
    when_done: Option<Box<dyn FnOnce() + Send>>,
}

/// The two ends of one result.
pub fn promise<T>() -> (Promise<T>, Future<T>) {
    let state = Mutex::new(State { outcome: None, when_done: None });
    let shared = Arc::new(Shared { state, done: Condvar::new() });
    (Promise { shared: Arc::clone(&shared) }, Future { shared })
}

impl<T> Future<T> {
    /// Waits until the job is done, and gives its value. A job that can fail returns a `Result` of its own, and that
    /// is its value.
    ///
    /// # Errors
    ///
    /// [`Panicked`] if the job panicked.
    pub fn result(self) -> Result<T, Panicked> {
        let mut state = self.shared.lock();
        loop {
            if let Some(outcome) = state.outcome.take() {
                return outcome;
            }
            state = self.shared.done.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whether `result` would return without waiting.
    pub fn is_done(&self) -> bool {
        self.shared.lock().outcome.is_some()
    }

    /// Calls `action` once the job is done: in the worker's thread, or here and now if it is done already. Only the
    /// last action given counts.
    #[allow(dead_code)] // in a handout nothing uses it yet: `as_completed` is to be written
    pub(crate) fn when_done(&self, action: impl FnOnce() + Send + 'static) {
        let mut state = self.shared.lock();
        if state.outcome.is_none() {
            state.when_done = Some(Box::new(action));
        } else {
            drop(state); // an action may take its time: nobody should have to wait for it with the lock held
            action();
        }
    }
}

impl<T> Promise<T> {
    /// Stores the outcome and wakes whoever waits for it.
    pub fn fulfil(self, outcome: Result<T, Panicked>) {
        let mut state = self.shared.lock();
        state.outcome = Some(outcome);
        let when_done = state.when_done.take();
        drop(state);
        self.shared.done.notify_all();
        if let Some(action) = when_done {
            action();
        }
    }
}

impl<T> Shared<T> {
    /// No code of a job runs under this lock, so a poisoned one still holds a state that is right.
    #[track_caller] // an explorer then shows the caller's line, which says more than this one
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
