//! Lost wake-ups and missing notifies: a thread waits on a condition variable for ever. Did a notify come too early,
//! did it wake a different thread, or was there none?

use super::super::value::{brief, change};
use super::{Access, Case, Said};
use crate::record::{Action, ObjectId, Step, ThreadId};

/// The sentence about a thread that waits on a condition variable for ever. `others` says what became of the threads
/// that might have notified it.
pub(super) fn explain(
    case: &Case<'_>,
    thread: ThreadId,
    (condvar, mutex): (ObjectId, ObjectId),
    others: &dyn Fn() -> String,
) -> Said {
    let steps = &case.record.steps;
    let began = steps.iter().rposition(|step| step.thread == thread && waits(step, condvar));
    let began = began.unwrap_or(steps.len().saturating_sub(1));
    let notified =
        steps.iter().rposition(|step| matches!(&step.action, Action::Notify { condvar: on, .. } if *on == condvar));
    let wait = Wait { case, thread, condvar, mutex, began };
    let here = |text| Said::at(steps.get(began).and_then(|step| step.place), text);
    // Its condition does not hold: no notify would have helped, whenever it came.
    let in_vain = case.record.threads[thread].ready == Some(false);
    let Some(notified) = notified else {
        let unannounced = if in_vain { None } else { wait.unannounced(0) };
        return unannounced
            .unwrap_or_else(|| here(format!("{}, and nobody ever notifies it{}.", wait.text(), others())));
    };
    if in_vain {
        let nobody = || format!("{}, and nobody is left to notify it{}.", wait.text(), others());
        return here(wait.came_for_nothing(notified, &others()).unwrap_or_else(nobody));
    }
    wait.woke_another(notified)
        .map(here)
        .or_else(|| wait.notified_before_the_change(notified))
        .or_else(|| wait.unannounced(notified))
        .or_else(|| wait.woke_one_of_several(notified).map(here))
        .or_else(|| wait.looked_before_the_change(notified).map(here))
        .or_else(|| wait.came_for_nothing(notified, "").map(here))
        .unwrap_or_else(|| here(wait.came_too_early_or_never(notified)))
}

fn waits(step: &Step, condvar: ObjectId) -> bool {
    matches!(&step.action, Action::Wait { condvar: on, .. } if *on == condvar)
}

/// A wait that does not end.
struct Wait<'c> {
    case: &'c Case<'c>,
    thread: ThreadId,
    condvar: ObjectId,
    mutex: ObjectId,
    /// The step in which it began.
    began: usize,
}

