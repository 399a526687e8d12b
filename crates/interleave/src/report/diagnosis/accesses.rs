//! What each thread saw and left in each object. Stale reads can be found in this view of a record.

use crate::record::{Action, ObjectId, Record, ThreadId};

/// A read of an object, a change of it, or both at once: an atomic operation, or everything between taking a lock and
/// releasing it.
#[derive(Clone, Debug)]
pub(super) struct Access<'r> {
    pub thread: ThreadId,
    pub object: ObjectId,
    /// Its first and last step.
    pub first: usize,
    pub last: usize,
    /// The value at its beginning, if it read it.
    pub saw: Option<&'r str>,
    /// The value that it left, if it changed it.
    pub left: Option<&'r str>,
    /// It wrote the value that was already there, under a lock.
    pub rewrote: bool,
    /// It held a lock (otherwise it is atomic).
    pub locked: bool,
}

impl Access<'_> {
    /// It read the object and left it unchanged. Unknown if the value cannot be shown.
    pub fn only_looked(&self) -> bool {
        self.left.is_none() && self.saw.is_some()
    }
}

/// The value, if it says something: `()` does not.
fn shown(value: &Option<String>) -> Option<&str> {
    value.as_deref().filter(|value| *value != "()")
}

/// All accesses, in the order in which they ended.
pub(super) fn accesses(record: &Record) -> Vec<Access<'_>> {
    let mut done = Vec::new();
    let mut open: Vec<Access<'_>> = Vec::new();
    for (index, step) in record.steps.iter().enumerate() {
        let thread = step.thread;
        let atomic = |object, saw, left| Access {
            thread,
            object,
            first: index,
            last: index,
            saw,
            left,
            rewrote: false,
            locked: false,
        };
        match &step.action {
            Action::Read { object, value, .. } => {
                done.push(atomic(*object, Some(value.as_str()), None));
            }
            Action::Write { object, value } => {
                done.push(atomic(*object, None, Some(value.as_str())));
            }
            Action::Update { object, before, after } => {
                done.push(atomic(*object, Some(before.as_str()), Some(after.as_str())));
            }
            Action::OnceEmpty { object } => done.push(atomic(*object, Some("nothing"), None)),
            Action::Once { object, initialised: true, value } => {
                done.push(atomic(*object, None, shown(value)));
            }
            Action::Once { object, value, .. } | Action::OnceSetFailed { object, value } => {
                done.push(atomic(*object, shown(value), None));
            }
            Action::Lock { object, value, .. } | Action::Wake { mutex: object, value, .. } => {
                open.push(Access { locked: true, ..atomic(*object, shown(value), None) });
            }
            Action::Unlock { object, before, after, written, .. }
            | Action::Downgrade { object, before, after, written }
            | Action::Wait { mutex: object, before, after, written, .. } => {
                let holds = |access: &Access<'_>| access.thread == thread && access.object == *object;
                if let Some(at) = open.iter().rposition(holds) {
                    let access = open.remove(at);
                    let before = access.saw.or(shown(before));
                    let left = shown(after).filter(|after| Some(*after) != before);
                    let rewrote = *written && before.is_some() && shown(after) == before;
                    done.push(Access { last: index, saw: before, left, rewrote, ..access });
                }
                if matches!(step.action, Action::Downgrade { .. }) {
                    open.push(Access { locked: true, ..atomic(*object, shown(after), None) });
                }
            }
            _ => {}
        }
    }
    let end = record.steps.len();
    done.extend(open.into_iter().map(|access| Access { last: end, ..access }));
    done
}
