//! The state of the execution under way on this OS thread: its threads, its objects, and what the last transition
//! touched. The operations in [`crate::sync`] and [`crate::thread`] change it, the explorer reads it.

use super::choice::{Choice, Schedule, Variant};
use super::coroutine::Coroutine;
use super::detail::Detail;
use super::footprint::{Footprint, Mode, Target};
use super::hash::mix;
use super::object::{Channel, Object, ObjectState};
use super::thread::Thread;
use super::{Cost, Newborn, Settings};
use crate::record::{Action, ObjectId, Place, Step, ThreadId};
use std::cell::{OnceCell, RefCell};

thread_local! {
    static STATE: RefCell<Option<State>> = const { RefCell::new(None) };
    /// Of the last execution.
    static SPARE: RefCell<Lists> = RefCell::default();
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
    pub(crate) newborn: Vec<Newborn>,
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
    pub(crate) detail: Option<Detail>,
    /// The choices so far.
    pub(crate) choices: Vec<Choice>,
    /// The program uses the explorer in a way that no verdict can be given for: this ends the exploration.
    pub(crate) misuse: OnceCell<String>,
    pub(crate) used: Used,
}

/// What an execution used of all that there is.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Used {
    /// A thread other than the main one touched something that can be shared.
    pub(crate) shared: bool,
    /// Some thread parked or waited at a condition variable.
    pub(crate) waits: bool,
    /// Some thread waited with a time-out.
    pub(crate) timed: bool,
}

/// The lists of an execution, empty but with room: the next one uses them again.
#[derive(Default)]
pub(super) struct Lists {
    pub(super) threads: Vec<Thread>,
    pub(super) objects: Vec<Object>,
    pub(super) newborn: Vec<Newborn>,
    pub(super) footprint: Footprint,
    pub(super) coroutines: Vec<Coroutine>,
    pub(super) possible: Vec<Choice>,
}

impl Lists {
    pub(super) fn spare() -> Self {
        SPARE.take()
    }

    /// These are not needed any more.
    pub(super) fn give_back(mut coroutines: Vec<Coroutine>, mut possible: Vec<Choice>) {
        coroutines.clear();
        possible.clear();
        SPARE.with_borrow_mut(|spare| (spare.coroutines, spare.possible) = (coroutines, possible));
    }
}

impl Drop for State {
    fn drop(&mut self) {
        self.threads.clear();
        self.objects.clear();
        self.newborn.clear();
        self.footprint.clear();
        // The OS thread may be ending.
        let _ = SPARE.try_with(|spare| {
            let mut spare = spare.borrow_mut();
            spare.threads = std::mem::take(&mut self.threads);
            spare.objects = std::mem::take(&mut self.objects);
            spare.newborn = std::mem::take(&mut self.newborn);
            spare.footprint = std::mem::take(&mut self.footprint);
        });
    }
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
    // Not `unwrap_or_else`: a closure would not know the caller.
    match if_exploring(look) {
        Some(seen) => seen,
        None => panic!(
            "interleave: its types only work inside `interleave::explore`; \
             outside of a model test use those of `std`"
        ),
    }
}

/// As [`with_state`], for destructors and `Debug`, which also run outside.
pub(crate) fn if_exploring<R>(look: impl FnOnce(&mut State) -> R) -> Option<R> {
    STATE.try_with(|slot| slot.borrow_mut().as_mut().map(look)).ok().flatten()
}

/// Notes a panic, unless it came from within an operation.
pub(crate) fn note_if_free(place: Option<Place>, action: Action) {
    STATE.with(|slot| {
        if let Ok(mut slot) = slot.try_borrow_mut()
            && let Some(state) = slot.as_mut()
        {
            state.note(place, |_| action);
        }
    });
}

/// The running thread and its name, unless that is just being changed. Takes no memory.
#[cfg(unix)]
pub(super) fn running_if_free<R>(look: impl FnOnce(ThreadId, Option<&str>) -> R) -> Option<R> {
    STATE
        .try_with(|slot| {
            let slot = slot.try_borrow().ok()?;
            let state = slot.as_ref()?;
            Some(look(state.current, state.threads.get(state.current)?.name.as_deref()))
        })
        .ok()
        .flatten()
}

/// What was done so far, unless that is just being changed.
pub(crate) fn schedule_if_free() -> Option<Schedule> {
    STATE.with(|slot| {
        let slot = slot.try_borrow().ok()?;
        slot.as_ref().map(|state| Schedule::new(state.settings.fine, &state.choices))
    })
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

    /// Ends the exploration with `text`.
    pub(crate) fn misused(&self, text: &str) -> ! {
        let _ = self.misuse.set(text.to_owned()); // the first is told
        panic!("{text}");
    }

    /// The running thread touches something that others can see.
    pub(crate) fn shares(&mut self) {
        self.used.shared |= self.current != 0;
    }

    /// The running thread read `object`: it cannot be before who wrote it.
    pub(crate) fn reads(&mut self, object: ObjectId) {
        self.shares();
        self.footprint.add(Target::Object(object), Mode::Read);
        let clock = self.objects[object].clock;
        let thread = self.thread();
        thread.clock = thread.clock.max(clock);
    }

    /// The running thread wrote `object`.
    pub(crate) fn writes(&mut self, object: ObjectId) {
        self.reads(object);
        self.footprint.add(Target::Object(object), Mode::Write);
        self.objects[object].clock = self.thread().clock;
    }

    /// The running thread dropped a sender of `channel`.
    pub(crate) fn hangs_up(&mut self, channel: ObjectId) {
        self.shares();
        self.footprint.add(Target::Object(channel), Mode::HangUp);
        let clock = self.thread().clock;
        let channel = &mut self.objects[channel];
        channel.clock = channel.clock.max(clock);
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
        if self.detail.is_none() || self.idle > 0 {
            return; // threads that spin for ever would fill it
        }
        let step = Step { thread: self.current, place, action: action(self) };
        if let Some(detail) = &mut self.detail {
            detail.steps.push(step);
        }
    }

    /// Are values wanted as text?
    pub(crate) fn detailed(&self) -> bool {
        self.detail.is_some()
    }

    /// Stands for the state: what every thread has found out, what every object holds, and what was spent.
    pub(crate) fn key(&self) -> u64 {
        let spent = mix(self.cost.spurious_wakeups as u64, self.cost.early_timeouts as u64);
        let threads = self.threads.iter().map(|thread| thread.fingerprint(self.progress));
        let objects = self.objects.iter().map(Object::fingerprint);
        threads.chain(objects).fold(spent, u64::wrapping_add)
    }
}
