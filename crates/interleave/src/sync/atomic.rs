//! `std::sync::atomic`, observed. Every operation is one step, and all are sequentially consistent, whatever ordering
//! they are given: what weaker orderings allow besides is not explored.

#![allow(unsafe_code)]

use crate::execution::{ObjectRef, ObjectState, Operation, State, mix, perform, with_state};
use crate::record::{Action, ObjectId, ObjectKind, Place};
use std::cell::UnsafeCell;
use std::fmt;
use std::panic::Location;

pub use std::sync::atomic::Ordering;

/// As [`std::sync::atomic::fence`]. It does nothing: everything is sequentially consistent already.
///
/// # Panics
/// If `order` is `Relaxed`.
pub fn fence(order: Ordering) {
    assert!(order != Ordering::Relaxed, "there is no such thing as a relaxed fence");
}

/// What all atomics are made of.
struct Atomic<T> {
    object: ObjectRef,
    value: UnsafeCell<T>,
}

// SAFETY: the value is only reached from `perform`, which runs on the one OS thread of the exploration and panics on any
// other, and no reference to it outlives the step; or through `&mut self`.
unsafe impl<T: Send> Sync for Atomic<T> {}

/// What an operation does to the value.
enum Effect<T> {
    Read,
    /// A failed compare-exchange: what it had hoped for.
    Miss(T),
    Write(T),
    Update(T),
}

impl<T: Copy + fmt::Debug + Bits> Atomic<T> {
    #[track_caller]
    fn new(value: T, created: Place) -> Self {
        let object = ObjectRef::new(ObjectKind::Atomic, ObjectState::Atomic, value.bits(), created);
        with_state(|s| {
            if s.detailed() {
                let id = object.of(s);
                s.objects[id].value = Some(format!("{value:?}"));
            }
        });
        Atomic { object, value: UnsafeCell::new(value) }
    }

    /// One step; `effect` sees the value. Gives the value before.
    fn step(&self, place: Place, effect: impl FnOnce(T) -> Effect<T>) -> T {
        let object = with_state(|s| self.object.of(s));
        perform(Operation::Free(object), place, |s| {
            // SAFETY: see `Sync`: nobody else runs, and nobody holds a reference.
            let value = unsafe { &mut *self.value.get() };
            let before = *value;
            let effect = effect(before);
            match effect {
                Effect::Read | Effect::Miss(_) => s.reads(object),
                Effect::Write(after) | Effect::Update(after) => {
                    s.writes(object);
                    if after.bits() != before.bits() {
                        s.progresses();
                    }
                    *value = after;
                    s.objects[object].version = after.bits();
                }
            }
            if !matches!(effect, Effect::Write(_)) {
                s.observes(before.bits());
            }
            if s.detailed() {
                note(s, object, place, before, &effect);
            }
            before
        })
    }

    fn load(&self, place: Place, order: Ordering) -> T {
        assert!(
            !matches!(order, Ordering::Release | Ordering::AcqRel),
            "there is no such thing as a {order:?} load"
        );
        self.step(place, |_| Effect::Read)
    }

    fn store(&self, place: Place, value: T, order: Ordering) {
        assert!(
            !matches!(order, Ordering::Acquire | Ordering::AcqRel),
            "there is no such thing as a {order:?} store"
        );
        self.step(place, |_| Effect::Write(value));
    }

    fn update(&self, place: Place, change: impl FnOnce(T) -> T) -> T {
        self.step(place, |value| Effect::Update(change(value)))
    }

    fn compare_exchange(&self, place: Place, current: T, new: T) -> Result<T, T> {
        let mut hit = false;
        let before = self.step(place, |value| {
            hit = value.bits() == current.bits();
            if hit { Effect::Update(new) } else { Effect::Miss(current) }
        });
        if hit { Ok(before) } else { Err(before) }
    }
}

fn note<T: Copy + fmt::Debug>(s: &mut State, object: ObjectId, place: Place, before: T, effect: &Effect<T>) {
    let text = |value: &T| format!("{value:?}");
    let action = match effect {
        Effect::Read => Action::Read { object, value: text(&before), expected: None },
        Effect::Miss(hoped) => Action::Read { object, value: text(&before), expected: Some(text(hoped)) },
        Effect::Write(after) => Action::Write { object, value: text(after) },
        Effect::Update(after) => Action::Update { object, before: text(&before), after: text(after) },
    };
    if let Effect::Write(after) | Effect::Update(after) = effect {
        s.objects[object].value = Some(text(after));
    }
    s.note(Some(place), |_| action);
}

/// A value as 64 bits that stand for it.
trait Bits {
    fn bits(self) -> u64;
}

