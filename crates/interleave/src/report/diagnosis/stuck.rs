//! Deadlocks and lost wake-ups: either threads wait for each other in a circle, or one waits for something that nobody
//! is left to do.

use super::Case;
use crate::record::{Action, End, ObjectId, Place, ThreadId, Waiting};

pub(super) fn explain(case: &Case<'_>) -> String {
    circle(case)
        .or_else(|| abandoned(case))
        .unwrap_or_else(|| "no thread can go on: each waits for another.".to_owned())
}

fn waits_for<'c>(case: &'c Case<'_>, thread: ThreadId) -> Option<&'c (Waiting, Place)> {
    case.record.threads.get(thread)?.stuck.as_ref()
}

/// The threads that could end this wait by themselves.
fn needed(on: &Waiting) -> &[ThreadId] {
    match on {
        Waiting::Lock { holders, .. } => holders,
        Waiting::Join { child } => std::slice::from_ref(child),
        Waiting::Once { initialiser, .. } => std::slice::from_ref(initialiser),
        _ => &[],
    }
}

/// Threads that wait for each other.
fn circle(case: &Case<'_>) -> Option<String> {
    let circle = (0..case.record.threads.len()).find_map(|start| {
        let mut path = vec![start];
        while let Some((on, _)) = waits_for(case, path[path.len() - 1]) {
            let next = *needed(on).first()?;
            if next == start {
                return Some(path);
            }
            if path.contains(&next) {
                return None; // a circle that this thread is not part of
            }
            path.push(next);
        }
        None
    })?;
    if let [thread] = circle[..] {
        return alone(case, thread);
    }
    let parts = (0..circle.len()).map(|index| {
        let (thread, before) = (circle[index], circle[(index + circle.len() - 1) % circle.len()]);
        let held = match waits_for(case, before) {
            Some((Waiting::Lock { object, .. }, _)) => format!("holds {} and ", case.name(*object)),
            _ => String::new(),
        };
        format!("{} {held}waits for {}", case.who(thread), wanted(case, thread))
    });
    let parts: Vec<String> = parts.collect();
    let nobody = if circle.len() == 2 { "neither can go on" } else { "none of them can go on" };
    Some(format!("{}: {nobody}.", parts.join("; ")))
}

/// A thread that waits for itself.
fn alone(case: &Case<'_>, thread: ThreadId) -> Option<String> {
    let (on, place) = waits_for(case, thread)?;
    let (who, at) = (case.who(thread), case.words.line(place));
    Some(match on {
        Waiting::Lock { object, .. } => {
            let held = &case.record.objects.get(*object)?.held;
            let since = held.iter().find(|(holder, _)| *holder == thread);
            let since = since.map_or_else(String::new, |(_, place)| {
                format!(" since {}", case.words.line(place))
            });
            format!(
                "{who} waits at {at} for {}, which it holds itself{since}: it can never go on.",
                case.name(*object)
            )
        }
        _ => format!("{who} waits at {at} for itself: it can never go on."),
    })
}

fn wanted(case: &Case<'_>, thread: ThreadId) -> String {
    match waits_for(case, thread) {
        Some((Waiting::Lock { object, .. } | Waiting::Once { object, .. }, _)) => {
            case.name(*object)
        }
        Some((Waiting::Join { child }, _)) => format!("{} to finish", case.who(*child)),
        _ => "another".to_owned(),
    }
}

/// The thread whose wait nobody is left to end; the others wait for it, directly or not.
fn abandoned(case: &Case<'_>) -> Option<String> {
    let lost = match case.record.end {
        End::LostWakeup { condvar } => Some(condvar),
        _ => None,
    };
    let on_lost =
        |on: &Waiting| matches!(on, Waiting::Notify { condvar, .. } if Some(*condvar) == lost);
    let all = || {
        (0..case.record.threads.len()).filter_map(|thread| Some((thread, waits_for(case, thread)?)))
    };
    let roots = || all().filter(|(_, (on, _))| needed(on).is_empty());
    let (thread, (on, place)) =
        roots().find(|(_, (on, _))| on_lost(on)).or_else(|| roots().next())?;
    let (who, at) = (case.who(thread), case.words.line(place));
    Some(match on {
        Waiting::Notify { condvar, mutex } => not_notified(case, thread, *condvar, *mutex),
        Waiting::Barrier { barrier, arrived, size } => format!(
            "only {arrived} of {size} threads reached {}: {who} waits there from {at} on, and no other is left to come.",
            case.name(*barrier)
        ),
        Waiting::Receive { channel } => format!(
            "{who} waits at {at} for a value from {}, which is empty; nobody is left to send one, and not every \
             sender was dropped.",
            case.name(*channel)
        ),
        Waiting::Send { channel } => {
            format!(
                "{who} waits at {at} for room in {}, and nobody is left to receive.",
                case.name(*channel)
            )
        }
        Waiting::Unpark => format!("{who} is parked at {at}, and nobody is left to unpark it."),
        _ => format!(
            "{who} waits at {at} for {}, which did not give it back.",
            case.words.waiting(on)
        ),
    })
}

