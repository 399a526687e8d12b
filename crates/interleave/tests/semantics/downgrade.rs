//! A write guard becomes a read guard: others may read from then on, and no thread writes in between.

use crate::{all, values};
use interleave::panic::{AssertUnwindSafe, catch_unwind};
use interleave::sync::atomic::{AtomicU32, Ordering::Relaxed};
use interleave::sync::{Barrier, RwLock, RwLockWriteGuard};
use interleave::{Options, Verdict, explore, report, thread};

#[test]
fn no_write_comes_before_a_downgrade_but_one_may_come_between_unlock_and_read() {
    let program = |downgrades: bool| {
        move || {
            let (lock, other) = (RwLock::new(0), AtomicU32::new(0));
            thread::scope(|scope| {
                scope.spawn(|| *lock.write().unwrap() = 2);
                let mut guard = lock.write().unwrap();
                *guard = 1;
                if downgrades {
                    let guard = RwLockWriteGuard::downgrade(guard);
                    other.store(1, Relaxed);
                    return *guard;
                }
                drop(guard);
                *lock.read().unwrap()
            })
        }
    };
    assert_eq!(values(program(true)), ["1"]);
    assert_eq!(values(program(false)), ["1", "2"]);
}

#[test]
fn a_downgrade_lets_another_thread_read_while_the_guard_is_kept() {
    let program = |downgrades: bool| {
        move || {
            let (lock, both) = (RwLock::new(0), Barrier::new(2));
            thread::scope(|scope| {
                let reader = scope.spawn(|| {
                    let seen = lock.read().unwrap();
                    both.wait();
                    *seen
                });
                let mut guard = lock.write().unwrap();
                *guard = 1;
                if downgrades {
                    let _guard = RwLockWriteGuard::downgrade(guard);
                    both.wait();
                } else {
                    both.wait();
                }
                reader.join().unwrap()
            })
        }
    };
    // A reader that comes first keeps the writer out, so the writer never reaches the barrier.
    for (downgrades, seen) in [(true, true), (false, false)] {
        let outcome = all(&Options::new(), program(downgrades));
        assert_eq!((outcome.verdict, outcome.values.contains_key("1")), (Verdict::Deadlock, seen), "{outcome:#?}");
    }
}

#[test]
fn a_read_after_a_downgrade_happens_after_the_write() {
    let program = || {
        let (lock, flag) = (RwLock::new(0), AtomicU32::new(0));
        thread::scope(|scope| {
            let reader = scope.spawn(|| {
                let guard = lock.read().unwrap();
                (*guard, flag.load(Relaxed))
            });
            let mut guard = lock.write().unwrap();
            flag.store(1, Relaxed);
            *guard = 1;
            let guard = RwLockWriteGuard::downgrade(guard);
            let seen = reader.join().unwrap();
            drop(guard);
            seen
        })
    };
    assert_eq!(values(program), ["(0, 0)", "(1, 1)"]);
}

#[test]
fn a_write_after_a_downgrade_happens_after_the_reads() {
    let program = || {
        let (lock, flag) = (RwLock::new(0), AtomicU32::new(0));
        thread::scope(|scope| {
            let writer = scope.spawn(|| {
                let mut guard = lock.write().unwrap();
                *guard += 2;
                (*guard, flag.load(Relaxed))
            });
            let mut guard = lock.write().unwrap();
            *guard += 1;
            let guard = RwLockWriteGuard::downgrade(guard);
            flag.store(*guard, Relaxed);
            drop(guard);
            writer.join().unwrap()
        })
    };
    assert_eq!(values(program), ["(2, 0)", "(3, 1)"]);
}

#[test]
fn after_a_downgrade_try_read_succeeds_and_try_write_fails() {
    let program = || {
        let lock = RwLock::new(0);
        thread::scope(|scope| {
            let _guard = RwLockWriteGuard::downgrade(lock.write().unwrap());
            let tries = || {
                let reads = lock.try_read().is_ok();
                let writes = lock.try_write().is_ok();
                (reads, writes)
            };
            scope.spawn(tries).join().unwrap()
        })
    };
    assert_eq!(values(program), ["(true, false)"]);
}

#[test]
fn try_read_sees_the_lock_before_and_after_the_downgrade() {
    let program = || {
        let lock = RwLock::new(0);
        thread::scope(|scope| {
            let reader = scope.spawn(|| lock.try_read().map(|guard| *guard).ok());
            let mut guard = lock.write().unwrap();
            *guard = 1;
            let guard = RwLockWriteGuard::downgrade(guard);
            let seen = reader.join().unwrap();
            drop(guard);
            seen
        })
    };
    assert_eq!(values(program), ["None", "Some(0)", "Some(1)"]);
}

