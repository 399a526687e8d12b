//! The state of the current execution on this OS thread: its threads, its objects, and what the last transition
//! touched. The operations in [`crate::sync`] and [`crate::thread`] change it, and the explorer reads it.

use super::access::Race;
use super::choice::{Choice, Mark, Name, Schedule, Variant};
use super::detail::Detail;
use super::footprint::{Count, Footprint};
use super::graph::{EventId, Graph, Store};
use super::hash::mix;
use super::object::{Channel, Object, ObjectState};
use super::plan::Plan;
use super::spin::Rounds;
use super::thread::Thread;
use super::{Cost, Newborn, Settings};
use crate::record::{Action, ObjectId, Place, Step, ThreadId};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::atomic::Ordering;

thread_local! {
    static STATE: RefCell<Option<State>> = const { RefCell::new(None) };
}

/// The current execution.
pub(crate) struct State {
    /// Distinguishes the objects of different executions.
    pub(crate) serial: u64,
    pub(crate) settings: Settings,
    /// Changes to the program's orderings, waits and notifies.
    pub(crate) plan: Option<Rc<Plan>>,
    pub(crate) threads: Vec<Thread>,
    pub(crate) objects: Vec<Object>,
    /// The running thread.
    pub(crate) current: ThreadId,
    /// The variant of the current step.
    pub(crate) variant: Variant,
    pub(crate) footprint: Footprint,
    /// The events so far, and the current one.
    pub(crate) graph: Graph,
    pub(crate) event: EventId,
    /// From threads of earlier executions, for reuse.
    pub(crate) rounds: Vec<Rounds>,
    /// Threads that were spawned in this transition.
    pub(crate) newborn: Vec<Newborn>,
    pub(crate) cost: Cost,
    /// The last step that changed shared data.
    pub(crate) last_progress: usize,
    /// A thread was held back because it only spins.
    pub(crate) held_back: std::cell::Cell<bool>,
    /// A thread that has gone around a loop twice: whether it spins must be determined before the execution can
    /// continue.
    pub(crate) suspect: Option<ThreadId>,
    /// An operation observed whether something had been released yet.
    pub(crate) saw_release: bool,
    /// The program looked at a thread's number.
    pub(crate) saw_ids: bool,
    /// The event that last spawned a thread, if the order of spawns matters.
    pub(crate) spawned_by: Option<EventId>,
    /// An operation was not sequentially consistent.
    pub(crate) saw_weak: bool,
    /// A reader took a lock that a writer might have been waiting for.
    pub(crate) saw_readers: bool,
    pub(crate) detail: Option<Detail>,
    /// The choices so far, and how a schedule writes them.
    pub(crate) choices: Vec<Choice>,
    pub(crate) marks: Vec<Mark>,
    /// Where each thread was when it took its step.
    pub(crate) places: Vec<Option<Place>>,
    /// The program uses the explorer in a way that allows no verdict: this ends the exploration.
    pub(crate) misuse: OnceCell<String>,
    pub(crate) used: Used,
    /// How many releases without a step of their own there have been.
    pub(crate) releases: usize,
    /// A thread whose panic aborts the process, with its message.
    pub(crate) aborted: Option<(ThreadId, String)>,
    /// Two accesses race, which ends the execution.
    pub(crate) race: Option<Race>,
    /// The program does not want alternatives from here on to be explored.
    pub(crate) exploring_stopped: bool,
    /// The program skips this execution, which ends it.
    pub(crate) skipped: bool,
    /// The program has excluded something, in one of these two ways.
    pub(crate) left_out: bool,
}

/// Which features an execution used.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Used {
    /// A thread other than the main thread touched something that can be shared, or a thread-local.
    pub(crate) shared: bool,
    /// A thread parked or waited on a condition variable.
    pub(crate) waits: bool,
    /// A thread waited with a time-out.
    pub(crate) timed: bool,
    /// A thread did a weak compare-exchange.
    pub(crate) weak_exchange: bool,
}

