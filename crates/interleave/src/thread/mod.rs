//! `std::thread`, with operations that the explorer sees. A new thread runs at once, up to its first operation:
//! nothing before that is visible to others. When the main thread returns, the program ends, as in `std`: threads
//! that are still running are cut off.

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

/// Like [`std::thread::ThreadId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ThreadId(usize);

/// Like [`std::thread::Thread`].
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

    /// The thread's number in `s`. A thread of another execution ends the exploration.
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

    /// Returns an id that is unique within an execution. It depends on the order of spawns, so in a program that
    /// calls this, every spawn is explored as a step of its own.
    pub fn id(&self) -> ThreadId {
        crate::execution::if_exploring(|s| s.saw_ids = true);
        self.id
    }

    /// The name given to its [`Builder`].
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Makes the thread's current or next [`park`] return.
    #[track_caller]
    pub fn unpark(&self) {
        let place = Location::caller();
        park::unpark(with_state(|s| self.number(s, place)), place);
    }
}

/// Returns a handle to the calling thread.
///
/// # Panics
/// If called outside an explored program.
#[track_caller]
pub fn current() -> Thread {
    with_state(|s| Thread::of(s.current, s))
}

/// Waits until every thread has ended, including those that are never joined. Passes on a panic of any of them.
pub(crate) fn wait_for_all(place: Place) {
    let mut next = 1;
    while next < with_state(|s| s.threads.len()) {
        join::wait(next, place);
        next += 1;
    }
    let threads: Vec<_> = (1..next).collect();
    assert!(!blame::hand_over_all(&threads), "{}", blame::SCOPE);
}

/// Whether the calling thread is unwinding.
pub fn panicking() -> bool {
    panics::panicking()
}

/// Lets other threads run first. A thread that yields twice and sees nothing new in between is treated as waiting: it
/// runs again only after another thread has made progress.
#[track_caller]
pub fn yield_now() {
    step_aside(StepAside::Yield, Duration::ZERO, Location::caller());
}

/// Advances the virtual time of this thread. It orders no steps: other threads may run meanwhile, or none.
#[track_caller]
pub fn sleep(duration: Duration) {
    step_aside(StepAside::Sleep, duration, Location::caller());
}

/// Returns 2, which is as good as any number for a model.
///
/// # Errors
/// Never.
pub fn available_parallelism() -> std::io::Result<std::num::NonZero<usize>> {
    Ok(std::num::NonZero::new(2).expect("two is not zero"))
}

/// The thread could be left after the operation before anyway, so this is not a step but a mark: leaving here is not
/// a preemption. Only a thread that does nothing but yield takes a step each time.
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
