//! `std::cell::UnsafeCell`, with accesses that the explorer sees: non-atomic data, for lock-free code. Two accesses,
//! at least one a write, that are not ordered by happens-before are a [`DataRace`](crate::Verdict::DataRace), in
//! whatever order they happen to run.

#![allow(unsafe_code)]

mod plain;

pub use plain::Cell;

use crate::execution::{
    Begun, ObjectRef, ObjectState, Operation, State, Target, if_exploring, panics, perform, stop, with_state,
};
use crate::record::{ObjectKind, Place};
use crate::show;
use std::cell;
use std::fmt;
use std::panic::Location;

/// Like [`std::cell::UnsafeCell`], but each access has a beginning and an end, as in `loom`. Each access is a step.
///
/// ```
/// use interleave::cell::UnsafeCell;
/// use interleave::sync::atomic::{AtomicBool, Ordering::Relaxed};
/// use interleave::{Options, Verdict, explore, thread};
///
/// #[derive(Default)]
/// struct Slot {
///     value: UnsafeCell<u32>,
///     is_full: AtomicBool,
/// }
/// // SAFETY: this is what the exploration checks.
/// unsafe impl Sync for Slot {}
///
/// impl Slot {
///     fn put(&self, value: u32) {
///         self.value.with_mut(|slot| unsafe { *slot = value });
///         self.is_full.store(true, Relaxed); // should be `Release`
///     }
///
///     fn get(&self) -> Option<u32> {
///         let full = self.is_full.load(Relaxed); // should be `Acquire`
///         full.then(|| self.value.with(|slot| unsafe { *slot }))
///     }
/// }
///
/// let outcome = explore(&Options::new(), || {
///     let slot = Slot::default();
///     thread::scope(|scope| {
///         scope.spawn(|| slot.put(7));
///         slot.get()
///     })
/// });
/// assert_eq!(outcome.verdict, Verdict::DataRace);
/// ```
pub struct UnsafeCell<T: ?Sized> {
    object: ObjectRef,
    value: cell::UnsafeCell<T>,
}

// SAFETY: as in `std`: the owner of the cell owns the value.
unsafe impl<T: ?Sized + Send> Send for UnsafeCell<T> {}

impl<T> UnsafeCell<T> {
    /// Creates a cell that holds `value`. This counts as a write, so every other access must happen after it.
    ///
    /// # Panics
    /// If called outside an explored program.
    #[track_caller]
    pub fn new(value: T) -> Self {
        let state = ObjectState::Cell { accesses: Vec::new() };
        let place = Location::caller();
        let object = ObjectRef::new(ObjectKind::Cell, state, 0, place);
        let created = |s: &mut State| {
            let text = if s.detailed() { show::text(&value) } else { None };
            let object = object.of(s);
            s.creates(object, place, text);
        };
        // What a new thread does before its first operation belongs to the step that spawned it. The creation must
        // not: nothing may claim that it happens before other consequences of that step.
        match with_state(|s| s.has_just_begun()) {
            true => perform(Operation::Free(Target::Object(with_state(|s| object.of(s)))), place, created),
            false => with_state(created),
        }
        UnsafeCell { object, value: cell::UnsafeCell::new(value) }
    }

    /// Consumes the cell and returns its value. This counts as a write, so the accesses of other threads must happen
    /// before it.
    #[track_caller]
    pub fn into_inner(self) -> T {
        if panics::in_model_thread() {
            drop(self.access(true, Location::caller()));
        }
        self.value.into_inner()
    }
}

impl<T: ?Sized> UnsafeCell<T> {
    /// Reads the value. No other thread may write meanwhile. The pointer is valid until `read` returns.
    #[track_caller]
    pub fn with<R>(&self, read: impl FnOnce(*const T) -> R) -> R {
        let access = self.access(false, Location::caller());
        let result = read(self.value.get());
        drop(access);
        result
    }

    /// Writes the value. No other thread may access it meanwhile. The pointer is valid until `write` returns.
    #[track_caller]
    pub fn with_mut<R>(&self, write: impl FnOnce(*mut T) -> R) -> R {
        let access = self.access(true, Location::caller());
        let result = write(self.value.get());
        drop(access);
        result
    }

