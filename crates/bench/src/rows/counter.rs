//! The locked counter, compared to the lock inside it.

use super::{Effort, paired};
use crate::rounds::{Contestant, Sample};
use crate::row::Row;
use anyhow::{Context, Result, ensure};
use counter_race::{Counter, LockedCounter};
use std::hint::black_box;
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::Instant;

/// One thread: the cost of an increment without contention.
pub fn alone(work: &'static str, effort: Effort) -> Result<Vec<Row>> {
    beside(work, 1, effort.items(2_000_000), effort.rounds())
}

/// Two threads, which wait for each other most of the time. How often one thread gets the lock twice in a row is
/// chance, so rounds differ by several times, and there are more of them.
pub fn together(work: &'static str, effort: Effort) -> Result<Vec<Row>> {
    beside(work, 2, effort.items(500_000), effort.rounds() * 10)
}

fn beside(work: &'static str, threads: usize, each: usize, rounds: usize) -> Result<Vec<Row>> {
    let ours = move || {
        let counter = LockedCounter::default();
        let time = increment(threads, each, || black_box(&counter).increment())?;
        ensure!(counter.count() == (threads * each) as u64, "increments are missing");
        Ok(time)
    };
    let bare = move || {
        let count = Mutex::new(0_u64);
        let time = increment(threads, each, || *black_box(&count).lock().unwrap() += 1)?;
        ensure!(count.into_inner()? == (threads * each) as u64, "increments are missing");
        Ok(time)
    };
    let contestants = vec![Contestant::new("ours", ours), Contestant::new("std Mutex<u64>", bare)];
    paired(work, contestants, &[None, Some(1.05)], rounds)
}

/// Seconds per increment with `threads` threads that make `each` increments. The threads read the clock themselves,
/// because the thread that joins them may be woken late.
fn increment(threads: usize, each: usize, one: impl Fn() + Sync) -> Result<Sample> {
    let (one, start) = (&one, &Barrier::new(threads));
    let thread = move || {
        start.wait();
        let begun = Instant::now();
        (0..each).for_each(|_| one());
        (begun, Instant::now())
    };
    let times: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(thread)).collect();
        threads.into_iter().map(|thread| thread.join().expect("an increment does not panic")).collect()
    });
    let begun = times.iter().map(|time| time.0).min().context("no threads")?;
    let ended = times.iter().map(|time| time.1).max().context("no threads")?;
    Ok(((ended - begun).as_secs_f64() / (threads * each) as f64).into())
}
