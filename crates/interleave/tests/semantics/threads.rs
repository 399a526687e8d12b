//! Spawning, joining, identifying and parking threads.

#![allow(unsafe_code)]

use crate::{all, values, values_with};
use interleave::cell::UnsafeCell;
use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use interleave::sync::{Arc, OnceLock};
use interleave::{Options, Search, Verdict, explore, thread};

#[test]
fn writes_of_threads_without_a_return_value_are_distinguished() {
    let program = || {
        let count = AtomicUsize::new(0);
        let (mut one, mut other) = (9, 9);
        thread::scope(|scope| {
            scope.spawn(|| one = count.fetch_add(1, SeqCst));
            scope.spawn(|| other = count.fetch_add(1, SeqCst));
        });
        (one, other)
    };
    assert_eq!(values(program), ["(0, 1)", "(1, 0)"]);
}

#[test]
fn is_finished_may_be_called_before_the_thread_begins_and_after_it_ends() {
    let program = || {
        let count = AtomicUsize::new(0);
        thread::scope(|scope| {
            let thread = scope.spawn(|| {
                count.load(SeqCst);
            });
            thread.is_finished()
        })
    };
    assert_eq!(values(program), ["false", "true"]);
}

/// Two threads spawn two threads each, and record the ids of their last ones.
fn ids() -> Vec<(usize, String)> {
    let ids = std::sync::Mutex::new(Vec::new());
    thread::scope(|scope| {
        for me in 0..2 {
            let ids = &ids;
            scope.spawn(move || {
                thread::yield_now();
                thread::yield_now();
                thread::spawn(|| ());
                let last = thread::spawn(|| ());
                ids.lock().unwrap().push((me, format!("{:?}", last.thread().id())));
            });
        }
    });
    let mut ids = ids.into_inner().unwrap();
    ids.sort();
    ids
}

#[test]
fn ids_that_depend_on_the_spawn_order_are_all_explored_or_reported() {
    let [optimal, full] =
        [Search::Optimal, Search::Full].map(|search| explore(&Options::new().search(search), ids));
    let told = optimal.complete.is_err() && optimal.verdict != Verdict::Passed;
    let all_seen = optimal.values.keys().eq(full.values.keys());
    assert!(told || all_seen, "{optimal:#?}");
}

#[test]
fn ids_of_threads_with_different_parents_differ() {
    let program = || {
        let other = thread::spawn(|| thread::spawn(|| ()).thread().id());
        let one = thread::spawn(|| ()).thread().id();
        one != other.join().unwrap()
    };
    assert_eq!(values(program), ["true"]);
}

#[test]
fn a_token_may_come_before_the_park() {
    let program = || {
        let main = thread::current();
        let other = thread::spawn(move || main.unpark());
        thread::park();
        other.join().unwrap();
    };
    assert_eq!(values_with(&Options::new().spurious_wakeups(0), program), ["()"]);
}

#[test]
fn a_park_without_an_unpark_is_a_deadlock() {
    let outcome = all(&Options::new().spurious_wakeups(0), thread::park);
    assert_eq!(outcome.verdict, Verdict::Deadlock);
}

/// The main thread does not wait for the other one, which could still run when it ends.
#[test]
fn a_thread_that_the_last_step_of_main_unblocks_may_also_come_before_it() {
    let program = || {
        let once = Arc::new(OnceLock::new());
        let other = Arc::clone(&once);
        thread::spawn(move || {
            thread::park();
            other.get_or_init(|| 0);
        });
        once.set(1).is_ok()
    };
    assert_eq!(values(program), ["false", "true"]);
}

#[test]
fn an_unchecked_thread_may_borrow_what_outlives_it() {
    let program = || {
        let count = AtomicUsize::new(0);
        let builder = thread::Builder::new().name("borrows".into());
        // SAFETY: the thread is joined before `count` ends.
        let other = unsafe { builder.spawn_unchecked(|| count.fetch_add(1, SeqCst)) }.unwrap();
        let name = other.thread().name().map(str::to_owned);
        let mine = count.fetch_add(1, SeqCst);
        (name, mine, other.join().unwrap())
    };
    assert_eq!(values(program), ["(Some(\"borrows\"), 0, 1)", "(Some(\"borrows\"), 1, 0)"]);
}

#[test]
fn unjoined_threads_may_race_before_the_main_thread_ends() {
    struct Shared(UnsafeCell<u32>);
    // SAFETY: this is what the exploration checks.
    #[allow(unsafe_code)]
    unsafe impl Sync for Shared {}
    let program = || {
        let shared = Arc::new(Shared(UnsafeCell::new(0)));
        for _ in 0..2 {
            let shared = Arc::clone(&shared);
            thread::spawn(move || shared.0.with_mut(|_| ()));
        }
    };
    for search in [Search::Optimal, Search::Full] {
        assert_eq!(explore(&Options::new().search(search), program).verdict, Verdict::DataRace);
    }
}
