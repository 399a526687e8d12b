//! `std::sync::atomic`, observed. Every operation is one step, and its ordering counts: a load may read an old store where
//! Rust's memory model lets it, and a store may come before one that was made earlier. All that is left open is explored.

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

/// As [`std::sync::atomic::fence`]: a step of its own.
///
/// # Panics
/// If `order` is `Relaxed`, or outside an exploration.
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
                change: F,
            ) -> Result<$t, $t> {
                self.0.fetch_update(Location::caller(), (set_order, fetch_order), change)
            }

            /// As `fetch_update`, its name since Rust 1.95.
            ///
            /// # Errors
            /// The value, if `change` gave `None` for it.
            #[track_caller]
            pub fn try_update(
                &self,
                set_order: Ordering,
                fetch_order: Ordering,
                change: impl FnMut($t) -> Option<$t>,
            ) -> Result<$t, $t> {
                self.0.fetch_update(Location::caller(), (set_order, fetch_order), change)
            }

            /// As `try_update`, with a change that always writes; gives the value before.
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

            /// As `load`, but not atomic: see [`crate::loom`].
            #[track_caller]
            pub(crate) fn plain_load(&self) -> $t {
                self.0.plain_load(Location::caller())
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
