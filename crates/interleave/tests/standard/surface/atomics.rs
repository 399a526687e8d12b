//! Atomics of every type.

use super::sync::atomic::{self, Ordering};
use super::sync::atomic::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicPtr, AtomicU8, AtomicU16, AtomicU32,
    AtomicU64, AtomicUsize,
};

const _: fn(Ordering) = atomic::fence;
const _: fn(Ordering) = atomic::compiler_fence;

macro_rules! every {
    ($($Atomic:ident, $t:ty;)*) => { $(
        const _: fn($t) -> $Atomic = $Atomic::new;
        const _: fn($t) -> $Atomic = $Atomic::from;
        const _: fn() -> $Atomic = $Atomic::default;
        const _: fn(&mut $Atomic) -> &mut $t = $Atomic::get_mut;
        const _: fn($Atomic) -> $t = $Atomic::into_inner;
        const _: fn(&$Atomic, Ordering) -> $t = $Atomic::load;
        const _: fn(&$Atomic, $t, Ordering) = $Atomic::store;
        const _: fn(&$Atomic, $t, Ordering) -> $t = $Atomic::swap;
        const _: fn(&$Atomic, $t, $t, Ordering, Ordering) -> Result<$t, $t> = $Atomic::compare_exchange;
        const _: fn(&$Atomic, $t, $t, Ordering, Ordering) -> Result<$t, $t> = $Atomic::compare_exchange_weak;
        const _: fn(&$Atomic, Ordering, Ordering, fn($t) -> Option<$t>) -> Result<$t, $t> =
            $Atomic::fetch_update::<fn($t) -> Option<$t>>;
        const _: fn(&$Atomic, Ordering, Ordering, fn($t) -> Option<$t>) -> Result<$t, $t> = $Atomic::try_update;
        const _: fn(&$Atomic, Ordering, Ordering, fn($t) -> $t) -> $t = $Atomic::update;
    )* };
}

every! {
    AtomicBool, bool;
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

type Pointer = AtomicPtr<u32>;
every! { Pointer, *mut u32; }

macro_rules! bits {
    ($($Atomic:ident, $t:ty;)*) => { $(
        const _: fn(&$Atomic, $t, Ordering) -> $t = $Atomic::fetch_and;
        const _: fn(&$Atomic, $t, Ordering) -> $t = $Atomic::fetch_nand;
        const _: fn(&$Atomic, $t, Ordering) -> $t = $Atomic::fetch_or;
        const _: fn(&$Atomic, $t, Ordering) -> $t = $Atomic::fetch_xor;
    )* };
}

macro_rules! integers {
    ($($Atomic:ident, $t:ty;)*) => { $(
        bits! { $Atomic, $t; }
        const _: fn(&$Atomic, $t, Ordering) -> $t = $Atomic::fetch_add;
        const _: fn(&$Atomic, $t, Ordering) -> $t = $Atomic::fetch_sub;
        const _: fn(&$Atomic, $t, Ordering) -> $t = $Atomic::fetch_max;
        const _: fn(&$Atomic, $t, Ordering) -> $t = $Atomic::fetch_min;
    )* };
}

bits! { AtomicBool, bool; }
const _: fn(&AtomicBool, Ordering) -> bool = AtomicBool::fetch_not;

integers! {
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

type OnAddress = fn(&Pointer, usize, Ordering) -> *mut u32;
const _: OnAddress = AtomicPtr::fetch_ptr_add;
const _: OnAddress = AtomicPtr::fetch_ptr_sub;
const _: OnAddress = AtomicPtr::fetch_byte_add;
const _: OnAddress = AtomicPtr::fetch_byte_sub;
const _: OnAddress = AtomicPtr::fetch_and;
const _: OnAddress = AtomicPtr::fetch_or;
const _: OnAddress = AtomicPtr::fetch_xor;
