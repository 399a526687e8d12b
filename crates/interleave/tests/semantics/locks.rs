//! Mutual exclusion, `try_` operations, and deadlocks of locks and condition variables.

use crate::{all, values};
use interleave::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use interleave::sync::{Arc, Condvar, Mutex, RwLock};
use interleave::{Options, Verdict, explore, report, thread};
use std::fmt::Display;

#[test]
fn try_write_fails_while_another_thread_reads() {
    let unit_reader = || {
        let lock = RwLock::new(0);
        thread::scope(|scope| {
            scope.spawn(|| drop(lock.read().unwrap()));
            scope.spawn(|| lock.try_write().is_ok()).join().unwrap()
        })
    };
    assert_eq!(values(unit_reader), ["false", "true"]);
    let reader_with_a_value = || {
        let lock = RwLock::new(0);
        thread::scope(|scope| {
            scope.spawn(|| *lock.read().unwrap());
            scope.spawn(|| lock.try_write().is_ok()).join().unwrap()
        })
    };
    assert_eq!(values(reader_with_a_value), ["false", "true"]);
    let main_thread_tries = || {
        let lock = Arc::new(RwLock::new(0));
        let other = Arc::clone(&lock);
        let reader = thread::spawn(move || drop(other.read().unwrap()));
        let written = lock.try_write().is_ok();
        reader.join().unwrap();
        written
    };
    assert_eq!(values(main_thread_tries), ["false", "true"]);
}

#[test]
fn expecting_try_write_to_succeed_beside_a_reader_is_a_race_condition() {
    let program = || {
        let lock = Arc::new(RwLock::new(0));
        let [one, other] = [Arc::clone(&lock), Arc::clone(&lock)];
        let reader = thread::spawn(move || *one.read().unwrap());
        let writer = thread::spawn(move || *other.try_write().expect("nobody else has it") += 1);
        let read = reader.join().unwrap();
        writer.join().unwrap();
        read
    };
    let outcome = all(&Options::new(), program);
    assert_eq!(outcome.verdict, Verdict::RaceCondition, "{outcome:#?}");
    assert_eq!(outcome.values.into_keys().collect::<Vec<_>>(), ["0", "1"]);
}

