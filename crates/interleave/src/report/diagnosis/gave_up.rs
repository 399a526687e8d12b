//! A `try_lock` that fails, and a thread that goes on without the lock: what it should have done there is missing.

use super::{Case, Said};
use crate::record::Action;

/// The last `try_lock` that failed, of a thread that never has that lock afterwards.
pub(super) fn went_on(case: &Case<'_>) -> Option<Said> {
    let steps = &case.record.steps;
    steps.iter().enumerate().rev().find_map(|(at, step)| {
        let Action::TryLockFailed { object, holder } = step.action else { return None };
        let has_it = |access: &super::Access<'_>| {
            access.locked && access.thread == step.thread && access.object == object && access.first > at
        };
        if case.accesses.iter().any(has_it) {
            return None;
        }
        let by = holder.map_or_else(String::new, |holder| format!(" by {}", case.who(holder)));
        let text = format!(
            "{} found {} locked{by} at {} and went on without it.",
            case.who(step.thread),
            case.name(object),
            case.line(at)
        );
        Some(Said::at(step.place, text))
    })
}
