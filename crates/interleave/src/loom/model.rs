//! `loom::model` and its builder.

use crate::{Options, thread};
use std::panic::Location;

/// The environment variable with the bound on preemptions, by `loom`'s name.
const MAX_PREEMPTIONS: &str = "LOOM_MAX_PREEMPTIONS";

/// As [`check`](crate::check), of a program that is over when all its threads are: one that waits for ever is a deadlock, and
/// one that panics a failure, though nobody joins it. A weak compare-exchange does not fail for no reason, as with `loom`.
///
/// With `LOOM_MAX_PREEMPTIONS=2` in the environment, only executions with at most two preemptions are explored, and a pass is
/// no proof. A failure says so beside its verdict: `every interleaving with at most 2 preemptions`. [`check`](crate::check) does not look at it.
///
/// # Panics
/// As [`check`](crate::check). If `LOOM_MAX_PREEMPTIONS` is not a number.
#[track_caller]
pub fn model(program: impl Fn()) {
    Builder::new().check(program);
}

/// How far a model is explored, by `loom`'s names.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Builder {
    /// [`Options::preemption_bound`]. Default: `LOOM_MAX_PREEMPTIONS` of the environment, or none.
    pub preemption_bound: Option<usize>,
    /// [`Options::max_steps`].
    pub max_branches: usize,
    /// [`Options::max_executions`], if that is not the default. Where it is reached, nothing is proved and the check fails, as
    /// it does not with `loom`.
    pub max_permutations: Option<usize>,
}

impl Default for Builder {
    fn default() -> Self {
        Builder { preemption_bound: bound_of_environment(), max_branches: 5_000, max_permutations: None }
    }
}

/// # Panics
/// If it is not a number.
fn bound_of_environment() -> Option<usize> {
    let bound = std::env::var(MAX_PREEMPTIONS).ok()?;
    Some(bound.parse().unwrap_or_else(|_| panic!("interleave: {MAX_PREEMPTIONS}: not a number: {bound:?}")))
}

impl Builder {
    /// Everything is explored, but for what `LOOM_MAX_PREEMPTIONS` leaves out.
    ///
    /// # Panics
    /// If that is not a number.
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
