//! Operations on locks, condition variables, barriers and once locks.

use super::sync::{
    Condvar, LockResult, Mutex, MutexGuard, OnceLock, RwLock, RwLockWriteGuard, TryLockError, TryLockResult,
};
use super::{Worker, units};
use crate::program::{Change, Initialising, Locking, Sharing, Waiting};
use std::cell::Cell;

impl<'a> Worker<'a, '_> {
    pub(super) fn mutex(&mut self, which: usize, op: &Locking) {
        match which {
            0 => self.locking(&self.shared.mutex, op),
            _ => self.locking(&self.shared.celled, op),
        }
    }

    fn locking<T>(&mut self, mutex: &'a Mutex<T>, op: &Locking)
    where
        MutexGuard<'a, T>: Value,
    {
        match op {
            Locking::Lock(change, body) => {
                let mut guard = self.unpoison(mutex.lock());
                self.change("locked", &mut guard, *change);
                self.run(body);
            }
            Locking::TryLock(change, body) => {
                if let Some(mut guard) = self.tried(mutex.try_lock()) {
                    self.change("locked", &mut guard, *change);
                    self.run(body);
                }
            }
            Locking::IsPoisoned => self.see("is poisoned", usize::from(mutex.is_poisoned())),
            Locking::ClearPoison => mutex.clear_poison(),
        }
    }

    /// Adds one if the mutex is free.
    pub(super) fn try_to_add<T>(&mut self, mutex: &'a Mutex<T>) -> bool
    where
        MutexGuard<'a, T>: Value,
    {
        let guard = self.tried(mutex.try_lock());
        guard.is_some_and(|mut guard| {
            guard.put(guard.value().wrapping_add(1));
            true
        })
    }

    pub(super) fn rwlock(&mut self, op: &Sharing) {
        let rwlock: &'a RwLock<usize> = &self.shared.rwlock;
        match op {
            Sharing::Read(body) => {
                let guard = self.unpoison(rwlock.read());
                self.see("read", *guard);
                self.run(body);
            }
            Sharing::TryRead(body) => {
                if let Some(guard) = self.tried(rwlock.try_read()) {
                    self.see("read", *guard);
                    self.run(body);
                }
            }
            Sharing::Write(change, body) => {
                let mut guard = self.unpoison(rwlock.write());
                self.change("wrote", &mut guard, *change);
                self.run(body);
            }
            Sharing::TryWrite(change, body) => {
                if let Some(mut guard) = self.tried(rwlock.try_write()) {
                    self.change("wrote", &mut guard, *change);
                    self.run(body);
                }
            }
            Sharing::Downgrade(change, body) => {
                let mut guard = self.unpoison(rwlock.write());
                self.change("wrote", &mut guard, *change);
                let guard = RwLockWriteGuard::downgrade(guard);
                self.see("read", *guard);
                self.run(body);
            }
            Sharing::IsPoisoned => self.see("is poisoned", usize::from(rwlock.is_poisoned())),
            Sharing::ClearPoison => rwlock.clear_poison(),
        }
    }

    pub(super) fn condvar(&mut self, op: Waiting) {
        let (condvar, mutex): (&'a Condvar, &'a Mutex<usize>) = (&self.shared.condvar, &self.shared.mutex);
        match op {
            Waiting::Wait => {
                let mut guard = self.unpoison(mutex.lock());
                if *guard == 0 {
                    guard = self.unpoison(condvar.wait(guard));
                }
                self.see("woke", *guard);
            }
            Waiting::WaitWhile => {
                let guard = self.unpoison(mutex.lock());
                let guard = self.unpoison(condvar.wait_while(guard, |value| *value == 0));
                self.see("woke", *guard);
            }
            Waiting::WaitTimeout(time) => {
                let guard = self.unpoison(mutex.lock());
                let (guard, result) = self.unpoison(condvar.wait_timeout(guard, units(time)));
                self.see(if result.timed_out() { "timed out" } else { "woke" }, *guard);
            }
            Waiting::WaitTimeoutWhile(time) => {
                let guard = self.unpoison(mutex.lock());
                let is_zero = |value: &mut usize| *value == 0;
                let waited = condvar.wait_timeout_while(guard, units(time), is_zero);
                let (guard, result) = self.unpoison(waited);
                self.see(if result.timed_out() { "timed out" } else { "woke" }, *guard);
            }
            Waiting::NotifyOne => condvar.notify_one(),
            Waiting::NotifyAll => condvar.notify_all(),
        }
    }

    pub(super) fn barrier(&mut self) {
        let leader = self.shared.barrier.wait().is_leader();
        self.see("leader", usize::from(leader));
    }

    pub(super) fn once(&mut self, op: &Initialising) {
        let once: &'a OnceLock<usize> = &self.shared.once;
        match op {
            Initialising::Get => match once.get() {
                Some(value) => self.see("got", *value),
                None => self.see("empty", 0),
            },
            Initialising::Wait => self.see("waited", *once.wait()),
            Initialising::Set(operand) => {
                let result = once.set(self.value(*operand));
                self.see("set", usize::from(result.is_ok()));
            }
            Initialising::GetOrInit(operand, body) => {
                let value = self.value(*operand);
                let found = *once.get_or_init(|| {
                    self.run(body);
                    value
                });
                self.see("got", found);
            }
        }
    }

    /// The guard, also of a poisoned lock.
    pub(super) fn unpoison<G>(&mut self, result: LockResult<G>) -> G {
        match result {
            Ok(guard) => guard,
            Err(poison) => {
                self.see("poisoned", 0);
                poison.into_inner()
            }
        }
    }

    /// The guard, if the lock was free.
    pub(super) fn tried<G>(&mut self, result: TryLockResult<G>) -> Option<G> {
        match result {
            Ok(guard) => Some(guard),
            Err(TryLockError::Poisoned(poison)) => {
                self.see("poisoned", 0);
                Some(poison.into_inner())
            }
            Err(TryLockError::WouldBlock) => {
                self.see("would block", 0);
                None
            }
        }
    }

    fn change(&mut self, what: &'static str, guard: &mut impl Value, change: Change) {
        let before = guard.value();
        match change {
            Change::No => {}
            Change::Add => guard.put(before.wrapping_add(1)),
            Change::Set(operand) => guard.put(self.value(operand)),
        }
        self.see(what, before);
    }
}

/// The value behind a guard.
pub(super) trait Value {
    fn value(&self) -> usize;
    fn put(&mut self, new: usize);
}

impl Value for MutexGuard<'_, usize> {
    fn value(&self) -> usize {
        **self
    }

    fn put(&mut self, new: usize) {
        **self = new;
    }
}

impl Value for RwLockWriteGuard<'_, usize> {
    fn value(&self) -> usize {
        **self
    }

    fn put(&mut self, new: usize) {
        **self = new;
    }
}

// Changes the value through `Deref` alone.
impl Value for MutexGuard<'_, Cell<usize>> {
    fn value(&self) -> usize {
        self.get()
    }

    fn put(&mut self, new: usize) {
        self.set(new);
    }
}
