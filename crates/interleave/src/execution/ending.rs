//! How executions and their threads end.

use super::access::Race;
use super::footprint::Target;
use super::state::{State, with_state};
use super::{ObjectState, Operation, blame, panics};
use crate::record::{Action, ObjectId, ThreadId};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What an execution runs.
pub(crate) type Program<'a> = &'a dyn Fn() -> Returned;

/// What the main closure returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Returned {
    /// Its `Debug` form.
    pub(crate) text: String,
    /// It was not expected.
    pub(crate) wrong: bool,
}

/// How an execution ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Returned(Returned),
    Panicked {
        thread: ThreadId,
        message: String,
    },
    /// No thread can run. `missed`: threads that wait on a condition variable for which a notify came too early or
    /// woke a different thread.
    Stuck {
        missed: Vec<(ThreadId, ObjectId)>,
    },
    Livelocked {
        threads: Vec<ThreadId>,
    },
    Raced(Race),
    TooLong,
    /// The strategy ended it, or the program skipped it.
    Abandoned,
}

/// No thread can run. If there was a panic before, that is reported instead.
pub(super) fn stuck(state: &State) -> Ending {
    if let Some(ending) = panicked() {
        return ending;
    }
    let waiters = state.threads.iter().enumerate().filter_map(|(id, thread)| match thread.pending {
        Operation::Wake { condvar, .. } if !thread.finished && !thread.is_woken() => Some((id, condvar)),
        _ => None,
    });
    let missed = |(_, condvar): &(ThreadId, ObjectId)| {
        matches!(state.objects[*condvar].state, ObjectState::Condvar { missed: true, .. })
    };
    Ending::Stuck { missed: waiters.filter(missed).collect() }
}

/// The first panic that ended a thread or is still unwinding one, and that the program has not dealt with.
pub(super) fn panicked() -> Option<Ending> {
    let (thread, message) = blame::first()?;
    Some(Ending::Panicked { thread, message })
}

/// The root of a model thread: runs `body`, catches its panic, and reports it.
pub(crate) fn root<T>(body: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
    let result = catch_unwind(AssertUnwindSafe(body));
    if let Err(payload) = &result {
        tell_of(&**payload);
    }
    result
}

fn tell_of(payload: &(dyn Any + Send)) {
    panics::caught();
    blame::ended(with_state(|s| s.current), panics::message(payload));
}

/// Ends the execution after a panic in the destructor of a thread-local value, for which `std` aborts the process.
pub(crate) fn abort(payload: &(dyn Any + Send)) -> ! {
    let message = panics::message(payload);
    with_state(|s| s.aborted = Some((s.current, message)));
    super::stop()
}

/// The running thread ends.
pub(crate) fn finish() {
    let (is_a_step, target) = with_state(|s| {
        // The main thread's end ends all others, so what they do before it must have had its turn.
        let others = || s.threads.iter().skip(1).any(|thread| !thread.finished);
        let is_a_step = if s.current == 0 { others() } else { s.settings.fine };
        (is_a_step, Target::Finished(s.current))
    });
    let step = |s: &mut State| {
        match is_a_step {
            true => s.touches(target),
            false => s.lets_go(target),
        }
        s.note(None, |_| Action::Finish);
        let event = s.event;
        let thread = s.thread();
        thread.finished = true;
        thread.finished_by = Some(event);
        s.progresses();
    };
    match is_a_step {
        true => super::perform(Operation::Free(target), std::panic::Location::caller(), step),
        false => with_state(step),
    }
}
