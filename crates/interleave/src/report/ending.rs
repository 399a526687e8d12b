//! The text below the rows: the values at the end, and for stuck threads what each waits for, which thread holds it
//! since which line, and which notifies found no waiter.

use std::collections::BTreeSet;

use super::holdings::value_at_the_end;
use super::orderings::{missing_ordering, old_value};
use super::places::own;
use super::rows::rows;
use super::value::brief;
use super::words::{Words, list, one_line};
use crate::record::{Action, End, ObjectId, ObjectKind, Record, ThreadId, Waiting};

/// The paragraphs below the rows.
pub(super) fn ending(record: &Record) -> Vec<String> {
    let words = Words::new(record);
    let rows = rows(record);
    let mut lines: Vec<String> = old_value(record, &rows).into_iter().collect();
    lines.extend(missing_ordering(record, &rows));
    lines.push(outcome(record, &words));
    let stuck = record
        .threads
        .iter()
        .enumerate()
        .filter(|_| record.end.is_stuck())
        .filter_map(|(id, thread)| Some((id, thread.stuck.as_ref()?)));
    for (id, (on, place)) in stuck {
        let held = match on {
            Waiting::Lock { object, shared, holders } => {
                let lock = words.lock(*object, *shared);
                format!("waits for {lock}, held by {}", holders_since(record, &words, *object, holders))
            }
            _ => format!("waits for {}", words.waiting(on)),
        };
        let line = own(place).map_or_else(String::new, |place| format!(" ({})", words.short(place)));
        lines.push(format!("  {}{line} {held}", words.thread(id)));
    }
    lines.extend(notifies(record, &words));
    let values = values(record, &words);
    if !values.is_empty() {
        let when = if matches!(record.end, End::Panicked { .. }) { "At the panic" } else { "At the end" };
        lines.push(format!("{when}: {}.", values.join("; ")));
    }
    lines
}

pub(super) fn outcome(record: &Record, words: &Words<'_>) -> String {
    match &record.end {
        End::Returned { value } => format!("The program returned {}.", brief(value)),
        End::WrongValue { value, expected } => {
            format!("The program returned {}, expected {}.", brief(value), brief(expected))
        }
        End::Panicked { thread, message } => {
            format!("{} panicked: {}", words.thread(*thread), one_line(message))
        }
        End::Deadlocked => "DEADLOCK: no thread can go on.".to_owned(),
        End::LostWakeup { condvar } => {
            format!("LOST WAKE-UP on {}: no thread can go on.", words.object(*condvar))
        }
        End::Livelocked { threads } => {
            let go = if threads.len() == 1 { "goes" } else { "go" };
            format!("LIVELOCK: {} {go} on without getting anywhere.", words.threads(threads))
        }
        End::DataRace { object, steps: [earlier, later] } => {
            let thread = |step: &usize| record.steps.get(*step).map_or("?", |step| words.thread(step.thread));
            let (one, other) = (thread(earlier), thread(later));
            format!("DATA RACE on {}: nothing orders what {one} and {other} do.", words.object(*object))
        }
        End::TooLong => "TOO LONG: the limit on steps was reached.".to_owned(),
    }
}

/// `thread 2 since pair.rs:20`
fn holders_since(record: &Record, words: &Words<'_>, object: ObjectId, holders: &[ThreadId]) -> String {
    let since = |holder: &ThreadId| {
        let held = record.objects.get(object).into_iter().flat_map(|object| &object.held);
        let place = held.filter(|(thread, _)| thread == holder).map(|(_, place)| words.short(place)).next();
        let since = place.map_or_else(String::new, |place| format!(" since {place}"));
        format!("{}{since}", words.thread(*holder))
    };
    list(holders.iter().map(since))
}

/// For every condition variable that a stuck thread waits on: how often it was notified, and how often in vain.
fn notifies(record: &Record, words: &Words<'_>) -> Vec<String> {
    let waited_on: BTreeSet<ObjectId> = record
        .threads
        .iter()
        .filter_map(|thread| match thread.stuck {
            Some((Waiting::Notify { condvar, .. }, _)) => Some(condvar),
            _ => None,
        })
        .collect();
    let line = |condvar: ObjectId| {
        let notifies = || {
            record.steps.iter().filter_map(move |step| match &step.action {
                Action::Notify { condvar: notified, woken, .. } if *notified == condvar => {
                    Some((step.place, woken))
                }
                _ => None,
            })
        };
        let lost = || notifies().filter(|(_, woken)| woken.is_empty());
        let mut places: Vec<String> =
            lost().map(|(place, _)| place.map_or_else(|| "?".to_owned(), |place| words.short(place))).collect();
        places.dedup();
        let times = match notifies().count() {
            0 => "never notified".to_owned(),
            1 => "notified once".to_owned(),
            times => format!("notified {times} times"),
        };
        let lost = match lost().count() {
            0 => String::new(),
            1 => format!("; nobody was waiting at {}", list(places)),
            times => format!("; {times} times nobody was waiting, at {}", list(places)),
        };
        format!("  {} was {times}{lost}", words.object(condvar))
    };
    waited_on.into_iter().map(line).collect()
}

/// How to make hidden values visible, if there are any.
pub(super) fn hidden(record: &Record) -> Option<String> {
    let words = Words::new(record);
    let hidden: Vec<String> = unreadable(record).map(|object| format!("`{}`", words.object(object))).collect();
    let first = "call interleave::show::<T>() first, where T is the type";
    (!hidden.is_empty()).then(|| format!("Values of {} are not shown: {first}.", list(hidden)))
}

/// The objects with values of an unregistered type.
fn unreadable(record: &Record) -> impl Iterator<Item = ObjectId> {
    let hidden = record.steps.iter().filter_map(|step| match &step.action {
        Action::Lock { object, value: None, .. }
        | Action::Wake { mutex: object, value: None, .. }
        | Action::Once { object, initialised: true, value: None }
        | Action::CellRead { object, value: None }
        | Action::Send { channel: object, value: None, .. }
        | Action::Receive { channel: object, value: None, .. } => Some(*object),
        _ => None,
    });
    hidden.collect::<BTreeSet<_>>().into_iter()
}

/// `count = 1` for every object that the record mentions.
fn values(record: &Record, words: &Words<'_>) -> Vec<String> {
    let shown = record.objects.iter().enumerate().filter(|(_, object)| object.kind != ObjectKind::Condvar);
    shown
        .filter_map(|(id, _)| {
            let value = value_at_the_end(record, id).filter(|value| *value != "()")?;
            Some(format!("{} = {}", words.object(id), brief(value)))
        })
        .collect()
}
