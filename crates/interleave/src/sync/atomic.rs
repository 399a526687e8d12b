//! `std::sync::atomic`, observed. Every operation is one step, and its ordering counts: a load may read an old store where
//! Rust's memory model lets it, and a store may come before one that was made earlier. All that is left open is explored.

#![allow(unsafe_code)]

use crate::execution::graph::{Access, Change, How, Kind};
use crate::execution::{ObjectRef, Operation, State, Variant, perform, with_state};
use crate::record::{Action, ObjectId, Place};
use std::cell::{Cell, UnsafeCell};
use std::fmt;
use std::panic::Location;

pub use std::sync::atomic::{Ordering, compiler_fence};

/// As [`std::sync::atomic::fence`]: a step of its own.
///
/// # Panics
/// If `order` is `Relaxed`, or outside an exploration.
#[track_caller]
pub fn fence(order: Ordering) {
    assert!(order != Ordering::Relaxed, "there is no such thing as a relaxed fence");
    let place = Location::caller();
    perform(Operation::Fence { order }, place, |s| {
        s.graph.fences(s.event, order);
        s.note(Some(place), |_| Action::Fence { order });
    });
}

/// What all atomics are made of. The values are in the graph of the execution.
struct Atomic<T> {
    object: ObjectRef,
    /// For the only owner.
    value: UnsafeCell<T>,
    /// The owner may have changed it since.
    taken: Cell<bool>,
}

// SAFETY: the value is only reached by the only owner, through `&mut self`, or in a step, on the one OS thread of the
// exploration, when no reference to it is left.
unsafe impl<T: Send> Sync for Atomic<T> {}

impl<T> std::panic::RefUnwindSafe for Atomic<T> {}

impl<T: Copy + fmt::Debug + Bits> Atomic<T> {
    #[track_caller]
    fn new(value: T, created: Place) -> Self {
        let object = ObjectRef::atomic(value.bits(), created);
        with_state(|s| {
            if s.detailed() {
                let id = object.of(s);
                s.objects[id].value = Some(format!("{value:?}"));
            }
        });
        Atomic { object, value: UnsafeCell::new(value), taken: Cell::new(false) }
    }

    /// One step. Gives what it found, and whether it wrote.
    #[track_caller]
    fn step(&self, place: Place, access: Access) -> (T, bool) {
        let object = with_state(|s| {
            let object = self.object.of(s);
            if self.taken.take() {
                // SAFETY: the owner's `&mut` has ended, since there is a `&self`.
                s.begins_anew(object, unsafe { *self.value.get() }.bits());
            }
            object
        });
        let text = |bits: u64| format!("{:?}", T::from_bits(bits));
        let (found, wrote) =
            perform(Operation::Atomic { object, access }, place, |s| accessed(s, object, place, access, &text));
        (T::from_bits(found), wrote)
    }

    fn load(&self, place: Place, order: Ordering) -> T {
        assert!(
            !matches!(order, Ordering::Release | Ordering::AcqRel),
            "there is no such thing as a {order:?} load"
        );
        self.step(place, Access { kind: Kind::Load, order, failure: order }).0
    }

    fn store(&self, place: Place, value: T, order: Ordering) {
        assert!(
            !matches!(order, Ordering::Acquire | Ordering::AcqRel),
            "there is no such thing as a {order:?} store"
        );
        self.step(place, Access { kind: Kind::Store(value.bits()), order, failure: order });
    }

    fn update(&self, place: Place, order: Ordering, how: How, operand: T) -> T {
        let change = Change { how, operand: operand.bits(), bits: T::BITS, signed: T::SIGNED };
        self.step(place, Access { kind: Kind::Update(change), order, failure: order }).0
    }

    fn exchange(
        &self,
        place: Place,
        (current, new): (T, T),
        orders: (Ordering, Ordering),
        weak: bool,
    ) -> Result<T, T> {
        let (order, failure) = orders;
        assert!(
            !matches!(failure, Ordering::Release | Ordering::AcqRel),
            "there is no such thing as a {failure:?} failure ordering"
        );
        let kind = Kind::Exchange { expected: current.bits(), new: new.bits(), weak };
        let (found, wrote) = self.step(place, Access { kind, order, failure });
        if wrote { Ok(found) } else { Err(found) }
    }

    /// The value, for the only owner: that of the last store, for all of them happened before.
    fn last(&self) -> T {
        let last = crate::execution::if_exploring(|s| {
            let location = self.object.of_if_alive(s).map(|object| s.location(object))?;
            Some(T::from_bits(s.graph.locations[location].last().value))
        });
        // SAFETY: nobody else is left.
        last.flatten().filter(|_| !self.taken.get()).unwrap_or_else(|| unsafe { *self.value.get() })
    }