#[test]
fn a_coerced_lock_still_shows_its_value() {
    let program = || {
        let mutex: Arc<Mutex<dyn Display + Send>> = Arc::new(Mutex::new(7));
        let rwlock: Arc<RwLock<dyn Display + Send + Sync>> = Arc::new(RwLock::new(String::from("seven")));
        let locked = mutex.lock().unwrap().to_string();
        let read = rwlock.read().unwrap().to_string();
        let written = rwlock.write().unwrap().to_string();
        (locked, read, written)
    };
    assert_eq!(values(program), [r#"("7", "seven", "seven")"#]);
    let nothing = |_: &(String, String, String)| false;
    let outcome = explore(&Options::new().expect_that("nothing", nothing), program);
    let table = report::table(&outcome.counterexample.unwrap(), &report::Style::default());
    for seen in ["lock mutex: sees 7", r#"read-lock rwlock: sees "seven""#, "write-lock rwlock: "] {
        assert!(table.contains(seen), "{seen}: {table}");
    }
}

#[test]
fn try_lock_fails_while_another_thread_holds_the_lock() {
    let program = || {
        let lock = Mutex::new(0);
        thread::scope(|scope| {
            scope.spawn(|| drop(lock.lock().unwrap()));
            scope.spawn(|| lock.try_lock().is_ok()).join().unwrap()
        })
    };
    assert_eq!(values(program), ["false", "true"]);
}

#[test]
fn a_recursive_read_lock_may_deadlock_with_a_waiting_writer() {
    let program = |recursive: bool| {
        move || {
            let lock = Arc::new(RwLock::new(0));
            let other = Arc::clone(&lock);
            let writer = thread::spawn(move || *other.write().unwrap() += 1);
            let outer = lock.read().unwrap();
            if recursive {
                let inner = lock.read().unwrap();
                assert_eq!(*outer, *inner);
            }
            drop(outer);
            writer.join().unwrap();
        }
    };
    let outcome = all(&Options::new(), program(true));
    assert_eq!(outcome.verdict, Verdict::Deadlock, "{outcome:#?}");
    assert!(outcome.values.contains_key("()"), "a writer need not keep readers out");
    assert_eq!(values(program(false)), ["()"]);
}

#[test]
fn try_read_may_fail_while_a_writer_waits() {
    let program = || {
        let lock = Arc::new(RwLock::new(0));
        let other = Arc::clone(&lock);
        let reading = lock.read().unwrap();
        let writer = thread::spawn(move || *other.write().unwrap() += 1);
        let let_in = lock.try_read().is_ok();
        drop(reading);
        writer.join().unwrap();
        let_in
    };
    assert_eq!(values(program), ["false", "true"]);
}

#[test]
fn readers_of_two_threads_do_not_deadlock_with_a_writer() {
    let program = || {
        let lock = RwLock::new(0);
        thread::scope(|scope| {
            scope.spawn(|| *lock.write().unwrap() += 1);
            scope.spawn(|| *lock.read().unwrap());
            *lock.read().unwrap()
        })
    };
    assert_eq!(values(program), ["0", "1"]);
}

/// Double-checked locking, which checks `ready` under the lock only if `again` is set.
fn double_checked(again: bool) {
    let (ready, lock, inits) = (AtomicBool::new(false), Mutex::new(()), AtomicUsize::new(0));
    let get = || {
        if ready.load(SeqCst) {
            return;
        }
        let _guard = lock.lock().unwrap();
        if again && ready.load(SeqCst) {
            return;
        }
        inits.fetch_add(1, SeqCst);
        ready.store(true, SeqCst);
    };
    thread::scope(|scope| {
        scope.spawn(get);
        get();
    });
    assert_eq!(inits.load(SeqCst), 1);
}

#[test]
fn double_checked_locking_must_check_again_under_the_lock() {
    assert_eq!(all(&Options::new(), || double_checked(false)).verdict, Verdict::RaceCondition);
    assert_eq!(values(|| double_checked(true)), ["()"]);
}

/// Permits for waiting threads: anonymous, so that any thread may take one, or for the thread that waited longest.
struct Permits {
    state: Mutex<Waiters>,
    wake: Condvar,
    named: bool,
}

#[derive(Default)]
struct Waiters {
    permits: usize,
    next: usize,
    waiting: Vec<usize>,
}

impl Permits {
    fn wait(&self) {
        let mut state = self.state.lock().unwrap();
        let me = state.next;
        state.next += 1;
        state.waiting.push(me);
        loop {
            if self.named {
                if !state.waiting.contains(&me) {
                    return;
                }
            } else if state.permits > 0 {
                state.permits -= 1;
                state.waiting.pop();
                return;
            }
            state = self.wake.wait(state).unwrap();
        }
    }

    /// Gives one permit. Returns `false` if no thread waits for one.
    fn notify(&self) -> bool {
        let mut state = self.state.lock().unwrap();
        if state.waiting.len() == state.permits {
            return false;
        }
        match self.named {
            true => drop(state.waiting.remove(0)),
            false => state.permits += 1,
        }
        self.wake.notify_all();
        true
    }
}

/// One thread waits, another notifies it and then waits for the main thread, which sets `second` before it notifies.
fn notified_in_turn(named: bool) {
    let permits = Arc::new(Permits { state: Mutex::default(), wake: Condvar::new(), named });
    let second = Arc::new(AtomicBool::new(false));
    let first_waiter = {
        let permits = Arc::clone(&permits);
        thread::spawn(move || permits.wait())
    };
    let second_waiter = {
        let (permits, second) = (Arc::clone(&permits), Arc::clone(&second));
        thread::spawn(move || {
            if permits.notify() {
                permits.wait();
                assert!(second.load(SeqCst), "woken by a notify that came before the wait");
            }
        })
    };
    second.store(true, SeqCst);
    while !permits.notify() {
        thread::yield_now();
    }
    first_waiter.join().unwrap();
    second_waiter.join().unwrap();
}

#[test]
fn a_counted_permit_may_be_taken_by_a_thread_that_began_to_wait_after_the_notify() {
    let outcome = interleave::explore(&Options::new(), || notified_in_turn(false));
    assert_eq!(outcome.verdict, Verdict::RaceCondition, "{outcome:#?}");
    assert!(outcome.failures.panics > 0);
}

#[test]
fn a_permit_for_one_thread_is_not_stolen() {
    let outcome = all(&Options::new(), || notified_in_turn(true));
    assert_eq!(outcome.verdict, Verdict::Passed, "{outcome:#?}");
}

/// On `std`, a waiting writer keeps new readers out until it is woken; then they may come before it.
#[test]
fn a_reader_may_come_between_the_last_reader_and_the_writer_that_kept_it_out() {
    let outcome = all(&Options::new(), || {
        let lock = RwLock::new(0);
        thread::scope(|scope| {
            scope.spawn(|| *lock.write().unwrap() += 1);
            let first = lock.read().unwrap();
            let while_read = lock.try_read().map(|value| *value).ok();
            drop(first);
            (while_read, lock.try_read().map(|value| *value).ok())
        })
    });
    let values: Vec<_> = outcome.values.keys().map(String::as_str).collect();
    assert!(values.contains(&"(None, Some(0))"), "{values:?}");
    assert!(values.contains(&"(None, Some(1))"), "{values:?}");
    assert!(values.contains(&"(Some(0), None)"), "{values:?}");
}

/// A writer that was woken and finds the lock taken waits again, and keeps further readers out.
#[test]
fn a_writer_woken_in_vain_keeps_readers_out_again() {
    let outcome = all(&Options::new(), || {
        let lock = Arc::new(RwLock::new(0));
        let other = Arc::clone(&lock);
        let writer = thread::spawn(move || *other.write().unwrap() = 1);
        let first = lock.read().unwrap();
        if lock.try_read().is_err() {
            drop(first);
            let second = lock.read().unwrap();
            if *second == 0 {
                drop(lock.read().unwrap());
            }
        }
        writer.join().unwrap();
    });
    assert_eq!(outcome.verdict, Verdict::Deadlock, "{outcome:#?}");
}
