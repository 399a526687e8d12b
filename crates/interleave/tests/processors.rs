//! An exploration on several processors has the same outcome as on one: counts, verdict, smallest failing execution.

mod programs;

use interleave::sync::atomic::{AtomicUsize, Ordering::Relaxed, Ordering::SeqCst};
use interleave::sync::{Condvar, Mutex, RwLock};
use interleave::{Expectation, Options, Outcome, Verdict, explore, explore_on, thread};
use std::collections::HashSet;
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The results on one processor, which must be the same on several.
fn same<T: Debug, E: Expectation<T> + Sync>(options: &Options<E>, program: impl Fn() -> T + Sync) -> Outcome {
    let one = explore(options, &program);
    for processors in [1, 2, 3] {
        let several = explore_on(processors, options, &program);
        assert_eq!(format!("{several:#?}"), format!("{one:#?}"), "on {processors} processors");
    }
    one
}

#[test]
fn every_wrong_program_has_the_same_outcome() {
    for program in programs::all().into_iter().chain(programs::orderings::all()) {
        let _ = same(&program.options().fingerprints(true), program.run);
    }
}

#[test]
fn a_correct_program_with_thousands_of_executions_has_the_same_outcome() {
    let outcome = same(&Options::new().expect(6).fingerprints(true), || {
        let count = Mutex::new(0);
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    for _ in 0..2 {
                        *count.lock().unwrap() += 1;
                    }
                });
            }
        });
        count.into_inner().unwrap()
    });
    assert_eq!((outcome.verdict, outcome.executions), (Verdict::Passed, 90));
    assert_eq!(outcome.fingerprints.len(), 90);
}

#[test]
fn the_settings_that_a_program_needs_are_found_on_any_processor() {
    // Weak orderings, an observed release, and readers beside a writer: each makes the search restart.
    let outcome = same(&Options::new(), || {
        let (flag, lock, shared) = (AtomicUsize::new(0), Mutex::new(0), RwLock::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                flag.store(1, Relaxed);
                *lock.lock().unwrap() += 1;
                *shared.write().unwrap() += 1;
            });
            (flag.load(Relaxed), lock.try_lock().is_ok(), *shared.read().unwrap())
        })
    });
    assert!(outcome.weak && outcome.complete.is_ok());
}

#[test]
fn a_limit_ends_the_same_search_at_the_same_execution() {
    let racy = || {
        let count = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
            }
        });
        count.load(SeqCst)
    };
    let outcome = same(&Options::new().expect(3).max_executions(7), racy);
    assert_eq!(outcome.executions, 7);
    assert!(!same(&Options::new().expect(3).max_states(1), racy).smallest);
}

#[test]
fn a_lost_wake_up_on_several_processors_is_not_called_a_deadlock() {
    let outcome = same(&Options::new(), || {
        let (ready, changed) = (Mutex::new(false), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                changed.notify_one();
                *ready.lock().unwrap() = true;
            });
            let mut guard = ready.lock().unwrap();
            while !*guard {
                guard = changed.wait(guard).unwrap();
            }
        });
    });
    assert_eq!(outcome.verdict, Verdict::LostWakeup);
}

#[test]
fn misuse_is_reported_as_on_one_processor() {
    let told = |explored: &dyn Fn() -> Outcome| {
        let payload = catch_unwind(AssertUnwindSafe(explored)).expect_err("it is misuse");
        *payload.downcast::<String>().expect("a message")
    };
    let too_many = || (0..40).for_each(|_| drop(thread::spawn(|| ())));
    let one = told(&|| explore(&Options::new(), too_many));
    assert_eq!(told(&|| explore_on(2, &Options::new(), too_many)), one);
    assert!(one.contains("threads"), "{one}");
}

#[test]
fn several_processors_take_part() {
    let threads = std::sync::Mutex::new(HashSet::new());
    let outcome = explore_on(2, &Options::new(), || {
        threads.lock().unwrap().insert(std::thread::current().id());
        let count = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    for _ in 0..2 {
                        count.store(count.load(SeqCst) + 1, SeqCst);
                    }
                });
            }
        });
    });
    // Enough for the second processor to get some while the first is still running.
    assert!(outcome.executions > 5_000, "{}", outcome.executions);
    // Nor has this one restarted: the search did not fall back to one processor.
    let threads = threads.into_inner().unwrap();
    assert!(threads.len() == 2 && !threads.contains(&std::thread::current().id()), "{threads:?}");
}
