//! Check-then-act on a `OnceLock`: another thread sets it between a read that finds it empty and the `set`.

use super::super::value::brief;
use super::Case;
use crate::record::{Action, ThreadId};

/// A thread found a cell empty, and its `set` found it full.
pub(super) fn set_by_another(case: &Case<'_>, panicked: Option<ThreadId>) -> Option<String> {
    let steps = &case.record.steps;
    let concerned = |thread| panicked.is_none_or(|panicked| panicked == thread);
    for (failed, step) in steps.iter().enumerate().filter(|(_, step)| concerned(step.thread)) {
        let Action::OnceSetFailed { object: cell, value } = &step.action else { continue };
        let found_empty = steps[..failed].iter().rposition(|look| {
            look.thread == step.thread && matches!(&look.action, Action::OnceEmpty { object } if object == cell)
        });
        let Some(look) = found_empty else { continue };
        let set = steps[look..failed]
            .iter()
            .find(|set| matches!(&set.action, Action::Once { object, initialised: true, .. } if object == cell));
        let Some(set) = set.filter(|set| set.thread != step.thread) else { continue };
        let to = value.as_deref().map_or_else(String::new, |value| format!(" to {}", brief(value)));
        let who = case.who(step.thread);
        return Some(format!(
            "{who} found {} empty at {}, but {} set it{to} first: the `set` of {who} at {} fails.",
            case.name(*cell),
            case.line(look),
            case.who(set.thread),
            case.line(failed)
        ));
    }
    None
}
