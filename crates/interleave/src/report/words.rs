//! The words of all reports: how to refer to a thread, an object, a line and an operation. All reports use this
//! module, so they say the same thing in the same way.

use super::names::{Threads, objects};
use super::places::{Files, own};
use super::value::{brief, change, shortened};
use crate::record::{
    Action, ObjectId, ObjectKind, Place, ReceiveError, Record, StepAside, ThreadId, Waiting, WakeReason,
};

/// The names that occur in one record.
pub(super) struct Words<'r> {
    record: &'r Record,
    objects: Vec<String>,
    threads: Threads,
    one_file: bool,
    files: Files,
}

impl<'r> Words<'r> {
    pub fn new(record: &'r Record) -> Self {
        let places = record.steps.iter().filter_map(|step| own(step.place?));
        let mut files = places.map(|place| place.file());
        let first = files.next();
        let one_file = files.all(|file| Some(file) == first);
        Words { record, objects: objects(record), threads: Threads::of(record), one_file, files: Files::of(record) }
    }

    pub fn object(&self, id: ObjectId) -> &str {
        self.objects.get(id).map_or("?", String::as_str)
    }

    pub fn thread(&self, id: ThreadId) -> &str {
        self.threads.name(id)
    }

    /// The thread inside a sentence: `thread 2`, `the main thread`.
    pub fn who(&self, id: ThreadId) -> String {
        match (id, self.thread(id)) {
            (0, "main") => "the main thread".to_owned(),
            (_, name) => name.to_owned(),
        }
    }

    /// Whether the sentence begins with a thread name that the program gave.
    pub fn begins_with_a_name(&self, sentence: &str) -> bool {
        self.threads.given().any(|name| sentence.strip_prefix(name).is_some_and(|rest| rest.starts_with(' ')))
    }

    /// `thread 1`, `thread 1 and thread 2`, `a, b and c`.
    pub fn threads(&self, ids: &[ThreadId]) -> String {
        list(ids.iter().map(|&id| self.thread(id).to_owned()))
    }

    /// The line inside a sentence: `line 12`, or `queue.rs:12` where the record spans several files.
    pub fn line(&self, place: Place) -> String {
        if self.one_file { format!("line {}", place.line()) } else { self.short(place) }
    }

    /// `queue.rs:12`
    pub fn short(&self, place: Place) -> String {
        self.files.short(place)
    }

