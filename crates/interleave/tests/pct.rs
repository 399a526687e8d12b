//! PCT keeps its promise: it finds bugs of a known depth as often as its bound says, while random walks do not. It
//! always finds the same ones, and it reports no false ones.

mod programs;

use interleave::sync::Mutex;
use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use interleave::{Failures, Options, Outcome, Search, Unfinished, Verdict, explore, hint, thread};

/// The number of seeds over which each promise is measured.
const SEEDS: u64 = 20;
const COUNT: usize = 200;

/// The number of consecutive steps of one thread during which the bug needs another thread to wait; random walks
/// rarely delay one so long.
const LATE: usize = 16;

fn pct(seed: u64, depth: usize, count: usize) -> Options {
    searching(&Options::new(), seed, depth, count)
}

/// PCT without the search for the smallest failing execution.
fn searching<E: Clone>(options: &Options<E>, seed: u64, depth: usize, count: usize) -> Options<E> {
    options.clone().max_states(0).search(Search::Pct { seed, depth, count })
}

/// The bound that a search states, as a share of executions.
fn promised(outcome: &Outcome) -> f64 {
    let Err(Unfinished::Pct { depth, threads, steps, .. }) = outcome.complete else {
        panic!("no PCT: {:?}", outcome.complete)
    };
    1.0 / (threads as f64 * (steps as f64).powi(depth as i32 - 1))
}

/// The share of failing executions of `program` over all seeds, and the bound.
fn found(depth: usize, program: fn() -> usize) -> (f64, f64) {
    let outcomes: Vec<_> = (0..SEEDS).map(|seed| explore(&pct(seed, depth, COUNT).expect(0), program)).collect();
    let failed: usize = outcomes.iter().map(|outcome| outcome.failures.total()).sum();
    let all: usize = outcomes.iter().map(|outcome| outcome.executions).sum();
    assert_eq!(all, SEEDS as usize * COUNT);
    (failed as f64 / all as f64, outcomes.iter().map(promised).fold(0.0, f64::max))
}

/// The same for random walks.
fn found_by_walks(program: fn() -> usize) -> usize {
    let walks = |seed| Options::new().max_states(0).search(Search::Walks { seed, count: COUNT });
    (0..SEEDS).map(|seed| explore(&walks(seed).expect(0), program).failures.total()).sum()
}

/// An ordering bug: wrong if the worker is later than everything that the main thread does before it checks.
fn late_worker() -> usize {
    let done = AtomicUsize::new(0);
    thread::scope(|scope| {
        scope.spawn(|| done.store(1, SeqCst));
        (0..LATE).for_each(|_| _ = done.fetch_or(0, SeqCst));
        1 - done.load(SeqCst)
    })
}

/// A lost update: wrong if all updates of one thread come between the read and the write of the other.
fn lost_updates() -> usize {
    let count = AtomicUsize::new(0);
    thread::scope(|scope| {
        scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
        scope.spawn(|| (0..LATE).for_each(|_| _ = count.fetch_add(1, SeqCst)));
    });
    usize::from(count.load(SeqCst) == 1)
}

/// Three threads in a cycle, each holding the lock that the one before it wants.
fn circle() -> usize {
    let forks = [Mutex::new(0), Mutex::new(0), Mutex::new(0)];
    thread::scope(|scope| {
        for own in 0..3 {
            let (first, second) = (&forks[own], &forks[(own + 1) % 3]);
            scope.spawn(move || *first.lock().unwrap() += *second.lock().unwrap());
        }
    });
    0
}

#[test]
fn each_execution_finds_a_bug_of_its_depth_with_the_stated_probability() {
    for (depth, program) in [(1, late_worker as fn() -> usize), (2, lost_updates), (3, circle)] {
        let (share, bound) = found(depth, program);
        println!("depth {depth}: {share:.4} of the executions, at least {bound:.4}");
        // For the first program, half of the executions fail and half are promised: allow three standard deviations.
        let error = 3.0 * (bound * (1.0 - bound) / (SEEDS as usize * COUNT) as f64).sqrt();
        assert!(share + error >= bound, "depth {depth}: {share} of the executions, less than {bound}");
    }
}

#[test]
fn random_walks_miss_bugs_that_need_a_long_delay_of_a_thread() {
    assert_eq!([late_worker, lost_updates].map(found_by_walks), [0, 0]);
}

#[test]
fn a_bug_that_is_deeper_than_asked_for_is_not_found() {
    assert_eq!(found(1, lost_updates).0, 0.0);
}

