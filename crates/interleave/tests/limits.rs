//! What an exploration reports about its limits: how far it went, and when it has no verdict.

use interleave::record::End;
use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use interleave::sync::{Condvar, Mutex};
use interleave::{Expectation, Options, Outcome, Search, Verdict, explore, thread};
use std::process::Command;
use std::time::Duration;

/// Two threads that add to `count` each.
fn counters(count: &(impl Fn() + Sync)) {
    thread::scope(|scope| {
        scope.spawn(count);
        scope.spawn(count);
    });
}

fn racy(options: &Options<impl Expectation<usize>>) -> Outcome {
    explore(options, || {
        let count = AtomicUsize::new(0);
        counters(&|| count.store(count.load(SeqCst) + 1, SeqCst));
        count.load(SeqCst)
    })
}

#[test]
fn bounds_mention_only_limits_that_could_matter() {
    assert_eq!(racy(&Options::new()).bounds(), "every interleaving");
    let waits = explore(&Options::new(), || {
        let (lock, condvar) = (Mutex::new(false), Condvar::new());
        drop(condvar.wait_timeout(lock.lock().unwrap(), Duration::from_secs(1)));
    });
    assert_eq!(waits.bounds(), "every interleaving, up to 1 spurious wake-up and 1 early time-out each");
}

#[test]
fn a_program_that_shares_nothing_is_reported() {
    let outcome = explore(&Options::new(), || {
        let count = std::sync::Mutex::new(0);
        counters(&|| *count.lock().unwrap() += 1);
        *count.lock().unwrap()
    });
    assert_eq!(outcome.verdict, Verdict::Passed);
    assert!(!outcome.shared);
    let told = "every interleaving; 3 threads, but they share nothing of `interleave`: does the program use std's primitives?";
    assert_eq!(outcome.bounds(), told);
}