#[test]
fn a_waiting_writer_may_or_may_not_keep_readers_out_after_a_downgrade() {
    let program = || {
        let lock = RwLock::new(0);
        thread::scope(|scope| {
            let guard = lock.write().unwrap();
            scope.spawn(|| *lock.write().unwrap() += 1);
            let guard = RwLockWriteGuard::downgrade(guard);
            let let_in = lock.try_read().is_ok();
            drop(guard);
            let_in
        })
    };
    assert_eq!(values(program), ["false", "true"]);
}

/// `std`'s lock on Linux behaves like this: a writer that was woken does not know whether others wait.
#[test]
fn a_writer_that_had_to_wait_may_deadlock_when_it_reads_again_after_its_downgrade() {
    let program = |waits: bool| {
        move || {
            let lock = RwLock::new(0);
            thread::scope(|scope| {
                if waits {
                    scope.spawn(|| *lock.read().unwrap());
                }
                let guard = RwLockWriteGuard::downgrade(lock.write().unwrap());
                let again = *lock.read().unwrap();
                drop(guard);
                again
            })
        }
    };
    let outcome = all(&Options::new(), program(true));
    assert_eq!(outcome.verdict, Verdict::Deadlock, "{outcome:#?}");
    assert_eq!(outcome.values.into_keys().collect::<Vec<_>>(), ["0"]);
    let told = report::diagnosis(&outcome.counterexample.unwrap());
    assert!(told.starts_with("The main thread had to wait to write `lock`, downgraded it at line"), "{told}");
    assert_eq!(values(program(false)), ["0"]);
}

#[test]
fn a_reader_may_be_kept_out_after_the_downgrade_of_a_writer_that_had_to_wait() {
    let program = |waits: bool| {
        move || {
            let lock = RwLock::new(0);
            thread::scope(|scope| {
                if waits {
                    scope.spawn(|| *lock.read().unwrap());
                }
                let _guard = RwLockWriteGuard::downgrade(lock.write().unwrap());
                scope.spawn(|| *lock.read().unwrap()).join().unwrap()
            })
        }
    };
    let outcome = all(&Options::new(), program(true));
    assert_eq!(outcome.verdict, Verdict::Deadlock, "{outcome:#?}");
    assert_eq!(outcome.values.into_keys().collect::<Vec<_>>(), ["0"]);
    assert_eq!(values(program(false)), ["0"]);
}

#[test]
fn a_panic_with_a_downgraded_guard_does_not_poison() {
    let program = |downgrades: bool| {
        move || {
            let lock = RwLock::new(0);
            let panics = || {
                let guard = lock.write().unwrap();
                let _guards = match downgrades {
                    true => (Some(RwLockWriteGuard::downgrade(guard)), None),
                    false => (None, Some(guard)),
                };
                panic!("on purpose");
            };
            assert!(catch_unwind(AssertUnwindSafe(panics)).is_err());
            lock.is_poisoned()
        }
    };
    assert_eq!(
        (values(program(true)), values(program(false))),
        (vec!["false".to_owned()], vec!["true".to_owned()])
    );
}

#[test]
fn the_table_shows_a_downgrade_and_what_was_written_before_it() {
    let outcome = explore(&Options::new().expect(0), || {
        let lock = RwLock::new(0);
        thread::scope(|scope| {
            let reader = scope.spawn(|| *lock.read().unwrap());
            let mut guard = lock.write().unwrap();
            *guard = 1;
            let guard = RwLockWriteGuard::downgrade(guard);
            let seen = reader.join().unwrap();
            drop(guard);
            seen
        })
    });
    assert_eq!(outcome.verdict, Verdict::RaceCondition, "{outcome:#?}");
    let table = report::table(&outcome.counterexample.unwrap(), &report::Style::default());
    assert!(table.contains("write-lock lock: 0 → 1"), "{table}");
    assert!(table.contains("downgrade"), "{table}");
    assert!(table.contains("read-lock lock: sees 1"), "{table}");
}

#[test]
fn each_graph_of_a_program_with_a_downgrade_is_explored_once() {
    let program = || {
        let lock = RwLock::new(0);
        thread::scope(|scope| {
            scope.spawn(|| *RwLockWriteGuard::downgrade(lock.write().unwrap()));
            scope.spawn(|| lock.try_read().map(|guard| *guard).ok());
            *lock.write().unwrap() += 1;
        });
    };
    let outcome = explore(&Options::new().fingerprints(true), program);
    assert_eq!((outcome.verdict, outcome.executions), (Verdict::Passed, outcome.fingerprints.len()));
}
