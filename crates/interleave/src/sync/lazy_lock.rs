//! `std::sync::LazyLock`, with operations that the explorer sees.

#![allow(unsafe_code)]

use super::OnceLock;
use super::fresh::Fresh;
use crate::execution::with_state;
use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;
use std::mem;
use std::ops::{Deref, DerefMut};
use std::panic::{Location, RefUnwindSafe, UnwindSafe};

/// Like [`std::sync::LazyLock`]. In a `static`, the value is initialised anew in each execution: use it for shared
/// objects that are `static`.
///
/// ```
/// use interleave::sync::LazyLock;
/// use interleave::sync::atomic::{AtomicUsize, Ordering::Relaxed};
/// use interleave::{Options, Verdict, explore, thread};
///
/// static COUNT: LazyLock<AtomicUsize> = LazyLock::new(|| AtomicUsize::new(0));
///
/// let outcome = explore(&Options::new().expect(2), || {
///     let one = thread::spawn(|| COUNT.fetch_add(1, Relaxed));
///     COUNT.fetch_add(1, Relaxed);
///     one.join().unwrap();
///     COUNT.load(Relaxed)
/// });
/// assert_eq!(outcome.verdict, Verdict::Passed);
/// ```
pub struct LazyLock<T, F = fn() -> T> {
    state: Fresh<State<T>>,
    make: Cell<Option<F>>,
    created: &'static Location<'static>,
    /// Owns its value, as in `std`.
    owns: PhantomData<T>,
}

/// The state in one execution.
struct State<T> {
    value: OnceLock<T>,
    /// Accessed only by the thread that is initialising the value.
    poisoned: Cell<bool>,
}

// SAFETY: as in `std`. `make` is accessed only by the initialising thread of the one execution that may take it out.
// A function pointer, which every execution may call, is only copied.
unsafe impl<T: Send + Sync, F: Send> Sync for LazyLock<T, F> {}
// SAFETY: all threads of an execution run on one OS thread, and one thread at a time accesses `poisoned`.
unsafe impl<T: Send + Sync> Sync for State<T> {}

impl<T: UnwindSafe, F: UnwindSafe> UnwindSafe for LazyLock<T, F> {}
impl<T: RefUnwindSafe + UnwindSafe, F: UnwindSafe> RefUnwindSafe for LazyLock<T, F> {}

impl<T, F: FnOnce() -> T> LazyLock<T, F> {
    /// Creates a value that `make` initialises on first use.
    #[track_caller]
    pub const fn new(make: F) -> Self {
        LazyLock {
            state: Fresh::new(),
            make: Cell::new(Some(make)),
            created: Location::caller(),
            owns: PhantomData,
        }
    }

    /// Initialises the value if that has not been done yet, and returns a reference to it. Other threads wait
    /// meanwhile.
    ///
    /// # Panics
    /// If an earlier initialisation panicked. If `make` is a closure with captured values and another execution has
    /// called it: create such a `LazyLock` inside the explored program.
    #[track_caller]
    pub fn force(this: &Self) -> &T {
        let state = this.state.get(|| State::new(this.created));
        state.value.get_or_init(|| {
            // Until the value is initialised.
            let poisoned = state.poisoned.replace(true);
            assert!(!poisoned, "LazyLock instance has previously been poisoned");
            let value = this.make();
            state.poisoned.set(false);
            value
        })
    }

    /// Like [`LazyLock::force`], for the only owner.
    ///
    /// # Panics
    /// Same as [`LazyLock::force`].
    #[track_caller]
    pub fn force_mut(this: &mut Self) -> &mut T {
        LazyLock::force(this);
        LazyLock::get_mut(this).expect("just made")
    }

    fn make(&self) -> T {
        // Many executions may be running at once, so a function pointer is not taken out.
        if typeid::of::<F>() == typeid::of::<fn() -> T>() {
            // SAFETY: `Cell` has the representation of its content, and the content does not change: it is only taken
            // out below, where `F` is a different type.
            let make = unsafe { &*self.make.as_ptr() };
            // SAFETY: `F` is `fn() -> T` up to lifetimes, which do not affect representation, and function pointers
            // may be copied.
            let copy = |make: &F| unsafe { mem::transmute_copy::<F, fn() -> T>(make) };
            return make.as_ref().map(copy).expect("never taken out")();
        }
        match self.make.take() {
            Some(make) => make(),
            None => with_state(|s| {
                s.misused("interleave: another execution has called the closure of this LazyLock; create it inside the explored program")
            }),
        }
    }
}

impl<T, F> LazyLock<T, F> {
    /// The value, if it is initialised.
    #[track_caller]
    pub fn get(this: &Self) -> Option<&T> {
        this.state.get(|| State::new(this.created)).value.get()
    }

    /// A mutable reference to the value, if it is initialised.
    #[track_caller]
    pub fn get_mut(this: &mut Self) -> Option<&mut T> {
        let created = this.created;
        this.state.get_mut(|| State::new(created)).value.get_mut()
    }
}

impl<T> State<T> {
    #[track_caller]
    fn new(created: &'static Location<'static>) -> Self {
        State { value: OnceLock::in_static(created), poisoned: Cell::new(false) }
    }
}

impl<T, F: FnOnce() -> T> Deref for LazyLock<T, F> {
    type Target = T;

    #[track_caller]
    fn deref(&self) -> &T {
        LazyLock::force(self)
    }
}

impl<T, F: FnOnce() -> T> DerefMut for LazyLock<T, F> {
    #[track_caller]
    fn deref_mut(&mut self) -> &mut T {
        LazyLock::force_mut(self)
    }
}

impl<T: Default> Default for LazyLock<T> {
    #[track_caller]
    fn default() -> Self {
        LazyLock::new(T::default)
    }
}

impl<T: fmt::Debug, F> fmt::Debug for LazyLock<T, F> {
    /// Shows no value, because reading it would be a step.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LazyLock").finish_non_exhaustive()
    }
}
