//! The text of one row: what a thread did without interruption, one operation per line.

use super::places::own;
use super::words::{Words, changes, sees, woken};
use crate::record::{Action, ObjectId, Place, Step};

/// A line of a row: one operation in words, and its source line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    pub text: String,
    pub place: Option<Place>,
}

/// The text for the steps of one row. If a lock is taken and released in the row, its first line says what changed
/// under it. So does a lock that is released because the thread panics right afterwards: `unwinding` are the steps
/// from then on.
pub(super) fn parts(steps: &[&Step], unwinding: &[&Step], words: &Words<'_>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut told: Vec<ObjectId> = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let rest = &steps[index + 1..];
        let text = match &step.action {
            Action::Lock { object, shared, value } => {
                told.push(*object);
                format!(
                    "{}{}",
                    words.lock(*object, *shared),
                    under_lock(rest, unwinding, *object, value.as_deref())
                )
            }
            Action::Wake { mutex, why, value, .. } => {
                told.push(*mutex);
                let seen = under_lock(rest, unwinding, *mutex, value.as_deref());
                format!("{}; locks {}{seen}", woken(*why), words.object(*mutex))
            }
            Action::Unlock { object, .. } if told.contains(object) => {
                let locked_just_now = index > 0 && taken(&steps[index - 1].action) == Some(*object);
                if let Some(part) = parts.last_mut().filter(|_| locked_just_now) {
                    part.text.push_str("; unlock");
                    continue;
                }
                format!("unlock {}", words.object(*object))
            }
            Action::Downgrade { object, .. } if told.contains(object) => {
                format!("downgrade {}", words.object(*object))
            }
            Action::Wait { condvar, mutex, timeout, .. } if told.contains(mutex) => {
                let (before, after, written) = (None, None, false);
                words.action(&Action::Wait {
                    condvar: *condvar,
                    mutex: *mutex,
                    before,
                    after,
                    written,
                    timeout: *timeout,
                })
            }
            Action::Spawn { child } if spawned_by_the_same_line(steps, index) => {
                if let Some(part) = parts.last_mut() {
                    part.text.push_str(&format!(", {}", words.thread(*child)));
                }
                continue;
            }
            action if step.stale => format!("{}  (stale)", words.action(action)),
            action => words.action(action),
        };
        parts.push(Part { text, place: step.place.and_then(own) });
    }
    parts
}

/// A loop that spawns threads is one line of a row.
fn spawned_by_the_same_line(steps: &[&Step], index: usize) -> bool {
    let Some(before) = index.checked_sub(1).map(|before| steps[before]) else { return false };
    matches!(before.action, Action::Spawn { .. }) && before.place == steps[index].place
}

/// The lock that the action takes.
fn taken(action: &Action) -> Option<ObjectId> {
    match action {
        Action::Lock { object, .. } | Action::Wake { mutex: object, .. } => Some(*object),
        _ => None,
    }
}

/// `: [] → [1]` if one of these steps releases the lock with a different value or one that was written, otherwise `:
/// sees []`.
fn under_lock(rest: &[&Step], unwinding: &[&Step], object: ObjectId, value: Option<&str>) -> String {
    let released = |step: &&Step| match &step.action {
        Action::Unlock { object: released, after, written, .. }
        | Action::Downgrade { object: released, after, written, .. }
            if *released == object =>
        {
            Some((after.clone(), *written))
        }
        Action::Wait { mutex, after, written, .. } if *mutex == object => Some((after.clone(), *written)),
        _ => None,
    };
    let here = rest.iter().find_map(released);
    // A write of an equal value is to be expected if `pop` finds nothing and the next call panics.
    let in_a_panic =
        || unwinding.iter().find_map(released).map(|(after, written)| (after, written && value.is_none()));
    let (after, written) = here.or_else(in_a_panic).unwrap_or((None, false));
    let changed = changes(value, after.as_deref(), written);
    if changed.is_empty() { sees(value) } else { changed }
}