#[test]
fn equal_seeds_give_equal_executions_and_different_seeds_differ() {
    for program in programs::all() {
        let told = |seed| {
            let outcome = explore(&searching(&program.options(), seed, 3, 50).fingerprints(true), program.run);
            format!("{outcome:?}")
        };
        assert_eq!(told(7), told(7), "{}", program.name);
    }
    let graphs = |seed| explore(&pct(seed, 3, 5).fingerprints(true), circle).fingerprints;
    assert!((1..20).any(|seed| graphs(seed) != graphs(0)));
}

#[test]
fn pct_finds_every_wrong_program_and_no_failure_that_the_proof_does_not_find() {
    let kinds = |failures: Failures| {
        let Failures { wrong_values, panics, deadlocks, lost_wakeups, livelocks, data_races, too_long, .. } =
            failures;
        [wrong_values, panics, deadlocks, lost_wakeups, livelocks, data_races, too_long].map(|count| count > 0)
    };
    for program in programs::all() {
        let outcome = explore(&searching(&program.options(), 1, 3, 300), program.run);
        let proof = program.explore();
        // Its threads take turns for ever, and each switch needs another change point.
        let is_deep = program.name == "polite philosophers";
        assert_eq!(outcome.verdict == program.verdict, !is_deep, "{}: {}", program.name, outcome.verdict);
        assert!(outcome.wrong_values.is_subset(&proof.wrong_values), "{}", program.name);
        let mut pairs = kinds(outcome.failures).into_iter().zip(kinds(proof.failures));
        assert!(pairs.all(|(one, other)| !one || other), "{}: {:?}", program.name, outcome.failures);
    }
}

#[test]
fn a_bug_that_needs_a_stale_read_is_found_too() {
    let outcome = explore(&pct(1, 1, 300).expect(7), programs::orderings::message_passing);
    assert_eq!(outcome.verdict, Verdict::RaceCondition);
    assert!(outcome.counterexample.expect("a failing execution").steps.iter().any(|step| step.stale));
}

/// The main thread waits for the others: `wait` is what it does between checks.
fn waits(wait: fn()) -> Outcome {
    let program = || {
        let done = AtomicUsize::new(0);
        thread::scope(|scope| {
            (0..2).for_each(|_| _ = scope.spawn(|| done.fetch_add(1, SeqCst)));
            while done.load(SeqCst) < 2 {
                wait();
            }
        });
    };
    // No change point makes it wait.
    explore(&pct(3, 1, 200), program)
}

/// A step unlike any before it, so the explorer does not see that a loop with it only waits.
fn something_new() {
    AtomicUsize::new(0).load(SeqCst);
}

#[test]
fn a_loop_that_waits_for_a_thread_of_lower_priority_ends() {
    let yields = || {
        something_new();
        thread::yield_now();
    };
    for wait in [hint::spin_loop, thread::yield_now, || (), yields] {
        let outcome = waits(wait);
        assert_eq!(outcome.verdict, Verdict::Passed);
        let Err(Unfinished::Pct { steps, .. }) = outcome.complete else { panic!("{:?}", outcome.complete) };
        assert!(steps < 50, "{steps} steps");
    }
    assert_eq!(waits(something_new).verdict, Verdict::Passed, "no yield, no spin: it goes on at random");
}

#[test]
fn the_bounds_say_what_was_done_and_what_is_promised() {
    let told = |depth, count, program: fn() -> usize| explore(&pct(7, depth, count), program).bounds();
    assert_eq!(
        told(3, 1000, late_worker),
        "1000 executions by PCT at depth 3, seed 7: 999 of them each find a bug of that depth with a probability of \
         at least 1 in 722 (threads: 2, steps: 19)"
    );
    assert_eq!(told(0, 10, late_worker), told(1, 10, late_worker), "no depth is less than 1");
    assert_eq!(told(2, 1, circle), "1 executions by PCT at depth 2, seed 7", "nothing is promised for the first");
    assert!(told(usize::MAX, 2, late_worker).contains("340282366920938463463374607431768211455"));
}

#[test]
fn executions_with_behaviour_beyond_the_paper_are_not_covered() {
    // In every second execution, the wait may end spuriously.
    let outcome = explore(&pct(1, 2, 1000), thread::park);
    let Err(Unfinished::Pct { covered, .. }) = outcome.complete else { panic!("{:?}", outcome.complete) };
    assert!((490..=500).contains(&covered), "{covered}");
}

#[test]
fn a_nondeterministic_program_is_reported() {
    let runs = std::cell::Cell::new(0);
    let outcome = explore(&pct(1, 2, 10), || {
        runs.set(runs.get() + 1);
        runs.get()
    });
    assert_eq!(outcome.verdict, Verdict::Nondeterministic);
}

#[test]
fn the_limit_on_executions_holds() {
    let outcome = explore(&pct(1, 2, 10).max_executions(4), circle);
    assert_eq!(outcome.executions, 4);
    assert!(matches!(outcome.complete, Err(Unfinished::Pct { count: 4, .. })));
}
