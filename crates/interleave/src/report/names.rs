//! The program's names for threads and objects. The line that creates an object does not always tell: in
//! `Arc::new((Mutex::new(0), Condvar::new()))` there are only a kind and a number. Then the lines that use it decide:
//! `items.lock()`, `not_empty.wait(items)`.

use std::collections::BTreeSet;

use crate::names::is_element;
use crate::record::{Action, Object, ObjectId, ObjectKind, Place, Record, ThreadId, Waiting};
use crate::source;

/// The program's name for the condition variable that it creates at `created`; the first one if there are several.
pub(crate) fn condvar_created_at(record: &Record, created: Place) -> Option<String> {
    let is_meant = |object: &Object| object.kind == ObjectKind::Condvar && object.created == created;
    let id = record.objects.iter().position(is_meant)?;
    objects(record).into_iter().nth(id)
}

/// A unique name for every thread.
pub(super) struct Threads(Vec<Name>);

struct Name {
    text: String,
    /// The program chose it.
    given: bool,
}

impl Threads {
    pub fn of(record: &Record) -> Self {
        let names: Vec<&str> = record.threads.iter().map(|thread| thread.name.as_str()).collect();
        let default = |id: ThreadId| if id == 0 { "main".to_owned() } else { format!("thread {id}") };
        let name = |(id, &name): (ThreadId, &&str)| {
            let default_of_another = (0..names.len()).any(|other| other != id && default(other) == name);
            let twice = names.iter().filter(|other| **other == name).count() > 1;
            if name.trim().is_empty() || name == default(id) {
                Name { text: default(id), given: false }
            } else if twice || default_of_another {
                Name { text: format!("{} {name:?}", default(id)), given: false }
            } else {
                Name { text: name.to_owned(), given: true }
            }
        };
        Threads(names.iter().enumerate().map(name).collect())
    }

    pub fn name(&self, id: ThreadId) -> &str {
        self.0.get(id).map_or("?", |name| name.text.as_str())
    }

    /// The names that the program chose.
    pub fn given(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|name| name.given).map(|name| name.text.as_str())
    }
}

/// The name of every object, in order.
pub(super) fn objects(record: &Record) -> Vec<String> {
    let mut names: Vec<String> = record.objects.iter().map(|object| object.name.clone()).collect();
    let variables: Vec<BTreeSet<String>> = (0..names.len()).map(|object| variables(record, object)).collect();
    for object in 0..names.len() {
        let mut own = variables[object].iter();
        let (Some(name), None) = (own.next(), own.next()) else { continue };
        let Object { kind, created, .. } = &record.objects[object];
        let numbered = names[object].contains(['[', ' ']) && !is_element(*kind, created);
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
        | Action::CellCreate { object, .. }
        | Action::CellRead { object, .. }
        | Action::CellWrite { object, .. }
        | Action::Lock { object, .. }
        | Action::TryLockFailed { object, .. }
        | Action::Once { object, .. }
        | Action::OnceEmpty { object }
        | Action::OnceSetFailed { object, .. }
        | Action::Wait { condvar: object, .. }
        | Action::Notify { condvar: object, .. }
        | Action::Arrive { barrier: object, .. }
        | Action::Blocked { on: Waiting::Lock { object, .. } } => Some(*object),
        _ => None,
    }
}

/// `items` in `let guard = self.items.lock()`: the compiler's column points at `lock`.
fn receiver(place: Place) -> Option<String> {
    let line = source::line(place)?;
    let before: String = line.chars().take(place.column() as usize - 1).collect();
    let before = before.strip_suffix('.')?;
    let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
    let name = &before[start..];
    name.starts_with(|c: char| c.is_alphabetic() || c == '_').then(|| name.to_owned())
}
