//! A stale read that the memory model allows: the only thing in an execution that no order of steps explains.

use super::{Case, Said};
use crate::record::{Action, ObjectId, Step};
use crate::report::value::brief;

/// The last stale read, and what would have had to be ordered before it.
pub(super) fn explain(case: &Case<'_>) -> Option<Said> {
    let steps = &case.record.steps;
    let Stale { at, newer, object, value, written, overwritten } = last(steps)?;
    let (who, other) = (case.who(steps[at].thread), case.who(steps[newer].thread));
    let (name, here, there) = (case.name(object), case.line(at), case.line(newer));
    let (value, written) = (brief(value), brief(written));
    let text = match overwritten {
        true => format!(
            "{who} updated the old {value} of {name} at {here}, and {other}'s write of {written} at {there} overwrote that: \
             nothing orders this write before the update."
        ),
        false => format!(
            "{who} read the old {value} of {name} at {here}: nothing orders {other}'s write of {written} at {there} before \
             this read."
        ),
    };
    Some(Said { then: steps[newer].place, ..Said::at(steps[at].place, text) })
}

/// A stale read.
pub(in crate::report) struct Stale<'r> {
    /// The read, and the write that follows the value read in modification order.
    pub at: usize,
    pub newer: usize,
    pub object: ObjectId,
    pub value: &'r str,
    pub written: &'r str,
    /// The read is part of a read-modify-write, and the newer write follows that.
    overwritten: bool,
}

/// The last stale read.
pub(in crate::report) fn last(steps: &[Step]) -> Option<Stale<'_>> {
    let (at, object, value, overwritten) =
        steps.iter().enumerate().rev().filter(|(_, step)| step.stale).find_map(|(at, step)| {
            match &step.action {
                Action::Read { object, value, .. } => Some((at, *object, value, false)),
                Action::Update { object, before, .. } => Some((at, *object, before, true)),
                _ => None,
            }
        })?;
    let newer = next_write(&steps[..at], object, steps[at].read_from)?;
    let written = wrote(&steps[newer].action, object)?;
    Some(Stale { at, newer, object, value, written, overwritten })
}

/// The write to `object` that follows that of the step `source`, or the initial value, in modification order. Writes
/// are in the order of their steps, except that a read-modify-write comes right after the write it read.
fn next_write(steps: &[Step], object: ObjectId, source: Option<usize>) -> Option<usize> {
    let mut order: Vec<usize> = Vec::new();
    for (at, step) in steps.iter().enumerate().filter(|(_, step)| wrote(&step.action, object).is_some()) {
        let after = match step.action {
            Action::Update { .. } => place_after(&order, step.read_from),
            _ => order.len(),
        };
        order.insert(after, at);
    }
    order.get(place_after(&order, source)).copied()
}

fn place_after(order: &[usize], source: Option<usize>) -> usize {
    source.and_then(|source| order.iter().position(|write| *write == source)).map_or(0, |at| at + 1)
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
