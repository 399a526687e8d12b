//! One execution of the program under test: model threads announce their operations, and a [`Strategy`] decides which
//! one runs.
//!
//! The only primitive is [`perform`]: it announces an operation, switches to the explorer *before* the operation
//! takes effect, and performs it when the explorer switches back. The explorer does so only when the operation can
//! proceed, so a model thread never really blocks. A *transition* is what one thread does from there to its next
//! announcement: one operation, the unlocks and spawns after it, and everything that other threads cannot see.

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

/// The settings of one execution.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Settings {
    /// Releases (an unlock, the end of a thread, the drop of the last sender) are steps of their own. This is needed
    /// only if the program can observe whether something has been released yet, as `try_lock` does. Otherwise a
    /// release only lets other threads continue, and nothing is lost if it happens together with the step before it.
    pub(crate) fine: bool,
    pub(crate) spurious_wakeups: usize,
    pub(crate) early_timeouts: usize,
    pub(crate) weak_failures: usize,
    /// Some operation of the program is not sequentially consistent. If all are, an old store can be read only in an
    /// order of steps in which it is the last.
    pub(crate) weak: bool,
    /// The program looks at thread numbers, so the order of spawns matters.
    pub(crate) ids: bool,
    /// Waiting writers keep new readers out, as in some of `std`'s implementations.
    pub(crate) writers_first: bool,
    pub(crate) max_steps: usize,
    /// Record steps and values.
    pub(crate) detail: bool,
    /// A spinning thread is not held back: the run finds out whether it leaves its loop on its own.
    pub(crate) alone: bool,
}

/// How hard an execution is to read: first its stale reads, then its spurious and early wake-ups, then its size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cost {
    /// Reads of a store that is not the last, and stores that precede an earlier one in modification order.
    pub(crate) stale: usize,
    pub(crate) weak_failures: usize,
    pub(crate) spurious_wakeups: usize,
    pub(crate) early_timeouts: usize,
    pub(crate) size: Size,
}

impl Cost {
    /// The cost after taking `choice` in `state`.
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

/// Announces `operation`, waits for the explorer, and then runs `effect`.
///
/// # Panics
/// If called outside an explored program.
#[track_caller]
pub(crate) fn perform<R>(operation: Operation, place: Place, effect: impl FnOnce(&mut State) -> R) -> R {
    announce(operation, place);
    with_state(effect)
}

/// Ends the execution with what the running thread has just found.
pub(crate) fn stop() -> ! {
    loop {
        coroutine::suspend();
    }
}

/// Not generic, so that it is compiled with this crate and not again for each effect.
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
