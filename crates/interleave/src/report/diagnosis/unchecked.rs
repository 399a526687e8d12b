//! `if` for `while`: what a thread waited for was not there when it was woken, and it did not look.

use super::super::value::brief;
use super::{Access, Case};
use crate::record::{Action, ObjectId, Step, ThreadId, WakeReason};

/// A thread was woken, found what it had already been waiting for to change, and went on.
pub(super) fn went_on(case: &Case<'_>, panicked: Option<ThreadId>) -> Option<String> {
    let steps = &case.record.steps;
    let concerned = |thread| panicked.is_none_or(|panicked| panicked == thread);
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
            _ => panicked.is_some(), // it cannot be shown; the panic speaks for it
        };
        if !unchanged || steps[at + 1..].iter().any(waits) {
            continue;
        }
        let who = case.who(step.thread);
        let saw = value.as_deref().filter(|value| *value != "()");
        let still = saw.map_or_else(String::new, |saw| format!(": {} was still {}", case.name(*mutex), brief(saw)));
        let came = match why {
            WakeReason::Spurious => "stopped waiting although nobody had notified it, which can happen".to_owned(),
            WakeReason::TimedOut => "stopped waiting when its time was up".to_owned(),
            WakeReason::Notified => {
                let notify = notify_of(case, step.thread, at)?;
                match taken_since(case, *mutex, step.thread, notify, at) {
                    Some(thief) => {
                        format!("was notified, but {} got the lock first", case.who(thief))
                    }
                    None if saw.is_some() => "was notified before anything had changed".to_owned(),
                    None => return None,
                }
            }
        };
        let condvar = case.name(*condvar);
        return Some(format!(
            "{who} waited on {condvar} and {came}; {who} then went on without checking again{still}."
        ));
    }
    None
}

/// The notify that woke this thread for its step `woken`.
fn notify_of(case: &Case<'_>, thread: ThreadId, woken: usize) -> Option<usize> {
    case.record.steps[..woken].iter().rposition(|step| match &step.action {
        Action::Notify { woken, .. } => woken.contains(&thread),
        _ => false,
    })
}

/// The last other thread that had the lock to itself between the notify and the end of the wait.
fn taken_since(
    case: &Case<'_>,
    mutex: ObjectId,
    thread: ThreadId,
    notify: usize,
    woken: usize,
) -> Option<ThreadId> {
    let notifier = case.record.steps[notify].thread;
    let between = |access: &&Access<'_>| {
        access.object == mutex && access.thread != thread && notify < access.first && access.last < woken
    };
    let mut since = case.accesses.iter().filter(between);
    since.rfind(|access| access.left.is_some() || access.thread != notifier).map(|access| access.thread)
}
