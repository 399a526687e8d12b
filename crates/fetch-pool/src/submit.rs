//! Submitting to a pool that may take no more jobs, and ending one.

use crate::crew::Roll;
use crate::job_error::Broken;
use crate::{Future, ThreadPool};
use common::sync::Arc;
use std::fmt;

/// Why a pool takes no more jobs.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// It was shut down.
    ShutDown,
    /// A worker's initializer failed.
    Broken(Broken),
    /// It has no worker, and the system gives it no thread: with the system's words.
    NoThread(Arc<str>),
}

/// The pool takes no more jobs. The job is in it, so that nothing is lost.
pub struct SubmitError<J> {
    /// Why not.
    pub refusal: Refusal,
    /// What was submitted.
    pub job: J,
}

/// What becomes of jobs that no worker has begun, when their pool is shut down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pending {
    /// The workers run them before they leave.
    Run,
    /// They are cancelled, but for those (one or several) that workers begin while the shutdown is on its way to the
    /// list. What a worker has begun runs to its end.
    Cancel,
}

impl ThreadPool {
    /// As [`submit`](ThreadPool::submit), and no panic where the pool takes no more jobs.
    ///
    /// # Errors
    ///
    /// [`SubmitError`] if the pool was shut down, is broken, or has no worker and gets none. It gives the job back.
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

    /// Not generic: what a worker does is compiled once, and not again for each kind of job.
    fn hire(&self, roll: &mut Roll, unfinished: usize) -> Result<(), Arc<str>> {
        let shared = Arc::clone(&self.shared);
        self.crew.hire(roll, unfinished, move || shared.work())
    }

    /// What the system said when it last refused a thread; `None` if the pool has all that it asked for.
    pub fn short_of_threads(&self) -> Option<String> {
        self.crew.roll().short.as_deref().map(str::to_string)
    }

    /// Takes no more jobs, and waits until those that it has are done or cancelled and every worker has left.
    /// Called by one of its own workers it does not wait: a job cannot wait for its own end.
    pub fn shutdown(&self, pending: Pending) {
        self.begin_shutdown(pending);
        if !self.crew.is_member() {
            self.join();
        }
    }

    /// As [`shutdown`](ThreadPool::shutdown), and does not wait. Dropping the pool still does.
    pub fn begin_shutdown(&self, pending: Pending) {
        self.crew.roll().refusal.get_or_insert(Refusal::ShutDown); // from here on nothing is added
        self.close();
        if pending == Pending::Cancel {
            self.shared.discard(); // last: it may call code of others, which may panic
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
