//! `std::sync::OnceLock`, with operations that the explorer sees.

#![allow(unsafe_code)]

use crate::execution::{
    ObjectRef, ObjectState, Operation, State, Target, if_exploring, mix, panics, perform, with_state,
};
use crate::record::{Action, ObjectId, ObjectKind, Place};
use crate::show;
use std::cell::UnsafeCell;
use std::fmt;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};

/// Like [`std::sync::OnceLock`].
pub struct OnceLock<T> {
    object: ObjectRef,
    value: UnsafeCell<Option<T>>,
}

// SAFETY: as in `std`. Only one thread at a time may set the value, it is set once, and all threads run on one OS
// thread.
unsafe impl<T: Send> Send for OnceLock<T> {}
// SAFETY: as in `std`: many threads get a `&T`, and one thread may drop a value that another created.
unsafe impl<T: Send + Sync> Sync for OnceLock<T> {}

impl<T: UnwindSafe> UnwindSafe for OnceLock<T> {}
impl<T: RefUnwindSafe + UnwindSafe> RefUnwindSafe for OnceLock<T> {}

impl<T> OnceLock<T> {
    /// Creates an empty cell.
    ///
    /// # Panics
    /// If called outside an explored program.
    #[track_caller]
    #[allow(clippy::new_without_default)] // implemented below
    pub fn new() -> Self {
        let object = ObjectRef::new(ObjectKind::OnceLock, untouched(false), 0, Location::caller());
        OnceLock { object, value: UnsafeCell::new(None) }
    }

    /// The cell in this execution of a `static` that was created at `created`.
    #[track_caller]
    pub(super) fn in_static(created: Place) -> Self {
        OnceLock {
            object: ObjectRef::in_static(ObjectKind::OnceLock, untouched(false), created),
            value: UnsafeCell::new(None),
        }
    }

    /// The value, if the cell is initialised.
    #[track_caller]
    pub fn get(&self) -> Option<&T> {
        let place = Location::caller();
        let object = with_state(|s| self.object.of(s));
        perform(Operation::Free(Target::Object(object)), place, |s| {
            let value = self.peek();
            looks(s, object);
            let found = value.is_some();
            s.observes(mix(s.objects[object].version, u64::from(found)));
            self.note(s, object, place, |value| match found {
                true => Action::Once { object, initialised: false, value },
                false => Action::OnceEmpty { object },
            });
            value
        })
    }

    /// Waits until another thread has initialised the cell.
    #[track_caller]
    pub fn wait(&self) -> &T {
        self.wait_or(false, Location::caller()).expect("it was waited for")
    }

    /// Waits until there is a value. `or_given_up`: or until the initialising thread has panicked, which gives
    /// `None`.
    #[track_caller]
    pub(super) fn wait_or(&self, or_given_up: bool, place: Place) -> Option<&T> {
        let object = with_state(|s| self.object.of(s));
        perform(Operation::Initialised { object, or_given_up }, place, |s| {
            let value = self.peek();
            looks(s, object);
            s.saw_release |= or_given_up;
            s.observes(mix(s.objects[object].version, u64::from(value.is_some())));
            self.note(s, object, place, |found| match value {
                Some(_) => Action::Once { object, initialised: false, value: found },
                None => Action::OnceEmpty { object },
            });
            value
        })
    }

    /// Initialises the cell with `value`.
    ///
    /// # Errors
    /// Returns `value` if the cell is already initialised.
    #[track_caller]
    pub fn set(&self, value: T) -> Result<(), T> {
        let mut value = Some(value);
        let failed = |object, value| Action::OnceSetFailed { object, value };
        self.initialise(Location::caller(), failed, || value.take().expect("asked for once"));
        value.map_or(Ok(()), Err)
    }

    /// Returns the value, which `make` creates if the cell is empty. Other threads wait meanwhile.
    #[track_caller]
    pub fn get_or_init<F: FnOnce() -> T>(&self, make: F) -> &T {
        let looked = |object, value| Action::Once { object, initialised: false, value };
        self.initialise(Location::caller(), looked, make)
    }

