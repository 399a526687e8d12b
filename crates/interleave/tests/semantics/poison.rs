//! Poisoning: which panics poison a lock, and when other threads see it.

use crate::values;
use interleave::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use interleave::sync::atomic::{AtomicBool, Ordering::SeqCst};
use interleave::sync::{Mutex, OnceLock, PoisonError, RwLock};
use interleave::thread;

/// Locks, sets `flag`, and panics.
fn poison(lock: &Mutex<i32>, flag: &AtomicBool) {
    let panics = || {
        let _guard = lock.lock().unwrap_or_else(PoisonError::into_inner);
        flag.store(true, SeqCst);
        panic!("with the lock");
    };
    assert!(catch_unwind(AssertUnwindSafe(panics)).is_err());
}

#[test]
fn a_lock_is_poisoned_when_the_guard_is_dropped_and_not_before() {
    let program = || {
        let (lock, flag) = (Mutex::new(0), AtomicBool::new(false));
        thread::scope(|scope| {
            scope.spawn(|| poison(&lock, &flag));
            let look = || (flag.load(SeqCst), lock.is_poisoned());
            scope.spawn(look).join().unwrap()
        })
    };
    assert_eq!(values(program), ["(false, false)", "(false, true)", "(true, false)", "(true, true)"]);
}

#[test]
fn clear_poison_before_the_poisoning_clears_nothing() {
    let program = || {
        let (lock, flag) = (Mutex::new(0), AtomicBool::new(false));
        thread::scope(|scope| {
            scope.spawn(|| poison(&lock, &flag));
            scope.spawn(|| {
                if flag.load(SeqCst) {
                    lock.clear_poison();
                }
            });
        });
        lock.is_poisoned()
    };
    assert_eq!(values(program), ["false", "true"]);
}

#[test]
fn a_reader_that_panics_does_not_poison() {
    let program = || {
        let lock = RwLock::new(0);
        let panics = || {
            let _guard = lock.read().unwrap();
            panic!("while it reads");
        };
        assert!(catch_unwind(AssertUnwindSafe(panics)).is_err());
        lock.is_poisoned()
    };
    assert_eq!(values(program), ["false"]);
}

/// Stores a value when it is dropped, so that its thread takes a step while it unwinds.
struct Cleanup<'a>(&'a AtomicBool);

impl Drop for Cleanup<'_> {
    fn drop(&mut self) {
        self.0.store(true, SeqCst);
    }
}

#[test]
fn a_panic_poisons_its_lock_while_another_thread_unwinds() {
    for unwind in [|| panic!("with the lock"), || resume_unwind(Box::new("with the lock"))] {
        let program = || {
            let (lock, flag) = (Mutex::new(0), AtomicBool::new(false));
            let panicked = thread::scope(|scope| {
                let with_the_lock = scope.spawn(|| {
                    let _guard = lock.lock().unwrap();
                    unwind();
                });
                let without = scope.spawn(|| {
                    let _cleanup = Cleanup(&flag);
                    panic!("without it");
                });
                [with_the_lock.join().is_err(), without.join().is_err()]
            });
            (panicked, lock.into_inner().is_err())
        };
        assert_eq!(values(program), ["([true, true], true)"]);
    }
}

#[test]
fn a_lock_that_is_taken_while_another_thread_unwinds_is_not_poisoned() {
    let program = || {
        let [one, other] = [Mutex::new(0), Mutex::new(0)];
        thread::scope(|scope| {
            scope.spawn(|| poison(&one, &AtomicBool::new(false)));
            scope.spawn(|| *other.lock().unwrap() += 1);
        });
        (one.is_poisoned(), other.is_poisoned())
    };
    assert_eq!(values(program), ["(true, false)"]);
}

#[test]
fn get_on_a_once_lock_may_come_after_a_panicked_initialiser_and_the_next() {
    let program = || {
        let (cell, other) = (OnceLock::new(), AtomicBool::new(false));
        thread::scope(|scope| {
            let looks = scope.spawn(|| cell.get().copied());
            let fails = scope.spawn(|| {
                let fails = || {
                    other.store(true, SeqCst);
                    panic!("on purpose");
                };
                catch_unwind(AssertUnwindSafe(|| *cell.get_or_init(fails))).is_err()
            });
            scope.spawn(|| cell.get_or_init(|| 2));
            (looks.join().unwrap(), fails.join().unwrap())
        })
    };
    assert_eq!(values(program), ["(None, false)", "(None, true)", "(Some(2), false)", "(Some(2), true)"]);
}
