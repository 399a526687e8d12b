//! The worker's end of a future: it says when the job begins, and what came of it.

use crate::future::Shared;
use crate::{JobError, Panicked};
use common::sync::Arc;

/// The worker's end of a [`Future`](crate::Future). It is used up when the job is done, so no job can be done twice.
/// Dropped before that, it cancels the job: nobody waits for a result that nobody works on.
pub struct Promise<T> {
    /// `None` once the promise is kept.
    shared: Option<Arc<Shared<T>>>,
}

impl<T> Promise<T> {
    pub(crate) fn new(shared: Arc<Shared<T>>) -> Self {
        Promise { shared: Some(shared) }
    }

    /// Says that the job runs from now on. `false` if it was cancelled, and must not run.
    #[must_use]
    pub fn begin(&self) -> bool {
        self.shared.as_ref().is_some_and(|shared| shared.begin())
    }

    /// Stores the outcome and wakes whoever waits for it.
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
