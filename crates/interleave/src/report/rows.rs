//! Turns the steps of a record into the rows that a reader sees. Whatever a failure needs stays. Whatever every
//! program does (finishing, joining, yielding) is dropped, and what one thread does inside one lock becomes one row.

use std::collections::BTreeSet;

use super::cast::without_bystanders;
use super::parts::{Part, parts};
use super::places::own;
use super::repeats::without_repeats;
use super::words::Words;
use crate::record::{Action, End, ObjectId, Record, Step, Thread, ThreadId, Waiting};

/// A longer table is folded further.
pub(super) const MOST_ROWS: usize = 15;

/// Something that one thread did without interruption by another.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub thread: ThreadId,
    pub kind: RowKind,
    /// What it did, in order.
    pub parts: Vec<Part>,
    /// The steps it represents, as indices into [`Record::steps`]; empty for a row that only says why a thread is
    /// stuck.
    pub steps: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowKind {
    Plain,
    /// The thread is blocked.
    Blocked,
    /// The thread waits for a notify.
    Waits,
    Panic,
    /// The program returned before the thread had ended.
    Unfinished,
}

/// How much is folded together. Each level is used only if the one before gives more than [`MOST_ROWS`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Detail {
    /// What one thread does inside one lock is one row.
    Full,
    /// A thread that was blocked only for a while is not mentioned.
    NoDetours,
    /// Everything that one thread does without interruption is one row.
    Stretches,
}

/// The rows of a record: as few as show the failure.
pub(super) fn rows(record: &Record) -> Vec<Row> {
    let with = |detail| without_bystanders(record, rows_with(record, detail));
    let full = with(Detail::Full);
    if full.len() <= MOST_ROWS {
        return full;
    }
    let shorter = with(Detail::NoDetours);
    if shorter.len() <= MOST_ROWS { shorter } else { ends_of(with(Detail::Stretches)) }
}

/// The beginning and the end, if there are too many rows.
fn ends_of(mut rows: Vec<Row>) -> Vec<Row> {
    let (head, tail) = (MOST_ROWS, 2 * MOST_ROWS);
    if rows.len() <= head + tail + 1 {
        return rows;
    }
    let gap = head..rows.len() - tail;
    let text = format!("(… {} rows left out)", gap.len());
    let thread = rows[gap.start].thread;
    let gap_row = Row { thread, kind: RowKind::Plain, parts: vec![Part { text, place: None }], steps: Vec::new() };
    rows.splice(gap, [gap_row]);
    rows
}

fn rows_with(record: &Record, detail: Detail) -> Vec<Row> {
    let words = Words::new(record);
    let all = 0..record.steps.len().min(last_step(record) + 1);
    let steps: Vec<usize> = all.filter(|&step| matters(record, step, detail)).collect();
    let mut groups: Vec<Group> = Vec::new();
    for (step, times) in without_repeats(record, &steps) {
        match groups.last_mut() {
            Some(group) if group.takes(record, step, detail) => group.push(record, step),
            _ => groups.push(Group::new(record, step)),
        }
        if let Some(group) = groups.last_mut() {
            group.times = group.times.or(times);
        }
    }
    let mut rows: Vec<Row> = groups.into_iter().map(|group| group.row(record, &words)).collect();
    rows.extend(stuck_rows(record, &words, &rows));
    rows.extend(unfinished_rows(record));
    rows
}

/// The step that ended it: after an uncaught panic, the rest only cleans up.
pub(super) fn last_step(record: &Record) -> usize {
    let end = record.steps.len().saturating_sub(1);
    let End::Panicked { thread, message } = &record.end else { return end };
    let panics = |step: &Step| step.thread == *thread && matches!(step.action, Action::Panic { .. });
    // A panic that the program caught may have come before it.
    let fatal =
        |step: &Step| panics(step) && matches!(&step.action, Action::Panic { message: own } if own == message);
    let fatal = record.steps.iter().rposition(fatal);
    fatal.or_else(|| record.steps.iter().position(panics)).unwrap_or(end)
}

/// Whether a reader needs this step.
fn matters(record: &Record, index: usize, detail: Detail) -> bool {
    let step = &record.steps[index];
    let next = record.steps[index + 1..].iter().find(|later| later.thread == step.thread);
    match &step.action {
        Action::Join { .. } => false,
        Action::CellCreate { .. } => matches!(&record.end, End::DataRace { steps, .. } if steps.contains(&index)),
        Action::Finish => step.thread != 0 && nobody_comes(record),
        Action::StepAside { .. } => match &record.end {
            End::Livelocked { threads } => threads.contains(&step.thread),
            _ => false,
        },
        // The wait itself says so.
        Action::Blocked { on: Waiting::Notify { .. } } => false,
        Action::Blocked { on: Waiting::Join { .. } } => next.is_none(),
        // A thread that is found blocked repeatedly is mentioned once.
        Action::Blocked { .. } if detail == Detail::Full => next.is_none_or(|next| next.action != step.action),
        Action::Blocked { .. } => next.is_none(),
        _ => true,
    }
}