impl Used {
    pub(crate) fn join(&mut self, other: Used) {
        self.shared |= other.shared;
        self.waits |= other.waits;
        self.timed |= other.timed;
        self.weak_exchange |= other.weak_exchange;
    }
}

/// Makes `state` the current execution of this OS thread; returns the previous one.
pub(crate) fn replace_state(state: Option<State>) -> Option<State> {
    STATE.with_borrow_mut(|slot| std::mem::replace(slot, state))
}

/// Is an exploration running on this OS thread?
pub(crate) fn exploring() -> bool {
    STATE.try_with(|slot| slot.try_borrow().map_or(true, |slot| slot.is_some())).unwrap_or(false)
}

/// Calls `look` with the current execution.
///
/// # Panics
/// If there is none.
#[track_caller]
pub(crate) fn with_state<R>(look: impl FnOnce(&mut State) -> R) -> R {
    // Not `unwrap_or_else`: a closure would lose the caller's location.
    match if_exploring(look) {
        Some(seen) => seen,
        None => panic!(
            "interleave: its types only work inside `interleave::explore`; \
             outside of a model test use those of `std`"
        ),
    }
}

/// Like [`with_state`], for destructors and `Debug`, which may also run outside an exploration.
pub(crate) fn if_exploring<R>(look: impl FnOnce(&mut State) -> R) -> Option<R> {
    STATE.try_with(|slot| slot.borrow_mut().as_mut().map(look)).ok().flatten()
}

/// Records a panic, unless it came from within an operation.
pub(crate) fn note_if_free(place: Option<Place>, action: Action) {
    STATE.with(|slot| {
        if let Ok(mut slot) = slot.try_borrow_mut()
            && let Some(state) = slot.as_mut()
        {
            state.note(place, |_| action);
        }
    });
}

/// The running thread and its name, unless the state is being changed. Allocates no memory.
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

