//! The steps behind the rows of a table, and what each says about threads, objects, values and lines.

use crate::sentence::Phrases;
use interleave::record::{Action, Place, Record, Waiting};
use interleave::report::json;

pub struct Rows<'r> {
    pub record: &'r Record,
    objects: Vec<String>,
    threads: Vec<String>,
    /// The steps that are in a row, in order.
    shown: Vec<usize>,
}

impl<'r> Rows<'r> {
    pub fn of(record: &'r Record) -> Self {
        let report = crate::parsed::parsed(&json(record));
        let names = |key: &str| {
            let names = report[key].as_array().expect("a list").iter();
            names.map(|named| named["name"].as_str().expect("a name").to_owned()).collect()
        };
        let rows = report["rows"].as_array().expect("rows");
        let steps = rows.iter().flat_map(|row| row["steps"].as_array().expect("steps"));
        let mut shown: Vec<usize> = steps.map(|step| step.as_u64().expect("an index") as usize).collect();
        shown.sort_unstable();
        Rows { record, objects: names("objects"), threads: names("threads"), shown }
    }

    pub fn object_names(&self) -> &[String] {
        &self.objects
    }

    /// What a sentence calls each thread, longer names first.
    pub fn phrases(&self) -> Phrases {
        let phrases = |(id, name): (usize, &String)| match (id, name.as_str()) {
            (0, "main") => vec![("the main thread".to_owned(), 0), ("The main thread".to_owned(), 0)],
            _ => vec![(name.clone(), id), (name.replacen("thread", "Thread", 1), id)],
        };
        let mut all: Phrases = self.threads.iter().enumerate().flat_map(phrases).collect();
        all.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        all
    }

    pub fn thread(&self, phrase: &str) -> Option<usize> {
        self.phrases().into_iter().find(|(known, _)| known == phrase).map(|(_, id)| id)
    }

    pub fn names(&self, object: usize, name: &str) -> bool {
        self.objects[object] == name
    }

    /// Does a step of the first list come before one of the second?
    pub fn before(&self, first: &[usize], second: &[usize]) -> bool {
        first.iter().any(|one| second.iter().any(|other| one < other))
    }

    pub fn line(&self, step: usize, line: &str) -> bool {
        let on = |place: Place| place.line().to_string() == line;
        match &self.record.steps[step].action {
            Action::Unlock { locked, .. } => on(locked),
            _ => self.record.steps[step].place.is_some_and(on),
        }
    }

    fn steps(&self, thread: &str, of: impl Fn(&Action) -> bool) -> Vec<usize> {
        let thread = self.thread(thread);
        let steps = self.shown.iter().copied();
        steps
            .filter(|at| Some(self.record.steps[*at].thread) == thread && of(&self.record.steps[*at].action))
            .collect()
    }

    /// The thread saw this value in the object.
    pub fn saw(&self, thread: &str, object: &str, value: &str, line: Option<&String>) -> Vec<usize> {
        let mut saw = self.steps(thread, |action| match action {
            Action::Read { object: of, value: seen, .. } | Action::Update { object: of, before: seen, .. } => {
                self.names(*of, object) && seen == value
            }
            Action::Lock { object: of, value: seen, .. } | Action::Wake { mutex: of, value: seen, .. } => {
                self.names(*of, object) && seen.as_deref() == Some(value)
            }
            _ => false,
        });
        saw.retain(|at| line.is_none_or(|line| self.line(*at, line)));
        saw
    }

    pub fn any_look(&self, thread: &str, object: &str) -> Vec<usize> {
        self.steps(thread, |action| match action {
            Action::Read { object: of, .. }
            | Action::Update { object: of, .. }
            | Action::Lock { object: of, .. }
            | Action::Wake { mutex: of, .. } => self.names(*of, object),
            _ => false,
        })
    }

