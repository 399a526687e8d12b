//! An object that a thread creates and publishes through a pointer: its creation is a write, which must happen before
//! the accesses of threads that follow the pointer.

// The explorer ends an execution before it reads data that may not be there yet.
#![allow(unsafe_code, clippy::undocumented_unsafe_blocks)]

use interleave::cell::UnsafeCell;
use interleave::record::{Action, End};
use interleave::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use interleave::sync::mpsc::channel;
use interleave::{Options, Outcome, Search, Verdict, explore, report, thread};
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

struct Node(UnsafeCell<u32>);

/// One thread creates a node and publishes it, the other follows the pointer; returns what it reads there.
fn published(store: Ordering, load: Ordering) -> [Outcome; 2] {
    let program = move || {
        let head = AtomicPtr::new(std::ptr::null_mut());
        let seen = thread::scope(|scope| {
            scope.spawn(|| head.store(Box::into_raw(Box::new(Node(UnsafeCell::new(7)))), store));
            let node: *mut Node = head.load(load);
            if node.is_null() { 7 } else { unsafe { (*node).0.with(|value| *value) } }
        });
        drop(unsafe { Box::from_raw(head.load(Relaxed)) });
        seen
    };
    [Search::Optimal, Search::Full].map(|search| explore(&Options::new().expect(7).search(search), program))
}

#[test]
fn following_a_relaxed_pointer_races_with_the_creation_of_its_target() {
    for outcome in [published(Relaxed, Relaxed), published(Release, Relaxed), published(Relaxed, Acquire)].concat()
    {
        assert_eq!(outcome.verdict, Verdict::DataRace, "{outcome:#?}");
        let record = outcome.counterexample.unwrap();
        let End::DataRace { steps: [earlier, _], .. } = record.end else { panic!("{record:#?}") };
        assert!(matches!(record.steps[earlier].action, Action::CellCreate { .. }), "{record:#?}");
        let told = report::diagnosis(&record);
        assert!(told.starts_with("Nothing orders thread 1's creation of"), "{told}");
        let table = report::table(&record, &report::Style::default());
        assert!(table.contains("create "), "{table}");
    }
}

#[test]
fn following_a_release_acquire_pointer_happens_after_the_creation() {
    for outcome in published(Release, Acquire) {
        assert_eq!((outcome.verdict, outcome.complete), (Verdict::Passed, Ok(())));
    }
}

/// The same for two threads spawned by the main thread, in either order. The first has done nothing else before.
fn published_by_the_first_of_two(store: Ordering, load: Ordering) -> Vec<Outcome> {
    let program = move |publishes_first: bool| {
        let head = AtomicPtr::new(std::ptr::null_mut());
        let publish = || head.store(Box::into_raw(Box::new(Node(UnsafeCell::new(7)))), store);
        let follow = || {
            let node: *mut Node = head.load(load);
            if !node.is_null() {
                unsafe { (*node).0.with(|value| assert_eq!(*value, 7)) }
            }
        };
        thread::scope(|scope| {
            let [first, second]: [&(dyn Fn() + Sync); 2] = match publishes_first {
                true => [&publish, &follow],
                false => [&follow, &publish],
            };
            scope.spawn(first);
            scope.spawn(second);
            scope.spawn(|| ()); // its end is in the same step as the others' first operations
        });
        drop(unsafe { Box::from_raw(head.load(Relaxed)) });
    };
    let orders = [true, false].map(|first| {
        [Search::Optimal, Search::Full].map(|search| explore(&Options::new().search(search), || program(first)))
    });
    orders.concat()
}

#[test]
fn a_spawn_does_not_order_what_an_earlier_sibling_created() {
    for outcome in published_by_the_first_of_two(Ordering::SeqCst, Relaxed) {
        assert_eq!(outcome.verdict, Verdict::DataRace, "{outcome:#?}");
    }
    for outcome in published_by_the_first_of_two(Release, Acquire) {
        assert_eq!((outcome.verdict, outcome.complete), (Verdict::Passed, Ok(())));
    }
}

#[test]
fn a_thread_may_pass_its_first_creation_to_a_thread_it_spawns() {
    let program = || {
        thread::scope(|scope| {
            scope.spawn(|| {
                let node = Node(UnsafeCell::new(7));
                scope.spawn(move || node.0.with(|value| unsafe { assert_eq!(*value, 7) }));
            });
        });
    };
    for search in [Search::Optimal, Search::Full] {
        let outcome = explore(&Options::new().search(search), program);
        assert_eq!((outcome.verdict, outcome.complete), (Verdict::Passed, Ok(())));
    }
}

#[test]
fn a_drop_in_a_new_thread_does_not_order_later_creations_of_its_parent() {
    let program = || {
        let head = AtomicPtr::new(std::ptr::null_mut());
        let (sender, receiver) = channel::<()>();
        thread::scope(|scope| {
            let head = &head;
            scope.spawn(move || {
                assert!(receiver.recv().is_err());
                let node: *mut Node = head.load(Relaxed);
                if !node.is_null() {
                    unsafe { (*node).0.with(|value| assert_eq!(*value, 7)) }
                }
            });
            scope.spawn(move || drop(sender));
            head.store(Box::into_raw(Box::new(Node(UnsafeCell::new(7)))), Relaxed);
        });
        drop(unsafe { Box::from_raw(head.load(Relaxed)) });
    };
    for search in [Search::Optimal, Search::Full] {
        assert_eq!(explore(&Options::new().search(search), program).verdict, Verdict::DataRace);
    }
}

#[test]
fn an_address_in_an_integer_that_changes_each_time_does_not_make_the_exploration_endless() {
    let program = || {
        let head = AtomicUsize::new(0);
        thread::scope(|scope| {
            // Never freed, so no address is reused.
            scope.spawn(|| head.store(std::ptr::from_ref(Box::leak(Box::new(7))).addr(), Release));
            (0..3).map(|_| head.load(Acquire)).filter(|address| *address == 0).count()
        })
    };
    let outcome = explore(&Options::new(), program);
    assert!(outcome.values.len() <= 4, "{outcome:?}");
}

#[test]
fn a_pointer_that_is_read_in_a_loop_may_differ_in_each_execution() {
    let program = || {
        let head = AtomicPtr::<u32>::new(std::ptr::null_mut());
        thread::scope(|scope| {
            // Never freed, so no address is reused.
            scope.spawn(|| head.store(Box::leak(Box::new(7)), Release));
            (0..3).map(|_| head.load(Acquire)).filter(|pointer| pointer.is_null()).count()
        })
    };
    for search in [Search::Optimal, Search::Full] {
        let outcome = explore(&Options::new().search(search), program);
        assert_eq!(outcome.complete, Ok(()));
        assert_eq!(outcome.values.into_keys().collect::<Vec<_>>(), ["0", "1", "2", "3"]);
    }
}
