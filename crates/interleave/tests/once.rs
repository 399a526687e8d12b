//! `once` runs a program once: in which order, and how it ends.

use interleave::record::End;
use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use interleave::sync::{Condvar, Mutex};
use interleave::{Options, hint, once, thread};
use std::cell::Cell;
use std::time::Duration;

fn returned(value: &str) -> End {
    End::Returned { value: value.to_string() }
}

#[test]
fn a_thread_continues_while_it_can() {
    let end = once(&Options::new(), || {
        let order = Mutex::new(Vec::new());
        let twice = |name: &'static str| (0..2).for_each(|_| order.lock().unwrap().push(name));
        thread::scope(|scope| {
            for name in ["a", "b"] {
                scope.spawn(move || twice(name));
            }
            twice("main");
        });
        order.into_inner().unwrap().join(" ")
    });
    assert_eq!(end, returned(r#""main main a a b b""#));
}

#[test]
fn thousands_of_steps_are_one_run_of_the_program() {
    let runs = Cell::new(0);
    let program = || {
        runs.set(runs.get() + 1);
        let count = Mutex::new(0);
        (0..4_000).for_each(|_| *count.lock().unwrap() += 1);
        *count.lock().unwrap()
    };
    assert_eq!(once(&Options::new().max_steps(100_000), program), returned("4000"));
    assert_eq!(runs.get(), 1);
    assert_eq!(once(&Options::new().max_steps(1_000), program), End::TooLong);
}

#[test]
fn a_wait_ends_by_a_notify_or_its_time_out() {
    let waits = |limit: Option<Duration>| {
        once(&Options::new(), || {
            let (lock, changed) = (Mutex::new(()), Condvar::new());
            let guard = lock.lock().unwrap();
            match limit {
                Some(limit) => changed.wait_timeout(guard, limit).unwrap().1.timed_out(),
                None => changed.wait(guard).is_err(),
            }
        })
    };
    assert_eq!(waits(None), End::Deadlocked);
    assert_eq!(waits(Some(Duration::from_secs(1))), returned("true"));
}

#[test]
fn a_spin_that_nothing_ends_is_a_livelock() {
    let end = once(&Options::new(), || {
        let flag = AtomicUsize::new(0);
        while flag.load(SeqCst) == 0 {
            hint::spin_loop();
        }
    });
    assert_eq!(end, End::Livelocked { threads: vec![0] });
}

#[test]
fn a_spin_that_another_thread_ends_ends() {
    let end = once(&Options::new(), || {
        let flag = AtomicUsize::new(0);
        thread::scope(|scope| {
            scope.spawn(|| flag.store(7, SeqCst));
            while flag.load(SeqCst) == 0 {}
            flag.load(SeqCst)
        })
    });
    assert_eq!(end, returned("7"));
}

#[test]
fn loops_with_equal_rounds_run_to_their_end() {
    let runs = Cell::new(0);
    let program = || {
        runs.set(runs.get() + 1);
        let count = Mutex::new(0);
        (0..3_000).for_each(|_| *count.lock().unwrap() = 0);
    };
    assert_eq!(once(&Options::new().max_steps(100_000), program), returned("()"));
    assert_eq!(runs.get(), 1);
}

#[test]
fn join_returns_the_panic_of_another_thread() {
    let fails = || thread::spawn(|| panic!("no such page")).join().is_err();
    assert_eq!(once(&Options::new(), fails), returned("true"));
    let end = once::<()>(&Options::new(), || panic!("no such page"));
    assert_eq!(end, End::Panicked { thread: 0, message: "no such page".to_string() });
}
