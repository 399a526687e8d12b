//! A `static` is reset in each execution, and a `thread_local!` in each thread of each execution.

use crate::values;
use interleave::panic::{AssertUnwindSafe, catch_unwind};
use interleave::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use interleave::sync::{Arc, LazyLock, Mutex, Once};
use interleave::{Options, Verdict, explore, thread};
use std::cell::{Cell, RefCell};

static COUNT: LazyLock<AtomicUsize> = LazyLock::new(|| AtomicUsize::new(0));
static LIST: LazyLock<Mutex<Vec<u32>>> = LazyLock::new(|| Mutex::new(Vec::new()));
static START: Once = Once::new();

fn racy_count() -> usize {
    let add = || COUNT.store(COUNT.load(Relaxed) + 1, Relaxed);
    let other = thread::spawn(add);
    add();
    other.join().unwrap();
    COUNT.load(Relaxed)
}

#[test]
fn a_static_atomic_is_reset_in_each_execution() {
    assert_eq!(values(racy_count), ["1", "2"]);
}

#[test]
fn each_graph_of_a_program_with_statics_is_explored_once() {
    let outcome = explore(&Options::new().fingerprints(true), racy_count);
    assert_eq!(outcome.executions, outcome.fingerprints.len());
}

#[test]
fn a_static_list_begins_empty_in_each_execution() {
    let program = || {
        let other = thread::spawn(|| LIST.lock().unwrap().push(1));
        LIST.lock().unwrap().push(2);
        other.join().unwrap();
        LIST.lock().unwrap().clone()
    };
    assert_eq!(values(program), ["[1, 2]", "[2, 1]"]);
}

#[test]
fn explorations_on_several_os_threads_do_not_share_a_static() {
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..20 {
                    assert_eq!(values(racy_count), ["1", "2"]);
                }
            });
        }
    });
}

#[test]
fn a_failing_program_with_a_static_shows_the_name_of_the_static() {
    let outcome = explore(&Options::new().expect(2), racy_count);
    assert_eq!(outcome.verdict, Verdict::RaceCondition);
    let record = outcome.counterexample.unwrap();
    assert!(record.objects.iter().any(|object| object.name == "COUNT"), "{:?}", record.objects);
}

#[test]
fn a_lazy_lock_is_initialised_once_and_the_second_thread_waits() {
    let program = || {
        let made = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&made);
        let lazy = LazyLock::new(move || counted.fetch_add(1, Relaxed) + 7);
        let seen = thread::scope(|scope| {
            let other = scope.spawn(|| *lazy);
            (*lazy, other.join().unwrap())
        });
        (seen, made.load(Relaxed))
    };
    assert_eq!(values(program), ["((7, 7), 1)"]);
}

#[test]
fn a_lazy_lock_keeps_its_value_when_moved() {
    let program = || {
        let lazy = LazyLock::new(|| Mutex::new(0));
        *lazy.lock().unwrap() += 1;
        let moved = Box::new(lazy);
        *moved.lock().unwrap()
    };
    assert_eq!(values(program), ["1"]);
}

#[test]
fn a_lazy_lock_whose_initialiser_panicked_panics_for_every_thread() {
    let program = || {
        let lazy: LazyLock<u32> = LazyLock::new(|| panic!("on purpose"));
        let look = || catch_unwind(AssertUnwindSafe(|| *lazy)).is_err();
        (look(), look())
    };
    assert_eq!(values(program), ["(true, true)"]);
}

#[test]
fn once_runs_one_closure_and_the_other_thread_waits_for_it() {
    let program = || {
        let runs = AtomicUsize::new(0);
        let start = || {
            START.call_once(|| _ = runs.fetch_add(1, Relaxed));
            runs.load(Relaxed)
        };
        thread::scope(|scope| (scope.spawn(start).join().unwrap(), start(), START.is_completed()))
    };
    assert_eq!(values(program), ["(1, 1, true)"]);
}