macro_rules! atomic {
    ($name:ident, $t:ty, |$value:ident| $bits:expr) => {
        impl Bits for $t {
            fn bits(self) -> u64 {
                let $value = self;
                mix(0, $bits)
            }
        }

        #[doc = concat!("As [`std::sync::atomic::", stringify!($name), "`], sequentially consistent.")]
        pub struct $name(Atomic<$t>);

        impl $name {
            /// A new atomic.
            ///
            /// # Panics
            /// Outside an exploration.
            #[track_caller]
            pub fn new(value: $t) -> Self {
                $name(Atomic::new(value, Location::caller()))
            }

            /// Reads the value.
            #[track_caller]
            pub fn load(&self, order: Ordering) -> $t {
                self.0.load(Location::caller(), order)
            }

            /// Writes the value.
            #[track_caller]
            pub fn store(&self, value: $t, order: Ordering) {
                self.0.store(Location::caller(), value, order);
            }

            /// Writes the value and gives the one before.
            #[track_caller]
            pub fn swap(&self, value: $t, _: Ordering) -> $t {
                self.0.update(Location::caller(), |_| value)
            }

            /// Writes `new` if the value is `current`.
            ///
            /// # Errors
            /// The value, if it is another one.
            #[track_caller]
            pub fn compare_exchange(&self, current: $t, new: $t, _: Ordering, _: Ordering) -> Result<$t, $t> {
                self.0.compare_exchange(Location::caller(), current, new)
            }

            /// As `compare_exchange`: it never fails spuriously here.
            ///
            /// # Errors
            /// The value, if it is not `current`.
            #[track_caller]
            pub fn compare_exchange_weak(&self, current: $t, new: $t, _: Ordering, _: Ordering) -> Result<$t, $t> {
                self.0.compare_exchange(Location::caller(), current, new)
            }

            /// Reads, computes and writes, again and again until nobody came between.
            ///
            /// # Errors
            /// The value, if `change` gave `None` for it.
            #[track_caller]
            pub fn fetch_update<F: FnMut($t) -> Option<$t>>(
                &self,
                set_order: Ordering,
                fetch_order: Ordering,
                mut change: F,
            ) -> Result<$t, $t> {
                let mut before = self.load(fetch_order);
                while let Some(after) = change(before) {
                    match self.compare_exchange_weak(before, after, set_order, fetch_order) {
                        Ok(before) => return Ok(before),
                        Err(now) => before = now,
                    }
                }
                Err(before)
            }

            /// The value, for the only owner.
            pub fn get_mut(&mut self) -> &mut $t {
                self.0.value.get_mut()
            }

            /// The value.
            pub fn into_inner(self) -> $t {
                self.0.value.into_inner()
            }
        }

        impl Default for $name {
            #[track_caller]
            fn default() -> Self {
                $name::new(<$t>::default())
            }
        }

        impl From<$t> for $name {
            #[track_caller]
            fn from(value: $t) -> Self {
                $name::new(value)
            }
        }

        impl fmt::Debug for $name {
            /// Shows no value: to look at it would be a step.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    };
}

macro_rules! fetch {
    ($name:ident, $t:ty, $($(#[$doc:meta])* $method:ident = |$old:ident, $by:ident| $new:expr;)*) => {
        impl $name {
            $(
                $(#[$doc])*
                #[track_caller]
                pub fn $method(&self, value: $t, _: Ordering) -> $t {
                    self.0.update(Location::caller(), |$old| { let $by = value; $new })
                }
            )*
        }
    };
}

macro_rules! integer {
    ($($name:ident, $t:ty;)*) => { $(
        atomic!($name, $t, |value| value as u64);
        fetch! { $name, $t,
            /// Adds, wrapping around; gives the value before.
            fetch_add = |old, by| old.wrapping_add(by);
            /// Subtracts, wrapping around; gives the value before.
            fetch_sub = |old, by| old.wrapping_sub(by);
            /// Bitwise and; gives the value before.
            fetch_and = |old, by| old & by;
            /// Bitwise and, inverted; gives the value before.
            fetch_nand = |old, by| !(old & by);
            /// Bitwise or; gives the value before.
            fetch_or = |old, by| old | by;
            /// Bitwise exclusive or; gives the value before.
            fetch_xor = |old, by| old ^ by;
            /// The larger of the two; gives the value before.
            fetch_max = |old, by| old.max(by);
            /// The smaller of the two; gives the value before.
            fetch_min = |old, by| old.min(by);
        }
    )* };
}

integer! {
    AtomicU8, u8;
    AtomicU16, u16;
    AtomicU32, u32;
    AtomicU64, u64;
    AtomicUsize, usize;
    AtomicI8, i8;
    AtomicI16, i16;
    AtomicI32, i32;
    AtomicI64, i64;
    AtomicIsize, isize;
}

atomic!(AtomicBool, bool, |value| u64::from(value));
fetch! { AtomicBool, bool,
    /// Logical and; gives the value before.
    fetch_and = |old, by| old & by;
    /// Logical and, inverted; gives the value before.
    fetch_nand = |old, by| !(old & by);
    /// Logical or; gives the value before.
    fetch_or = |old, by| old | by;
    /// Logical exclusive or; gives the value before.
    fetch_xor = |old, by| old ^ by;
}