/// The schedule so far, unless the state is being changed.
pub(crate) fn schedule_if_free() -> Option<Schedule> {
    STATE.with(|slot| {
        let slot = slot.try_borrow().ok()?;
        slot.as_ref().map(|state| state.schedule())
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
        let gate = self.objects[object].gate();
        let waited_for = self.settings.writers_first && shared && gate[Count::WaitingWriters] > 0;
        gate[Count::Writers] == 0 && !waited_for && (shared || gate[Count::Readers] == 0)
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
        let _ = self.misuse.set(text.to_owned()); // the first is reported
        panic!("{text}");
    }

    /// The index in modification order of the store with this name.
    pub(crate) fn place_of(&self, location: usize, name: Name) -> Option<usize> {
        self.graph.locations[location].order.iter().position(|store| self.name(store.event) == name)
    }

    /// The only owner of an atomic may have changed it: its history starts again.
    pub(crate) fn begins_anew(&mut self, object: ObjectId, value: u64) {
        let before = self.location(object);
        if self.graph.locations[before].last().value != value {
            let clock = self.thread().clock;
            let location = self.graph.add_location(value, clock);
            self.objects[object].state = ObjectState::Atomic { location };
        }
    }

    /// The name of `event`.
    pub(crate) fn name(&self, event: Option<EventId>) -> Name {
        event.map_or(Name::INITIAL, |event| {
            let event = &self.graph.events[event];
            Name { thread: event.thread as u8, index: event.index }
        })
    }

    /// The running thread observes `value`. Its future can depend only on what it has observed.
    pub(crate) fn observes(&mut self, value: u64) {
        self.observes_from(value, None);
    }

    /// Like [`State::observes`], for something that `by` left there.
    pub(crate) fn observes_from(&mut self, value: u64, by: Option<ThreadId>) {
        self.finds(value, (value, by));
    }

    /// Like [`State::observes_from`], for an address in `store`. The address may differ between runs, so the event
    /// that stored it stands for it.
    pub(crate) fn observes_address(&mut self, store: &Store) {
        let by = store.event.map(|event| &self.graph.events[event]);
        let stable = by.map_or(0, |by| mix(self.threads[by.thread].key, u64::from(by.index) + 1));
        self.finds(stable, (store.value, self.left_by(store)));
    }

    /// The running thread observes `value`, which `by` left there; `stable` stands for it in the thread's history.
    fn finds(&mut self, stable: u64, (value, by): (u64, Option<ThreadId>)) {
        let own = by == Some(self.current);
        let thread = self.thread();
        thread.history = mix(thread.history, stable);
        match own {
            true => thread.rounds.finds_its_own(),
            false => thread.rounds.finds(value),
        }
    }

    /// The running thread changed `object`.
    pub(crate) fn changes(&mut self, object: ObjectId) {
        let (current, event) = (self.current, self.event);
        let object = &mut self.objects[object];
        if object.changes.len() <= current {
            object.changes.resize(current + 1, 0);
        }
        object.changes[current] += 1;
        object.changed_by = Some(current);
        self.graph.events[event].changed = true;
        self.progresses();
    }

    /// The running thread makes progress.
    pub(crate) fn progresses(&mut self) {
        self.thread().rounds.changes();
        self.last_progress = self.cost.size.steps;
    }

    /// Adds a step to the record, if one is wanted.
    pub(crate) fn note(&mut self, place: Option<Place>, action: impl FnOnce(&Self) -> Action) {
        if self.detail.is_none() {
            return;
        }
        let step =
            Step { thread: self.current, place, action: action(self), order: None, read_from: None, stale: false };
        if let Some(detail) = &mut self.detail {
            detail.steps.push(step);
        }
    }

    /// Like [`State::note`], for an access to an atomic with this ordering. It read the store of `source`
    /// (`Some(None)` is the initial value); `stale`: that is not the last store.
    pub(crate) fn note_access(
        &mut self,
        place: Place,
        (action, order): (Action, Ordering),
        source: Option<Option<EventId>>,
        stale: bool,
    ) {
        let (event, thread) = (self.event, self.current);
        if let Some(detail) = &mut self.detail {
            let read_from = source.flatten().and_then(|store| detail.row_of(store));
            detail.rows.resize(detail.steps.len(), None);
            detail.rows.push(Some(event));
            detail.steps.push(Step { thread, place: Some(place), action, order: Some(order), read_from, stale });
        }
    }

    /// Are values wanted as text?
    pub(crate) fn detailed(&self) -> bool {
        self.detail.is_some()
    }

    /// The schedule so far.
    pub(crate) fn schedule(&self) -> Schedule {
        Schedule::new(self.settings, &self.choices, &self.marks)
    }

    /// A hash of the graph.
    pub(crate) fn class(&self) -> u64 {
        self.graph.class(self.threads.iter().map(|thread| thread.key))
    }

    /// Stands for the state: what every thread has observed, what every object holds, and which budgets were spent.
    /// With weak memory, an old store matters as long as it may be read; with non-atomic data, happens-before
    /// matters. Then the whole graph counts.
    pub(crate) fn key(&self) -> u64 {
        let cost = &self.cost;
        let spent = [cost.spurious_wakeups, cost.early_timeouts, cost.weak_failures];
        let spent = spent.iter().fold(0, |hash, spent| mix(hash, *spent as u64));
        let threads = self.threads.iter().map(Thread::fingerprint);
        let objects = self.objects.iter().map(|object| match object.state {
            ObjectState::Atomic { location } => {
                mix(object.fingerprint(), self.graph.locations[location].last().value)
            }
            _ => object.fingerprint(),
        });
        let races = self.objects.iter().any(|object| matches!(object.state, ObjectState::Cell { .. }));
        let graph = if self.settings.weak || races { self.class() } else { 0 };
        threads.chain(objects).fold(mix(spent, graph), u64::wrapping_add)
    }
}
