//! `std::sync::OnceLock`, observed.

#![allow(unsafe_code)]

use crate::execution::{
    ObjectRef, ObjectState, Operation, State, Target, if_exploring, mix, panics, perform, with_state,
};
use crate::record::{Action, ObjectId, ObjectKind, Place};
use crate::show;
use std::cell::UnsafeCell;
use std::fmt;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};

/// As [`std::sync::OnceLock`].
pub struct OnceLock<T> {
    object: ObjectRef,
    value: UnsafeCell<Option<T>>,
}

// SAFETY: as `std`'s; only one thread at a time is let in to set the value, once, and all run on one OS thread.
unsafe impl<T: Send> Send for OnceLock<T> {}
// SAFETY: as `std`'s: `&T` is given to many threads, and a value from one may be dropped by another.
unsafe impl<T: Send + Sync> Sync for OnceLock<T> {}

impl<T: UnwindSafe> UnwindSafe for OnceLock<T> {}
impl<T: RefUnwindSafe + UnwindSafe> RefUnwindSafe for OnceLock<T> {}

impl<T> OnceLock<T> {
    /// An empty cell.
    ///
    /// # Panics
    /// Outside an exploration.
    #[track_caller]
    #[allow(clippy::new_without_default)] // it is there, below
    pub fn new() -> Self {
        let state = ObjectState::OnceLock { initialiser: None, initialised_by: None };
        let object = ObjectRef::new(ObjectKind::OnceLock, state, 0, Location::caller());
        OnceLock { object, value: UnsafeCell::new(None) }
    }

    /// The cell of a `static` that was created at `created`, in this execution.
    #[track_caller]
    pub(super) fn in_static(created: Place) -> Self {
        let state = ObjectState::OnceLock { initialiser: None, initialised_by: None };
        OnceLock {
            object: ObjectRef::in_static(ObjectKind::OnceLock, state, created),
            value: UnsafeCell::new(None),
        }
    }

    /// The value, if there is one already.
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

    /// Puts the value in.
    ///
    /// # Errors
    /// Gives it back if there is one already.
    #[track_caller]
    pub fn set(&self, value: T) -> Result<(), T> {
        let mut value = Some(value);
        let failed = |object, value| Action::OnceSetFailed { object, value };
        self.initialise(Location::caller(), failed, || value.take().expect("asked for once"));
        value.map_or(Ok(()), Err)
    }

    /// The value; `make` makes it if there is none. Other threads wait while it does.
    #[track_caller]
    pub fn get_or_init<F: FnOnce() -> T>(&self, make: F) -> &T {
        let looked = |object, value| Action::Once { object, initialised: false, value };
        self.initialise(Location::caller(), looked, make)
    }

    /// The value there is, which `found` says in the record, or else the one that `make` makes.
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
                None => set_initialiser(s, object, true),
            }
            s.observes(mix(s.objects[object].version, u64::from(value.is_some())));
            value
        });
        if let Some(value) = value {
            return value;
        }
        /// If `make` panics, the next may try.
        struct Initialising(ObjectRef);
        impl Drop for Initialising {
            fn drop(&mut self) {
                let found = if_exploring(|s| {
                    let object = self.0.of_if_alive(s)?;
                    // Who looks meanwhile does not wait for this.
                    s.saw_release = true;
                    Some((object, s.settings.fine && panics::in_model_thread()))
                });
                match found.flatten() {
                    None => {}
                    Some((object, true)) => {
                        perform(Operation::Free(Target::Object(object)), Location::caller(), |s| {
                            s.touches(Target::Object(object));
                            set_initialiser(s, object, false);
                        });
                    }
                    Some((object, false)) => {
                        if_exploring(|s| {
                            s.lets_go(Target::Object(object));
                            set_initialiser(s, object, false);
                        });
                    }
                }
            }
        }
        let initialising = Initialising(self.object);
        let value = make();
        perform(Operation::Free(Target::Object(object)), place, |s| {
            // SAFETY: this thread is the initialiser: nobody else writes, and there is no value to have a reference to.
            unsafe { *self.value.get() = Some(value) };
            s.touches(Target::Object(object));
            s.dates(object);
            s.objects[object].version = mix(s.thread().key, s.thread().history);
            s.changes(object);
            set_initialiser(s, object, false);
            let event = s.event;
            if let ObjectState::OnceLock { initialised_by, .. } = &mut s.objects[object].state {
                *initialised_by = Some(event);
            }
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
        // SAFETY: the value is written once, before anybody can have a reference to it, in a step of its own.
        unsafe { (*self.value.get()).as_ref() }
    }

    /// The value, for the only owner.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.value.get_mut().as_mut()
    }

    /// The value.
    pub fn into_inner(self) -> Option<T> {
        self.value.into_inner()
    }

    /// Takes the value out.
    pub fn take(&mut self) -> Option<T> {
        self.value.get_mut().take()
    }
}

/// The running thread looks for the value: who made it did so before.
fn looks(s: &mut State, object: ObjectId) {
    s.touches(Target::Object(object));
    if let ObjectState::OnceLock { initialised_by, .. } = s.objects[object].state {
        s.synchronises(initialised_by);
    }
}

fn set_initialiser(s: &mut State, object: ObjectId, yes: bool) {
    let (thread, event) = (s.current, s.event);
    if let ObjectState::OnceLock { initialiser, initialised_by } = &mut s.objects[object].state {
        *initialiser = yes.then_some(thread);
        // Also who gave up comes before who tries next.
        if !yes {
            *initialised_by = Some(event);
        }
    }
}

impl<T> Default for OnceLock<T> {
    #[track_caller]
    fn default() -> Self {
        OnceLock::new()
    }
}

impl<T> fmt::Debug for OnceLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnceLock").finish_non_exhaustive()
    }
}
