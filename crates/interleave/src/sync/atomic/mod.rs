//! `std::sync::atomic`, with operations that the explorer sees. Every operation is one step, and its ordering counts:
//! if Rust's memory model allows it, a load may read an old store, and a store may come before an earlier one in
//! modification order. The explorer tries every possibility.

mod pointer;
mod step;

use crate::execution::graph::How;
use crate::execution::{Operation, perform, with_state};
use crate::record::Action;
use std::fmt;
use std::panic::Location;
use step::{Atomic, Bits};

pub use pointer::AtomicPtr;
pub use std::sync::atomic::{Ordering, compiler_fence};

/// Like [`std::sync::atomic::fence`]. It is a step.
///
/// # Panics
/// If `order` is `Relaxed`, or if called outside an explored program.
#[track_caller]
pub fn fence(order: Ordering) {
    assert!(order != Ordering::Relaxed, "there is no such thing as a relaxed fence");
    let place = Location::caller();
    let order = with_state(|s| s.plan.as_ref().map_or(order, |plan| plan.fence(place, order)));
    perform(Operation::Fence { order }, place, |s| {
        s.graph.fences(s.event, order);
        s.note(Some(place), |_| Action::Fence { order });
    });
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
            /// Creates an atomic that holds `value`.
            ///
            /// # Panics
            /// If called outside an explored program.
            #[track_caller]
            pub fn new(value: $t) -> Self {
                $name(Atomic::new(value, Location::caller()))
            }

            /// Loads the value.
            #[track_caller]
            pub fn load(&self, order: Ordering) -> $t {
                self.0.load(Location::caller(), order)
            }

            /// Stores a value.
            #[track_caller]
            pub fn store(&self, value: $t, order: Ordering) {
                self.0.store(Location::caller(), value, order);
            }

            /// Stores a value and returns the old one.
            #[track_caller]
            pub fn swap(&self, value: $t, order: Ordering) -> $t {
                self.0.update(Location::caller(), order, How::Swap, value)
            }

            /// Stores `new` if the value is `current`.
            ///
            /// # Errors
            /// The actual value, if it is not `current`.
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

            /// Like `compare_exchange`, but may fail although the value is `current`, as often as [the
            /// options](crate::Options::weak_failures) allow.
            ///
            /// # Errors
            /// The actual value, if nothing was stored.
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

            /// Loads the value, computes a new one and stores it; retries if another thread stored in between.
            ///
            /// # Errors
            /// The value for which `change` returned `None`.
            #[track_caller]
            pub fn fetch_update<F: FnMut($t) -> Option<$t>>(
                &self,
                set_order: Ordering,
                fetch_order: Ordering,
                change: F,
            ) -> Result<$t, $t> {
                self.0.fetch_update(Location::caller(), (set_order, fetch_order), change)
            }

            /// Same as `fetch_update`; its name since Rust 1.95.
            ///
            /// # Errors
            /// The value for which `change` returned `None`.
            #[track_caller]
            pub fn try_update(
                &self,
                set_order: Ordering,
                fetch_order: Ordering,
                change: impl FnMut($t) -> Option<$t>,
            ) -> Result<$t, $t> {
                self.0.fetch_update(Location::caller(), (set_order, fetch_order), change)
            }

            /// Like `try_update`, with a function that always returns a value. Returns the old value.
            #[track_caller]
            pub fn update(
                &self,
                set_order: Ordering,
                fetch_order: Ordering,
                mut change: impl FnMut($t) -> $t,
            ) -> $t {
                let orders = (set_order, fetch_order);
                let changed = self.0.fetch_update(Location::caller(), orders, |value| Some(change(value)));
                changed.unwrap_or_else(|never| never)
            }

            /// Like `load`, but not atomic: see [`crate::loom`].
            #[track_caller]
            pub(crate) fn plain_load(&self) -> $t {
                self.0.plain_load(Location::caller())
            }

            /// Returns a mutable reference to the value.
            pub fn get_mut(&mut self) -> &mut $t {
                self.0.get_mut()
            }

            /// Consumes the atomic and returns its value.
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
            /// Shows no value, because reading it would be a step.
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
            /// Adds to the value, wrapping around on overflow, and returns the old value.
            fetch_add = Add;
            /// Subtracts from the value, wrapping around on overflow, and returns the old value.
            fetch_sub = Sub;
            /// Bitwise "and" with the value. Returns the old value.
            fetch_and = And;
            /// Bitwise "nand" with the value. Returns the old value.
            fetch_nand = Nand;
            /// Bitwise "or" with the value. Returns the old value.
            fetch_or = Or;
            /// Bitwise "xor" with the value. Returns the old value.
            fetch_xor = Xor;
            /// Stores the maximum of the value and the argument. Returns the old value.
            fetch_max = Max;
            /// Stores the minimum of the value and the argument. Returns the old value.
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
    /// Logical "and" with the value. Returns the old value.
    fetch_and = And;
    /// Logical "nand" with the value. Returns the old value.
    fetch_nand = Nand;
    /// Logical "or" with the value. Returns the old value.
    fetch_or = Or;
    /// Logical "xor" with the value. Returns the old value.
    fetch_xor = Xor;
}

impl AtomicBool {
    /// Logical "not" of the value. Returns the old value.
    #[track_caller]
    pub fn fetch_not(&self, order: Ordering) -> bool {
        self.0.update(Location::caller(), order, How::Xor, true)
    }
}
