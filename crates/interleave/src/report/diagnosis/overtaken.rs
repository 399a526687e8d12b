//! Wrong values and panics: each rule finds a thread that acted on what it had seen after another thread had changed
//! it.

use super::super::value::{brief, change};
use super::{Access, Case, Said, exchanges, gave_up, once, twice, unchecked};
use crate::record::{Action, End, ObjectId, ThreadId};
use crate::source;

/// A sentence, and the steps that it is about: a read, and the action that relied on it.
type Race = (String, [usize; 2]);

/// The first rule that applies. `panicked` is the thread that panicked, if one did. The line to look at first is
/// where a thread looked too early, not where the program ends.
pub(super) fn explain(case: &Case<'_>, panicked: Option<ThreadId>) -> Option<Said> {
    let nowhere = |text: Option<String>| text.map(|text| Said::at(None, text));
    let place = |step: usize| case.record.steps.get(step).and_then(|step| step.place);
    let at = |(text, [look, act]): Race| Said { then: place(act), ..Said::at(place(look), text) };
    nowhere(unchecked::went_on(case, panicked))
        .or_else(|| nowhere(once::set_by_another(case, panicked)))
        .or_else(|| nowhere(twice::initialised(case)))
        .or_else(|| nowhere(exchanges::came_back(case)))
        .or_else(|| nowhere(exchanges::read_too_late(case)))
        .or_else(|| gave_up::exchanged_once(case).filter(|_| panicked.is_none()))
        .or_else(|| two_accesses(case, panicked).map(at))
        .or_else(|| gave_up::went_on(case).filter(|_| panicked.is_none()))
        .or_else(|| unlucky_moment(case, panicked).map(|race| Said { is_a_guess: true, ..at(race) }))
}

/// The first rule that applies to what two threads did to one object.
fn two_accesses(case: &Case<'_>, panicked: Option<ThreadId>) -> Option<Race> {
    lost_update(case).or_else(|| both_acted(case, panicked)).or_else(|| acted_on_stale_look(case))
}

/// A read that came too early. Only someone who knows the program can say whether the read is the bug.
fn unlucky_moment(case: &Case<'_>, panicked: Option<ThreadId>) -> Option<Race> {
    saw_half_of_a_change(case)
        .or_else(|| looked_too_early(case, panicked.unwrap_or(0)))
        .or_else(|| acted_on_stale_look_elsewhere(case, panicked))
}

/// A read, another thread's write, and a write that does not take it into account. Under a lock this is certain only
/// if both wrote the same value.
fn lost_update(case: &Case<'_>) -> Option<Race> {
    let writes = case.accesses.iter().filter(|access| access.rewrote || !access.locked && access.saw.is_none());
    for write in writes {
        let Some((look, overtaken)) = overtaken(case, write) else { continue };
        let (Some(saw), Some(first)) = (look.saw, overtaken.first().and_then(|access| access.left)) else {
            continue;
        };
        let (name, other) = (case.name(write.object), case.who(overtaken[0].thread));
        let last = overtaken.last().and_then(|access| access.left);
        let one_more = adds(case, write)
            && saw.parse().ok().zip(first.parse().ok()).is_some_and(|(a, b): (i128, i128)| a + 1 == b);
        if write.locked && !(one_more && overtaken.len() == 1 && write.saw == Some(first)) {
            continue;
        }
        // Writing the value that is already there overwrites nothing.
        if !one_more && write.left == last {
            continue;
        }
        let lost = match overtaken.len() {
            1 if one_more => "one increment was lost".to_owned(),
            count if one_more => format!("{count} increments were lost"),
            _ => format!("what {other} wrote was lost"),
        };
        let text = format!(
            "{} read {} from {name} before {other} wrote {}, so {lost}.",
            case.who(write.thread),
            brief(saw),
            brief(first)
        );
        return Some((text, [look.first, write.first]));
    }
    None
}

/// Does this write add to what was there? A bit that is set looks the same, so the result or the source must confirm
/// it.
fn adds(case: &Case<'_>, write: &Access<'_>) -> bool {
    let too_small = match &case.record.end {
        End::WrongValue { value, expected } => value
            .parse()
            .ok()
            .zip(expected.parse().ok())
            .is_some_and(|(value, expected): (i128, i128)| value < expected),
        _ => false,
    };
    let line = |step: usize| source::line(case.record.steps.get(step)?.place?);
    too_small || line(write.first).is_some_and(|line| line.contains('+'))
}

