//! The traits of each type, with parameters that have some of them and others not.

use super::cell::UnsafeCell;
use super::panic::AssertUnwindSafe;
use super::sync::atomic::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicPtr, AtomicU8, AtomicU16, AtomicU32,
    AtomicU64, AtomicUsize, Ordering,
};
use super::sync::mpsc::{
    IntoIter, Iter, Receiver, RecvError, RecvTimeoutError, SendError, Sender, SyncSender, TryIter, TryRecvError,
    TrySendError,
};
use super::sync::{
    Arc, Barrier, BarrierWaitResult, Condvar, LazyLock, Mutex, MutexGuard, Once, OnceLock, OnceState, PoisonError,
    RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError, WaitTimeoutResult,
};
use super::thread::{AccessError, Builder, JoinHandle, LocalKey, Scope, ScopedJoinHandle, Thread, ThreadId};
use super::time::{Instant, SystemTime, SystemTimeError};
use crate::asks::answers;
use std::cell::Cell;
use std::marker::PhantomPinned;

/// A type, and whether it has each trait.
pub type Row = (String, Vec<(&'static str, bool)>);

/// Has only auto traits.
pub struct Plain;

macro_rules! rows {
    ($all:ident; $($t:ty),* $(,)?) => { $($all.push((stringify!($t).to_owned(), answers!($t)));)* };
}

/// Types that contain a `T`.
macro_rules! rows_of_each {
    ($all:ident, [$($parameter:ty),*]; $types:tt) => { $(rows_of_each!(@ $all, $parameter; $types);)* };
    (@ $all:ident, $parameter:ty; ($($t:ty),* $(,)?)) => {{
        type T = $parameter;
        $($all.push((format!("{} of {}", stringify!($t), stringify!($parameter)), answers!($t)));)*
    }};
}

pub fn traits() -> Vec<Row> {
    let mut all = Vec::new();
    rows! { all;
        Condvar, WaitTimeoutResult, Barrier, BarrierWaitResult, Once, OnceState, AtomicBool, AtomicU8, AtomicU16,
        AtomicU32, AtomicU64, AtomicUsize, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, Ordering,
        RecvError, TryRecvError, RecvTimeoutError, AccessError, Builder, Scope<'static, 'static>, Thread, ThreadId,
        Instant, SystemTime, SystemTimeError, Mutex<[u8]>, Mutex<str>, MutexGuard<'static, [u8]>, RwLock<str>,
        RwLockReadGuard<'static, str>, RwLockWriteGuard<'static, str>, Mutex<dyn Send>, RwLock<dyn Send + Sync>,
        UnsafeCell<[u8]>,
    }
    rows_of_each! {
        all, [u32, Plain, Cell<u32>, &'static mut u32, *const u32, PhantomPinned, String, MutexGuard<'static, u32>,
            Box<dyn Send>]; (
            Mutex<T>, MutexGuard<'static, T>, RwLock<T>, RwLockReadGuard<'static, T>, RwLockWriteGuard<'static, T>,
            OnceLock<T>, LazyLock<T>, LazyLock<u32, T>, LazyLock<T, T>, PoisonError<T>, TryLockError<T>, Sender<T>,
            SyncSender<T>, Receiver<T>, &'static Receiver<T>, Iter<'static, T>, TryIter<'static, T>, IntoIter<T>,
            SendError<T>, TrySendError<T>, AtomicPtr<T>, JoinHandle<T>, ScopedJoinHandle<'static, T>, LocalKey<T>,
            UnsafeCell<T>, AssertUnwindSafe<T>, Arc<Mutex<T>>,
        )
    }
    all
}
