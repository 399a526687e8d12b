//! Panics of the program: which one ends it, which one is reported, and what is left afterwards.

use interleave::panic::{AssertUnwindSafe, catch_unwind};
use interleave::record::End;
use interleave::sync::{Arc, Mutex};
use interleave::{Options, Outcome, Verdict, explore, thread};
use std::fmt::Debug;

/// Explores without spurious or early wake-ups.
fn explored<T: Debug>(program: impl Fn() -> T) -> Outcome {
    explore(&Options::new().spurious_wakeups(0), program)
}

/// How the smallest failing execution ends.
fn end<T: Debug>(program: impl Fn() -> T) -> End {
    explored(program).counterexample.expect("it fails").end
}

fn panicked(thread: usize, message: &str) -> End {
    End::Panicked { thread, message: message.to_owned() }
}

#[test]
fn scope_panics_if_one_of_two_panicked_threads_was_not_joined() {
    let scope_panics = |joined: usize| {
        let outcome = explored(move || {
            let scope = || {
                thread::scope(|scope| {
                    let threads = [scope.spawn(|| panic!("a")), scope.spawn(|| panic!("b"))];
                    for thread in threads.into_iter().take(joined) {
                        assert!(thread.join().is_err());
                    }
                });
            };
            catch_unwind(AssertUnwindSafe(scope)).is_err()
        });
        outcome.values.into_keys().collect::<Vec<_>>()
    };
    assert_eq!([0, 1, 2].map(scope_panics), [["true"], ["true"], ["false"]]);
}

#[test]
fn a_panic_that_a_join_returned_is_not_blamed_for_a_later_deadlock() {
    let end = end(|| {
        assert!(thread::spawn(|| panic!("expected")).join().is_err());
        let lock = Mutex::new(());
        let _held = lock.lock();
        drop(lock.lock());
    });
    assert_eq!(end, End::Deadlocked);
}

#[test]
fn a_panic_that_a_join_returned_is_not_blamed_for_a_later_panic() {
    let end = end(|| {
        assert!(thread::spawn(|| panic!("expected")).join().is_err());
        panic!("the real one");
    });
    assert_eq!(end, panicked(0, "the real one"));
}

#[test]
fn a_panic_that_a_scope_passed_on_and_the_program_caught_is_not_blamed() {
    let end = end(|| {
        let scope = || {
            thread::scope(|scope| {
                scope.spawn(|| panic!("expected"));
            });
        };
        assert!(catch_unwind(AssertUnwindSafe(scope)).is_err());
        panic!("the real one");
    });
    assert_eq!(end, panicked(0, "the real one"));
}

#[test]
fn a_panic_that_is_passed_on_is_reported_where_it_began() {
    let failing = || thread::spawn(|| panic!("the cause"));
    assert_eq!(end(|| failing().join().unwrap()), panicked(1, "the cause"));
    assert_eq!(end(|| failing().join().expect("no panic")), panicked(1, "the cause"));
    assert_eq!(end(|| std::panic::resume_unwind(failing().join().unwrap_err())), panicked(1, "the cause"));
    let scope = || {
        thread::scope(|scope| {
            scope.spawn(|| panic!("the cause"));
        });
    };
    assert_eq!(end(scope), panicked(1, "the cause"));
    // Through a second thread.
    assert_eq!(end(|| thread::spawn(move || failing().join().unwrap()).join().unwrap()), panicked(2, "the cause"));
}

#[test]
fn a_panic_of_an_unjoined_thread_is_reported_before_a_deadlock() {
    let end = end(|| {
        let lock = Arc::new(Mutex::new(()));
        let other = Arc::clone(&lock);
        thread::spawn(move || {
            std::mem::forget(other.lock());
            panic!("the cause");
        });
        drop(lock.lock());
    });
    assert_eq!(end, panicked(1, "the cause"));
}

/// A program that ends while a thread unwinds.
fn abandons_a_thread_that_unwinds() {
    struct Locks(Arc<Mutex<i32>>);
    impl Drop for Locks {
        fn drop(&mut self) {
            *self.0.lock().unwrap() += 1;
        }
    }
    let locks = Locks(Arc::default());
    thread::spawn(move || {
        let _locks = locks;
        panic!("bye");
    });
}

#[test]
fn explore_leaves_the_panic_count_of_std_at_zero() {
    let outcome = explored(abandons_a_thread_that_unwinds);
    assert!(!std::thread::panicking(), "{outcome:?}");
    let lock = std::sync::Mutex::new(0);
    let poisons = || {
        let _guard = lock.lock().unwrap();
        panic!("after it");
    };
    assert!(std::panic::catch_unwind(AssertUnwindSafe(poisons)).is_err());
    assert!(lock.is_poisoned());
}

#[test]
fn a_thread_that_another_execution_left_unwinding_does_not_count_as_a_panic_in_the_next() {
    let outcome = explored(|| {
        let before = std::thread::panicking();
        abandons_a_thread_that_unwinds();
        before
    });
    assert_eq!(outcome.values.into_keys().collect::<Vec<_>>(), ["false"]);
    assert_eq!(outcome.verdict, Verdict::Passed);
}

/// The main thread panics in a scope while it holds a lock, so the thread of the scope finds it poisoned.
fn poisons_in_a_scope() {
    let lock = Mutex::new(0);
    thread::scope(|scope| {
        let _held = lock.lock().unwrap();
        scope.spawn(|| *lock.lock().unwrap() += 1);
        panic!("first");
    });
}

#[test]
fn a_panic_in_a_scope_comes_before_those_that_follow_from_it_in_threads_of_the_scope() {
    assert_eq!(end(poisons_in_a_scope), panicked(0, "first"));
}

#[test]
fn a_panic_that_a_scope_delays_for_ever_is_reported() {
    let end = end(|| {
        let (_sender, receiver) = interleave::sync::mpsc::channel::<()>();
        thread::scope(|scope| {
            scope.spawn(move || receiver.recv());
            panic!("while the sender lives");
        });
    });
    assert_eq!(end, panicked(0, "while the sender lives"));
}

#[test]
fn a_panic_in_a_scope_that_the_program_caught_is_not_blamed() {
    let end = end(|| {
        let scope = || {
            thread::scope(|scope| {
                scope.spawn(|| ());
                panic!("expected");
            });
        };
        assert!(catch_unwind(AssertUnwindSafe(scope)).is_err());
        let lock = Mutex::new(());
        let _held = lock.lock();
        drop(lock.lock());
    });
    assert_eq!(end, End::Deadlocked);
}