/// Check-then-act by two threads: both look before anything changes, and each continues as if it were alone.
fn both_acted(case: &Case<'_>, panicked: Option<ThreadId>) -> Option<Race> {
    let looks = || case.accesses.iter().filter(|access| access.only_looked() && !went_to_sleep(case, access));
    for one in looks() {
        let same = |other: &&Access<'_>| {
            other.object == one.object
                && other.thread != one.thread
                && other.saw == one.saw
                && other.first > one.first
        };
        for other in looks().filter(same) {
            let both = [one.thread, other.thread];
            let comes_back = |look: &Access<'_>| {
                let mut later = case.accesses.iter().filter(|access| access.first > look.last);
                later.any(|access| access.thread == look.thread && access.object == look.object)
            };
            let changed_between = changes(case, one.object, one.first, other.last).next().is_some();
            let changed_by_one = changes(case, one.object, other.last, case.record.steps.len() + 1)
                .any(|change| both.contains(&change.thread));
            let concerned = panicked.is_none_or(|thread| both.contains(&thread));
            let both_there = case.record.steps[one.first..]
                .iter()
                .all(|step| !matches!(step.action, Action::Spawn { child } if child == other.thread));
            if concerned && both_there && !changed_between && changed_by_one && comes_back(one) && comes_back(other)
            {
                let text = format!(
                    "{} and {} both saw {} in {} before either changed it, and both acted on it.",
                    case.who(one.thread.min(other.thread)),
                    case.who(one.thread.max(other.thread)),
                    brief(one.saw?),
                    case.name(one.object)
                );
                return Some((text, [one.first, other.first]));
            }
        }
    }
    None
}

/// A thread that looked and then waited has not acted on what it saw.
fn went_to_sleep(case: &Case<'_>, look: &Access<'_>) -> bool {
    case.record.steps.get(look.last).is_some_and(|step| matches!(step.action, Action::Wait { .. }))
}

/// Check-then-act: a read under a lock (or an atomic one), then a change of the same object that relies on it.
fn acted_on_stale_look(case: &Case<'_>) -> Option<Race> {
    let acts =
        case.accesses.iter().filter(|access| access.left.is_some() && (access.locked || access.saw.is_some()));
    for act in acts {
        let Some((look, overtaken)) = overtaken(case, act) else { continue };
        let (who, name) = (case.who(act.thread), case.name(act.object));
        let (other, saw) = (case.who(overtaken[0].thread), brief(look.saw?));
        let changed = brief(overtaken.last()?.left?);
        let again = if act.locked { "locked it again" } else { "changed it too" };
        let released = if look.locked { " and unlocked it" } else { "" };
        let text = format!(
            "{who} saw {saw} in {name}{released}, but {other} changed it to {changed} before {who} {again} and acted \
             on what it had seen."
        );
        return Some((text, [look.first, act.first]));
    }
    None
}

/// The thread's last plain read of the same object before `act`, and what others changed in between.
pub(super) fn overtaken<'c, 'r>(
    case: &'c Case<'r>,
    act: &Access<'r>,
) -> Option<(&'c Access<'r>, Vec<&'c Access<'r>>)> {
    let earlier = |access: &&Access<'_>| {
        access.thread == act.thread && access.object == act.object && access.last < act.first
    };
    let look = case.accesses.iter().rev().find(earlier).filter(|access| access.only_looked())?;
    let others: Vec<&Access<'_>> =
        changes(case, act.object, look.last, act.first).filter(|access| access.thread != act.thread).collect();
    (!others.is_empty()).then_some((look, others))
}

/// The changes of an object that ended between these two steps.
pub(super) fn changes<'c, 'r>(
    case: &'c Case<'r>,
    object: ObjectId,
    after: usize,
    before: usize,
) -> impl Iterator<Item = &'c Access<'r>> {
    case.accesses.iter().filter(move |access| {
        access.object == object && access.left.is_some() && after < access.last && access.last < before
    })
}

