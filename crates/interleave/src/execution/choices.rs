//! Who can take a step in a state, and in which ways.

use super::choice::{Choice, Variant};
use super::object::ObjectState;
use super::operation::Operation;
use super::state::State;
use crate::record::ThreadId;

impl State {
    /// Every choice that there is in this state, in a fixed order: the thread that ran last first, then the others,
    /// then the wake-ups that nobody caused. Empty if no thread can go on; `stuck` says so even where a spurious
    /// wake-up could still come.
    pub(crate) fn choices(&mut self, choices: &mut Vec<Choice>) {
        choices.clear();
        let mut held_back = None;
        let last = self.current;
        let others = (0..self.threads.len()).filter(|thread| *thread != last);
        for thread in std::iter::once(last).chain(others) {
            if !self.can_go_on(thread) {
                continue;
            }
            if self.spins(thread) {
                let turn = (self.threads[thread].last_step, thread);
                held_back = held_back.min(Some(turn)).or(Some(turn));
                continue;
            }
            choices.push(Choice { thread, variant: Variant::Usual });
            if let Operation::Notify { condvar, all: false } = self.threads[thread].pending
                && let ObjectState::Condvar { waiters, .. } = &self.objects[condvar].state
            {
                let others = 1..waiters.len().max(1);
                choices.extend(others.map(|n| Choice { thread, variant: Variant::Waiter(n as u8) }));
            }
        }
        if choices.is_empty() {
            self.time_passes(choices);
        } else if held_back.is_some() {
            self.held_back = true;
        }
        match held_back {
            // Only spinning threads are left: they go round in turn.
            Some((_, thread)) if choices.is_empty() => {
                self.idle += 1;
                choices.push(Choice { thread, variant: Variant::Usual });
            }
            _ => self.gifts(choices),
        }
    }

    /// Nobody can go on by itself: the wait that ends first ends.
    fn time_passes(&self, choices: &mut Vec<Choice>) {
        let variant = Variant::LastResort;
        let timed = |thread: &ThreadId| {
            !self.threads[*thread].finished && self.threads[*thread].pending.allows(variant, *thread, self)
        };
        let first = (0..self.threads.len()).filter(timed).filter_map(|t| self.threads[t].pending.deadline()).min();
        let due = (0..self.threads.len()).filter(timed).filter(|t| self.threads[*t].pending.deadline() == first);
        choices.extend(due.map(|thread| Choice { thread, variant }));
    }

    /// Wake-ups that nobody caused, as far as the budgets go.
    fn gifts(&self, choices: &mut Vec<Choice>) {
        let stuck = choices.is_empty();
        for (variant, left) in [
            (Variant::Spurious, self.settings.spurious_wakeups > self.cost.spurious_wakeups),
            (Variant::Early, self.settings.early_timeouts > self.cost.early_timeouts),
        ] {
            for thread in (0..self.threads.len()).filter(|_| left) {
                let state = &self.threads[thread];
                if !state.finished && state.pending.allows(variant, thread, self) {
                    if choices.is_empty() && stuck {
                        choices.push(Choice { thread: self.current, variant: Variant::Stuck });
                    }
                    choices.push(Choice { thread, variant });
                }
            }
        }
    }

    /// Can `thread` go on by the ordinary course of things?
    pub(crate) fn can_go_on(&self, thread: ThreadId) -> bool {
        !self.threads[thread].finished && self.threads[thread].pending.enabled(thread, self)
    }

    /// Does `thread` only spin?
    pub(crate) fn spins(&self, thread: ThreadId) -> bool {
        self.threads[thread].spins(self.progress)
    }

    /// Would leaving the running thread now interrupt it?
    pub(crate) fn leaving_is_preemption(&self) -> bool {
        self.can_go_on(self.current) && !self.threads[self.current].stepped_aside
    }
}
