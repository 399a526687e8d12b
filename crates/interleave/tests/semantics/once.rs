//! Waiting for a value or for a closure that runs once, and reading them without waiting.

use crate::{all, values};
use interleave::panic::{AssertUnwindSafe, catch_unwind};
use interleave::sync::atomic::{AtomicU32, Ordering::Relaxed};
use interleave::sync::{LazyLock, Once, OnceLock};
use interleave::{Options, Verdict, explore, report, thread};

#[test]
fn wait_returns_the_value_that_another_thread_sets() {
    let program = || {
        let cell = OnceLock::new();
        thread::scope(|scope| {
            scope.spawn(|| cell.set(1));
            scope.spawn(|| cell.get_or_init(|| 2));
            *cell.wait()
        })
    };
    assert_eq!(values(program), ["1", "2"]);
}

#[test]
fn accesses_before_set_happen_before_the_end_of_a_wait() {
    let program = || {
        let (cell, flag) = (OnceLock::new(), AtomicU32::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                flag.store(1, Relaxed);
                cell.set(()).unwrap();
            });
            cell.wait();
            flag.load(Relaxed)
        })
    };
    assert_eq!(values(program), ["1"]);
}

#[test]
fn a_wait_for_a_value_that_is_never_set_is_a_deadlock() {
    let outcome = all(&Options::new(), || *OnceLock::<u32>::new().wait());
    assert_eq!(outcome.verdict, Verdict::Deadlock, "{outcome:#?}");
    let told = report::diagnosis(&outcome.counterexample.unwrap());
    assert!(told.ends_with("nobody is left to initialise it."), "{told}");
}

#[test]
fn a_lock_held_during_a_wait_for_a_once_lock_is_the_cause() {
    let program = || {
        let (lock, cell) = (interleave::sync::Mutex::new(0), OnceLock::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                let value = *lock.lock().unwrap();
                cell.set(value)
            });
            let _guard = lock.lock().unwrap();
            *cell.wait()
        })
    };
    let outcome = all(&Options::new(), program);
    assert_eq!((outcome.verdict, outcome.values.contains_key("0")), (Verdict::Deadlock, true), "{outcome:#?}");
    let told = report::diagnosis(&outcome.counterexample.unwrap());
    assert!(told.starts_with("The main thread holds `lock` since line"), "{told}");
}

#[test]
fn a_wait_continues_when_an_initialiser_panics() {
    let program = || {
        let cell = OnceLock::new();
        thread::scope(|scope| {
            let fails = || cell.get_or_init(|| panic!("on purpose"));
            scope.spawn(move || catch_unwind(AssertUnwindSafe(fails)).is_err());
            scope.spawn(|| cell.set(2));
            *cell.wait()
        })
    };
    assert_eq!(values(program), ["2"]);
}

#[test]
fn a_once_lock_can_be_waited_for_again_after_take() {
    let program = || {
        let mut cell = OnceLock::from(1);
        let taken = (*cell.wait(), cell.take(), cell.take());
        let waited = thread::scope(|scope| {
            scope.spawn(|| cell.set(2));
            *cell.wait()
        });
        (taken, waited)
    };
    assert_eq!(values(program), ["((1, Some(1), None), 2)"]);
}

#[test]
fn a_clone_copies_the_value_and_equality_compares_values() {
    let program = || {
        let cell = OnceLock::new();
        thread::scope(|scope| {
            scope.spawn(|| cell.set(1));
            let clone = cell.clone();
            let equal = (clone == OnceLock::from(1), clone == OnceLock::new());
            (clone.into_inner(), equal)
        })
    };
    assert_eq!(values(program), ["(None, (false, true))", "(Some(1), (true, false))"]);
}

/// One closure panics, another completes, and a third thread waits.
fn poisoned(wait: fn(&Once)) -> Vec<String> {
    values(move || {
        let once = Once::new();
        thread::scope(|scope| {
            scope.spawn(|| catch_unwind(AssertUnwindSafe(|| once.call_once(|| panic!("on purpose")))).is_err());
            scope.spawn(|| once.call_once_force(|_| ()));
            let waited = catch_unwind(AssertUnwindSafe(|| wait(&once))).is_ok();
            (waited, once.is_completed())
        })
    })
}

#[test]
fn once_wait_may_find_a_panicked_closure_before_another_one_runs() {
    assert_eq!(poisoned(Once::wait), ["(false, false)", "(false, true)", "(true, true)"]);
}

#[test]
fn once_wait_force_waits_for_a_closure_that_completes() {
    assert_eq!(poisoned(Once::wait_force), ["(true, true)"]);
}

#[test]
fn the_closure_of_a_once_happens_before_the_end_of_a_wait() {
    let program = || {
        let (once, flag) = (Once::new(), AtomicU32::new(0));
        thread::scope(|scope| {
            scope.spawn(|| once.call_once(|| flag.store(1, Relaxed)));
            once.wait();
            flag.load(Relaxed)
        })
    };
    assert_eq!(values(program), ["1"]);
}

#[test]
fn a_wait_for_a_closure_that_never_runs_is_a_deadlock() {
    let outcome = explore(&Options::new(), || Once::new().wait());
    assert_eq!(outcome.verdict, Verdict::Deadlock, "{outcome:#?}");
}

#[test]
fn reading_a_lazy_lock_with_get_does_not_initialise_it() {
    let program = || {
        let lazy = LazyLock::new(|| 7);
        thread::scope(|scope| {
            scope.spawn(|| *lazy);
            LazyLock::get(&lazy).copied()
        })
    };
    assert_eq!(values(program), ["None", "Some(7)"]);
}

#[test]
fn the_owner_of_a_lazy_lock_can_change_its_value() {
    let program = || {
        let mut lazy = LazyLock::new(|| vec![1]);
        let before = LazyLock::get_mut(&mut lazy).is_some();
        lazy.push(2);
        LazyLock::force_mut(&mut lazy).push(3);
        let after = LazyLock::get_mut(&mut lazy).map(|list| list.len());
        (before, after, lazy.clone())
    };
    assert_eq!(values(program), ["(false, Some(3), [1, 2, 3])"]);
}

#[test]
fn each_graph_of_a_program_with_waits_is_explored_once() {
    let program = || {
        let (cell, once) = (OnceLock::new(), Once::new());
        thread::scope(|scope| {
            scope.spawn(|| (cell.set(1).is_ok(), once.wait_force()));
            scope.spawn(|| catch_unwind(AssertUnwindSafe(|| once.call_once(|| panic!("on purpose")))).is_err());
            scope.spawn(|| once.call_once_force(|_| _ = cell.set(2)));
            (*cell.wait(), catch_unwind(AssertUnwindSafe(|| once.wait())).is_ok())
        })
    };
    let outcome = explore(&Options::new().fingerprints(true), program);
    assert_eq!((outcome.verdict, outcome.executions), (Verdict::Passed, outcome.fingerprints.len()));
}
