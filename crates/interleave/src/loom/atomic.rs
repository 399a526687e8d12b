//! The methods that `loom`'s atomics have in addition to `std`'s, and its `AtomicWaker` in addition to this crate's.

#![allow(unsafe_code)]

use crate::future::AtomicWaker;
use crate::sync::atomic::*;
use std::task::Waker;

macro_rules! methods {
    ($([$($generic:ident)?] $name:ty, $t:ty;)*) => { $(
        impl<$($generic)?> $name {
            /// `loom`'s: calls `change` with a mutable reference to the value.
            pub fn with_mut<R>(&mut self, change: impl FnOnce(&mut $t) -> R) -> R {
                change(self.get_mut())
            }

            /// `loom`'s: reads the value non-atomically. A concurrent store by another thread, one that happens
            /// neither before nor after this read, is a [`DataRace`](crate::Verdict::DataRace).
            ///
            /// # Safety
            /// No other thread may store concurrently. Here such a store is detected, and nothing is undefined.
            #[track_caller]
            pub unsafe fn unsync_load(&self) -> $t {
                self.plain_load()
            }
        }
    )* };
}

methods! {
    [] AtomicBool, bool;
    [] AtomicU8, u8;
    [] AtomicU16, u16;
    [] AtomicU32, u32;
    [] AtomicU64, u64;
    [] AtomicUsize, usize;
    [] AtomicI8, i8;
    [] AtomicI16, i16;
    [] AtomicI32, i32;
    [] AtomicI64, i64;
    [] AtomicIsize, isize;
    [T] AtomicPtr<T>, *mut T;
}

impl AtomicWaker {
    /// `loom`'s name for [`take`](AtomicWaker::take).
    #[track_caller]
    pub fn take_waker(&self) -> Option<Waker> {
        self.take()
    }
}
