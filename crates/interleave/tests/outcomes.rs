//! Guarantees of an exploration for any program: the same answer every time, limits that are never a pass, and
//! nothing dropped twice.

mod programs;

use interleave::record::End;
use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use interleave::sync::{Arc, Mutex};
use interleave::{Options, Search, Unfinished, Verdict, explore, graph, replay, thread};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

fn values(threads: usize, increments: usize) -> Vec<String> {
    let program = || programs::races::racy_counter_of(threads, increments);
    let outcome = explore(&Options::new(), program);
    assert_eq!(outcome.complete, Ok(()));
    outcome.values.into_keys().collect()
}

#[test]
fn a_racy_counter_loses_every_number_of_increments_that_it_can() {
    assert_eq!(values(2, 1), ["1", "2"]);
    assert_eq!(values(2, 2), ["2", "3", "4"]);
    assert_eq!(values(3, 1), ["1", "2", "3"]);
}

#[test]
fn the_same_program_gives_the_same_outcome_to_the_byte() {
    for program in programs::all() {
        let first = format!("{:?}", program.explore());
        for _ in 1..100 {
            assert_eq!(format!("{:?}", program.explore()), first, "{}", program.name);
        }
    }
}

#[test]
fn parallel_explorations_are_independent() {
    let alone = format!("{:?}", programs::named("racy counter").explore());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                assert_eq!(format!("{:?}", programs::named("racy counter").explore()), alone);
            });
        }
    });
}

#[test]
fn every_search_finds_the_wrong_value() {
    for search in [Search::Full, Search::Walks { seed: 1, count: 100 }] {
        let options = Options::new().expect(2).search(search);
        let outcome = explore(&options, programs::races::racy_counter);
        assert_eq!(outcome.verdict, Verdict::RaceCondition, "{search:?}");
        let record = outcome.counterexample.expect("a failing execution");
        assert_eq!(record.schedule, "1221000", "{search:?}");
    }
}

/// Without a yield, the interrupted increment needs one preemption.
fn interrupted() -> usize {
    let count = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
        }
    });
    count.load(SeqCst)
}

#[test]
fn a_preemption_bound_is_kept_and_reported() {
    let bounded = |bound| explore(&Options::new().expect(2).preemption_bound(bound), interrupted);
    let none = bounded(0);
    assert_eq!(none.verdict, Verdict::Passed);
    assert_eq!(none.complete, Err(Unfinished::PreemptionBound(0)));
    let one = bounded(1);
    assert_eq!(one.verdict, Verdict::RaceCondition);
    assert_eq!(one.counterexample.expect("a failing execution").size.preemptions, 1);
    assert_eq!(bounded(9).complete, Ok(())); // no execution reached the bound
}

#[test]
fn a_reached_limit_is_never_a_pass() {
    let outcome = explore(&Options::new().max_executions(1), interrupted);
    assert_eq!(outcome.verdict, Verdict::OutOfBounds);
    assert!(matches!(outcome.complete, Err(Unfinished::Executions { begun: 1, .. })), "{:?}", outcome.complete);
    let endless = || {
        let count = AtomicUsize::new(0);
        loop {
            count.fetch_add(1, SeqCst);
        }
    };
    let outcome = explore::<()>(&Options::new().max_steps(50), endless);
    assert_eq!(outcome.verdict, Verdict::OutOfBounds);
    assert_eq!(outcome.complete, Err(Unfinished::Steps(50)));
}

#[test]
fn a_nondeterministic_program_is_reported() {
    let runs = Cell::new(0);
    let outcome = explore(&Options::new(), || {
        runs.set(runs.get() + 1);
        runs.get()
    });
    assert_eq!(outcome.verdict, Verdict::Nondeterministic);

    let runs = Cell::new(0);
    let outcome = explore(&Options::new(), || {
        runs.set(runs.get() + 1);
        let lock = Mutex::new(0);
        let atomic = AtomicUsize::new(0);
        let third = runs.get() == 3;
        thread::scope(|scope| {
            scope.spawn(|| if third { atomic.load(SeqCst) } else { *lock.lock().unwrap() });
            scope.spawn(|| drop(lock.lock()));
        });
    });
    assert_eq!(outcome.verdict, Verdict::Nondeterministic);
    let Err(Unfinished::Nondeterministic(why)) = outcome.complete else { panic!("{outcome:?}") };
    assert!(why.contains("outcomes.rs:"), "{why}");
}

#[test]
fn use_outside_an_exploration_panics_with_one_line() {
    let payload = catch_unwind(|| Mutex::new(0)).expect_err("no exploration here");
    let text = payload.downcast_ref::<&str>().expect("a text");
    assert!(text.starts_with("interleave: its types only work inside `interleave::explore`"));
    assert!(!text.contains('\n'));
}

