//! The state of the execution under way on this OS thread: its threads, its objects, and what the last transition
//! touched. The operations in [`crate::sync`] and [`crate::thread`] change it, the explorer reads it.

use super::choice::{Choice, Variant};
use super::detail::Detail;
use super::footprint::{Footprint, Target};
use super::hash::mix;
use super::object::{Channel, Object, ObjectState};
use super::thread::Thread;
use super::{Body, Cost, Settings};
use crate::record::{Action, ObjectId, Place, Step, ThreadId};
use std::cell::RefCell;

thread_local! {
    static STATE: RefCell<Option<State>> = const { RefCell::new(None) };
}

/// One execution, as far as it has come.
pub(crate) struct State {
    /// Tells the objects of different executions apart.
    pub(crate) serial: u64,
    pub(crate) settings: Settings,
    pub(crate) threads: Vec<Thread>,
    pub(crate) objects: Vec<Object>,
    /// Who is running.
    pub(crate) current: ThreadId,
    /// The variant of the step being taken.
    pub(crate) variant: Variant,
    pub(crate) footprint: Footprint,
    /// Threads that were spawned in this transition.
    pub(crate) newborn: Vec<Body>,
    pub(crate) cost: Cost,
    /// Counts how often anybody got anywhere: a thread that spins between two such steps finds nothing new.
    pub(crate) progress: u64,
    /// Steps taken since only spinning threads were left.
    pub(crate) idle: usize,
    /// The last step that changed shared data.
    pub(crate) last_progress: usize,
    /// A thread was held back because it only span.
    pub(crate) held_back: bool,
    /// An operation saw whether something had been released yet.
    pub(crate) saw_release: bool,
    /// The first panic that ended a thread (or is about to: it is still unwinding).
    pub(crate) first_panic: Option<(ThreadId, String)>,
    pub(crate) detail: Option<Detail>,
}

/// Makes `state` the execution of this OS thread; the one before is handed back.
pub(crate) fn replace_state(state: Option<State>) -> Option<State> {
    STATE.with_borrow_mut(|slot| std::mem::replace(slot, state))
}

/// Is an exploration going on here?
pub(crate) fn exploring() -> bool {
    STATE.try_with(|slot| slot.try_borrow().map_or(true, |slot| slot.is_some())).unwrap_or(false)
}

/// Looks at the execution under way.
///
/// # Panics
/// If there is none.
#[track_caller]
pub(crate) fn with_state<R>(look: impl FnOnce(&mut State) -> R) -> R {
    if_exploring(look).unwrap_or_else(|| {
        panic!(
            "interleave: its types only work inside `interleave::explore`; \
             outside of a model test use those of `std`"
        )
    })
}

/// As [`with_state`], for destructors and `Debug`, which also run outside.
pub(crate) fn if_exploring<R>(look: impl FnOnce(&mut State) -> R) -> Option<R> {
    STATE.try_with(|slot| slot.borrow_mut().as_mut().map(look)).ok().flatten()
}

/// Notes a panic, unless it came from within an operation.
pub(crate) fn note_if_free(action: Action) {
    STATE.with(|slot| {
        if let Ok(mut slot) = slot.try_borrow_mut()
            && let Some(state) = slot.as_mut()
        {
            state.note(None, |_| action);
        }
    });
}

impl State {
    pub(crate) fn thread(&mut self) -> &mut Thread {
        &mut self.threads[self.current]
    }

    pub(crate) fn channel(&self, object: ObjectId) -> &Channel {
        match &self.objects[object].state {
            ObjectState::Channel(channel) => channel,
            _ => unreachable!("a channel"),
        }
    }

    pub(crate) fn channel_mut(&mut self, object: ObjectId) -> &mut Channel {
        match &mut self.objects[object].state {
            ObjectState::Channel(channel) => channel,
            _ => unreachable!("a channel"),
        }
    }

    pub(crate) fn lock_is_free(&self, object: ObjectId, shared: bool) -> bool {
        match &self.objects[object].state {
            ObjectState::Lock { writer, readers, .. } => writer.is_none() && (shared || readers.is_empty()),
            _ => unreachable!("a lock"),
        }
    }

    pub(crate) fn holders(&self, object: ObjectId) -> Vec<ThreadId> {
        match &self.objects[object].state {
            ObjectState::Lock { writer, readers, .. } => {
                writer.iter().chain(readers).map(|(thread, _)| *thread).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The running thread read `object`: it cannot be before who wrote it.
    pub(crate) fn reads(&mut self, object: ObjectId) {
        self.footprint.add(Target::Object(object), false);
        let clock = self.objects[object].clock;
        let thread = self.thread();
        thread.clock = thread.clock.max(clock);
    }

    /// The running thread wrote `object`.
    pub(crate) fn writes(&mut self, object: ObjectId) {
        self.reads(object);
        self.footprint.add(Target::Object(object), true);
        self.objects[object].clock = self.thread().clock;
    }

    /// What the running thread found out, which is all that its future can depend on.
    pub(crate) fn observes(&mut self, value: u64) {
        let thread = self.thread();
        thread.history = mix(thread.history, value);
    }

    /// Shared data changed: whoever was spinning may find something new.
    pub(crate) fn progresses(&mut self) {
        self.stirs();
        self.last_progress = self.cost.size.steps;
    }

    /// Somebody got somewhere, though perhaps only for a moment: two threads that keep taking locks and giving them back
    /// stir, but make no progress.
    pub(crate) fn stirs(&mut self) {
        self.progress += 1;
        self.idle = 0;
    }

    /// Adds a step to the record, if one is wanted.
    pub(crate) fn note(&mut self, place: Option<Place>, action: impl FnOnce(&Self) -> Action) {
        if self.detail.is_some() && self.idle == 0 {
            let step = Step { thread: self.current, place, action: action(self) };
            self.detail.as_mut().expect("just seen").steps.push(step);
        }
    }

    /// Are values wanted as text?
    pub(crate) fn detailed(&self) -> bool {
        self.detail.is_some()
    }

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
            if self.threads[thread].spins(self.progress) {
                let turn = (self.threads[thread].last_step, thread);
                held_back = held_back.min(Some(turn)).or(Some(turn));
                continue;
            }
            choices.push(Choice { thread, variant: Variant::Usual });
            if let super::Operation::Notify { condvar, all: false } = self.threads[thread].pending
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
        let due = choices.first().is_some_and(|choice| choice.variant == Variant::LastResort);
        for (variant, left) in [
            (Variant::Spurious, self.settings.spurious_wakeups > self.cost.spurious_wakeups),
            (Variant::Early, self.settings.early_timeouts > self.cost.early_timeouts && !due),
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

    /// Would leaving the running thread now interrupt it?
    pub(crate) fn leaving_is_preemption(&self) -> bool {
        self.can_go_on(self.current) && !self.threads[self.current].stepped_aside
    }

    /// Stands for the state: what every thread has found out, what every object holds, and what was spent.
    pub(crate) fn key(&self) -> u64 {
        let spent = mix(self.cost.spurious_wakeups as u64, self.cost.early_timeouts as u64);
        let threads = self.threads.iter().map(Thread::fingerprint);
        let objects = self.objects.iter().map(Object::fingerprint);
        threads.chain(objects).fold(spent, u64::wrapping_add)
    }
}