    fn get_mut(&mut self) -> &mut T {
        *self.value.get_mut() = self.last();
        self.taken.set(true);
        self.value.get_mut()
    }
}

/// The running thread's access to `object` happens now, in the way that the explorer wants. Gives what it found, and
/// whether it wrote.
fn accessed(
    s: &mut State,
    object: ObjectId,
    place: Place,
    access: Access,
    text: &dyn Fn(u64) -> String,
) -> (u64, bool) {
    let location = s.location(object);
    let stores = s.graph.locations[location].order.len();
    let named = match s.variant {
        Variant::From(name) | Variant::After(name) | Variant::Fails(name) => s.place_of(location, name),
        _ => None,
    };
    let source = access.reads().then(|| named.unwrap_or(stores - 1));
    let found = s.graph.locations[location].order[source.unwrap_or(stores - 1)];
    let fails = matches!(s.variant, Variant::Fails(_));
    let new = access.writes(found.value).filter(|_| !fails);
    s.shares();
    s.saw_weak |= !access.is_strict();
    s.used.weak_exchange |= access.is_weak();
    if source.is_some() {
        let by = s.left_by(&found);
        s.observes_from(found.value, by);
        if fails {
            s.observes(1);
        }
        let thread = s.thread();
        thread.clock = thread.clock.max(found.clock);
    }
    let stale = named.is_some_and(|place| place + 1 < stores);
    let clock = s.thread().clock;
    let write = new.map(|new| (source.or(named).map_or(stores, |at| at + 1), new, clock));
    s.graph.accesses(s.event, location, access, source, write);
    if new.is_some_and(|new| new != found.value) {
        s.changes(object);
    }
    if s.detailed() {
        let action = match (access.kind, new) {
            (Kind::Exchange { expected, .. }, None) => {
                Action::Read { object, value: text(found.value), expected: Some(text(expected)) }
            }
            (_, None) => Action::Read { object, value: text(found.value), expected: None },
            (Kind::Store(_), Some(new)) => Action::Write { object, value: text(new) },
            (_, Some(new)) => Action::Update { object, before: text(found.value), after: text(new) },
        };
        if new.is_some() {
            s.objects[object].value = Some(text(s.graph.locations[location].last().value));
        }
        let order = if fails { access.failure } else { access.order_at(found.value) };
        s.note_access(place, (action, order), source.map(|_| found.event), stale);
    }
    (found.value, new.is_some())
}

/// A value as 64 bits.
trait Bits {
    const BITS: u32;
    const SIGNED: bool;
    fn bits(self) -> u64;
    fn from_bits(bits: u64) -> Self;
}

