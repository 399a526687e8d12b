//! `std::sync::Condvar`, which knows whether anybody waits.
//!
//! On Linux `std`'s asks the system at every notify, though most find nobody waiting, and a call of the system costs more
//! than all else that `put` does where there is room. This one asks only if somebody is there to be woken, as glibc's
//! and `parking_lot`'s do.
//!
//! It wakes whom `std`'s would. A thread counts itself before it gives up the lock, and stays counted until it has the
//! lock again: whoever takes the lock after it, and then notifies, meets the count. A thread that was woken and has not
//! run yet is counted, too: then the system is asked for nothing, which does no harm. Its proof is below.

// In the proof it is made of the explorer's primitives.
#[cfg(feature = "model")]
use super::sync as bare;
#[cfg(not(feature = "model"))]
use std::sync as bare;

use bare::atomic::{AtomicUsize, Ordering::SeqCst};
use bare::{LockResult, MutexGuard, WaitTimeoutResult};
use std::time::Duration;

/// As [`std::sync::Condvar`]; only a notify that nobody waits for is cheaper.
#[derive(Debug, Default)]
pub struct Condvar {
    condvar: bare::Condvar,
    /// How many threads are in one of the waits.
    waiting: AtomicUsize,
}

impl Condvar {
    /// As [`std::sync::Condvar::new`].
    #[cfg(not(feature = "model"))] // an explorer's cannot be made at compile time
    pub const fn new() -> Self {
        Condvar { condvar: bare::Condvar::new(), waiting: AtomicUsize::new(0) }
    }

    /// As [`std::sync::Condvar::wait`].
    ///
    /// # Errors
    ///
    /// If the mutex is poisoned.
    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        self.counted(|condvar| condvar.wait(guard))
    }

    /// As [`std::sync::Condvar::wait_while`].
    ///
    /// # Errors
    ///
    /// If the mutex is poisoned.
    pub fn wait_while<'a, T, F>(&self, guard: MutexGuard<'a, T>, condition: F) -> LockResult<MutexGuard<'a, T>>
    where
        F: FnMut(&mut T) -> bool,
    {
        self.counted(|condvar| condvar.wait_while(guard, condition))
    }

    /// As [`std::sync::Condvar::wait_timeout`].
    ///
    /// # Errors
    ///
    /// If the mutex is poisoned.
    pub fn wait_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        timeout: Duration,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        self.counted(|condvar| condvar.wait_timeout(guard, timeout))
    }

    /// As [`std::sync::Condvar::wait_timeout_while`].
    ///
    /// # Errors
    ///
    /// If the mutex is poisoned.
    pub fn wait_timeout_while<'a, T, F>(
        &self,
        guard: MutexGuard<'a, T>,
        timeout: Duration,
        condition: F,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)>
    where
        F: FnMut(&mut T) -> bool,
    {
        self.counted(|condvar| condvar.wait_timeout_while(guard, timeout, condition))
    }

    /// As [`std::sync::Condvar::notify_one`].
    pub fn notify_one(&self) {
        if self.waiting.load(SeqCst) > 0 {
            self.condvar.notify_one();
        }
    }

    /// As [`std::sync::Condvar::notify_all`].
    pub fn notify_all(&self) {
        if self.waiting.load(SeqCst) > 0 {
            self.condvar.notify_all();
        }
    }

    /// Waits, and is counted meanwhile. The caller has the lock: here at the start, and again at the end.
    fn counted<T>(&self, wait: impl FnOnce(&bare::Condvar) -> T) -> T {
        self.waiting.fetch_add(1, SeqCst);
        let guard = wait(&self.condvar);
        self.waiting.fetch_sub(1, SeqCst);
        guard
    }
}

#[cfg(all(test, feature = "model"))]
mod proofs {
    use super::Condvar;
    use crate::proof::in_every_interleaving;
    use crate::sync::{Arc, Mutex, MutexGuard};
    use crate::thread;
    use crate::time::{Duration, Instant};
    use interleave::{Options, explore};

    const SECOND: Duration = Duration::from_secs(1);

