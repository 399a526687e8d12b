//! Differential test of the explorer on generated programs over every public operation. The optimal search must find
//! exactly the outcomes of the full search, for every spawn order of the workers. Neither real threads nor stronger
//! orderings may have an outcome that was not explored. If the program's text shows whether it has a data race, the
//! explorer must agree.
//!
//! `DIFFERENTIAL_PROGRAMS` is the number of programs, and `DIFFERENTIAL_SEED` the seed of the first. A failure prints
//! the seed of its program; with that seed and `DIFFERENTIAL_PROGRAMS=1` the program is compared again.
//! `DIFFERENTIAL_EXECUTIONS` is how many executions a program may have (default 1,000); with 250, a program takes a
//! third of the time. The long mode is `DIFFERENTIAL_PROGRAMS=500000 cargo test --profile model -p interleave --test
//! differential -- --ignored --nocapture`.

// The interpreter is compiled twice: once for each kind of primitives.
#![allow(clippy::duplicate_mod)]

mod compare;
mod coverage;
mod dice;
mod generate;
mod on_interleave;
mod on_std;
mod outcome;
mod program;
mod races;
mod real;
mod shards;
mod shrink;
mod std_cell;

use compare::{Compared, Difference, Kind, Real, compare};
use program::{Locking, Op, Program, Sharing};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

/// The comparison stops after this many differences.
const MOST_SHOWN: usize = 3;

#[test]
fn searches_and_spawn_orders_and_std_agree_on_generated_programs() {
    agree(from_environment("DIFFERENTIAL_PROGRAMS").unwrap_or(300));
}

#[test]
#[ignore = "takes minutes: part of `cargo xtask ci`"]
fn searches_and_spawn_orders_and_std_agree_on_20000_programs() {
    shards::agree(from_environment("DIFFERENTIAL_PROGRAMS").unwrap_or(20_000));
}

fn from_environment(name: &str) -> Option<usize> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

/// Compares this many programs.
fn agree(programs: usize) {
    real::silence();
    let first = from_environment("DIFFERENTIAL_SEED").unwrap_or(0);
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let counts = [Compared::TooLarge, Compared::Explored, Compared::Run].map(|how| (how, AtomicUsize::new(0)));
    let work = || {
        loop {
            let number = next.fetch_add(1, Relaxed);
            if number >= programs || found.lock().unwrap().len() >= MOST_SHOWN {
                return;
            }
            let seed = (first + number) as u64;
            let program = generate::program(seed);
            let real = Real { runs: runs(number), seed, patience: real::PATIENCE };
            match compare(&program, most_executions(number), real) {
                Ok(compared) => {
                    counts.iter().filter(|(how, _)| *how == compared).for_each(|(_, count)| {
                        count.fetch_add(1, Relaxed);
                    });
                }
                Err(difference) => found.lock().unwrap().push((seed, difference)),
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let [large, explored, run] = counts.map(|(_, count)| count.into_inner());
    println!("{programs} programs: {run} explored and run on std, {explored} explored, {large} too large");
    let told: Vec<_> = found.into_inner().unwrap().iter().map(|(seed, found)| tell(*seed, found)).collect();
    assert!(told.is_empty(), "\n{}", told.join("\n\n"));
    assert!(large <= programs / 2, "most programs must be small enough to tell");
    assert!(run >= programs / 4 || programs < 100, "most programs must be able to run on std");
}

/// The number of runs on real threads: 1,000 for every hundredth program, 20 for the others.
fn runs(number: usize) -> usize {
    if number.is_multiple_of(100) { 1_000 } else { 20 }
}

/// A program with more executions in the full search is too large to compare. Every tenth may be larger than the others.
fn most_executions(number: usize) -> usize {
    let most = from_environment("DIFFERENTIAL_EXECUTIONS").unwrap_or(1_000);
    if number.is_multiple_of(10) { 4 * most } else { most }
}

/// Describes a difference, with the smallest program found that shows the same kind.
fn tell(seed: u64, found: &Difference) -> String {
    let program = generate::program(seed);
    // Each run that hangs leaks its threads.
    let tries = if found.kind == Kind::Hangs { 40 } else { 2_000 };
    let runs = if matches!(found.kind, Kind::Std | Kind::Hangs) { 500 } else { 0 };
    let real = Real { runs, seed, patience: Duration::from_secs(1) };
    let mut smallest = None;
    let wrong = |candidate: &Program| match compare(candidate, most_executions(0), real) {
        Err(difference) if difference.kind == found.kind => {
            smallest = Some(difference);
            true
        }
        _ => false,
    };
    let shrunk = shrink::shrink(&program, tries, wrong);
    let difference = smallest.as_ref().unwrap_or(found);
    format!(
        "DIFFERENTIAL_SEED={seed} DIFFERENTIAL_PROGRAMS=1: {:?}\n{program}\nThe smallest such program:\n\
         {shrunk}\n{difference}",
        found.kind
    )
}

#[test]
fn a_failing_program_is_shrunk_to_the_operations_that_make_it_fail() {
    let has = |program: &Program, is: fn(&Op) -> bool| program.any(is);
    let lock: fn(&Op) -> bool = |op| matches!(op, Op::Mutex(_, Locking::Lock(..)));
    let read: fn(&Op) -> bool = |op| matches!(op, Op::RwLock(Sharing::Read(_)));
    let wrong = |program: &Program| has(program, lock) && has(program, read);
    let program = (0..).map(generate::program).find(wrong).expect("there are such programs");
    let shrunk = shrink::shrink(&program, usize::MAX, wrong);
    let mut ops = 0;
    shrunk.any(|_| {
        ops += 1;
        false
    });
    assert_eq!((ops, wrong(&shrunk)), (2, true), "{shrunk}");
}
