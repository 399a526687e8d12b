//! `std::cell::UnsafeCell`, observed: data that is not atomic, for lock-free code. Two accesses of which one writes and that
//! nothing orders are a [`DataRace`](crate::Verdict::DataRace), in whatever order they happen.

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

/// As [`std::cell::UnsafeCell`], with accesses that have a beginning and an end, as in `loom`. Each is a step.
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
/// // SAFETY: this is what is to be found out.
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

// SAFETY: as `std`'s: who owns the cell owns the value.
unsafe impl<T: ?Sized + Send> Send for UnsafeCell<T> {}

impl<T> UnsafeCell<T> {
    /// A cell with this value. That counts as a write: who gets to the cell must come after it.
    ///
    /// # Panics
    /// Outside an exploration.
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
        // What a new thread does before its first operation belongs to the step that spawned it. The creation must not: nothing
        // may say that it came before what else follows from that step.
        match with_state(|s| s.has_just_begun()) {
            true => perform(Operation::Free(Target::Object(with_state(|s| object.of(s)))), place, created),
            false => with_state(created),
        }
        UnsafeCell { object, value: cell::UnsafeCell::new(value) }
    }

    /// The value, for the only owner. That counts as a write: what others did must have come before it.
    #[track_caller]
    pub fn into_inner(self) -> T {
        if panics::in_model_thread() {
            drop(self.access(true, Location::caller()));
        }
        self.value.into_inner()
    }
}

impl<T: ?Sized> UnsafeCell<T> {
    /// Reads: nobody may write meanwhile. The pointer is valid until `read` returns.
    #[track_caller]
    pub fn with<R>(&self, read: impl FnOnce(*const T) -> R) -> R {
        let access = self.access(false, Location::caller());
        let result = read(self.value.get());
        drop(access);
        result
    }

    /// Writes: nobody else may access the value meanwhile. The pointer is valid until `write` returns.
    #[track_caller]
    pub fn with_mut<R>(&self, write: impl FnOnce(*mut T) -> R) -> R {
        let access = self.access(true, Location::caller());
        let result = write(self.value.get());
        drop(access);
        result
    }

    /// A read that lasts until the pointer is dropped, for code that needs the pointer itself.
    #[track_caller]
    pub fn get(&self) -> ConstPtr<'_, T> {
        ConstPtr(self.access(false, Location::caller()))
    }

    /// A write that lasts until the pointer is dropped, for code that needs the pointer itself.
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
        // SAFETY: nobody accesses the value now, by the explorer's books; all threads run on one OS thread.
        show::text(unsafe { &*self.value.get() })
    }
}

/// An access under way.
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
        // What the thread did meanwhile may let others go on: the end is then a step of its own.
        match gone_on && panics::in_model_thread() {
            true => perform(Operation::Cell { object, writes }, self.place, end),
            false => _ = if_exploring(end),
        }
    }
}

/// A pointer for reading, from [`UnsafeCell::get`].
pub struct ConstPtr<'a, T: ?Sized>(Ongoing<'a, T>);

impl<T: ?Sized> ConstPtr<'_, T> {
    /// The value.
    ///
    /// # Safety
    /// As for a pointer to it: nobody may have a `&mut` to the value.
    pub unsafe fn deref(&self) -> &T {
        // SAFETY: as the caller promises.
        unsafe { &*self.0.cell.value.get() }
    }

    /// The pointer, which is valid until `read` returns.
    pub fn with<R>(&self, read: impl FnOnce(*const T) -> R) -> R {
        read(self.0.cell.value.get())
    }
}

/// A pointer for writing, from [`UnsafeCell::get_mut`].
pub struct MutPtr<'a, T: ?Sized>(Ongoing<'a, T>);

impl<T: ?Sized> MutPtr<'_, T> {
    /// The value.
    ///
    /// # Safety
    /// As for a pointer to it: nobody else may have a reference to the value.
    #[allow(clippy::mut_from_ref)] // the caller promises that there is no other
    pub unsafe fn deref(&self) -> &mut T {
        // SAFETY: as the caller promises.
        unsafe { &mut *self.0.cell.value.get() }
    }

    /// The pointer, which is valid until `write` returns.
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
