//! Why a job has no value.

use crate::Panicked;
use common::sync::Arc;
use std::fmt;

/// The error of [`Future::result`](crate::Future::result).
#[derive(Debug)]
pub enum JobError {
    /// The job panicked instead of returning.
    Panicked(Panicked),
    /// The job was cancelled before it began, and never ran.
    Cancelled,
    /// The initializer of a worker failed, so the job never ran.
    Broken(Broken),
}

impl From<Panicked> for JobError {
    /// A job of a broken pool unwinds with [`Broken`] instead of running.
    fn from(panicked: Panicked) -> Self {
        match panicked.payload().downcast_ref::<Broken>() {
            Some(broken) => JobError::Broken(broken.clone()),
            None => JobError::Panicked(panicked),
        }
    }
}

impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JobError::Panicked(panicked) => panicked.fmt(f),
            JobError::Cancelled => f.write_str("the job was cancelled"),
            JobError::Broken(broken) => broken.fmt(f),
        }
    }
}

impl std::error::Error for JobError {}

/// The initializer of a worker panicked, so the pool runs no more jobs: Python's `BrokenThreadPool`.
#[derive(Clone, Debug)]
pub struct Broken {
    message: Arc<str>,
}

impl Broken {
    /// Keeps the message of the initializer's panic.
    pub(crate) fn new(panicked: &Panicked) -> Self {
        Broken { message: panicked.message().into() }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the pool is broken: its initializer panicked: {}", self.message)
    }
}

impl std::error::Error for Broken {}
