//! The worker's end of a future: it says when the job begins, and what its outcome is.

use crate::future::Shared;
use crate::{JobError, Panicked};
use common::sync::Arc;

/// The worker's end of a [`Future`](crate::Future). Fulfilling it consumes it, so no job can have two outcomes. Dropping
/// it before that cancels the job, so that no thread waits for a result that will never come.
pub struct Promise<T> {
    /// `None` once the promise is fulfilled.
    shared: Option<Arc<Shared<T>>>,
}

impl<T> Promise<T> {
    pub(crate) fn new(shared: Arc<Shared<T>>) -> Self {
        Promise { shared: Some(shared) }
    }

    /// Marks the job as running. `false` if it was cancelled and must not run.
    #[must_use]
    pub fn begin(&self) -> bool {
        self.shared.as_ref().is_some_and(|shared| shared.begin())
    }

    /// Stores the outcome and wakes the thread that waits for it.
    pub fn fulfil(mut self, outcome: Result<T, Panicked>) {
        self.settle(outcome.map_err(JobError::from));
    }

    fn settle(&mut self, outcome: Result<T, JobError>) {
        if let Some(shared) = self.shared.take() {
            shared.settle(outcome);
        }
    }
}

impl<T> Drop for Promise<T> {
    fn drop(&mut self) {
        self.settle(Err(JobError::Cancelled));
    }
}