impl Wait<'_> {
    fn who(&self) -> String {
        self.case.who(self.thread)
    }

    fn condvar(&self) -> String {
        self.case.name(self.condvar)
    }

    /// `line 20`
    fn line(&self) -> String {
        self.case.line(self.began)
    }

    fn text(&self) -> String {
        format!("{} waits on {} from {} on", self.who(), self.condvar(), self.line())
    }

    /// `notify_one` woke a thread that had no use for it and waited again.
    fn woke_another(&self, notified: usize) -> Option<String> {
        let steps = &self.case.record.steps;
        let Action::Notify { woken, .. } = &steps[notified].action else { return None };
        let [woken] = woken[..] else { return None };
        let rest = &steps[notified..];
        rest.iter().find(|step| step.thread == woken && waits(step, self.condvar))?;
        Some(format!(
            "the notify on {} at {} woke {}, which had no use for it and waited again; {} waits from {} on, and nobody \
             notifies again.",
            self.condvar(),
            self.case.line(notified),
            self.case.who(woken),
            self.who(),
            self.line()
        ))
    }

    /// Several threads waited, and `notify_one` woke a different one.
    fn woke_one_of_several(&self, notified: usize) -> Option<String> {
        let Action::Notify { woken, .. } = &self.case.record.steps[notified].action else {
            return None;
        };
        (notified > self.began && !woken.is_empty()).then(|| {
            format!(
                "the notify on {} at {} woke only {}; {} waits from {} on, and nobody notifies again.",
                self.condvar(),
                self.case.line(notified),
                self.case.words.threads(woken),
                self.who(),
                self.line()
            )
        })
    }

    /// The notifying thread changed the state only afterwards.
    fn notified_before_the_change(&self, notified: usize) -> Option<Said> {
        let steps = &self.case.record.steps;
        let change = self.change_after(notified)?;
        let other = steps[notified].thread;
        // A notify announces the change before it, unless that was already announced by an earlier notify.
        let earlier = self.changes().filter(|access| access.thread == other && access.first < notified).last();
        let told = |change: &Access<'_>| {
            steps[change.first..notified].iter().any(|step| {
                step.thread == other
                    && matches!(&step.action, Action::Notify { condvar, .. } if *condvar == self.condvar)
            })
        };
        if change.thread != other || earlier.is_some_and(|change| !told(change)) {
            return None;
        }
        let text = format!(
            "{} notified {} at {} before it changed {} at {}; {}, and nobody notifies again.",
            self.case.who(other),
            self.condvar(),
            self.case.line(notified),
            self.how(change).unwrap_or_default(),
            self.case.line(change.first),
            self.text()
        );
        Some(Said { then: steps[change.first].place, ..Said::at(steps[notified].place, text) })
    }

    /// The state was changed after the last notify, and no notify followed.
    fn unannounced(&self, notified: usize) -> Option<Said> {
        // A change that was announced to other threads is less likely to be the one that this thread needed to hear
        // of.
        let unheard = || self.changes().filter(|access| access.last > self.began && access.first > notified);
        let changed = unheard().find(|access| self.notified_instead(access).is_none()).or(unheard().next())?;
        let text = format!(
            "{}; {} changed {} at {} but notified {}.",
            self.text(),
            self.case.who(changed.thread),
            self.how(changed)?,
            self.case.line(changed.first),
            self.notified_instead(changed).map_or("nobody".to_owned(), |other| format!("only {other}"))
        );
        Some(Said::at(self.case.record.steps[changed.first].place, text))
    }

    /// The other condition variable, on which the thread announced this change.
    fn notified_instead(&self, changed: &Access<'_>) -> Option<String> {
        let steps = &self.case.record.steps;
        let next = self.changes().find(|later| later.thread == changed.thread && later.first > changed.last);
        let until = next.map_or(steps.len(), |next| next.first);
        steps[changed.first..until].iter().find_map(|step| match &step.action {
            Action::Notify { condvar, .. } if step.thread == changed.thread && *condvar != self.condvar => {
                Some(self.case.name(*condvar))
            }
            _ => None,
        })
    }

    /// `` `items` to [1]``; for a struct, only what changed: `` `state` (items [] → [1])``.
    fn how(&self, access: &Access<'_>) -> Option<String> {
        let (name, left) = (self.case.name(self.mutex), access.left?);
        Some(match access.saw.filter(|saw| saw.ends_with('}') && left.ends_with('}')) {
            Some(saw) => format!("{name} ({})", change(saw, left)),
            None => format!("{name} to {}", brief(left)),
        })
    }

    /// The first change of the state by another thread that ended after this step and during the wait. Later changes
    /// are often made by a thread that consumes what this one produced.
    fn change_after(&self, step: usize) -> Option<&Access<'_>> {
        let unheard = |access: &&Access<'_>| access.last > self.began && access.first > step;
        self.changes().find(unheard)
    }

    fn changes(&self) -> impl Iterator<Item = &Access<'_>> {
        let changed = |access: &&Access<'_>| access.object == self.mutex && access.left.is_some();
        self.case.accesses.iter().filter(changed).filter(|access| access.thread != self.thread)
    }

    /// The thread had looked before the change that the notify announced, and began to wait after both.
    fn looked_before_the_change(&self, notified: usize) -> Option<String> {
        let accesses = &self.case.accesses;
        let looks = accesses.iter().rev().filter(|look| {
            look.thread == self.thread && look.only_looked() && look.first < notified && look.last < self.began
        });
        looks.into_iter().find_map(|look| {
            let change = accesses.iter().find(|change| {
                change.object == look.object
                    && change.thread != self.thread
                    && change.left.is_some()
                    && look.last < change.first
                    && change.first < self.began
            })?;
            Some(format!(
                "{} saw {} in {} just before {} changed it to {}; {} was notified at {} when nobody was waiting, and {} \
                 waits from {} on: nobody notifies again.",
                self.who(),
                brief(look.saw?),
                self.case.name(look.object),
                self.case.who(change.thread),
                brief(change.left?),
                self.condvar(),
                self.case.line(notified),
                self.who(),
                self.line()
            ))
        })
    }

    /// The thread checked its condition after the notify, but what it announced was gone.
    fn came_for_nothing(&self, notified: usize, others: &str) -> Option<String> {
        let own = |access: &&Access<'_>| access.thread == self.thread && access.last == self.began;
        let look = self.case.accesses.iter().find(own)?;
        let taken = self.changes().filter(|access| notified < access.last && access.last < look.first).last()?;
        self.changes().find(|access| access.first <= notified && access.thread != taken.thread)?;
        let (name, saw) = (self.case.name(self.mutex), taken.saw?);
        let how = match saw.ends_with('}') {
            true => self.how(taken)?,
            false => format!("{name} from {} to {}", brief(saw), brief(taken.left?)),
        };
        Some(format!(
            "{} changed {how} before {} looked at it; {}, and nobody is left to notify it{others}.",
            self.case.who(taken.thread),
            self.who(),
            self.text()
        ))
    }

    fn came_too_early_or_never(&self, notified: usize) -> String {
        if notified > self.began {
            return format!("{}, and nobody is left to notify it.", self.text());
        }
        let nobody = match &self.case.record.steps[notified].action {
            Action::Notify { woken, .. } if !woken.is_empty() => "",
            _ => " when nobody was waiting",
        };
        format!(
            "{} was notified at {}{nobody}; {} waited from {} on, and nobody notifies again.",
            self.condvar(),
            self.case.line(notified),
            self.who(),
            self.line()
        )
    }
}
