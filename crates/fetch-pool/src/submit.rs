//! Submitting to a pool that may accept no more jobs, and shutting a pool down.

use crate::crew::Roll;
use crate::job_error::Broken;
use crate::{Future, ThreadPool};
use common::sync::Arc;
use std::fmt;

/// Why a pool accepts no more jobs.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// It was shut down.
    ShutDown,
    /// A worker's initializer failed.
    Broken(Broken),
    /// It has no worker, and the system refuses a thread: with the system's message.
    NoThread(Arc<str>),
}

/// The pool accepts no more jobs. The error contains the job, so that nothing is lost.
pub struct SubmitError<J> {
    /// The reason.
    pub refusal: Refusal,
    /// The job that was not submitted.
    pub job: J,
}

/// What happens to jobs that no worker has begun when their pool is shut down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pending {
    /// The workers run them before they end.
    Run,
    /// They are cancelled, except for one or more that workers begin before the shutdown reaches the list. A job that has
    /// begun runs to its end.
    Cancel,
}

impl ThreadPool {
    /// Like [`submit`](ThreadPool::submit), but returns an error if the pool accepts no more jobs.
    ///
    /// # Errors
    ///
    /// [`SubmitError`] if the pool was shut down, is broken, or has no worker and gets none. It contains the job.
    pub fn try_submit<T, J>(&self, job: J) -> Result<Future<T>, SubmitError<J>>
    where
        J: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let mut roll = self.crew.roll();
        if let Some(refusal) = roll.refusal.clone() {
            return Err(SubmitError { refusal, job });
        }
        let (counted, unfinished) = self.crew.count();
        if let Err(words) = self.hire(&mut roll, unfinished) {
            return Err(SubmitError { refusal: Refusal::NoThread(words), job });
        }
        Ok(self.add(self.crew.enlist(job, counted)))
    }

    /// Not generic, so that a worker's code is compiled once, and not again for each type of job.
    fn hire(&self, roll: &mut Roll, unfinished: usize) -> Result<(), Arc<str>> {
        let shared = Arc::clone(&self.shared);
        self.crew.hire(roll, unfinished, move || shared.work())
    }

    /// The system's message when it last refused a thread; `None` if it has refused none.
    pub fn short_of_threads(&self) -> Option<String> {
        self.crew.roll().short.as_deref().map(str::to_string)
    }

    /// Accepts no more jobs, and waits until all jobs are done or cancelled and every worker has ended.
    /// It does not wait if one of the pool's own workers calls it, because a job cannot wait for its own end.
    pub fn shutdown(&self, pending: Pending) {
        self.begin_shutdown(pending);
        if !self.crew.is_member() {
            self.join();
        }
    }

    /// Like [`shutdown`](ThreadPool::shutdown), but does not wait. Dropping the pool still does.
    pub fn begin_shutdown(&self, pending: Pending) {
        self.crew.roll().refusal.get_or_insert(Refusal::ShutDown); // from here on nothing is added
        self.close();
        if pending == Pending::Cancel {
            self.shared.discard(); // last, because it may run foreign code, which may panic
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::ShutDown => f.write_str("the pool was shut down"),
            Refusal::Broken(broken) => broken.fmt(f),
            Refusal::NoThread(words) => write!(f, "the system starts no thread: {words}"),
        }
    }
}

impl<J> fmt::Debug for SubmitError<J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SubmitError").field(&self.refusal).finish()
    }
}

impl<J> fmt::Display for SubmitError<J> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the job was not submitted: {}", self.refusal)
    }
}

impl<J> std::error::Error for SubmitError<J> {}
