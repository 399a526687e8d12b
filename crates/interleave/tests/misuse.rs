//! Misuse of the explorer: the panic points to the line that is responsible, and says what to do.

use interleave::sync::atomic::AtomicUsize;
use interleave::sync::{Barrier, Condvar, Mutex, OnceLock, RwLock, mpsc};
use interleave::time::{Duration, Instant};
use interleave::{Options, explore, hint, thread};
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::sync::Once;

/// Where `run` panics, and its message.
fn panics(run: impl FnOnce()) -> (String, u32, String) {
    thread_local!(static PLACE: RefCell<Option<(String, u32)>> = const { RefCell::new(None) });
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let place = |location: &Location<'_>| (location.file().to_owned(), location.line());
        std::panic::set_hook(Box::new(move |info| PLACE.set(info.location().map(place))));
    });
    PLACE.set(None);
    let payload = catch_unwind(AssertUnwindSafe(run)).expect_err("it is a mistake");
    let message = payload.downcast_ref::<String>().cloned();
    let message = message.or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    let (file, line) = PLACE.take().expect("a place");
    (file, line, message.expect("a text"))
}

#[test]
fn a_type_used_outside_an_exploration_panics_at_the_callers_line() {
    let uses: [(&str, fn()); 14] = [
        ("Mutex", || _ = Mutex::new(0)),
        ("RwLock", || _ = RwLock::new(0)),
        ("Condvar", || _ = Condvar::new()),
        ("Barrier", || _ = Barrier::new(1)),
        ("OnceLock", || _ = OnceLock::<u8>::new()),
        ("channel", || _ = mpsc::channel::<u8>()),
        ("sync_channel", || _ = mpsc::sync_channel::<u8>(1)),
        ("AtomicUsize", || _ = AtomicUsize::new(0)),
        ("spawn", || _ = thread::spawn(|| ())),
        ("current", || _ = thread::current()),
        ("yield_now", thread_yields),
        ("sleep", || thread::sleep(Duration::from_secs(1))),
        ("park", || {
            thread::park();
        }),
        ("now", || _ = Instant::now()),
    ];
    for (name, used) in uses {
        let (file, _, message) = panics(used);
        assert_eq!(file, file!(), "{name}");
        assert!(message.contains("only work inside `interleave::explore`"), "{name}: {message}");
    }
}

fn thread_yields() {
    thread::yield_now();
    hint::spin_loop();
}

#[test]
fn a_37th_thread_panics_with_the_line_that_spawned_it_and_advice() {
    let line = line!() + 3;
    let (_, _, message) = panics(|| {
        let _ = explore(&Options::new(), || {
            (0..40).for_each(|_| drop(thread::spawn(|| ())));
        });
    });
    assert!(message.contains(&format!("{}:{line} spawns more than 36 threads", file!())), "{message}");
    assert!(message.contains("explore a smaller model"), "{message}");
}

#[test]
fn an_exploration_within_an_exploration_panics() {
    let outcome = explore(&Options::new(), || {
        let _ = explore(&Options::new(), || ());
    });
    let end = format!("{:?}", outcome.counterexample.expect("it fails").end);
    assert!(end.contains("an explored program cannot explore another"), "{end}");
}

#[test]
fn an_object_of_another_execution_panics_with_the_line_that_created_it_and_advice() {
    let kept = std::sync::OnceLock::new();
    let line = line!() + 2;
    let (_, _, message) = panics(|| {
        let create = || Mutex::new(0);
        let _ = explore(&Options::new(), || *kept.get_or_init(create).lock().unwrap());
    });
    assert!(message.contains(&format!("{}:{line}", file!())), "{message}");
    assert!(message.contains("create it inside the explored program"), "{message}");
}

#[test]
fn a_thread_of_another_execution_panics_with_the_line_that_uses_it_and_advice() {
    /// Keeps a handle, and uses the one that an earlier execution kept.
    fn again(kept: &std::sync::Mutex<Option<thread::JoinHandle<()>>>, uses: impl Fn(thread::JoinHandle<()>)) {
        let _ = explore(&Options::new(), || {
            let handle = thread::spawn(|| ());
            let before = kept.lock().unwrap().replace(handle);
            before.map(&uses)
        });
    }
    type Uses = fn(thread::JoinHandle<()>);
    let uses: [(u32, Uses); 3] = [
        (line!(), |other| other.thread().unpark()),
        (line!(), |other| other.join().unwrap()),
        (line!(), |other| _ = other.is_finished()),
    ];
    for (line, uses) in uses {
        let kept = std::sync::Mutex::default();
        let (_, _, message) = panics(|| again(&kept, uses));
        assert!(message.contains(&format!("{}:{line} uses a thread of another execution", file!())), "{message}");
    }
}