    /// The file as [`Words::short`] names it.
    pub fn file<'f>(&self, file: &'f str) -> &'f str {
        self.files.name(file)
    }

    /// `at line 12`, of a place that may be in `std`.
    pub fn at(&self, place: Place) -> String {
        own(place).map_or_else(|| "inside `std`".to_owned(), |place| format!("at {}", self.line(place)))
    }

    /// What the step did, as a table cell says it.
    pub fn action(&self, action: &Action) -> String {
        let name = |id: &ObjectId| self.object(*id);
        match action {
            Action::Read { object, value, expected: None } => {
                format!("read {} → {}", name(object), brief(value))
            }
            Action::Read { object, value, expected: Some(expected) } => {
                format!("exchange of {} fails: it is {}, not {}", name(object), brief(value), brief(expected))
            }
            Action::Write { object, value } => format!("write {} ← {}", name(object), brief(value)),
            Action::Update { object, before, after } => {
                format!("update {}: {}", name(object), change(before, after))
            }
            Action::CellCreate { object, value } => match value {
                Some(value) => format!("create {} ← {}", name(object), brief(value)),
                None => format!("create {}", name(object)),
            },
            Action::CellRead { object, value } => match value {
                Some(value) => format!("read {} → {}", name(object), brief(value)),
                None => format!("read {}", name(object)),
            },
            Action::CellWrite { object, value } => match value {
                Some(value) => format!("write {} ← {}", name(object), brief(value)),
                None => format!("write {}", name(object)),
            },
            Action::Fence { order } => format!("fence ({order:?})"),
            Action::Lock { object, shared, value } => {
                format!("{}{}", self.lock(*object, *shared), sees(value.as_deref()))
            }
            Action::TryLockFailed { object, holder } => {
                let how = if self.is_rwlock(*object) { "try to lock" } else { "try_lock" };
                format!("{how} {} fails{}", name(object), self.held_by(holder.as_slice()))
            }
            Action::Unlock { object, before, after, written, .. } => {
                format!("unlock {}{}", name(object), changes(before.as_deref(), after.as_deref(), *written))
            }
            Action::Downgrade { object, before, after, written } => {
                format!("downgrade {}{}", name(object), changes(before.as_deref(), after.as_deref(), *written))
            }
            Action::Wait { condvar, mutex, before, after, written, timeout } => format!(
                "wait{} on {} (unlocks {}{})",
                if *timeout { " with a time-out" } else { "" },
                name(condvar),
                name(mutex),
                changes(before.as_deref(), after.as_deref(), *written)
            ),
            Action::Wake { mutex, why, value, .. } => {
                format!("{}; locks {}{}", woken(*why), name(mutex), sees(value.as_deref()))
            }
            Action::Notify { condvar, all, woken } => {
                let all = if *all { " all on" } else { "" };
                if woken.is_empty() {
                    format!("notify{all} {}: nobody waits", name(condvar))
                } else {
                    format!("notify{all} {}: wakes {}", name(condvar), self.threads(woken))
                }
            }
            Action::Arrive { barrier, arrived, size } => {
                format!("reach barrier {}: {arrived} of {size}", name(barrier))
            }
            Action::Pass { barrier, leader } => {
                format!("pass barrier {}{}", name(barrier), if *leader { " as its leader" } else { "" })
            }
            Action::Send { channel, value, depth } => {
                format!("send {} to {} (now {depth} in it)", text(value.as_deref()), name(channel))
            }
            Action::SendFailed { channel } => {
                format!("send to {} fails: no receiver left", name(channel))
            }
            Action::Receive { channel, value, depth } => {
                format!("receive {} from {} (now {depth} in it)", text(value.as_deref()), name(channel))
            }
            Action::ReceiveFailed { channel, why } => {
                let why = match why {
                    ReceiveError::Empty => "it is empty",
                    ReceiveError::Disconnected => "no sender left",
                    ReceiveError::TimedOut => "time-out",
                };
                format!("receive from {} fails: {why}", name(channel))
            }
            Action::Once { object, initialised: true, value } => {
                format!("initialise {} ← {}", name(object), text(value.as_deref()))
            }
            Action::Once { object, initialised: false, value } => match value {
                Some(value) => format!("look at {} → {}", name(object), brief(value)),
                None => format!("look at {}", name(object)),
            },
            Action::OnceEmpty { object } => format!("look at {}: empty", name(object)),
            Action::OnceSetFailed { object, value } => {
                format!("set {} fails: already {}", name(object), value.as_deref().map_or("set".to_owned(), brief))
            }
            Action::Spawn { child } => format!("spawn {}", self.thread(*child)),
            Action::Join { child } => format!("join {}", self.thread(*child)),
            Action::Park { why: WakeReason::Notified } => "unparked".to_owned(),
            Action::Park { why } => woken(*why).to_owned(),
            Action::Unpark { thread } => format!("unpark {}", self.thread(*thread)),
            Action::StepAside { how } => match how {
                StepAside::Yield => "yield".to_owned(),
                StepAside::Spin => "spin".to_owned(),
                StepAside::Sleep => "sleep".to_owned(),
            },
            Action::Blocked { on } => format!("BLOCKED: {}", self.blocked(on)),
            Action::Panic { message } => format!("PANIC: {}", one_line(message)),
            Action::Finish => "ends".to_owned(),
        }
    }

    /// Why an operation cannot proceed, as a table cell says it.
    fn blocked(&self, on: &Waiting) -> String {
        match on {
            Waiting::Join { child } => format!("join {}", self.thread(*child)),
            Waiting::Receive { channel } => format!("{} is empty", self.object(*channel)),
            Waiting::Send { channel } => format!("{} is full", self.object(*channel)),
            Waiting::Unpark => "parked".to_owned(),
            _ => self.waiting(on),
        }
    }

    /// What a thread waits for, as a noun: `lock right, held by thread 2`.
    pub fn waiting(&self, on: &Waiting) -> String {
        match on {
            Waiting::Lock { object, shared, holders } => {
                format!("{}{}", self.lock(*object, *shared), self.held_by(holders))
            }
            Waiting::Notify { condvar, .. } => format!("a notify on {}", self.object(*condvar)),
            Waiting::Join { child } => format!("{} to finish", self.thread(*child)),
            Waiting::Barrier { barrier, arrived, size } => {
                format!("barrier {} ({arrived} of {size} are there)", self.object(*barrier))
            }
            Waiting::Receive { channel } => {
                format!("a value from {}, which is empty", self.object(*channel))
            }
            Waiting::Send { channel } => {
                format!("room in {}, which is full", self.object(*channel))
            }
            Waiting::Once { object, initialiser: Some(initialiser) } => {
                format!("{}, which {} initialises", self.object(*object), self.thread(*initialiser))
            }
            Waiting::Once { object, initialiser: None } => {
                format!("{}, which nobody has initialised", self.object(*object))
            }
            Waiting::Unpark => "an unpark".to_owned(),
        }
    }

    /// `lock count`, `read-lock cache` or `write-lock cache`.
    pub fn lock(&self, object: ObjectId, shared: bool) -> String {
        let how = match shared {
            true => "read-lock",
            false if self.is_rwlock(object) => "write-lock",
            false => "lock",
        };
        format!("{how} {}", self.object(object))
    }

    fn is_rwlock(&self, object: ObjectId) -> bool {
        self.record.objects.get(object).is_some_and(|object| object.kind == ObjectKind::RwLock)
    }

    fn held_by(&self, holders: &[ThreadId]) -> String {
        if holders.is_empty() { String::new() } else { format!(", held by {}", self.threads(holders)) }
    }
}