/// Two objects changed in two steps, and a read of both in between.
fn saw_half_of_a_change(case: &Case<'_>) -> Option<Race> {
    let changes = || case.accesses.iter().filter(|access| access.left.is_some());
    for first in changes() {
        for second in
            changes().filter(|c| c.thread == first.thread && c.object != first.object && c.first > first.last)
        {
            let between = |access: &&Access<'_>| {
                access.thread != first.thread && first.last < access.first && access.last < second.first
            };
            let looks = || case.accesses.iter().filter(between);
            let at = |object| looks().find(move |look| look.object == object);
            let (Some(at_first), Some(_)) = (at(first.object), at(second.object)) else { continue };
            let say = |access: &Access<'_>| match (access.saw, access.left) {
                (Some(saw), Some(left)) => {
                    format!("{} ({})", case.name(access.object), change(saw, left))
                }
                (None, Some(left)) => format!("{} (to {})", case.name(access.object), brief(left)),
                _ => case.name(access.object),
            };
            let (looker, changer) = (case.who(at_first.thread), case.who(first.thread));
            let text = format!(
                "{looker} looked after {changer} had changed {} and before it changed {}, so it saw only half of the \
                 change.",
                say(first),
                say(second)
            );
            return Some((text, [first.first, second.first]));
        }
    }
    None
}

/// A thread read the result of another thread that it had not joined.
fn looked_too_early(case: &Case<'_>, reader: ThreadId) -> Option<Race> {
    let steps = &case.record.steps;
    let look = case.accesses.iter().rev().find(|access| access.thread == reader && access.saw.is_some())?;
    let joined = |thread: ThreadId| {
        let mut before = steps[..look.first].iter().filter(|step| step.thread == reader);
        before.any(|step| matches!(step.action, Action::Join { child } if child == thread))
    };
    let finished = |thread: ThreadId| {
        steps[..look.first].iter().any(|step| step.thread == thread && step.action == Action::Finish)
    };
    let mut spawned = steps[..look.first].iter().filter_map(|step| match step.action {
        Action::Spawn { child } if step.thread == reader => Some(child),
        _ => None,
    });
    let changed =
        |child, after| changes(case, look.object, after, steps.len()).any(|access| access.thread == child);
    let ended = |child| steps.iter().any(|step| step.thread == child && step.action == Action::Finish);
    let by_another = changes(case, look.object, 0, look.first).any(|access| access.thread != reader);
    let cut_off = |child| !changed(child, 0) && !ended(child) && !by_another;
    let too_late = |child| changed(child, look.last) || cut_off(child);
    let unfinished = spawned.rfind(|&child| !joined(child) && !finished(child) && too_late(child))?;
    let (who, worker) = (case.who(reader), case.who(unfinished));
    let saw = brief(look.saw?);
    let joins = steps[look.first..]
        .iter()
        .any(|step| step.thread == reader && matches!(step.action, Action::Join { child } if child == unfinished));
    let joins = match joins {
        true => format!("it joins {worker} only afterwards"),
        false => format!("it does not join {worker} first"),
    };
    let text = format!(
        "{who} saw {saw} in {} at {} while {worker} was still at work: {joins}.",
        case.name(look.object),
        case.line(look.first)
    );
    Some((text, [look.first; 2]))
}

/// A read that another thread overtook, and its consequence.
fn acted_on_stale_look_elsewhere(case: &Case<'_>, panicked: Option<ThreadId>) -> Option<Race> {
    let concerned = |thread| panicked.is_none_or(|panicked| panicked == thread);
    let looks = case.accesses.iter().rev().filter(|access| access.only_looked() && concerned(access.thread));
    let looks = looks.filter(|access| !went_to_sleep(case, access));
    for look in looks {
        let later = changes(case, look.object, look.last, case.record.steps.len());
        let Some(change) = later.filter(|access| access.thread != look.thread).last() else {
            continue;
        };
        let (Some(saw), Some(left)) = (look.saw, change.left) else { continue };
        let who = case.who(look.thread);
        let acts = case.accesses.iter().filter(|act| act.thread == look.thread && act.first > change.last);
        let acted = if panicked.is_some() {
            format!(" before {who} acted on it")
        } else if let Some((act, left)) = acts.clone().find_map(|act| Some((act, act.left?))) {
            format!(" before {who} changed {} to {}", case.name(act.object), brief(left))
        } else if acts.clone().any(|act| act.object == look.object && act.locked) {
            format!(" before {who} locked it again and acted on what it had seen")
        } else {
            String::new()
        };
        let text = format!(
            "{who} saw {} in {} at {}, but {} changed it to {}{acted}.",
            brief(saw),
            case.name(look.object),
            case.line(look.first),
            case.who(change.thread),
            brief(left)
        );
        return Some((text, [look.first; 2]));
    }
    None
}
