//! `std::thread`, observed. A new thread begins to run at once, up to its first operation: what it does before that
//! nobody can see. When the main thread returns, the program ends, as in `std`: threads still running are cut off.

mod builder;
mod join;
mod local;
mod park;
mod scope;
mod spawn;

pub use builder::Builder;
pub use join::JoinHandle;
pub(crate) use local::Locals;
pub use local::{AccessError, LocalKey};
pub use park::{park, park_timeout};
pub use scope::{Scope, ScopedJoinHandle, scope};
pub use spawn::spawn;
pub(crate) use spawn::spawn_local;
pub use std::thread::Result;

use crate::execution::{Operation, State, blame, panics, perform, with_state};
use crate::record::{Action, Place, StepAside};
use crate::time::Duration;
use std::panic::Location;
use std::sync::Arc;

/// As [`std::thread::ThreadId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ThreadId(usize);

/// As [`std::thread::Thread`].
#[derive(Clone, Debug)]
pub struct Thread {
    id: ThreadId,
    execution: u64,
    name: Option<Arc<str>>,
}

impl Thread {
    fn of(id: usize, s: &State) -> Self {
        let name = match (&s.threads[id].name, id) {
            (Some(name), _) => Some(name.as_str()),
            (None, 0) => Some("main"),
            (None, _) => None,
        };
        Thread { id: ThreadId(id), execution: s.serial, name: name.map(Arc::from) }
    }

    /// Its number in `s`. A thread of another execution ends the exploration.
    fn number(&self, s: &State, place: Place) -> usize {
        if self.execution != s.serial {
            s.misused(&format!(
                "interleave: {}:{} uses a thread of another execution; keep no handle of one beyond its execution",
                place.file(),
                place.line()
            ));
        }
        self.id.0
    }

    /// Different for each thread of an execution. A program that asks is explored with spawns as steps of their own, for the
    /// number depends on their order.
    pub fn id(&self) -> ThreadId {
        crate::execution::if_exploring(|s| s.saw_ids = true);
        self.id
    }

    /// The name that its [`Builder`] gave it.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Makes the thread's next, or present, [`park`] return.
    #[track_caller]
    pub fn unpark(&self) {
        let place = Location::caller();
        park::unpark(with_state(|s| self.number(s, place)), place);
    }
}

/// The calling thread.
///
/// # Panics
/// Outside an exploration.
#[track_caller]
pub fn current() -> Thread {
    with_state(|s| Thread::of(s.current, s))
}

/// Waits until every thread has ended, also those that nobody joins. A panic of one is passed on.
pub(crate) fn wait_for_all(place: Place) {
    let mut next = 1;
    while next < with_state(|s| s.threads.len()) {
        join::wait(next, place);
        next += 1;
    }
    let threads: Vec<_> = (1..next).collect();
    assert!(!blame::hand_over_all(&threads), "{}", blame::SCOPE);
}

/// Is the calling thread unwinding?
pub fn panicking() -> bool {
    panics::panicking()
}

/// Lets others go first. Two such calls without anything new between them are taken for a thread that waits: it does not
/// run again before another one has got somewhere.
#[track_caller]
pub fn yield_now() {
    step_aside(StepAside::Yield, Duration::ZERO, Location::caller());
}

/// Lets virtual time pass for this thread. It puts no two steps in order: any thread may run meanwhile, or none.
#[track_caller]
pub fn sleep(duration: Duration) {
    step_aside(StepAside::Sleep, duration, Location::caller());
}

/// How many threads can run at once: two, as good as any for a model.
///
/// # Errors
/// Never.
pub fn available_parallelism() -> std::io::Result<std::num::NonZero<usize>> {
    Ok(std::num::NonZero::new(2).expect("two is not zero"))
}

/// The operation before could be left anyway, so this is no step of its own, but a sign that leaving it is no preemption.
/// Only a thread that does nothing but step aside takes a step each time.
#[track_caller]
pub(crate) fn step_aside(how: StepAside, duration: Duration, place: Place) {
    let aside = move |s: &mut State| {
        let thread = s.thread();
        thread.stepped_aside = true;
        thread.clock = thread.clock.saturating_add(duration);
        s.note(Some(place), |_| Action::StepAside { how });
    };
    match with_state(|s| s.thread().stepped_aside) {
        true => perform(Operation::Aside, place, aside),
        false => with_state(aside),
    }
}
