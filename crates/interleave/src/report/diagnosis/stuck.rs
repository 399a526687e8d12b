//! Deadlocks and lost wake-ups: either threads wait for each other in a circle, or one waits for something that nobody
//! is left to do.

use super::{Case, unnotified};
use crate::record::{End, Place, ThreadId, Waiting};

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
    let (who, at) = (case.who(thread), case.words.at(place));
    Some(match on {
        Waiting::Lock { object, .. } => {
            let held = &case.record.objects.get(*object)?.held;
            let since = held.iter().find(|(holder, _)| *holder == thread);
            let since = since.map_or_else(String::new, |(_, place)| format!(" since {}", case.words.line(place)));
            format!(
                "{who} waits {at} for {}, which it holds itself{since}: it can never go on.",
                case.name(*object)
            )
        }
        _ => format!("{who} waits {at} for itself: it can never go on."),
    })
}

fn wanted(case: &Case<'_>, thread: ThreadId) -> String {
    match waits_for(case, thread) {
        Some((Waiting::Lock { object, .. } | Waiting::Once { object, .. }, _)) => case.name(*object),
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
    let on_lost = |on: &Waiting| matches!(on, Waiting::Notify { condvar, .. } if Some(*condvar) == lost);
    let all = || (0..case.record.threads.len()).filter_map(|thread| Some((thread, waits_for(case, thread)?)));
    let ended = |thread: &ThreadId| waits_for(case, *thread).is_none();
    let roots = || all().filter(|(_, (on, _))| needed(on).iter().all(ended));
    let (thread, (on, place)) = roots().find(|(_, (on, _))| on_lost(on)).or_else(|| roots().next())?;
    let (who, at) = (case.who(thread), case.words.at(place));
    Some(match on {
        Waiting::Notify { condvar, mutex } => unnotified::explain(case, thread, *condvar, *mutex),
        Waiting::Barrier { barrier, arrived, size } => format!(
            "only {arrived} of {size} threads reached {}: {who} waits there {at}, and no other is left to come.",
            case.name(*barrier)
        ),
        Waiting::Receive { channel } => format!(
            "{who} waits {at} for a value from {}, which is empty; nobody is left to send one, and not every \
             sender was dropped.",
            case.name(*channel)
        ),
        Waiting::Send { channel } => {
            format!("{who} waits {at} for room in {}, and nobody is left to receive.", case.name(*channel))
        }
        Waiting::Unpark => format!("{who} is parked {at}, and nobody is left to unpark it."),
        Waiting::Lock { object, holders, .. } => {
            let name = case.name(*object);
            match holders.first() {
                Some(&holder) => {
                    format!("{who} waits {at} for {name}, which {} locked and never unlocked.", case.who(holder))
                }
                None => format!("{who} waits {at} for {name}, and nobody is left to unlock it."),
            }
        }
        Waiting::Join { .. } | Waiting::Once { .. } => {
            format!("{who} waits {at} for {}, and that does not come.", case.words.waiting(on))
        }
    })
}