    /// Each of `waiters` takes one of the coins that main hands out one by one; whether main still holds the lock when
    /// it notifies is `locked`.
    fn hand_out(waiters: usize, locked: bool) -> usize {
        let shared = Arc::new((Mutex::new(0_usize), Condvar::default()));
        let waiter = |_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                let mut coins = shared.0.lock().unwrap();
                while *coins == 0 {
                    coins = shared.1.wait(coins).unwrap();
                }
                *coins -= 1;
            })
        };
        let threads: Vec<_> = (0..waiters).map(waiter).collect();
        for _ in 0..waiters {
            let mut coins = shared.0.lock().unwrap();
            *coins += 1;
            let guard = locked.then_some(coins); // or given back here
            shared.1.notify_one();
            drop(guard);
        }
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        *shared.0.lock().unwrap()
    }

    #[test]
    fn a_notify_under_the_lock_is_not_lost() {
        assert_eq!(in_every_interleaving("two waiters, notified under the lock", || hand_out(2, true)), [0]);
    }

    #[test]
    fn a_notify_after_the_lock_was_given_back_is_not_lost() {
        assert_eq!(in_every_interleaving("two waiters, notified after the lock", || hand_out(2, false)), [0]);
    }

    /// Whether a waiter can be woken before its time is up by a coin that came after it had begun to wait. Without a
    /// wake-up that nobody caused, only a notify does that.
    fn wakes_in_time(wait: impl Fn(&Condvar, MutexGuard<'_, usize>)) -> bool {
        let program = || {
            let shared = (Mutex::new(0_usize), Condvar::default());
            thread::scope(|scope| {
                scope.spawn(|| {
                    *shared.0.lock().unwrap() += 1;
                    shared.1.notify_one();
                });
                let coins = shared.0.lock().unwrap();
                let (waits, begun) = (*coins == 0, Instant::now());
                wait(&shared.1, coins);
                waits && begun.elapsed() < SECOND
            })
        };
        explore(&Options::new().spurious_wakeups(0), program).values.contains_key("true")
    }

    #[test]
    fn a_notify_reaches_who_waits_with_a_time_limit() {
        assert!(wakes_in_time(|condvar, coins| drop(condvar.wait_timeout(coins, SECOND).unwrap())));
        let none = |coins: &mut usize| *coins == 0;
        assert!(wakes_in_time(|condvar, coins| drop(condvar.wait_timeout_while(coins, SECOND, none).unwrap())));
    }

    #[test]
    fn a_notify_after_a_time_out_is_not_lost() {
        let hand_out = || {
            let shared = Arc::new((Mutex::new(0_usize), Condvar::default()));
            let waiter = thread::spawn({
                let shared = Arc::clone(&shared);
                move || {
                    let coins = shared.0.lock().unwrap();
                    let coins = shared.1.wait_timeout(coins, SECOND).unwrap().0;
                    let none = |coins: &mut usize| *coins == 0;
                    let coins = shared.1.wait_timeout_while(coins, SECOND, none).unwrap().0;
                    drop(shared.1.wait_while(coins, none).unwrap());
                }
            });
            *shared.0.lock().unwrap() += 1;
            shared.1.notify_one();
            waiter.join().unwrap();
        };
        assert_eq!(in_every_interleaving("a waiter whose time is up first", hand_out), [()]);
    }

    #[test]
    fn a_notify_for_all_reaches_all() {
        let open = || {
            let shared = Arc::new((Mutex::new(false), Condvar::default()));
            let waiter = |_| {
                let shared = Arc::clone(&shared);
                thread::spawn(move || drop(shared.1.wait_while(shared.0.lock().unwrap(), |open| !*open).unwrap()))
            };
            let threads: Vec<_> = (0..2).map(waiter).collect();
            *shared.0.lock().unwrap() = true;
            shared.1.notify_all();
            threads.into_iter().for_each(|thread| thread.join().unwrap());
        };
        assert_eq!(in_every_interleaving("two waiters, notified together", open), [()]);
    }
}
