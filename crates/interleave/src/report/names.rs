//! What the program calls an object. The line that creates it does not always say: of `Arc::new((Mutex::new(0),
//! Condvar::new()))` only a number is left. Then the lines that use it are asked: `items.lock()`, `not_empty.wait(items)`.

use std::collections::BTreeSet;

use crate::record::{Action, ObjectId, Place, Record, Waiting};
use crate::source;

/// The name of every object, in their order.
pub(super) fn names(record: &Record) -> Vec<String> {
    let mut names: Vec<String> = record.objects.iter().map(|object| object.name.clone()).collect();
    let variables: Vec<BTreeSet<String>> = (0..names.len()).map(|object| variables(record, object)).collect();
    for object in 0..names.len() {
        let mut own = variables[object].iter();
        let (Some(name), None) = (own.next(), own.next()) else { continue };
        let numbered = names[object].contains(['[', ' ']);
        let of_another = (0..names.len()).any(|other| other != object && variables[other].contains(name));
        if numbered && !of_another && !names.contains(name) {
            names[object].clone_from(name);
        }
    }
    names
}

/// The variables through which the object is used.
fn variables(record: &Record, object: ObjectId) -> BTreeSet<String> {
    let uses = record.steps.iter().filter(|step| used(&step.action) == Some(object)).filter_map(|step| step.place);
    let stuck = record.threads.iter().filter_map(|thread| match thread.stuck {
        Some((Waiting::Lock { object: wanted, .. }, place)) if wanted == object => Some(place),
        _ => None,
    });
    uses.chain(stuck).filter_map(receiver).collect()
}

/// The object whose method the action is.
fn used(action: &Action) -> Option<ObjectId> {
    match action {
        Action::Read { object, .. }
        | Action::Write { object, .. }
        | Action::Update { object, .. }
        | Action::Lock { object, .. }
        | Action::TryLockFailed { object, .. }
        | Action::Once { object, .. }
        | Action::Wait { condvar: object, .. }
        | Action::Notify { condvar: object, .. }
        | Action::Arrive { barrier: object, .. }
        | Action::Blocked { on: Waiting::Lock { object, .. } } => Some(*object),
        _ => None,
    }
}

/// `items` of `let guard = self.items.lock()`: the compiler's column is that of `lock`.
fn receiver(place: Place) -> Option<String> {
    let line = source::line(place)?;
    let before: String = line.chars().take(place.column() as usize - 1).collect();
    let before = before.strip_suffix('.')?;
    let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
    let name = &before[start..];
    name.starts_with(|c: char| c.is_alphabetic() || c == '_').then(|| name.to_owned())
}
