//! `if` instead of `while`: the condition did not hold when a thread was woken, and the thread did not check it.

use super::super::value::brief;
use super::{Access, Case};
use crate::record::{Action, ObjectId, Step, ThreadId, WakeReason};
use std::ops::Range;

/// A thread was woken, found the state that it had already been waiting to change, and continued.
pub(super) fn went_on(case: &Case<'_>, panicked: Option<ThreadId>) -> Option<String> {
    let concerned = |thread| panicked.is_none_or(|panicked| panicked == thread);
    of_those(case, &concerned, panicked.is_some())
}

/// The same, for a thread that has ended since, although its wait had not timed out.
pub(super) fn went_on_and_ended(case: &Case<'_>) -> Option<String> {
    let steps = &case.record.steps;
    let ended = |thread| steps.iter().any(|step| step.thread == thread && step.action == Action::Finish);
    let timed_out = |thread| {
        let wakes = |step: &&Step| step.thread == thread && matches!(step.action, Action::Wake { .. });
        let last = steps.iter().rfind(wakes);
        last.is_some_and(|step| matches!(step.action, Action::Wake { why: WakeReason::TimedOut, .. }))
    };
    of_those(case, &|thread| ended(thread) && !timed_out(thread), false)
}

/// `is_sure`: something did go wrong, although the values cannot be shown.
fn of_those(case: &Case<'_>, concerned: &dyn Fn(ThreadId) -> bool, is_sure: bool) -> Option<String> {
    let steps = &case.record.steps;
    for (at, step) in steps.iter().enumerate().rev().filter(|(_, step)| concerned(step.thread)) {
        let Action::Wake { condvar, mutex, why, value } = &step.action else { continue };
        let waits = |other: &Step| {
            other.thread == step.thread
                && matches!(&other.action, Action::Wait { condvar: on, .. } if on == condvar)
        };
        let Some(waited) = steps[..at].iter().rposition(waits) else { continue };
        let Action::Wait { after: value_then, .. } = &steps[waited].action else { continue };
        let unchanged = match (value, value_then) {
            (Some(now), Some(then)) => now == then,
            _ => is_sure, // it cannot be shown, but the panic is evidence
        };
        if !unchanged || steps[at + 1..].iter().any(waits) {
            continue;
        }
        let who = case.who(step.thread);
        let saw = value.as_deref().filter(|value| *value != "()");
        let name = case.name(*mutex);
        let still = saw.map_or_else(String::new, |saw| format!("{name} was still {}", brief(saw)));
        let condvar = case.name(*condvar);
        let came = match why {
            WakeReason::TimedOut => {
                let too_late = changes_of(case, *mutex, step.thread, at..steps.len() + 1).next();
                let before = too_late.and_then(|change| Some((case.who(change.thread), brief(change.left?))));
                let before = before.map_or_else(String::new, |(other, value)| {
                    format!(", before {other} changed {name} to {value}")
                });
                let although = if still.is_empty() { still } else { format!(" although {still}") };
                return Some(format!(
                    "{who} waited on {condvar} and gave up when its time was up{before}; {who} then went on{although}."
                ));
            }
            WakeReason::Spurious => "stopped waiting although nobody had notified it, which can happen".to_owned(),
            WakeReason::Notified => was_notified(case, *mutex, step.thread, (waited, at), saw.is_some())?,
        };
        let still = if still.is_empty() { still } else { format!(": {still}") };
        return Some(format!(
            "{who} waited on {condvar} and {came}; {who} then went on without checking again{still}."
        ));
    }
    None
}

/// Why a notify between these two steps, the wait and its end, did not help. `shown`: the values are known.
fn was_notified(
    case: &Case<'_>,
    mutex: ObjectId,
    thread: ThreadId,
    (waited, woken): (usize, usize),
    shown: bool,
) -> Option<String> {
    let notify = notify_of(case, thread, woken)?;
    if let Some(thief) = taken_since(case, mutex, thread, notify, woken, shown) {
        return Some(format!("was notified, but {} got the lock first", case.who(thief)));
    }
    let changed = changes_of(case, mutex, thread, waited..woken).last();
    Some(match changed {
        Some(change) => {
            let thief = case.who(change.thread);
            format!("was notified; when it woke, {thief} had already taken what the notify was for")
        }
        None if shown => format!("was notified although {} had not changed since", case.name(mutex)),
        None => return None,
    })
}

/// The changes that other threads made to the object between these steps.
fn changes_of<'c, 'r>(
    case: &'c Case<'r>,
    object: ObjectId,
    thread: ThreadId,
    between: Range<usize>,
) -> impl Iterator<Item = &'c Access<'r>> {
    case.accesses.iter().filter(move |access| {
        access.object == object
            && access.thread != thread
            && access.left.is_some()
            && between.start < access.last
            && access.last < between.end
    })
}

/// The notify that woke this thread for its step `woken`.
fn notify_of(case: &Case<'_>, thread: ThreadId, woken: usize) -> Option<usize> {
    case.record.steps[..woken].iter().rposition(|step| match &step.action {
        Action::Notify { woken, .. } => woken.contains(&thread),
        _ => false,
    })
}

/// The last other thread that held the lock exclusively between the notify and the end of the wait, and, as far as is
/// known, changed something.
fn taken_since(
    case: &Case<'_>,
    mutex: ObjectId,
    thread: ThreadId,
    notify: usize,
    woken: usize,
    shown: bool,
) -> Option<ThreadId> {
    let notifier = case.record.steps[notify].thread;
    let between = |access: &&Access<'_>| {
        access.object == mutex && access.thread != thread && notify < access.first && access.last < woken
    };
    let mut since = case.accesses.iter().filter(between);
    let took = |access: &&Access<'_>| access.left.is_some() || (!shown && access.thread != notifier);
    since.rfind(took).map(|access| access.thread)
}