#[test]
fn an_exploration_within_an_exploration_is_refused() {
    let outcome = explore(&Options::new(), || {
        let _ = explore(&Options::new(), || 0);
    });
    let Some(End::Panicked { message, .. }) = outcome.counterexample.map(|record| record.end) else {
        panic!("a panic")
    };
    assert_eq!(message, "interleave: an explored program cannot explore another");
}

#[test]
fn an_object_of_another_execution_is_refused() {
    let kept = std::sync::OnceLock::new();
    let explored = catch_unwind(AssertUnwindSafe(|| {
        explore(&Options::new(), || {
            let kept: &Mutex<usize> = kept.get_or_init(|| Mutex::new(0));
            catch_unwind(AssertUnwindSafe(|| *kept.lock().unwrap())).is_ok()
        })
    }));
    let told = explored.expect_err("no verdict, not even if the program catches the panic");
    let told = told.downcast_ref::<String>().expect("a text");
    assert!(told.contains("belongs to another execution"), "{told}");
    // Nothing of it is left.
    assert_eq!(explore(&Options::new(), || ()).verdict, Verdict::Passed);
}

#[test]
fn too_many_threads_are_no_verdict() {
    let line = line!() + 4;
    let too_many = || {
        thread::scope(|scope| {
            for _ in 0..36 {
                scope.spawn(|| ());
            }
        });
    };
    let explored = catch_unwind(|| explore(&Options::new().max_executions(1), too_many));
    let told = explored.expect_err("no verdict");
    let told = told.downcast_ref::<String>().expect("a text");
    assert!(told.starts_with(&format!("interleave: {}:{line} spawns more than 36 threads", file!())), "{told}");
}

#[test]
fn a_bad_schedule_is_a_one_line_error() {
    let error = |schedule: &str| {
        let error = replay(schedule, &Options::new(), programs::races::racy_counter);
        error.expect_err("a bad schedule").to_string()
    };
    assert_eq!(error("1x"), "bad schedule: step 2: thread 33 cannot step; 1, 2 can");
    assert_eq!(error("1#"), "bad schedule: character 2: '#' is not a thread");
    assert_eq!(error("!"), "bad schedule: character 1: '!' follows no step");
    assert_eq!(error("1!"), "bad schedule: step 1: thread 1 cannot step like that; 1, 2 can");
    let waits = || {
        let (lock, condvar) = (Mutex::new(()), interleave::sync::Condvar::new());
        drop(condvar.wait(lock.lock().unwrap()));
    };
    let error_of_wait = replay("000!", &Options::new().spurious_wakeups(0), waits).expect_err("not allowed");
    let told = "bad schedule: step 3: thread 0 may not wake up without a notify: the options allow 0";
    assert_eq!(error_of_wait.to_string(), told);
    assert_eq!(error("11220001"), "bad schedule: the program ends after 7 of its 8 steps");
}

/// Counts its drops.
struct Counted<'a>(&'a std::sync::atomic::AtomicUsize);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    }
}

#[test]
fn values_of_threads_are_dropped_once_or_leaked_but_never_dropped_twice() {
    static MADE: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    static DROPPED: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let made = || {
        MADE.fetch_add(1, SeqCst);
        Counted(&DROPPED)
    };
    let outcome = explore(&Options::new(), || {
        let locks = Arc::new((Mutex::new(made()), Mutex::new(made())));
        let other = Arc::clone(&locks);
        let mine = made();
        let thread = thread::spawn(move || {
            let _mine = mine;
            let _a = other.0.lock().unwrap();
            let _b = other.1.lock().unwrap();
        });
        {
            let _b = locks.1.lock().unwrap();
            let _a = locks.0.lock().unwrap();
        }
        thread.join().unwrap();
    });
    assert!(outcome.failures.deadlocks > 0 && outcome.values["()"] > 0);
    let (made, dropped) = (MADE.load(SeqCst), DROPPED.load(SeqCst));
    assert!(dropped <= made, "{dropped} dropped of {made}");
    assert!(dropped >= 3 * outcome.values["()"], "an execution that ends drops all it has");

    // With nothing stuck, nothing is leaked.
    MADE.store(0, SeqCst);
    DROPPED.store(0, SeqCst);
    let made = || {
        MADE.fetch_add(1, SeqCst);
        Counted(&DROPPED)
    };
    let _ = explore(&Options::new(), || {
        let lock = Arc::new(Mutex::new(made()));
        let threads = [0, 1].map(|_| {
            let lock = Arc::clone(&lock);
            thread::spawn(move || *lock.lock().unwrap() = made())
        });
        for thread in threads {
            thread.join().unwrap();
        }
    });
    assert_eq!(MADE.load(SeqCst), DROPPED.load(SeqCst));
}