    /// The existing value, which `found` reports to the record, or else a new one from `make`.
    fn initialise(
        &self,
        place: Place,
        found: fn(ObjectId, Option<String>) -> Action,
        make: impl FnOnce() -> T,
    ) -> &T {
        let object = with_state(|s| self.object.of(s));
        let value = perform(Operation::Initialise { object }, place, |s| {
            let value = self.peek();
            looks(s, object);
            match value {
                Some(_) => self.note(s, object, place, |value| found(object, value)),
                None => begins(s, object),
            }
            s.observes(mix(s.objects[object].version, u64::from(value.is_some())));
            value
        });
        if let Some(value) = value {
            return value;
        }
        /// If `make` panics, the next thread may try.
        struct Initialising(ObjectRef);
        impl Drop for Initialising {
            fn drop(&mut self) {
                let found = if_exploring(|s| {
                    let object = self.0.of_if_alive(s)?;
                    // A read of the cell in between does not wait for this.
                    s.saw_release = true;
                    Some((object, s.settings.fine && panics::in_model_thread()))
                });
                match found.flatten() {
                    None => {}
                    Some((object, true)) => {
                        perform(Operation::Free(Target::Object(object)), Location::caller(), |s| {
                            s.touches(Target::Object(object));
                            ends(s, object, false);
                        });
                    }
                    Some((object, false)) => {
                        if_exploring(|s| {
                            s.lets_go(Target::Object(object));
                            ends(s, object, false);
                        });
                    }
                }
            }
        }
        let initialising = Initialising(self.object);
        let value = make();
        perform(Operation::Free(Target::Object(object)), place, |s| {
            // SAFETY: this thread is initialising the value: nothing else writes it, and there is no value to refer
            // to yet.
            unsafe { *self.value.get() = Some(value) };
            s.touches(Target::Object(object));
            s.dates(object);
            s.objects[object].version = mix(s.thread().key, s.thread().history);
            s.changes(object);
            ends(s, object, true);
            self.note(s, object, place, |value| Action::Once { object, initialised: true, value });
        });
        std::mem::forget(initialising);
        self.peek().expect("just set")
    }

    fn note(&self, s: &mut State, object: ObjectId, place: Place, action: impl FnOnce(Option<String>) -> Action) {
        if s.detailed() {
            let value = self.peek().and_then(show::text);
            s.objects[object].value.clone_from(&value);
            s.note(Some(place), |_| action(value));
        }
    }

    fn peek(&self) -> Option<&T> {
        // SAFETY: the value is written once, in a step of its own, before any reference to it can exist.
        unsafe { (*self.value.get()).as_ref() }
    }

    /// Returns a mutable reference to the value, if there is one.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.value.get_mut().as_mut()
    }

    /// Consumes the cell and returns the value, if there is one.
    pub fn into_inner(self) -> Option<T> {
        self.value.into_inner()
    }

    /// Takes the value out and leaves the cell empty.
    pub fn take(&mut self) -> Option<T> {
        let value = self.value.get_mut().take();
        if_exploring(|s| {
            if let Some(object) = self.object.of_if_alive(s) {
                s.objects[object].state = untouched(false);
            }
        });
        value
    }
}

/// The running thread reads the cell, so it happens after the initialisation.
fn looks(s: &mut State, object: ObjectId) {
    s.touches(Target::Object(object));
    if let ObjectState::OnceLock { initialised_by, .. } = s.objects[object].state {
        s.synchronises(initialised_by);
    }
}

/// A cell that no thread has accessed yet.
fn untouched(full: bool) -> ObjectState {
    ObjectState::OnceLock { initialiser: None, initialised_by: None, full, given_up: false }
}

/// The running thread begins to initialise the value.
fn begins(s: &mut State, object: ObjectId) {
    let thread = s.current;
    if let ObjectState::OnceLock { initialiser, given_up, .. } = &mut s.objects[object].state {
        (*initialiser, *given_up) = (Some(thread), false);
    }
}

/// The running thread has initialised the value or given up. Either way, this happens before the next attempt.
fn ends(s: &mut State, object: ObjectId, made: bool) {
    let event = s.event;
    s.objects[object].state =
        ObjectState::OnceLock { initialiser: None, initialised_by: Some(event), full: made, given_up: !made };
}

impl<T> Default for OnceLock<T> {
    #[track_caller]
    fn default() -> Self {
        OnceLock::new()
    }
}

impl<T> From<T> for OnceLock<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        let place = Location::caller();
        let version = with_state(|s| mix(s.thread().key, s.thread().history));
        let object = ObjectRef::new(ObjectKind::OnceLock, untouched(true), version, place);
        with_state(|s| {
            if s.detailed() {
                let object = object.of(s);
                s.objects[object].value = show::text(&value);
            }
        });
        OnceLock { object, value: UnsafeCell::new(Some(value)) }
    }
}

impl<T: Clone> Clone for OnceLock<T> {
    /// A read of this cell, and the creation of a new one.
    #[track_caller]
    fn clone(&self) -> Self {
        self.get().cloned().map_or_else(OnceLock::new, OnceLock::from)
    }
}

impl<T: PartialEq> PartialEq for OnceLock<T> {
    /// A read of each of the two.
    #[track_caller]
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl<T: Eq> Eq for OnceLock<T> {}

impl<T: fmt::Debug> fmt::Debug for OnceLock<T> {
    /// Shows no value, because reading it would be a step.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnceLock").finish_non_exhaustive()
    }
}