macro_rules! atomic {
    ($name:ident, $t:ty, $size:expr, $signed:expr, |$value:ident| $bits:expr, |$from:ident| $back:expr) => {
        impl Bits for $t {
            const BITS: u32 = $size;
            const SIGNED: bool = $signed;

            fn bits(self) -> u64 {
                let $value = self;
                $bits
            }

            fn from_bits($from: u64) -> Self {
                $back
            }
        }

        #[doc = concat!("As [`std::sync::atomic::", stringify!($name), "`].")]
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
            pub fn swap(&self, value: $t, order: Ordering) -> $t {
                self.0.update(Location::caller(), order, How::Swap, value)
            }

            /// Writes `new` if the value is `current`.
            ///
            /// # Errors
            /// The value, if it is a different one.
            ///
            /// # Panics
            /// If `failure` is `Release` or `AcqRel`.
            #[track_caller]
            pub fn compare_exchange(
                &self,
                current: $t,
                new: $t,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$t, $t> {
                self.0.exchange(Location::caller(), (current, new), (success, failure), false)
            }

            /// As `compare_exchange`, but may fail although the value is `current`, as often as
            /// [the options](crate::Options::weak_failures) allow.
            ///
            /// # Errors
            /// The value, if nothing was written.
            ///
            /// # Panics
            /// If `failure` is `Release` or `AcqRel`.
            #[track_caller]
            pub fn compare_exchange_weak(
                &self,
                current: $t,
                new: $t,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$t, $t> {
                self.0.exchange(Location::caller(), (current, new), (success, failure), true)
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
                self.0.get_mut()
            }

            /// The value.
            pub fn into_inner(self) -> $t {
                self.0.last()
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
    ($name:ident, $t:ty, $($(#[$doc:meta])* $method:ident = $how:ident;)*) => {
        impl $name {
            $(
                $(#[$doc])*
                #[track_caller]
                pub fn $method(&self, value: $t, order: Ordering) -> $t {
                    self.0.update(Location::caller(), order, How::$how, value)
                }
            )*
        }
    };
}

macro_rules! integer {
    ($($name:ident, $t:ty;)*) => { $(
        atomic!($name, $t, <$t>::BITS, <$t>::MIN != 0, |value| value as u64, |bits| bits as $t);
        fetch! { $name, $t,
            /// Adds, wrapping around; gives the value before.
            fetch_add = Add;
            /// Subtracts, wrapping around; gives the value before.
            fetch_sub = Sub;
            /// Bitwise and; gives the value before.
            fetch_and = And;
            /// Bitwise and, inverted; gives the value before.
            fetch_nand = Nand;
            /// Bitwise or; gives the value before.
            fetch_or = Or;
            /// Bitwise exclusive or; gives the value before.
            fetch_xor = Xor;
            /// The larger of the two; gives the value before.
            fetch_max = Max;
            /// The smaller of the two; gives the value before.
            fetch_min = Min;
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

atomic!(AtomicBool, bool, 1, false, |value| u64::from(value), |bits| bits != 0);
fetch! { AtomicBool, bool,
    /// Logical and; gives the value before.
    fetch_and = And;
    /// Logical and, inverted; gives the value before.
    fetch_nand = Nand;
    /// Logical or; gives the value before.
    fetch_or = Or;
    /// Logical exclusive or; gives the value before.
    fetch_xor = Xor;
}

impl AtomicBool {
    /// Logical not; gives the value before.
    #[track_caller]
    pub fn fetch_not(&self, order: Ordering) -> bool {
        self.0.update(Location::caller(), order, How::Xor, true)
    }
}

/// As [`std::sync::atomic::AtomicPtr`].
pub struct AtomicPtr<T>(Atomic<*mut T>);

// SAFETY: as `std`'s: what is handed over is an address; to follow it is for the program to justify.
unsafe impl<T> Send for AtomicPtr<T> {}
// SAFETY: as above, and the pointer itself is only reached in a step, or by the only owner.
unsafe impl<T> Sync for AtomicPtr<T> {}

impl<T> Bits for *mut T {
    const BITS: u32 = usize::BITS;
    const SIGNED: bool = false;

    fn bits(self) -> u64 {
        self.expose_provenance() as u64
    }

    fn from_bits(bits: u64) -> Self {
        std::ptr::with_exposed_provenance_mut(bits as usize)
    }
}

impl<T> AtomicPtr<T> {
    /// A new atomic pointer.
    ///
    /// # Panics
    /// Outside an exploration.
    #[track_caller]
    pub fn new(pointer: *mut T) -> Self {
        AtomicPtr(Atomic::new(pointer, Location::caller()))
    }

    /// Reads the pointer.
    #[track_caller]
    pub fn load(&self, order: Ordering) -> *mut T {
        self.0.load(Location::caller(), order)
    }

    /// Writes the pointer.
    #[track_caller]
    pub fn store(&self, pointer: *mut T, order: Ordering) {
        self.0.store(Location::caller(), pointer, order);
    }

    /// Writes the pointer and gives the one before.
    #[track_caller]
    pub fn swap(&self, pointer: *mut T, order: Ordering) -> *mut T {
        self.0.update(Location::caller(), order, How::Swap, pointer)
    }

    /// Writes `new` if the pointer is `current`.
    ///
    /// # Errors
    /// The pointer, if it is a different one.
    ///
    /// # Panics
    /// If `failure` is `Release` or `AcqRel`.
    #[track_caller]
    pub fn compare_exchange(
        &self,
        current: *mut T,
        new: *mut T,
        success: Ordering,
        failure: Ordering,
    ) -> Result<*mut T, *mut T> {
        self.0.exchange(Location::caller(), (current, new), (success, failure), false)
    }

    /// As `compare_exchange`, but may fail although the pointer is `current`.
    ///
    /// # Errors
    /// The pointer, if nothing was written.
    ///
    /// # Panics
    /// If `failure` is `Release` or `AcqRel`.
    #[track_caller]
    pub fn compare_exchange_weak(
        &self,
        current: *mut T,
        new: *mut T,
        success: Ordering,
        failure: Ordering,
    ) -> Result<*mut T, *mut T> {
        self.0.exchange(Location::caller(), (current, new), (success, failure), true)
    }

    /// The pointer, for the only owner.
    pub fn get_mut(&mut self) -> &mut *mut T {
        self.0.get_mut()
    }

    /// The pointer.
    pub fn into_inner(self) -> *mut T {
        self.0.last()
    }
}

impl<T> Default for AtomicPtr<T> {
    #[track_caller]
    fn default() -> Self {
        AtomicPtr::new(std::ptr::null_mut())
    }
}

impl<T> fmt::Debug for AtomicPtr<T> {
    /// Shows no value: to look at it would be a step.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AtomicPtr").finish_non_exhaustive()
    }
}