interleave::thread_local! {
    static OWN: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

#[test]
fn a_thread_local_counts_as_use_of_this_crate() {
    let outcome = explore(&Options::new(), || {
        thread::spawn(|| OWN.replace(1)).join().unwrap();
        OWN.get()
    });
    assert!(outcome.shared);
    assert_eq!(outcome.bounds(), "every interleaving");
    interleave::check(|| thread::spawn(|| OWN.get()).join().unwrap());
}

#[test]
fn a_budget_of_zero_and_a_preemption_bound_are_named_in_the_bounds() {
    let outcome = explore(&Options::new().spurious_wakeups(0), thread::park);
    assert_eq!(outcome.bounds(), "every interleaving, no spurious wake-up");
    let outcome = racy(&Options::new().preemption_bound(0));
    assert_eq!(outcome.bounds(), "every interleaving with at most 0 preemptions");
}

#[test]
fn two_limits_are_both_reported() {
    let outcome = racy(&Options::new().preemption_bound(0).max_executions(1));
    assert_eq!(outcome.bounds(), "stopped after 1 execution, at most 0 preemptions");
    let outcome = racy(&Options::new().expect(2).max_states(1));
    assert_eq!(outcome.bounds(), "every interleaving; a smaller execution may fail too");
}

#[test]
fn every_search_can_stop_at_its_first_failure() {
    let (walks, pct) = (Search::Walks { seed: 1, count: 90 }, Search::Pct { seed: 1, depth: 2, count: 90 });
    for search in [Search::Optimal, Search::Full, walks, pct] {
        let options = Options::new().expect(2).search(search);
        let (all, first) = (racy(&options), racy(&options.until_failure(true)));
        assert!(all.failures.total() > 1 && first.failures.total() == 1, "{search:?}: {:?}", first.failures);
        assert!(first.executions < all.executions, "{search:?}");
        assert_eq!(first.verdict, Verdict::RaceCondition, "{search:?}");
    }
}

#[test]
fn an_execution_that_is_too_long_has_a_table() {
    let outcome = explore::<()>(&Options::new().max_steps(50), || {
        let count = AtomicUsize::new(0);
        loop {
            count.fetch_add(1, SeqCst);
        }
    });
    assert_eq!(outcome.verdict, Verdict::OutOfBounds);
    let record = outcome.counterexample.expect("what goes on for ever");
    assert_eq!((record.end, record.size.steps, record.steps.len()), (End::TooLong, 50, 40));
}

/// Uses one or two kilobytes of stack for each level, by system and profile.
fn deep(levels: usize) -> usize {
    let frame = std::hint::black_box([levels; 128]);
    if levels == 0 { 0 } else { deep(levels - 1) + std::hint::black_box(frame)[0] / levels }
}

#[test]
fn threads_have_the_default_stack_size_of_std_or_a_larger_one_from_their_builder() {
    let outcome = explore(&Options::new(), || {
        let large = thread::Builder::new().stack_size(8 << 20).spawn(|| deep(3_200)).unwrap();
        (deep(800), large.join().unwrap())
    });
    assert!(outcome.values.contains_key("(800, 3200)"), "{outcome:?}");
}

/// The standard error of a child process that runs only the test `name`, which must fail.
fn fails_in_a_child(name: &str) -> String {
    let this = std::env::current_exe().expect("a test has a file");
    let output = Command::new(this).args([name, "--exact", "--nocapture"]).env(name, "").output().expect("it runs");
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
#[cfg(unix)]
fn a_stack_overflow_names_the_thread_and_the_line_that_spawned_it() {
    const NAME: &str = "a_stack_overflow_names_the_thread_and_the_line_that_spawned_it";
    const SPAWNED: u32 = line!() + 2;
    if std::env::var_os(NAME).is_some() {
        let _ = explore(&Options::new(), || thread::spawn(|| deep(1_000_000)).join().unwrap());
        unreachable!("the process has ended");
    }
    let told = fails_in_a_child(NAME);
    let line = format!(
        "interleave: thread 1, spawned at {}:{SPAWNED}, has overflowed its stack of 2 MiB: recurse less deeply, keep large \
         arrays in a Vec, or give it more with thread::Builder::stack_size\n",
        file!()
    );
    assert_eq!(told, line);
}

#[test]
#[cfg(unix)]
fn an_array_larger_than_the_stack_names_the_thread() {
    const NAME: &str = "an_array_larger_than_the_stack_names_the_thread";
    if std::env::var_os(NAME).is_some() {
        let large = || std::hint::black_box([1_u8; 3 << 20]).iter().map(|byte| usize::from(*byte)).sum::<usize>();
        let _ = explore(&Options::new(), || {
            let named = thread::Builder::new().name("reader".to_owned());
            named.spawn(large).unwrap().join().unwrap()
        });
        unreachable!("the process has ended");
    }
    let told = fails_in_a_child(NAME);
    assert!(told.starts_with("interleave: reader, spawned at ") && told.lines().count() == 1, "{told}");
}

#[test]
#[cfg(unix)]
fn a_stack_overflow_of_the_main_closure_is_reported_too() {
    const NAME: &str = "a_stack_overflow_of_the_main_closure_is_reported_too";
    if std::env::var_os(NAME).is_some() {
        let _ = explore(&Options::new(), || deep(1_000_000));
        unreachable!("the process has ended");
    }
    let told = fails_in_a_child(NAME);
    assert!(told.starts_with("interleave: the main thread of the explored program has overflowed"), "{told}");
}

#[derive(Debug)]
struct Loud;

impl Drop for Loud {
    fn drop(&mut self) {
        panic!("the second");
    }
}

#[test]
fn a_panic_during_unwinding_prints_both_messages() {
    const NAME: &str = "a_panic_during_unwinding_prints_both_messages";
    if std::env::var_os(NAME).is_some() {
        let _ = explore(&Options::new(), || {
            let count = AtomicUsize::new(0);
            count.fetch_add(1, SeqCst);
            let _loud = Loud;
            panic!("the first");
        });
        unreachable!("the process has ended");
    }
    let told = fails_in_a_child(NAME);
    for part in ["thread 0 panicked while it unwound", "the first (", "the second (", "after the schedule 0\n"] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

struct Shy(u8);

impl std::fmt::Debug for Shy {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        panic!("not to be looked at");
    }
}

#[test]
fn a_debug_that_panics_changes_nothing() {
    interleave::show::<Shy>();
    let outcome = explore(&Options::new().expect(3), || {
        let lock = Mutex::new(Shy(1));
        lock.lock().unwrap().0 += 1;
        lock.lock().unwrap().0
    });
    assert_eq!((outcome.verdict, outcome.values["2"]), (Verdict::WrongResult, 1));
    let record = outcome.counterexample.expect("it fails");
    assert_eq!(record.objects[0].value.as_deref(), Some("<its Debug panicked>"));
    assert!(matches!(record.end, End::WrongValue { .. }));
}

#[test]
fn a_debug_for_static_values_is_never_called_with_shorter_lifetimes() {
    use std::cell::Cell;
    thread_local!(static SEEN: Cell<Option<&'static str>> = const { Cell::new(None) });
    struct Name<'a>(&'a str);
    impl std::fmt::Debug for Name<'static> {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            SEEN.set(Some(self.0));
            f.write_str("a name")
        }
    }
    let refused = std::panic::catch_unwind(interleave::show::<Name<'static>>).expect_err("it has a lifetime");
    let told = refused.downcast::<String>().expect("a message");
    assert!(told.contains("Name<'_>` cannot be shown"), "{told}");
    let record = interleave::replay("", &Options::new(), || {
        let text = String::from("short-lived");
        let lock = Mutex::new(Name(&text));
        drop(lock.lock());
    });
    assert_eq!(record.expect("it ends").objects[0].value, None);
    assert_eq!(SEEN.get(), None);
}