    /// Begins a read, which lasts until the returned pointer is dropped. For code that needs the pointer itself.
    #[track_caller]
    pub fn get(&self) -> ConstPtr<'_, T> {
        ConstPtr(self.access(false, Location::caller()))
    }

    /// Begins a write, which lasts until the returned pointer is dropped. For code that needs the pointer itself.
    #[track_caller]
    pub fn get_mut(&self) -> MutPtr<'_, T> {
        MutPtr(self.access(true, Location::caller()))
    }

    #[track_caller]
    fn access(&self, writes: bool, place: Place) -> Ongoing<'_, T> {
        let object = with_state(|s| self.object.of(s));
        let begun = perform(Operation::Cell { object, writes }, place, |s| {
            let value = (s.detailed() && !s.is_open(object)).then(|| self.text()).flatten();
            s.begins_access(object, writes, place, value)
        });
        match begun {
            Some(begun) => Ongoing { cell: self, begun: cell::Cell::new(Some(begun)), writes, place },
            // The access itself must not happen.
            None => stop(),
        }
    }

    fn text(&self) -> Option<String> {
        // SAFETY: the explorer knows that no access is under way, and all threads run on one OS thread.
        show::text(unsafe { &*self.value.get() })
    }
}

/// An access in progress.
struct Ongoing<'a, T: ?Sized> {
    cell: &'a UnsafeCell<T>,
    begun: cell::Cell<Option<Begun>>,
    writes: bool,
    place: Place,
}

impl<T: ?Sized> Drop for Ongoing<'_, T> {
    fn drop(&mut self) {
        let Some(begun) = self.begun.take() else { return };
        let known = if_exploring(|s| Some((self.cell.object.of_if_alive(s)?, s.has_gone_on(begun))));
        let Some((object, gone_on)) = known.flatten() else { return };
        let (cell, writes) = (self.cell, self.writes);
        let end = |s: &mut State| s.ends_access(begun, || cell.text());
        // If the thread has done something meanwhile that others may depend on, the end of the access is a step of
        // its own.
        match gone_on && panics::in_model_thread() {
            true => perform(Operation::Cell { object, writes }, self.place, end),
            false => _ = if_exploring(end),
        }
    }
}

/// A pointer for reading, returned by [`UnsafeCell::get`].
pub struct ConstPtr<'a, T: ?Sized>(Ongoing<'a, T>);

impl<T: ?Sized> ConstPtr<'_, T> {
    /// Returns a reference to the value.
    ///
    /// # Safety
    /// As for a raw pointer: there must be no `&mut` to the value.
    pub unsafe fn deref(&self) -> &T {
        // SAFETY: as the caller promises.
        unsafe { &*self.0.cell.value.get() }
    }

    /// Calls `read` with the pointer, which is valid until `read` returns.
    pub fn with<R>(&self, read: impl FnOnce(*const T) -> R) -> R {
        read(self.0.cell.value.get())
    }
}

/// A pointer for writing, returned by [`UnsafeCell::get_mut`].
pub struct MutPtr<'a, T: ?Sized>(Ongoing<'a, T>);

impl<T: ?Sized> MutPtr<'_, T> {
    /// Returns a mutable reference to the value.
    ///
    /// # Safety
    /// As for a raw pointer: there must be no other reference to the value.
    #[allow(clippy::mut_from_ref)] // the caller promises that there is no other
    pub unsafe fn deref(&self) -> &mut T {
        // SAFETY: as the caller promises.
        unsafe { &mut *self.0.cell.value.get() }
    }

    /// Calls `write` with the pointer, which is valid until `write` returns.
    pub fn with<R>(&self, write: impl FnOnce(*mut T) -> R) -> R {
        write(self.0.cell.value.get())
    }
}

impl<T: Default> Default for UnsafeCell<T> {
    #[track_caller]
    fn default() -> Self {
        UnsafeCell::new(T::default())
    }
}

impl<T> From<T> for UnsafeCell<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        UnsafeCell::new(value)
    }
}

impl<T: ?Sized> fmt::Debug for UnsafeCell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnsafeCell").finish_non_exhaustive()
    }
}
