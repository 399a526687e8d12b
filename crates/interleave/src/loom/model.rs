//! `loom::model` and its builder.

use crate::{Options, thread};
use std::panic::Location;

/// The environment variable that holds the preemption bound, under `loom`'s name.
const MAX_PREEMPTIONS: &str = "LOOM_MAX_PREEMPTIONS";

/// Like [`check`](crate::check), but the program ends only when all its threads have ended: a thread that waits for
/// ever is a deadlock, and a panic in a thread is a failure even if the thread is never joined. As in `loom`, weak
/// compare-exchanges do not fail spuriously.
///
/// If `LOOM_MAX_PREEMPTIONS=2` is set in the environment, only executions with at most two preemptions are explored,
/// and a pass is not a proof. A failure says so beside its verdict: `every interleaving with at most 2 preemptions`. [`check`](crate::check)
/// ignores this variable.
///
/// # Panics
/// Same as [`check`](crate::check), and if `LOOM_MAX_PREEMPTIONS` is not a number.
#[track_caller]
pub fn model(program: impl Fn()) {
    Builder::new().check(program);
}

/// The bounds of an exploration, under `loom`'s names.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Builder {
    /// [`Options::preemption_bound`]. By default, the value of `LOOM_MAX_PREEMPTIONS`, or none.
    pub preemption_bound: Option<usize>,
    /// [`Options::max_steps`].
    pub max_branches: usize,
    /// [`Options::max_executions`], if not the default. If this limit is reached, nothing is proved and the check
    /// fails. In `loom` it would pass.
    pub max_permutations: Option<usize>,
}

impl Default for Builder {
    fn default() -> Self {
        Builder { preemption_bound: bound_of_environment(), max_branches: 5_000, max_permutations: None }
    }
}

/// # Panics
/// If the variable is not a number.
fn bound_of_environment() -> Option<usize> {
    let bound = std::env::var(MAX_PREEMPTIONS).ok()?;
    Some(bound.parse().unwrap_or_else(|_| panic!("interleave: {MAX_PREEMPTIONS}: not a number: {bound:?}")))
}

impl Builder {
    /// The defaults: no bounds, except the one from `LOOM_MAX_PREEMPTIONS`.
    ///
    /// # Panics
    /// If `LOOM_MAX_PREEMPTIONS` is not a number.
    pub fn new() -> Self {
        Builder::default()
    }

    /// Like [`model`](fn@model), within these bounds.
    ///
    /// # Panics
    /// Same as [`check`](crate::check).
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
