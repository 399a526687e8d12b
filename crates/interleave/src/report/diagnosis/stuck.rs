//! Deadlocks and lost wake-ups: either threads wait for each other in a cycle, or one waits for something that no
//! thread is left to do.

use super::super::words::list;
use super::{Case, Said, held, unchecked, unnotified};
use crate::record::{Action, End, Place, Step, ThreadId, Waiting};

pub(super) fn explain(case: &Case<'_>) -> Said {
    let said = who_waits(case);
    // A thread that ended because it did not check its condition again cannot do what the others wait for.
    match unchecked::went_on_and_ended(case) {
        Some(why) => Said { text: format!("{why} {}", super::capitalised(&said.text, &case.words)), ..said },
        None => said,
    }
}

fn who_waits(case: &Case<'_>) -> Said {
    circle(case)
        .or_else(|| held::explain(case).filter(|_| !somebody_is_ready(case)))
        .or_else(|| abandoned(case))
        .unwrap_or_else(|| Said::at(None, "no thread can go on: each waits for another.".to_owned()))
}

/// The condition that a thread waits for holds, and it only lacks a notify.
fn somebody_is_ready(case: &Case<'_>) -> bool {
    case.record.threads.iter().any(|thread| thread.ready == Some(true))
}

fn waits_for<'c>(case: &'c Case<'_>, thread: ThreadId) -> Option<&'c (Waiting, Place)> {
    case.record.threads.get(thread)?.stuck.as_ref()
}

/// The threads that could end this wait by themselves.
fn needed(on: &Waiting) -> &[ThreadId] {
    match on {
        Waiting::Lock { holders, .. } => holders,
        Waiting::Join { child } => std::slice::from_ref(child),
        Waiting::Once { initialiser, .. } => initialiser.as_slice(),
        _ => &[],
    }
}

/// Threads that wait for each other.
fn circle(case: &Case<'_>) -> Option<Said> {
    let circle = (0..case.record.threads.len()).find_map(|start| {
        let mut path = vec![start];
        while let Some((on, _)) = waits_for(case, path[path.len() - 1]) {
            let next = *needed(on).first()?;
            if next == start {
                return Some(path);
            }
            if path.contains(&next) {
                return None; // this thread is not part of the cycle
            }
            path.push(next);
        }
        None
    })?;
    let place = waits_for(case, circle[0]).map(|(_, place)| *place);
    if let [thread] = circle[..] {
        return Some(Said::at(
            place,
            behind_a_writer(case, thread)
                .or_else(|| after_a_downgrade(case, thread))
                .or_else(|| alone(case, thread))?,
        ));
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
    Some(Said::at(place, format!("{}: {nobody}.", parts.join("; "))))
}

/// A reader that reads again, while a writer that waits for it keeps new readers out.
fn behind_a_writer(case: &Case<'_>, thread: ThreadId) -> Option<String> {
    let (Waiting::Lock { object, shared: true, .. }, place) = waits_for(case, thread)? else { return None };
    let held = &case.record.objects.get(*object)?.held;
    let (_, since) = held.iter().find(|(holder, _)| *holder == thread)?;
    let (writer, at) = (0..case.record.threads.len()).find_map(|writer| match waits_for(case, writer)? {
        (Waiting::Lock { object: wanted, shared: false, .. }, at) if wanted == object => Some((writer, at)),
        _ => None,
    })?;
    let (who, writer) = (case.who(thread), case.who(writer));
    Some(format!(
        "{who} reads {} since {} and waits {} to read it once more; {writer} waits {} to write, which keeps new readers \
         out: neither can go on.",
        case.name(*object),
        case.words.line(since),
        case.words.at(place),
        case.words.at(at)
    ))
}

/// A reader that reads again after its downgrade, while no writer waits.
fn after_a_downgrade(case: &Case<'_>, thread: ThreadId) -> Option<String> {
    let (Waiting::Lock { object, shared: true, .. }, place) = waits_for(case, thread)? else { return None };
    let downgrades =
        |step: &&Step| matches!(&step.action, Action::Downgrade { object: lock, .. } if lock == object);
    let downgraded = case.record.steps.iter().rfind(downgrades).filter(|step| step.thread == thread)?;
    Some(format!(
        "{} had to wait to write {}, downgraded it {} and waits {} to read it once more; the lock may take it for one that a \
         writer still waits for, which keeps new readers out: it can never go on.",
        case.who(thread),
        case.name(*object),
        case.words.at(downgraded.place?),
        case.words.at(place)
    ))
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

/// The thread whose wait no thread is left to end; the others wait for it, directly or indirectly.
///
/// If there are several such threads, one that only lacks a notify is the cause: its condition holds, and the others
/// wait for what it would do next. After that comes a thread at a barrier, because it is known which threads should
/// have come.
fn abandoned(case: &Case<'_>) -> Option<Said> {
    let lost = match case.record.end {
        End::LostWakeup { condvar } => Some(condvar),
        _ => None,
    };
    let on_lost = |on: &Waiting| matches!(on, Waiting::Notify { condvar, .. } if Some(*condvar) == lost);
    let all = || (0..case.record.threads.len()).filter_map(|thread| Some((thread, waits_for(case, thread)?)));
    let ended = |thread: &ThreadId| waits_for(case, *thread).is_none();
    let roots = || all().filter(|(_, (on, _))| needed(on).iter().all(ended));
    let ready = |thread: ThreadId| case.record.threads[thread].ready == Some(true);
    let (thread, (on, place)) = roots()
        .find(|&(thread, (on, _))| on_lost(on) && case.record.threads[thread].ready != Some(false))
        .or_else(|| roots().find(|(thread, _)| ready(*thread)))
        .or_else(|| roots().find(|(_, (on, _))| matches!(on, Waiting::Barrier { .. })))
        .or_else(|| roots().next())?;
    let (who, at) = (case.who(thread), case.words.at(place));
    let text = match on {
        Waiting::Notify { condvar, mutex } => {
            let others = || others(case, thread, roots().map(|(root, _)| root));
            return Some(unnotified::explain(case, thread, (*condvar, *mutex), &others));
        }
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
        Waiting::Once { object, initialiser: None } => {
            format!("{who} waits {at} for {}, and nobody is left to initialise it.", case.name(*object))
        }
        Waiting::Join { .. } | Waiting::Once { .. } => {
            format!("{who} waits {at} for {}, and that does not come.", case.words.waiting(on))
        }
    };
    Some(Said::at(Some(*place), text))
}

/// `: worker 0 has ended`, or what the threads do that could have helped; empty if there are none.
fn others(case: &Case<'_>, thread: ThreadId, roots: impl Iterator<Item = ThreadId>) -> String {
    let ends = |other: &ThreadId| {
        let mut steps = case.record.steps.iter().filter(|step| step.thread == *other);
        steps.any(|step| step.action == Action::Finish)
    };
    let ended: Vec<ThreadId> = (1..case.record.threads.len()).filter(ends).collect();
    let has = if ended.len() == 1 { "has" } else { "have" };
    let ended = (!ended.is_empty()).then(|| format!("{} {has} ended", case.words.threads(&ended)));
    let wait = |other: ThreadId| {
        let (on, place) = waits_for(case, other)?;
        Some(format!("{} waits {} for {}", case.who(other), case.words.at(place), case.words.waiting(on)))
    };
    let told: Vec<String> =
        ended.into_iter().chain(roots.filter(|root| *root != thread).filter_map(wait)).collect();
    if told.is_empty() { String::new() } else { format!(": {}", list(told)) }
}
