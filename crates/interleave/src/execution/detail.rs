//! Details that only a replay records: every step in the record's terms, and every value as text. During the search
//! an execution takes microseconds, so it cannot spend time on strings.

use super::graph::EventId;
use super::object::ObjectState;
use super::state::State;
use crate::names;
use crate::record::{self, ObjectId, Step};
use std::collections::BTreeMap;

/// The steps so far.
#[derive(Default)]
pub(crate) struct Detail {
    pub(crate) steps: Vec<Step>,
    /// For each step, its event if it accesses an atomic.
    pub(crate) rows: Vec<Option<EventId>>,
    /// For each atomic, how to turn its values into text.
    pub(crate) texts: BTreeMap<ObjectId, fn(u64) -> String>,
}

impl Detail {
    /// The step in which `event` accesses an atomic.
    pub(crate) fn row_of(&self, event: EventId) -> Option<usize> {
        self.rows.iter().rposition(|row| *row == Some(event))
    }
}

/// The threads of a record, at the end of `state`.
pub(crate) fn threads(state: &State) -> Vec<record::Thread> {
    let thread = |(id, thread): (usize, &super::thread::Thread)| record::Thread {
        name: thread.name.clone().unwrap_or_else(|| match id {
            0 => "main".to_owned(),
            _ => format!("thread {id}"),
        }),
        stuck: match thread.finished {
            true => None,
            false => thread.pending.waiting(id, state).zip(thread.place),
        },
        ready: None,
    };
    state.threads.iter().enumerate().map(thread).collect()
}

/// The objects of a record, at the end of `state`.
pub(crate) fn objects(state: &State) -> Vec<record::Object> {
    let names = names::of(state.objects.iter().map(|object| (object.kind, object.created)));
    let object = |(object, name): (&super::object::Object, String)| record::Object {
        kind: object.kind,
        name,
        created: object.created,
        value: object.value.clone(),
        held: match &object.state {
            ObjectState::Lock { writer, readers, .. } => writer.iter().chain(readers).copied().collect(),
            _ => Vec::new(),
        },
    };
    state.objects.iter().zip(names).map(object).collect()
}
