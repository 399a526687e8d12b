//! Tests as they are written for loom, with the import changed: what passes and what fails.

use interleave::loom;
use loom::cell::{Cell, UnsafeCell};
use loom::future::{AtomicWaker, block_on};
use loom::sync::atomic::{AtomicPtr, AtomicUsize, Ordering::*};
use loom::sync::{Arc, Mutex, Notify};
use loom::thread;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;
use std::rc::Rc;
use std::task::Poll;

/// The message of `model` for a failing program.
fn told(program: impl Fn()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(|| loom::model(program))).expect_err("it fails");
    *payload.downcast::<String>().expect("a message")
}

#[test]
fn a_model_waits_for_unjoined_threads() {
    let panics = told(|| {
        let flag = Arc::new(AtomicUsize::new(0));
        let other = Arc::clone(&flag);
        thread::spawn(move || assert_eq!(other.load(SeqCst), 0, "seen too late"));
        flag.store(1, SeqCst);
    });
    assert!(panics.contains("seen too late"), "{panics}");
    let waits = told(|| {
        let notify = Arc::new(Notify::new());
        let other = Arc::clone(&notify);
        thread::spawn(move || other.wait());
        drop(notify);
    });
    assert!(waits.starts_with("interleave: deadlock"), "{waits}");
}

#[test]
fn spawn_does_not_require_send() {
    loom::model(|| {
        let count = Rc::new(Mutex::new(0));
        let other = Rc::clone(&count);
        let thread = thread::spawn(move || *other.lock().unwrap() += 1);
        *count.lock().unwrap() += 1;
        thread.join().unwrap();
        assert_eq!(*count.lock().unwrap(), 2);
    });
}

#[test]
fn a_notify_before_the_wait_is_kept() {
    loom::model(|| {
        let notify = Arc::new(Notify::new());
        let other = Arc::clone(&notify);
        thread::spawn(move || other.notify());
        notify.wait();
    });
}

#[test]
fn a_plain_cell_that_two_threads_use_is_a_data_race() {
    struct Shared(Cell<usize>);
    // SAFETY: this is what the exploration checks.
    #[allow(unsafe_code)]
    unsafe impl Sync for Shared {}
    let race = told(|| {
        let shared = Arc::new(Shared(Cell::new(0)));
        let other = Arc::clone(&shared);
        let thread = thread::spawn(move || other.0.set(1));
        shared.0.get();
        thread.join().unwrap();
    });
    assert!(race.starts_with("interleave: data race"), "{race}");
    loom::model(|| {
        let (one, other) = (Cell::new(1), Cell::new(2));
        one.swap(&other);
        assert_eq!((one.get(), other.replace(7), other.take(), other.into_inner()), (2, 1, 7, 0));
    });
}

#[test]
fn an_unsafe_cell_published_without_release_is_a_data_race() {
    #[derive(Default)]
    struct Slot {
        value: UnsafeCell<usize>,
        full: AtomicUsize,
    }
    let race = told(|| {
        let slot = Rc::new(Slot::default());
        let other = Rc::clone(&slot);
        thread::spawn(move || {
            // SAFETY: this is what the exploration checks.
            #[allow(unsafe_code)]
            other.value.with_mut(|value| unsafe { *value = 1 });
            other.full.store(1, Relaxed);
        });
        if slot.full.load(Acquire) == 1 {
            slot.value.with(|_| ());
        }
    });
    assert!(race.starts_with("interleave: data race"), "{race}");
}

loom::lazy_static! {
    static ref COUNT: AtomicUsize = AtomicUsize::new(0);
    /// A second static.
    pub static ref TEXT: Mutex<String> = Mutex::new("text".to_owned());
}

#[test]
fn a_lazy_static_is_initialised_anew_in_each_execution() {
    loom::model(|| {
        let thread = thread::spawn(|| COUNT.fetch_add(1, SeqCst));
        let own = COUNT.fetch_add(1, SeqCst);
        assert_eq!(own + thread.join().unwrap(), 1);
        assert_eq!(*TEXT.lock().unwrap(), "text");
    });
}