#[test]
fn once_is_poisoned_by_a_panic_until_it_is_forced() {
    let program = || {
        let once = Once::new();
        let fails = || catch_unwind(AssertUnwindSafe(|| once.call_once(|| panic!("on purpose")))).is_err();
        let failed = (fails(), fails(), once.is_completed());
        let mut was_poisoned = false;
        once.call_once_force(|state| was_poisoned = state.is_poisoned());
        once.call_once(|| unreachable!("it has run"));
        (failed, was_poisoned, once.is_completed())
    };
    assert_eq!(values(program), ["((true, true, false), true, true)"]);
}

interleave::thread_local! {
    static SEEN: Cell<u32> = const { Cell::new(0) };
    static NOTES: RefCell<Vec<u32>> = RefCell::new(vec![1]);
    static LAST: RefCell<Option<AtTheEnd>> = const { RefCell::new(None) };
}

struct AtTheEnd(Arc<AtomicUsize>);

impl Drop for AtTheEnd {
    fn drop(&mut self) {
        self.0.fetch_add(1, Relaxed);
        // A value that is created while the thread ends is dropped too.
        NOTES.with_borrow_mut(|notes| notes.push(2));
        assert!(LAST.try_with(|_| ()).is_err());
    }
}

#[test]
fn each_thread_of_each_execution_has_its_own_local_values() {
    let program = || {
        SEEN.set(SEEN.get() + 1);
        NOTES.with_borrow_mut(|notes| notes.push(2));
        let other = thread::spawn(|| {
            SEEN.set(SEEN.get() + 10);
            (SEEN.get(), NOTES.take())
        });
        (SEEN.get(), other.join().unwrap(), NOTES.take())
    };
    assert_eq!(values(program), ["(1, (10, [1]), [1, 2])"]);
}

interleave::thread_local! {
    static FAILS: Cell<u32> = panic!("a first value is set");
    static FAILS_TOO: RefCell<u32> = panic!("a first value is set");
}

#[test]
fn a_local_value_that_is_set_first_is_not_initialised() {
    let program = || {
        FAILS.set(1);
        FAILS_TOO.set(2);
        FAILS.set(FAILS.get() + 2);
        FAILS_TOO.set(FAILS_TOO.take() + 2);
        let fails = || catch_unwind(|| FAILS.get()).is_err() && catch_unwind(|| FAILS_TOO.take()).is_err();
        (FAILS.get(), FAILS_TOO.take(), thread::spawn(fails).join().unwrap())
    };
    assert_eq!(values(program), ["(3, 4, true)"]);
}

#[test]
fn local_values_are_dropped_before_their_thread_is_joined() {
    let program = || {
        let dropped = Arc::new(AtomicUsize::new(0));
        let value = AtTheEnd(Arc::clone(&dropped));
        thread::spawn(|| LAST.set(Some(value))).join().unwrap();
        dropped.load(Relaxed)
    };
    assert_eq!(values(program), ["1"]);
}

#[test]
fn a_lazy_lock_whose_closure_another_execution_called_is_refused() {
    let text = String::from("made outside");
    let lazy = std::sync::Mutex::new(Some(Box::leak(Box::new(LazyLock::new(move || text)))));
    let lazy: &'static LazyLock<String, _> = lazy.lock().unwrap().take().unwrap();
    let explored = std::panic::catch_unwind(AssertUnwindSafe(|| explore(&Options::new(), || lazy.len())));
    let message = *explored.unwrap_err().downcast::<String>().unwrap();
    assert!(message.contains("another execution has called the closure of this LazyLock"), "{message}");
}

struct PanicsAtTheEnd;

impl Drop for PanicsAtTheEnd {
    fn drop(&mut self) {
        panic!("in a destructor");
    }
}

interleave::thread_local! {
    static PANICS: RefCell<Option<PanicsAtTheEnd>> = const { RefCell::new(None) };
}

#[test]
fn a_panic_in_the_destructor_of_a_local_value_ends_the_program_as_an_abort() {
    let program = || thread::spawn(|| PANICS.set(Some(PanicsAtTheEnd))).join().is_ok();
    let outcome = explore(&Options::new(), program);
    assert_eq!(outcome.verdict, Verdict::Panicked, "{outcome:#?}");
}
