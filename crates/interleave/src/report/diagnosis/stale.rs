//! A read of an old value that the memory model allows: the one thing in an execution that no order of steps explains.

use super::{Case, Said};
use crate::record::{Action, ObjectId, Step};
use crate::report::value::brief;

/// The last read of an old value, and what would have had to come before it.
pub(super) fn explain(case: &Case<'_>) -> Option<Said> {
    let steps = &case.record.steps;
    let Stale { at, newer, object, value, written } = last(steps)?;
    let (who, other) = (case.who(steps[at].thread), case.who(steps[newer].thread));
    let text = format!(
        "{who} read the old {} of {} at {}: nothing orders {other}'s write of {} at {} before this read.",
        brief(value),
        case.name(object),
        case.line(at),
        brief(written),
        case.line(newer)
    );
    Some(Said { then: steps[newer].place, ..Said::at(steps[at].place, text) })
}

/// A read of an old value.
pub(super) struct Stale<'r> {
    /// The read, and the latest write before it.
    pub(super) at: usize,
    pub(super) newer: usize,
    object: ObjectId,
    value: &'r str,
    written: &'r str,
}

/// The last read of an old value.
pub(super) fn last(steps: &[Step]) -> Option<Stale<'_>> {
    let (at, object, value) =
        steps.iter().enumerate().rev().filter(|(_, step)| step.stale).find_map(|(at, step)| {
            match &step.action {
                Action::Read { object, value, .. } => Some((at, *object, value)),
                Action::Update { object, before, .. } => Some((at, *object, before)),
                _ => None,
            }
        })?;
    let (newer, written) =
        steps[..at].iter().enumerate().rev().find_map(|(step, by)| Some((step, wrote(&by.action, object)?)))?;
    Some(Stale { at, newer, object, value, written })
}

/// What the step wrote to `object`.
fn wrote(action: &Action, object: ObjectId) -> Option<&str> {
    match action {
        Action::Write { object: to, value } | Action::Update { object: to, after: value, .. } if *to == object => {
            Some(value)
        }
        _ => None,
    }
}