#[test]
fn a_caught_panic_is_not_blamed_for_a_deadlock() {
    let waits_for_ever = || {
        let worker = thread::spawn(|| {
            let _ = catch_unwind(|| panic!("caught by the program"));
            let (_sender, receiver) = interleave::sync::mpsc::channel::<()>();
            let _ = receiver.recv();
        });
        worker.join().unwrap();
    };
    assert_eq!(explore(&Options::new(), waits_for_ever).verdict, Verdict::Deadlock);
}

#[test]
fn a_caught_panic_is_not_taken_for_an_unwinding_one_after_abandoned_executions() {
    /// Takes part in the program while a panic unwinds, so an execution can be abandoned there.
    struct Counts<'a>(&'a AtomicUsize);
    impl Drop for Counts<'_> {
        fn drop(&mut self) {
            self.0.fetch_add(1, SeqCst);
        }
    }
    let waits_for_ever = || {
        let count = AtomicUsize::new(0);
        thread::scope(|scope| {
            scope.spawn(|| {
                let job = || {
                    let _counts = Counts(&count);
                    panic!("caught by the program")
                };
                let _: Result<(), _> = interleave::panic::catch_unwind(AssertUnwindSafe(job));
                let (_sender, receiver) = interleave::sync::mpsc::channel::<()>();
                let _ = receiver.recv();
            });
            count.fetch_add(1, SeqCst);
            count.fetch_add(1, SeqCst);
        });
    };
    assert_eq!(explore(&Options::new(), waits_for_ever).verdict, Verdict::Deadlock);
}

#[test]
fn panics_outside_the_program_still_print() {
    let outcome = explore(&Options::new(), || catch_unwind(|| panic!("caught by the program")).is_err());
    assert_eq!(outcome.verdict, Verdict::Passed);
    // An ordinary panic on the same OS thread goes to the previous hook.
    let message = catch_unwind(AssertUnwindSafe(|| panic!("ordinary"))).expect_err("it panicked");
    assert_eq!(message.downcast_ref::<&str>(), Some(&"ordinary"));
}

/// Waits for its worker when it is dropped, even while a panic unwinds.
struct Pool {
    jobs: Arc<(Mutex<usize>, interleave::sync::Condvar)>,
    worker: Option<thread::JoinHandle<()>>,
    closes: bool,
}

impl Pool {
    fn new(closes: bool) -> Self {
        let jobs = Arc::new((Mutex::new(0), interleave::sync::Condvar::new()));
        let shared = Arc::clone(&jobs);
        let worker = thread::spawn(move || {
            let jobs = shared.0.lock().unwrap();
            drop(shared.1.wait_while(jobs, |jobs| *jobs == 0));
        });
        Pool { jobs, worker: Some(worker), closes }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        if self.closes {
            *self.jobs.0.lock().unwrap() = 1;
            self.jobs.1.notify_all();
        }
        if let Some(worker) = self.worker.take() {
            let _ = worker.join();
        }
    }
}

#[test]
fn a_panic_that_blocks_in_a_destructor_is_reported_as_the_panic() {
    for closes in [true, false] {
        let outcome = explore(&Options::new(), || {
            let _pool = Pool::new(closes);
            panic!("first");
        });
        assert_eq!(outcome.verdict, Verdict::Panicked, "{outcome:#?}");
        let record = outcome.counterexample.expect("a failing execution");
        assert_eq!(record.end, End::Panicked { thread: 0, message: "first".into() });
    }
    // A thread that was abandoned while unwinding affects nothing afterwards.
    let poisoned = || {
        let lock = Arc::new(Mutex::new(0));
        let other = Arc::clone(&lock);
        let thread = thread::spawn(move || drop(other.lock()));
        drop(lock.lock());
        thread.join().unwrap();
        lock.is_poisoned() || thread::panicking()
    };
    let outcome = explore(&Options::new().expect(false), poisoned);
    assert_eq!(outcome.verdict, Verdict::Passed);
}

#[test]
fn the_graph_of_a_deadlock_ends_in_it() {
    let program = programs::named("two locks in two orders");
    let graph = graph(&program.options(), program.run);
    assert!(graph.complete);
    let ends: Vec<_> = graph.nodes.iter().filter_map(|node| node.end.as_ref()).collect();
    assert!(ends.contains(&&End::Deadlocked));
    assert!(ends.contains(&&End::Returned { value: "2".into() }));
    for node in &graph.nodes {
        let last = graph.edges.iter().filter(|edge| edge.from >= graph.nodes.len()).count();
        assert_eq!(last, 0, "{}", node.schedule);
        let again = replay(&node.schedule, &program.options(), program.run);
        assert!(again.is_ok(), "{}: {again:?}", node.schedule);
    }
}
