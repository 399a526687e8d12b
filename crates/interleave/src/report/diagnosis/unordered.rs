//! Data races: two accesses to non-atomic data that are not ordered.

use super::{Case, Said};
use crate::record::{Action, ObjectId};

/// Names both accesses.
pub(super) fn explain(case: &Case<'_>, object: ObjectId, [earlier, later]: [usize; 2]) -> Said {
    let steps = &case.record.steps;
    let how = |step: usize| match steps.get(step).map(|step| &step.action) {
        Some(Action::CellCreate { .. }) => "creation",
        Some(Action::CellWrite { .. } | Action::Write { .. } | Action::Update { .. }) => "write",
        _ => "read",
    };
    let thread = |step: usize| steps.get(step).map_or(0, |step| step.thread);
    let text = format!(
        "nothing orders {}'s {} of {} at {} and {}'s {} at {}: they can happen at the same time.",
        case.who(thread(earlier)),
        how(earlier),
        case.name(object),
        case.line(earlier),
        case.who(thread(later)),
        how(later),
        case.line(later)
    );
    let place = |step: usize| steps.get(step).and_then(|step| step.place);
    Said { then: place(earlier), ..Said::at(place(later), text) }
}
