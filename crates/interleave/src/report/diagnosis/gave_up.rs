//! A thread that continues after a failed `try_lock` or compare-exchange, without doing what it should have done
//! there.

use super::super::value::brief;
use super::{Case, Said};
use crate::record::Action;

/// The last failed `try_lock` of a thread that never gets that lock afterwards.
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

/// The last failed exchange of a thread that had read the value it expected and has not read it again since.
pub(super) fn exchanged_once(case: &Case<'_>) -> Option<Said> {
    let steps = &case.record.steps;
    steps.iter().enumerate().rev().find_map(|(at, step)| {
        let Action::Read { object, value, expected: Some(hoped) } = &step.action else { return None };
        let own = || case.accesses.iter().filter(|access| access.thread == step.thread && access.object == *object);
        let had_read_it = own().any(|access| access.last < at && access.saw == Some(hoped.as_str()));
        if value == hoped || !had_read_it || own().any(|access| access.first > at) {
            return None;
        }
        let (who, name) = (case.who(step.thread), case.name(*object));
        let text = format!(
            "{who} read {} from {name}, but its exchange at {} found {} there and failed, and {who} did not try again.",
            brief(hoped),
            case.line(at),
            brief(value)
        );
        Some(Said::at(step.place, text))
    })
}
