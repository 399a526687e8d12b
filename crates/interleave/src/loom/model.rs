//! `loom::model` and its builder.

use crate::{Options, thread};
use std::panic::Location;

/// As [`check`](crate::check), of a program that is over when all its threads are: one that waits for ever is a deadlock, and
/// one that panics a failure, though nobody joins it. A weak compare-exchange does not fail for no reason, as with `loom`.
///
/// # Panics
/// As [`check`](crate::check).
#[track_caller]
pub fn model(program: impl Fn()) {
    Builder::new().check(program);
}

/// How far a model is explored, by `loom`'s names.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Builder {
    /// [`Options::preemption_bound`]. Default: none.
    pub preemption_bound: Option<usize>,
    /// [`Options::max_steps`].
    pub max_branches: usize,
    /// [`Options::max_executions`], if that is not the default. Where it is reached, nothing is proved and the check fails, as
    /// it does not with `loom`.
    pub max_permutations: Option<usize>,
}

impl Default for Builder {
    fn default() -> Self {
        Builder { preemption_bound: None, max_branches: 5_000, max_permutations: None }
    }
}

impl Builder {
    /// Everything is explored.
    pub fn new() -> Self {
        Builder::default()
    }

    /// As [`model`](fn@model), so far.
    ///
    /// # Panics
    /// As [`check`](crate::check).
    #[track_caller]
    pub fn check(&self, program: impl Fn()) {
        let mut options = Options::new().max_steps(self.max_branches).weak_failures(0);
        if let Some(bound) = self.preemption_bound {
            options = options.preemption_bound(bound);
        }
        if let Some(executions) = self.max_permutations {
            options = options.max_executions(executions);
        }
        let place = Location::caller();
        options.check(|| {
            program();
            thread::wait_for_all(place);
        });
    }
}
