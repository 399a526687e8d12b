//! The locked counter beside the lock that it is made of.

use super::{Effort, paired};
use crate::rounds::{Contestant, Sample};
use crate::row::Row;
use anyhow::{Result, ensure};
use counter_race::{Counter, LockedCounter};
use std::hint::black_box;
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::Instant;

/// One thread: what an increment costs where nobody waits.
pub fn alone(work: &'static str, effort: Effort) -> Result<Vec<Row>> {
    beside(work, effort, 1, effort.items(2_000_000))
}

/// Two threads, which wait for each other most of the time.
pub fn together(work: &'static str, effort: Effort) -> Result<Vec<Row>> {
    beside(work, effort, 2, effort.items(500_000))
}

fn beside(work: &'static str, effort: Effort, threads: usize, each: usize) -> Result<Vec<Row>> {
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
    paired(work, contestants, &[None, Some(1.05)], effort.rounds())
}

/// Seconds for one increment of `threads` threads that make `each` of them.
fn increment(threads: usize, each: usize, one: impl Fn() + Sync) -> Result<Sample> {
    let (one, start) = (&one, &Barrier::new(threads + 1));
    let begun = thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(move || {
                start.wait();
                (0..each).for_each(|_| one());
            });
        }
        start.wait();
        Instant::now() // the scope ends when all threads have
    });
    Ok((begun.elapsed().as_secs_f64() / (threads * each) as f64).into())
}