/// Waits with `block_on` until another thread has counted to one; `registers` decides when it registers.
fn counted(registers: fn(&AtomicWaker, &std::task::Context<'_>, &AtomicUsize) -> bool) {
    let shared = Arc::new((AtomicUsize::new(0), AtomicWaker::new()));
    let other = Arc::clone(&shared);
    thread::spawn(move || {
        other.0.fetch_add(1, Relaxed);
        other.1.wake();
    });
    block_on(poll_fn(|context| match registers(&shared.1, context, &shared.0) {
        true => Poll::Ready(()),
        false => Poll::Pending,
    }));
}

#[test]
fn a_future_that_registers_before_it_checks_is_woken() {
    loom::model(|| {
        counted(|waker, context, count| {
            waker.register_by_ref(context.waker());
            count.load(Relaxed) == 1
        });
    });
}

#[test]
fn a_future_that_checks_before_it_registers_may_sleep_for_ever() {
    let sleeps = told(|| {
        counted(|waker, context, count| {
            let done = count.load(Relaxed) == 1;
            waker.register_by_ref(context.waker());
            done
        });
    });
    assert!(sleeps.starts_with("interleave: deadlock"), "{sleeps}");
}

#[test]
fn the_builder_bounds_a_model_by_loom_s_names() {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(0);
    builder.check(loses_an_increment);
    assert!(told(loses_an_increment).starts_with("interleave: race condition"));
    builder.preemption_bound = None;
    builder.max_permutations = Some(1);
    assert!(catch_unwind(AssertUnwindSafe(|| builder.check(loses_an_increment))).is_err(), "nothing is proved");
}

#[test]
fn stop_exploring_leaves_one_continuation_in_loom_s_names() {
    loom::model(|| {
        loom::stop_exploring();
        let count = Arc::new(AtomicUsize::new(0));
        let other = Arc::clone(&count);
        thread::spawn(move || other.store(1, SeqCst)).join().unwrap();
        loom::explore();
        assert_eq!(count.load(SeqCst), 1);
    });
}

/// Loses an increment if a thread may be preempted. The `Arc` is `std`'s: with `loom`'s there would be stale reads,
/// which need no preemption.
fn loses_an_increment() {
    let count = std::sync::Arc::new(AtomicUsize::new(0));
    let other = std::sync::Arc::clone(&count);
    let thread = thread::spawn(move || other.store(other.load(SeqCst) + 1, SeqCst));
    count.store(count.load(SeqCst) + 1, SeqCst);
    thread.join().unwrap();
    assert_eq!(count.load(SeqCst), 2);
}

#[test]
#[ignore = "it fails on purpose, unless it is bounded"]
fn loses_an_increment_in_a_model() {
    loom::model(loses_an_increment);
}

#[test]
#[ignore = "it fails on purpose"]
fn loses_an_increment_in_a_check() {
    interleave::check(loses_an_increment);
}

#[test]
fn loom_s_environment_variable_bounds_a_model_but_not_a_check() {
    let run = |test: &str, bound: &str| {
        let this = std::env::current_exe().expect("a test is a program");
        let mut test_alone = Command::new(this);
        test_alone.args([test, "--exact", "--ignored", "--nocapture"]).env("LOOM_MAX_PREEMPTIONS", bound);
        let output = test_alone.output().expect("a process can be started");
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (passed, told) = run("loses_an_increment_in_a_model", "0");
    assert!(passed && !told.contains("preemption"), "{told}");
    let (passed, told) = run("loses_an_increment_in_a_model", "1");
    assert!(
        !passed && told.contains("interleave: race condition (every interleaving with at most 1 preemption)"),
        "{told}"
    );
    let (passed, told) = run("loses_an_increment_in_a_model", "two");
    assert!(!passed && told.contains("interleave: LOOM_MAX_PREEMPTIONS: not a number: \"two\""), "{told}");
    let (passed, told) = run("loses_an_increment_in_a_check", "0");
    assert!(!passed && told.contains("interleave: race condition (every interleaving)"), "{told}");
}

#[test]
fn an_atomic_is_changed_by_its_only_owner() {
    loom::model(|| {
        let mut count = AtomicUsize::new(1);
        let before = count.with_mut(|count| std::mem::replace(count, 7));
        assert_eq!((before, count.load(Relaxed)), (1, 7));
        let mut pointer = AtomicPtr::new(&raw mut *Box::leak(Box::new(5)));
        let null = std::ptr::null_mut();
        let five = pointer.with_mut(|pointer| std::mem::replace(pointer, null));
        assert_eq!(pointer.load(Relaxed), null);
        // SAFETY: made from a box that is not shared.
        #[allow(unsafe_code)]
        drop(unsafe { Box::from_raw(five) });
    });
}

#[test]
fn the_last_drop_of_an_arc_comes_after_the_others() {
    struct Slot {
        value: UnsafeCell<usize>,
        full: Arc<AtomicUsize>,
    }
    impl Drop for Slot {
        fn drop(&mut self) {
            self.value.with_mut(|_| ());
        }
    }
    loom::model(|| {
        let full = Arc::new(AtomicUsize::new(0));
        let slot = Arc::new(Slot { value: UnsafeCell::new(0), full: Arc::clone(&full) });
        let other = Arc::clone(&slot);
        let thread = thread::spawn(move || {
            other.value.with_mut(|_| ());
            other.full.store(1, Relaxed);
        });
        full.load(Relaxed);
        drop(slot);
        thread.join().unwrap();
    });
}

#[test]
fn an_arc_counts_its_owners() {
    loom::model(|| {
        let one = Arc::new(7);
        let other = Arc::clone(&one);
        let raw = Arc::into_raw(other);
        // SAFETY: the pointer comes from `into_raw`, and each owner is recreated once.
        #[allow(unsafe_code)]
        unsafe {
            Arc::increment_strong_count(raw);
            assert_eq!(Arc::strong_count(&one), 3);
            Arc::decrement_strong_count(raw);
            drop(Arc::from_raw(raw));
        }
        let thread = thread::spawn({
            let other = Arc::clone(&one);
            move || drop(other)
        });
        let one = match Arc::try_unwrap(one) {
            Ok(seven) => return assert_eq!((seven, thread.join().is_ok()), (7, true)),
            Err(one) => one,
        };
        thread.join().unwrap();
        let mut one = one;
        *Arc::get_mut(&mut one).expect("the only owner") += 1;
        assert!(Arc::ptr_eq(&one, &one.clone()) && Arc::as_ptr(&one) == &raw const *one);
        assert_eq!(Arc::try_unwrap(one).unwrap(), 8);
    });
}

#[test]
fn a_coerced_arc_of_std_can_be_converted() {
    loom::model(|| {
        let text: Arc<str> = Arc::from_std(std::sync::Arc::from("text"));
        let other = text.clone();
        assert_eq!(
            (&*text, &*other, format!("{text}"), format!("{text:?}")),
            ("text", "text", "text".into(), "\"text\"".into())
        );
    });
}

#[test]
fn the_names_that_loom_adds_to_std_exist() {
    use loom::{alloc::Track, hint};
    fn _is_one_type(error: loom::lazy_static::AccessError) -> loom::thread::AccessError {
        error
    }
    loom::model(|| {
        let mut track = Track::new(Box::new(1));
        **track.get_mut() += 1;
        assert_eq!((**track.get_ref(), *track.into_inner()), (2, 2));
        hint::spin_loop();
        let waker = AtomicWaker::new();
        waker.register_by_ref(std::task::Waker::noop());
        assert!(waker.take_waker().is_some() && waker.take_waker().is_none());
        let (sender, receiver) = loom::sync::mpsc::channel();
        let parked = thread::spawn(move || {
            thread::park();
            sender.send(1).unwrap();
        });
        parked.thread().unpark();
        assert_eq!(receiver.recv(), Ok(1));
    });
}
