//! The values of objects at the last row of a record: at the end of the execution, or at an uncaught panic, after
//! which other threads may have continued for a while.

use super::rows::last_step;
use crate::record::{Action, ObjectId, Record, Step};

/// The value of the object after the last row.
pub(super) fn value_at_the_end(record: &Record, object: ObjectId) -> Option<&str> {
    let last = last_step(record);
    let at_the_end = record.objects.get(object)?.value.as_deref();
    let (Some(until), Some(rest)) = (record.steps.get(..=last), record.steps.get(last + 1..)) else {
        return at_the_end;
    };
    if rest.is_empty() {
        return at_the_end;
    }
    let thread = record.steps[last].thread;
    dropped_in_a_panic(rest, object, thread)
        .or_else(|| until.iter().rev().find_map(|step| values(&step.action, object)?.1))
        .or_else(|| rest.iter().find_map(|step| values(&step.action, object)?.0))
        .or(at_the_end)
}

/// The value that the thread left in this object when it dropped the guard during unwinding.
fn dropped_in_a_panic(rest: &[Step], object: ObjectId, thread: usize) -> Option<&str> {
    let own = rest.iter().find(|step| step.thread == thread && values(&step.action, object).is_some())?;
    match &own.action {
        Action::Unlock { after, .. } => after.as_deref(),
        _ => None,
    }
}

/// The object's value before and after this action, as far as known; `None` if the action is about a different
/// object.
fn values(action: &Action, of: ObjectId) -> Option<(Option<&str>, Option<&str>)> {
    let (object, before, after) = match action {
        Action::Read { object, value, .. } => (object, Some(value.as_str()), Some(value.as_str())),
        Action::Write { object, value } => (object, None, Some(value.as_str())),
        Action::Update { object, before, after } => (object, Some(before.as_str()), Some(after.as_str())),
        Action::Lock { object, value, .. }
        | Action::Wake { mutex: object, value, .. }
        | Action::OnceSetFailed { object, value } => (object, value.as_deref(), value.as_deref()),
        Action::Unlock { object, before, after, .. }
        | Action::Downgrade { object, before, after, .. }
        | Action::Wait { mutex: object, before, after, .. } => (object, before.as_deref(), after.as_deref()),
        Action::CellRead { object, value } => (object, value.as_deref(), value.as_deref()),
        Action::CellCreate { object, value } | Action::CellWrite { object, value } => {
            (object, None, value.as_deref())
        }
        Action::Once { object, value, .. } => (object, None, value.as_deref()),
        _ => return None,
    };
    (*object == of).then_some((before, after))
}