/// Does a thread wait for something that another thread would have to do, other than a lock or the end of a thread?
/// Then it matters which threads have ended.
fn nobody_comes(record: &Record) -> bool {
    let waits = |thread: &Thread| match &thread.stuck {
        None | Some((Waiting::Lock { .. } | Waiting::Join { .. }, _)) => false,
        Some((Waiting::Once { initialiser, .. }, _)) => initialiser.is_none(),
        Some(_) => true,
    };
    record.end.is_stuck() && record.threads.iter().any(waits)
}

/// Steps of one thread that make one row.
struct Group {
    thread: ThreadId,
    steps: Vec<usize>,
    /// Locks that were taken in this group and not yet released.
    open: BTreeSet<ObjectId>,
    /// If it ends a stretch that repeats: how often that happens.
    times: Option<usize>,
}

impl Group {
    fn new(record: &Record, index: usize) -> Self {
        let thread = record.steps[index].thread;
        let mut group = Group { thread, steps: Vec::new(), open: BTreeSet::new(), times: None };
        group.push(record, index);
        group
    }

    fn takes(&self, record: &Record, index: usize, detail: Detail) -> bool {
        let action = |index: usize| &record.steps[index].action;
        let last = *self.steps.last().expect("a group has a step");
        let apart = |action: &Action| matches!(action, Action::Blocked { .. } | Action::Panic { .. });
        let spawns = matches!((action(last), action(index)), (Action::Spawn { .. }, Action::Spawn { .. }));
        let ends = *action(index) == Action::Finish;
        record.steps[index].thread == self.thread
            && self.times.is_none()
            && !apart(action(last))
            && !apart(action(index))
            && (spawns || ends || !self.open.is_empty() || detail == Detail::Stretches)
    }

    fn push(&mut self, record: &Record, index: usize) {
        match &record.steps[index].action {
            Action::Lock { object, .. } => _ = self.open.insert(*object),
            Action::Wake { mutex, .. } => _ = self.open.insert(*mutex),
            Action::Unlock { object, .. } => _ = self.open.remove(object),
            Action::Wait { mutex, .. } => _ = self.open.remove(mutex),
            _ => {}
        }
        self.steps.push(index);
    }

    fn row(self, record: &Record, words: &Words<'_>) -> Row {
        let steps: Vec<&Step> = self.steps.iter().map(|&index| &record.steps[index]).collect();
        let kind = match steps.last().map(|step| &step.action) {
            Some(Action::Blocked { .. }) => RowKind::Blocked,
            Some(Action::Wait { .. }) => RowKind::Waits,
            Some(Action::Panic { .. }) => RowKind::Panic,
            _ => RowKind::Plain,
        };
        let last = self.steps.last().map_or(0, |last| last + 1);
        let later = record.steps[last..].iter().filter(|step| step.thread == self.thread);
        let later: Vec<&Step> = later.collect();
        let unwinding = match later.split_first() {
            Some((next, rest)) if matches!(next.action, Action::Panic { .. }) => rest,
            _ => &[],
        };
        let mut parts = parts(&steps, unwinding, words);
        if let Some(times) = self.times {
            let text = match record.end {
                End::Livelocked { .. } => "(and so on, for ever)".to_owned(),
                // Only the beginning is recorded.
                End::TooLong => format!("(… {times} times or more)"),
                _ => format!("(… {times} times in all)"),
            };
            parts.push(Part { text, place: None });
        }
        Row { thread: self.thread, kind, parts, steps: self.steps }
    }
}

/// A row for every stuck thread whose last row does not say so.
fn stuck_rows(record: &Record, words: &Words<'_>, rows: &[Row]) -> Vec<Row> {
    if !record.end.is_stuck() {
        return Vec::new();
    }
    let says_so = |thread: ThreadId| {
        let last = rows.iter().rev().find(|row| row.thread == thread);
        last.is_some_and(|row| matches!(row.kind, RowKind::Blocked | RowKind::Waits))
    };
    let stuck = record.threads.iter().enumerate().filter_map(|(id, thread)| Some((id, thread.stuck.as_ref()?)));
    stuck
        .filter(|(id, _)| !says_so(*id))
        .map(|(thread, (on, place))| {
            let text = words.action(&Action::Blocked { on: on.clone() });
            let parts = vec![Part { text, place: own(place) }];
            Row { thread, kind: RowKind::Blocked, parts, steps: Vec::new() }
        })
        .collect()
}

/// A row for every thread that was still running when the program returned.
fn unfinished_rows(record: &Record) -> Vec<Row> {
    let returned = matches!(record.end, End::Returned { .. } | End::WrongValue { .. });
    let did = |thread: ThreadId| record.steps.iter().filter(move |step| step.thread == thread);
    let unfinished =
        (1..record.threads.len()).filter(|&thread| !did(thread).any(|step| step.action == Action::Finish));
    let row = |thread: ThreadId| {
        let text = if did(thread).next().is_none() { "(has not begun)" } else { "(has not finished)" };
        let parts = vec![Part { text: text.to_owned(), place: None }];
        Row { thread, kind: RowKind::Unfinished, parts, steps: Vec::new() }
    };
    unfinished.filter(|_| returned).map(row).collect()
}
