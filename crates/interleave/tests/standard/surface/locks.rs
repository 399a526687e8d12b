//! Locks, condition variables, barriers, and their errors.

use super::sync::{
    Barrier, BarrierWaitResult, Condvar, LockResult, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard,
    RwLockWriteGuard, TryLockError, TryLockResult, WaitTimeoutResult,
};
use super::time::Duration;
use std::fmt::{Debug, Display};
use std::ops::{Deref, DerefMut};

type Value = [u8; 3];
type Unsized = [u8];

const _: fn(Value) -> Mutex<Value> = Mutex::new;
const _: fn(Value) -> Mutex<Value> = Mutex::from;
const _: fn() -> Mutex<Value> = Mutex::default;
const _: fn(&Mutex<Unsized>) -> LockResult<MutexGuard<'_, Unsized>> = Mutex::lock;
const _: fn(&Mutex<Unsized>) -> TryLockResult<MutexGuard<'_, Unsized>> = Mutex::try_lock;
const _: fn(&Mutex<Unsized>) -> bool = Mutex::is_poisoned;
const _: fn(&Mutex<Unsized>) = Mutex::clear_poison;
const _: fn(Mutex<Value>) -> LockResult<Value> = Mutex::into_inner;
const _: fn(&mut Mutex<Unsized>) -> LockResult<&mut Unsized> = Mutex::get_mut;
const _: for<'a> fn(&'a MutexGuard<'static, Unsized>) -> &'a Unsized = Deref::deref;
const _: for<'a> fn(&'a mut MutexGuard<'static, Unsized>) -> &'a mut Unsized = DerefMut::deref_mut;

const _: fn(Value) -> RwLock<Value> = RwLock::new;
const _: fn(Value) -> RwLock<Value> = RwLock::from;
const _: fn() -> RwLock<Value> = RwLock::default;
const _: fn(&RwLock<Unsized>) -> LockResult<RwLockReadGuard<'_, Unsized>> = RwLock::read;
const _: fn(&RwLock<Unsized>) -> TryLockResult<RwLockReadGuard<'_, Unsized>> = RwLock::try_read;
const _: fn(&RwLock<Unsized>) -> LockResult<RwLockWriteGuard<'_, Unsized>> = RwLock::write;
const _: fn(&RwLock<Unsized>) -> TryLockResult<RwLockWriteGuard<'_, Unsized>> = RwLock::try_write;
const _: fn(&RwLock<Unsized>) -> bool = RwLock::is_poisoned;
const _: fn(&RwLock<Unsized>) = RwLock::clear_poison;
const _: fn(RwLock<Value>) -> LockResult<Value> = RwLock::into_inner;
const _: fn(&mut RwLock<Unsized>) -> LockResult<&mut Unsized> = RwLock::get_mut;
const _: fn(RwLockWriteGuard<'static, Unsized>) -> RwLockReadGuard<'static, Unsized> = RwLockWriteGuard::downgrade;
const _: for<'a> fn(&'a RwLockReadGuard<'static, Unsized>) -> &'a Unsized = Deref::deref;
const _: for<'a> fn(&'a mut RwLockWriteGuard<'static, Unsized>) -> &'a mut Unsized = DerefMut::deref_mut;

type Guard<'a> = MutexGuard<'a, Value>;
type While = fn(&mut Value) -> bool;

const _: fn() -> Condvar = Condvar::new;
const _: fn() -> Condvar = Condvar::default;
const _: for<'a> fn(&Condvar, Guard<'a>) -> LockResult<Guard<'a>> = Condvar::wait;
const _: for<'a> fn(&Condvar, Guard<'a>, While) -> LockResult<Guard<'a>> = Condvar::wait_while::<Value, While>;
const _: for<'a> fn(&Condvar, Guard<'a>, Duration) -> LockResult<(Guard<'a>, WaitTimeoutResult)> =
    Condvar::wait_timeout;
const _: for<'a> fn(&Condvar, Guard<'a>, Duration, While) -> LockResult<(Guard<'a>, WaitTimeoutResult)> =
    Condvar::wait_timeout_while::<Value, While>;
const _: fn(&Condvar) = Condvar::notify_one;
const _: fn(&Condvar) = Condvar::notify_all;
const _: fn(&WaitTimeoutResult) -> bool = WaitTimeoutResult::timed_out;

const _: fn(usize) -> Barrier = Barrier::new;
const _: fn(&Barrier) -> BarrierWaitResult = Barrier::wait;
const _: fn(&BarrierWaitResult) -> bool = BarrierWaitResult::is_leader;

const _: fn(Value) -> PoisonError<Value> = PoisonError::new;
const _: fn(PoisonError<Value>) -> Value = PoisonError::into_inner;
const _: fn(&PoisonError<Value>) -> &Value = PoisonError::get_ref;
const _: fn(&mut PoisonError<Value>) -> &mut Value = PoisonError::get_mut;
const _: fn(PoisonError<Value>) -> TryLockError<Value> = TryLockError::from;
const _: fn(PoisonError<Value>) -> TryLockError<Value> = TryLockError::Poisoned;
const _: TryLockError<Value> = TryLockError::WouldBlock;

fn shown<T: ?Sized + Debug + Display>() {}
const _: fn() = shown::<MutexGuard<'static, str>>;
const _: fn() = shown::<RwLockReadGuard<'static, str>>;
const _: fn() = shown::<RwLockWriteGuard<'static, str>>;