    /// What the step leaves in the object.
    fn left<'a>(&self, action: &'a Action, object: &str) -> Option<&'a str> {
        let (of, before, after) = match action {
            Action::Write { object, value } => (object, None, Some(value.as_str())),
            Action::Update { object, before, after } => (object, Some(before.as_str()), Some(after.as_str())),
            Action::Unlock { object, before, after, written, .. }
            | Action::Wait { mutex: object, before, after, written, .. } => {
                let before = if *written { None } else { before.as_deref() };
                (object, before, after.as_deref())
            }
            _ => return None,
        };
        after.filter(|after| self.names(*of, object) && before != Some(*after))
    }

    /// The thread changed the object to this value, at this line or with its lock taken at this line.
    pub fn changed(&self, thread: &str, object: &str, value: &str, line: Option<&String>) -> Vec<usize> {
        let mut changed = self.steps(thread, |action| self.left(action, object) == Some(value));
        changed.retain(|at| line.is_none_or(|line| self.line(*at, line)));
        changed
    }

    pub fn any_change(&self, thread: &str, object: &str) -> Vec<usize> {
        self.steps(thread, |action| self.left(action, object).is_some())
    }

    /// The steps of any thread that changed it.
    pub fn changes(&self, object: &str) -> Vec<usize> {
        let changed = |at: &usize| self.left(&self.record.steps[*at].action, object).is_some();
        self.shown.iter().copied().filter(changed).collect()
    }

    pub fn locks(&self, thread: &str, object: &str) -> Vec<usize> {
        self.steps(thread, |action| matches!(action, Action::Lock { object: of, .. } if self.names(*of, object)))
    }

    pub fn failed_to_lock(&self, thread: &str, object: &str, holder: &str) -> bool {
        let holder = self.thread(holder);
        let failed = |action: &Action| matches!(action, Action::TryLockFailed { object: of, holder: by } if self.names(*of, object) && *by == holder);
        !self.steps(thread, failed).is_empty()
    }

    pub fn notifies(&self, thread: &str) -> Vec<usize> {
        self.steps(thread, |action| matches!(action, Action::Notify { .. }))
    }

    /// The notifies at this line that woke this thread, or no thread.
    pub fn notified(&self, condvar: &str, line: &str, woke: Option<&String>) -> Vec<usize> {
        let woke: Vec<usize> = woke.map(|thread| self.thread(thread).expect("a thread")).into_iter().collect();
        let notified = |at: &usize| match &self.record.steps[*at].action {
            Action::Notify { condvar: on, woken, .. } => self.names(*on, condvar) && *woken == woke,
            _ => false,
        };
        self.shown.iter().copied().filter(notified).filter(|at| self.line(*at, line)).collect()
    }

    pub fn waits(&self, thread: &str) -> Vec<usize> {
        self.steps(thread, |action| matches!(action, Action::Wait { .. }))
    }

    /// It has waited for ever since this line.
    pub fn waits_since(&self, thread: &str, condvar: Option<&String>, line: &str) -> bool {
        let on = |on: &Waiting| match on {
            Waiting::Notify { condvar: of, .. } => condvar.is_none_or(|condvar| self.names(*of, condvar)),
            _ => false,
        };
        self.stuck(thread, on) && self.waits(thread).last().is_some_and(|at| self.line(*at, line))
    }

    pub fn wakes(&self, thread: &str, condvar: &str, reason: &str) -> Vec<usize> {
        let woke = |action: &Action| match action {
            Action::Wake { condvar: of, why, .. } => self.names(*of, condvar) && format!("{why:?}") == reason,
            _ => false,
        };
        self.steps(thread, woke)
    }

    pub fn woke(&self, thread: &str, condvar: &str, reason: &str) -> bool {
        !self.wakes(thread, condvar, reason).is_empty()
    }

    pub fn stuck(&self, thread: &str, on: impl Fn(&Waiting) -> bool) -> bool {
        let thread = self.thread(thread).and_then(|id| self.record.threads[id].stuck.as_ref());
        thread.is_some_and(|(waiting, _)| on(waiting))
    }

    pub fn stuck_at(&self, thread: &str, line: &str) -> bool {
        let thread = self.thread(thread).and_then(|id| self.record.threads[id].stuck.as_ref());
        thread.is_some_and(|(_, place)| place.line().to_string() == line)
    }

    pub fn wants(&self, thread: &str, object: &str) -> bool {
        self.stuck(thread, |on| matches!(on, Waiting::Lock { object: of, .. } if self.names(*of, object)))
    }

    pub fn holds(&self, thread: &str, object: &str, since: Option<&String>) -> bool {
        let Some(at) = self.objects.iter().position(|name| name == object) else { return false };
        self.record.objects[at].held.iter().any(|(holder, place)| {
            Some(*holder) == self.thread(thread) && since.is_none_or(|line| place.line().to_string() == *line)
        })
    }

    // These are not rows: a table leaves out what every program does.

    fn first(&self, of: impl Fn(usize, &Action) -> bool) -> Option<usize> {
        self.record.steps.iter().position(|step| of(step.thread, &step.action))
    }

    /// When the thread was spawned; the main thread comes before everything.
    pub fn spawned(&self, thread: &str) -> usize {
        let child = self.thread(thread);
        self.first(|_, action| matches!(action, Action::Spawn { child: of } if Some(*of) == child)).unwrap_or(0)
    }

    pub fn finished(&self, thread: &str) -> Option<usize> {
        let thread = self.thread(thread);
        self.first(|by, action| Some(by) == thread && *action == Action::Finish)
    }

    pub fn joined(&self, thread: &str, child: &str) -> Option<usize> {
        let (thread, child) = (self.thread(thread), self.thread(child));
        self.first(|by, action| {
            Some(by) == thread && matches!(action, Action::Join { child: of } if Some(*of) == child)
        })
    }
}
