//! `std::sync::Once`, with operations that the explorer sees.

use super::OnceLock;
use super::fresh::Fresh;
use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};

/// Like [`std::sync::Once`]. In a `static`, it is reset in each execution.
///
/// ```
/// use interleave::sync::Once;
/// use interleave::sync::atomic::{AtomicUsize, Ordering::Relaxed};
/// use interleave::{Options, Verdict, explore, thread};
///
/// static START: Once = Once::new();
///
/// let outcome = explore(&Options::new().expect(1), || {
///     let starts = AtomicUsize::new(0);
///     let start = || START.call_once(|| _ = starts.fetch_add(1, Relaxed));
///     thread::scope(|scope| {
///         scope.spawn(start);
///         scope.spawn(start);
///     });
///     starts.load(Relaxed)
/// });
/// assert_eq!(outcome.verdict, Verdict::Passed);
/// ```
pub struct Once {
    state: Fresh<State>,
    created: &'static Location<'static>,
}

/// The state in one execution.
struct State {
    done: OnceLock<()>,
    /// Accessed only by the thread that is running the closure.
    poisoned: Cell<bool>,
}

// SAFETY: all threads of an execution run on one OS thread, and one at a time runs the closure.
#[allow(unsafe_code)]
unsafe impl Sync for State {}

impl UnwindSafe for Once {}
impl RefUnwindSafe for Once {}

/// Like [`std::sync::OnceState`].
pub struct OnceState {
    poisoned: bool,
    /// As in `std`: only for the thread that runs the closure.
    not_sync: PhantomData<Cell<()>>,
}

impl OnceState {
    /// Whether an earlier closure panicked.
    pub fn is_poisoned(&self) -> bool {
        self.poisoned
    }
}

impl Once {
    /// Creates a `Once` that has not run.
    #[track_caller]
    #[allow(clippy::new_without_default)] // as in `std`
    pub const fn new() -> Self {
        Once { state: Fresh::new(), created: Location::caller() }
    }

    /// Runs `f`, unless a closure has already run. Other threads wait meanwhile.
    ///
    /// # Panics
    /// If an earlier closure panicked.
    #[track_caller]
    pub fn call_once<F: FnOnce()>(&self, f: F) {
        self.call(|state| {
            assert!(!state.is_poisoned(), "Once instance has previously been poisoned");
            f();
        });
    }

    /// Like [`Once::call_once`], but runs `f` even if an earlier closure panicked.
    #[track_caller]
    pub fn call_once_force<F: FnOnce(&OnceState)>(&self, f: F) {
        self.call(f);
    }

    /// Whether a closure has run to completion.
    #[track_caller]
    pub fn is_completed(&self) -> bool {
        self.of_this_execution().done.get().is_some()
    }

    /// Waits until another thread has run a closure to completion.
    ///
    /// # Panics
    /// If the last closure panicked.
    #[track_caller]
    pub fn wait(&self) {
        let done = self.of_this_execution().done.wait_or(true, Location::caller());
        assert!(done.is_some(), "Once instance has previously been poisoned");
    }

    /// Like [`Once::wait`], but if a closure panicked, it waits for another one.
    #[track_caller]
    pub fn wait_force(&self) {
        self.of_this_execution().done.wait();
    }

    #[track_caller]
    fn call<F: FnOnce(&OnceState)>(&self, f: F) {
        let state = self.of_this_execution();
        state.done.get_or_init(|| {
            // Until `f` has completed.
            let poisoned = state.poisoned.replace(true);
            f(&OnceState { poisoned, not_sync: PhantomData });
            state.poisoned.set(false);
        });
    }

    #[track_caller]
    fn of_this_execution(&self) -> &State {
        let new = || State { done: OnceLock::in_static(self.created), poisoned: Cell::new(false) };
        self.state.get(new)
    }
}

impl fmt::Debug for OnceState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnceState").field("poisoned", &self.poisoned).finish()
    }
}

impl fmt::Debug for Once {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Once").finish_non_exhaustive()
    }
}
