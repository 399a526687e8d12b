//! A panic ends its thread unless it is caught, and is reported to the thread that joins, as in `std`.

use crate::{all, values};
use interleave::panic::{AssertUnwindSafe, catch_unwind};
use interleave::record::End;
use interleave::sync::atomic::{AtomicUsize, Ordering};
use interleave::sync::{Arc, Mutex};
use interleave::{Options, Verdict, explore, thread};

/// Does a scope with two threads panic, depending on which of them panic and which are joined explicitly?
fn scope_panics(panic: [bool; 2], join: [bool; 2]) -> bool {
    let body = || {
        thread::scope(|scope| {
            let threads = panic.map(|panic| scope.spawn(move || assert!(!panic, "on purpose")));
            for (thread, join) in threads.into_iter().zip(join) {
                if join {
                    let _ = thread.join();
                }
            }
        });
    };
    catch_unwind(AssertUnwindSafe(body)).is_err()
}

#[test]
fn a_scope_panics_if_a_thread_that_was_not_joined_has_panicked() {
    for panic in [[false, false], [true, false], [false, true], [true, true]] {
        for join in [[false, false], [true, false], [false, true], [true, true]] {
            let unhandled = (0..2).any(|thread| panic[thread] && !join[thread]);
            let seen = values(|| scope_panics(panic, join));
            assert_eq!(seen, [unhandled.to_string()], "panic {panic:?}, joined {join:?}");
        }
    }
}

#[test]
fn a_panic_that_was_handled_is_not_blamed_for_a_later_deadlock() {
    let outcome = all(&Options::new(), || {
        let _ = thread::spawn(|| panic!("expected and handled")).join();
        let lock = Mutex::new(());
        let _held = lock.lock();
        let _again = lock.lock();
    });
    assert_eq!(outcome.verdict, Verdict::Deadlock, "{outcome:#?}");
    assert_eq!((outcome.failures.panics, outcome.failures.deadlocks), (0, 1));
    assert_eq!(outcome.counterexample.expect("it fails").end, End::Deadlocked);
}

#[test]
fn a_panic_that_was_handled_is_not_blamed_for_a_later_panic() {
    let outcome = all(&Options::new(), || {
        let _ = thread::spawn(|| panic!("expected and handled")).join();
        panic!("the real one");
    });
    assert_eq!(outcome.verdict, Verdict::Panicked, "{outcome:#?}");
    let end = outcome.counterexample.expect("it fails").end;
    let End::Panicked { thread, message, .. } = end else { panic!("{end:?}") };
    assert_eq!((thread, message.as_str()), (0, "the real one"));
}

#[test]
fn after_an_exploration_std_panicking_is_false() {
    struct AtTheEnd(Arc<Mutex<i32>>);
    impl Drop for AtTheEnd {
        fn drop(&mut self) {
            *self.0.lock().unwrap() += 1;
        }
    }
    // The main thread returns while the other thread is unwinding, so the unwinding never ends.
    let _ = explore(&Options::new(), || {
        let at_the_end = AtTheEnd(Arc::new(Mutex::new(0)));
        thread::spawn(move || {
            let _at_the_end = at_the_end;
            panic!("on purpose");
        });
    });
    assert!(!std::thread::panicking());
    let lock = std::sync::Mutex::new(());
    let panics = || {
        let _guard = lock.lock().unwrap();
        std::panic::resume_unwind(Box::new("on purpose"));
    };
    assert!(std::panic::catch_unwind(AssertUnwindSafe(panics)).is_err());
    assert!(lock.is_poisoned());
}

#[test]
fn a_thread_that_caught_its_panic_is_not_panicking_while_another_one_unwinds() {
    struct Cleanup<'a>(&'a AtomicUsize);
    impl Drop for Cleanup<'_> {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
    let program = || {
        let count = AtomicUsize::new(0);
        thread::scope(|scope| {
            let other = scope.spawn(|| {
                count.load(Ordering::SeqCst);
                thread::panicking()
            });
            let unwinds = || {
                let _cleanup = Cleanup(&count);
                panic!("on purpose");
            };
            assert!(catch_unwind(AssertUnwindSafe(unwinds)).is_err());
            (thread::panicking(), other.join().unwrap())
        })
    };
    assert_eq!(values(program), ["(false, false)"]);
}

#[test]
fn panicking_is_true_in_a_destructor_of_a_thread_that_panics_and_false_in_other_threads() {
    struct Cleanup<'a>(&'a AtomicUsize, &'a AtomicUsize);
    impl Drop for Cleanup<'_> {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::SeqCst);
            self.1.fetch_add(usize::from(thread::panicking()), Ordering::SeqCst);
        }
    }
    let program = || {
        let [count, panicking] = [AtomicUsize::new(0), AtomicUsize::new(0)];
        let other = thread::scope(|scope| {
            let unwinds = scope.spawn(|| {
                let _cleanup = Cleanup(&count, &panicking);
                panic!("on purpose");
            });
            let other = scope.spawn(|| {
                count.fetch_add(1, Ordering::SeqCst);
                thread::panicking()
            });
            assert!(unwinds.join().is_err());
            other.join().unwrap()
        });
        (panicking.load(Ordering::SeqCst), other)
    };
    assert_eq!(values(program), ["(1, false)"]);
}

#[test]
fn a_compare_exchange_with_a_release_failure_ordering_panics() {
    for failure in [Ordering::Release, Ordering::AcqRel] {
        let outcome = all(&Options::new(), || {
            let count = AtomicUsize::new(0);
            count.compare_exchange(0, 1, Ordering::SeqCst, failure).is_ok()
        });
        assert_eq!(outcome.verdict, Verdict::Panicked, "{failure:?}");
    }
}

#[test]
fn a_panic_in_the_destructor_of_an_unjoined_result_ends_the_program_as_an_abort() {
    struct Panics;
    impl Drop for Panics {
        fn drop(&mut self) {
            panic!("in a destructor");
        }
    }
    let program = || {
        let lock = Arc::new(Mutex::new(0));
        let own = Arc::clone(&lock);
        drop(thread::spawn(move || {
            *own.lock().unwrap() += 1;
            Panics
        }));
        *lock.lock().unwrap()
    };
    let outcome = explore(&Options::new(), program);
    let end = outcome.counterexample.unwrap().end;
    assert_eq!(end, End::Panicked { thread: 1, message: "in a destructor".to_owned() });
}