pub(super) fn woken(why: WakeReason) -> &'static str {
    match why {
        WakeReason::Notified => "woken",
        WakeReason::Spurious => "wakes up though nobody notified it",
        WakeReason::TimedOut => "time-out",
    }
}

/// `: sees [1]`, or nothing if there is nothing to see.
pub(super) fn sees(value: Option<&str>) -> String {
    value.filter(|value| *value != "()").map_or_else(String::new, |value| format!(": sees {}", brief(value)))
}

/// `: [] → [1]`, or nothing if nothing was `written` and nothing changed.
pub(super) fn changes(before: Option<&str>, after: Option<&str>, written: bool) -> String {
    match (before, after) {
        (Some(before), Some(after)) if before != after => format!(": {}", change(before, after)),
        // Rewriting the same single value may be the bug; for a struct, the field that was written is unknown.
        (Some(before), Some(_)) if written && before != "()" && !before.ends_with('}') => {
            format!(": {0} → {0}", brief(before))
        }
        (None, None) if written => ": written".to_owned(),
        _ => String::new(),
    }
}

fn text(value: Option<&str>) -> String {
    value.map_or_else(|| "a value".to_owned(), brief)
}

/// A longer message is cut in the middle; the JSON report has it in full.
const LONGEST_MESSAGE: usize = 240;

/// Joins the lines of a message into one.
pub(super) fn one_line(message: &str) -> String {
    let line = message.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ");
    shortened(&line, LONGEST_MESSAGE)
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(items: impl IntoIterator<Item = String>) -> String {
    let mut items: Vec<String> = items.into_iter().collect();
    match items.pop() {
        None => "nobody".to_owned(),
        Some(last) if items.is_empty() => last,
        Some(last) => format!("{} and {last}", items.join(", ")),
    }
}
