//! One execution of the program under test: model threads announce their operations, a [`Strategy`] says who goes on.
//!
//! The one primitive is [`perform`]: it announces an operation, switches to the explorer *before* the operation has
//! any effect, and lets the effect happen when the explorer comes back. The explorer only comes back to a thread whose
//! operation can go on, so a model thread never has to wait by itself. A *transition* is what one thread does from there
//! to its next announcement: one operation, the unlocks and spawns after it, and everything nobody else can see.

mod access;
mod alone;
pub(crate) mod blame;
mod choice;
mod coroutine;
mod detail;
mod enabled;
mod ending;
mod footprint;
pub(crate) mod graph;
mod hash;
mod object;
mod operation;
#[cfg(unix)]
mod overflow;
mod panic_count;
pub(crate) mod panics;
pub(crate) mod plan;
mod run;
mod spare;
mod spin;
mod stack;
mod state;
mod thread;
mod touch;
mod watch;

pub(crate) use access::{Begun, Race};
pub(crate) use choice::{Choice, MAX_THREADS, Mark, Name, Schedule, Variant};
pub(crate) use coroutine::{Body, Newborn};
pub(crate) use detail::{objects as record_objects, threads as record_threads};
pub(crate) use ending::{Ending, Program, Returned, abort, finish, root};
pub(crate) use footprint::{Count, Gate, Target};
pub(crate) use hash::{KeyHasher, mix};
pub(crate) use object::{Channel, Item, Object, ObjectRef, ObjectState};
pub(crate) use operation::Operation;
pub use panics::running;
pub(crate) use run::{Run, Strategy, run};
pub(crate) use spin::forget;
pub(crate) use state::{State, Used, exploring, if_exploring, with_state};
pub(crate) use thread::Thread;

use crate::record::{Action, Place, Size};

/// What holds for one execution.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Settings {
    /// Releases (an unlock, the end of a thread, the last sender's drop) are steps of their own. That is only needed
    /// if the program can see whether something has been released yet, as `try_lock` does: a release only ever
    /// lets others go on, so otherwise nothing is lost if it happens together with the step before it.
    pub(crate) fine: bool,
    pub(crate) spurious_wakeups: usize,
    pub(crate) early_timeouts: usize,
    pub(crate) weak_failures: usize,
    /// Some operation of the program is not sequentially consistent. Where all are, no thread reads an old store but in
    /// an order of steps in which it is the last.
    pub(crate) weak: bool,
    /// The numbers of threads are looked at, so that it counts in which order they are spawned.
    pub(crate) ids: bool,
    /// Who waits to write keeps new readers out, as some of `std`'s locks have it.
    pub(crate) writers_first: bool,
    pub(crate) max_steps: usize,
    /// Write down steps and values.
    pub(crate) detail: bool,
    /// A thread that spins is not held back: it is to be seen whether it leaves its loop alone.
    pub(crate) alone: bool,
}

/// How hard an execution is to read: old values first, then wake-ups that nobody caused, then its size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cost {
    /// Reads of a store that is not the last, and stores before one that was made earlier.
    pub(crate) stale: usize,
    pub(crate) weak_failures: usize,
    pub(crate) spurious_wakeups: usize,
    pub(crate) early_timeouts: usize,
    pub(crate) size: Size,
}

impl Cost {
    /// The cost after `choice` in `state`.
    pub(crate) fn after(mut self, choice: Choice, state: &State) -> Cost {
        let switch = choice.thread != state.current;
        self.size.steps += 1;
        self.size.switches += usize::from(switch);
        self.size.preemptions += usize::from(switch && state.leaving_is_preemption());
        self.spurious_wakeups += usize::from(choice.variant == Variant::Spurious);
        self.weak_failures += usize::from(matches!(choice.variant, Variant::Fails(_)));
        let may_be_stale = matches!(choice.variant, Variant::From(_) | Variant::After(_) | Variant::Fails(_));
        self.stale +=
            usize::from(may_be_stale && matches!(state.mark(choice), Mark::Older(_) | Mark::FailsOlder(_)));
        self.early_timeouts += usize::from(choice.variant == Variant::Early);
        self
    }

    fn key(&self) -> (usize, usize, Size) {
        (self.stale, self.weak_failures + self.spurious_wakeups + self.early_timeouts, self.size)
    }
}

impl PartialOrd for Cost {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Cost {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key()).then(self.spurious_wakeups.cmp(&other.spurious_wakeups))
    }
}

/// Announces `operation` and returns when the explorer lets it happen; `effect` is what then happens.
///
/// # Panics
/// Outside an exploration.
#[track_caller]
pub(crate) fn perform<R>(operation: Operation, place: Place, effect: impl FnOnce(&mut State) -> R) -> R {
    announce(operation, place);
    with_state(effect)
}

/// The execution ends with what the running thread has just found.
pub(crate) fn stop() -> ! {
    loop {
        coroutine::suspend();
    }
}

/// Not generic: it is compiled with this crate, and not once more for each effect.
#[track_caller]
fn announce(operation: Operation, place: Place) {
    with_state(|s| {
        operation.uses(&mut s.used);
        s.goes_on(operation, place);
        let waits = s.detailed() && !matches!(operation, Operation::Wake { .. });
        if waits && let Some(on) = operation.waiting(s.current, s) {
            s.note(Some(place), |_| Action::Blocked { on });
        }
    });
    assert!(panics::in_model_thread(), "interleave: operations belong inside the explored program");
    coroutine::suspend();
}