/// A thread that waits on a condition variable for ever: which notify it missed, or who should have sent one.
fn not_notified(case: &Case<'_>, thread: ThreadId, condvar: ObjectId, mutex: ObjectId) -> String {
    let steps = &case.record.steps;
    let waits = |step: &crate::record::Step| {
        step.thread == thread
            && matches!(&step.action, Action::Wait { condvar: on, .. } if *on == condvar)
    };
    let began = steps.iter().rposition(waits).unwrap_or(steps.len());
    let began_at = case.at(began.min(steps.len() - 1)).replacen(" at ", "", 1);
    let (who, name) = (case.who(thread), case.name(condvar));
    let wait = format!("{who} waits on {name} from {began_at} on");

    let mut notifies = steps.iter().enumerate().filter_map(|(at, step)| match &step.action {
        Action::Notify { condvar: notified, woken, .. } if *notified == condvar => {
            Some((at, woken.as_slice()))
        }
        _ => None,
    });
    let last = notifies.next_back();
    if let Some((at, woken)) = last
        && let Some(sentence) = woke_the_wrong_thread(case, condvar, at, woken)
    {
        return format!("{sentence}; {who} waits from {began_at} on, and nobody notifies again.");
    }
    let after = last.map_or(0, |(at, _)| at + 1);
    let unannounced = case.accesses.iter().rev().find(|access| {
        access.object == mutex
            && access.thread != thread
            && access.left.is_some()
            && access.last >= began.max(after)
    });
    if let Some(change) = unannounced {
        let (other, mutex) = (case.who(change.thread), case.name(mutex));
        let changed = super::brief(change.left.unwrap_or_default());
        return match last {
            Some((at, _)) if steps[at].thread == change.thread => format!(
                "{other} notified {name}{} before it changed {mutex} to {changed}{}; {wait}, and nobody notifies again.",
                case.at(at),
                case.at(change.first)
            ),
            _ => format!(
                "{wait}; {other} changed {mutex} to {changed}{} but notified nobody.",
                case.at(change.first)
            ),
        };
    }
    match last {
        None => format!("{wait}, and nobody ever notifies it."),
        Some((at, _)) if at < began => missed(case, thread, at, began)
            .map(|missed| {
                format!(
                    "{missed}; {name} was notified{} when nobody was waiting, and {who} waits from {began_at} on: nobody \
                     notifies again.",
                    case.at(at)
                )
            })
            .or_else(|| {
                let taken = taken_before(case, thread, mutex, at, began)?;
                Some(format!("{taken}; {wait}, and nobody is left to notify it."))
            })
            .unwrap_or_else(|| {
                format!(
                    "{name} was notified{} when nobody was waiting; {who} waited from {began_at} on, and nobody \
                     notifies again.",
                    case.at(at)
                )
            }),
        Some(_) => format!("{wait}, and nobody is left to notify it."),
    }
}

/// A look of the thread that was overtaken before it began to wait: what the notify was about.
fn missed(case: &Case<'_>, thread: ThreadId, notified: usize, began: usize) -> Option<String> {
    let looks = case.accesses.iter().rev().filter(|look| {
        look.thread == thread && look.only_looked() && look.first < notified && look.last < began
    });
    looks.into_iter().find_map(|look| {
        let change = case.accesses.iter().find(|change| {
            change.object == look.object
                && change.thread != thread
                && change.left.is_some()
                && look.last < change.first
                && change.first < began
        })?;
        Some(format!(
            "{} saw {} in {} just before {} changed it to {}",
            case.who(thread),
            super::brief(look.saw?),
            case.name(look.object),
            case.who(change.thread),
            super::brief(change.left?)
        ))
    })
}

/// The notify was in time, but what it announced was gone when the thread looked.
fn taken_before(
    case: &Case<'_>,
    thread: ThreadId,
    mutex: ObjectId,
    notified: usize,
    began: usize,
) -> Option<String> {
    let changes =
        || case.accesses.iter().filter(|access| access.object == mutex && access.left.is_some());
    let looked =
        case.accesses.iter().find(|access| access.thread == thread && access.last == began)?;
    let taken = changes().rfind(|access| notified < access.last && access.last < looked.first)?;
    let announced =
        changes().any(|access| access.first <= notified && access.thread != taken.thread);
    if taken.thread == thread || !announced {
        return None;
    }
    Some(format!(
        "{} changed {} from {} to {} before {} looked at it",
        case.who(taken.thread),
        case.name(mutex),
        super::brief(taken.saw?),
        super::brief(taken.left?),
        case.who(thread)
    ))
}

/// A `notify_one` that reached a thread with no use for it, which waited again.
fn woke_the_wrong_thread(
    case: &Case<'_>,
    condvar: ObjectId,
    notified: usize,
    woken: &[ThreadId],
) -> Option<String> {
    let [woken] = *woken else { return None };
    let waits =
        |action: &Action| matches!(action, Action::Wait { condvar: on, .. } if *on == condvar);
    let rest = &case.record.steps[notified..];
    rest.iter().find(|step| step.thread == woken && waits(&step.action))?;
    let name = case.name(condvar);
    Some(format!(
        "the notify on {name}{} woke {}, which had no use for it and waited again",
        case.at(notified),
        case.who(woken)
    ))
}
