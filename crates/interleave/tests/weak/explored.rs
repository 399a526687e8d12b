//! Runs a program in the explorer, through its public API.

#![allow(unsafe_code)]

use super::candidates::Allowed;
use super::program::{Op, Program};
use interleave::cell::UnsafeCell;
use interleave::sync::atomic::{AtomicUsize, Ordering, fence};
use interleave::sync::{Mutex, MutexGuard};
use interleave::{Options, explore, thread};
use std::collections::BTreeSet;

/// The result of an exploration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explored {
    /// The values read and the final values of the locations, in `Debug` form.
    pub outcomes: BTreeSet<String>,
    /// Executions that ended.
    pub executions: usize,
    pub deadlocks: usize,
}

/// The expected result of an exploration.
impl From<Allowed> for Explored {
    fn from(allowed: Allowed) -> Explored {
        Explored {
            outcomes: allowed.outcomes,
            executions: allowed.graphs_with_modification_orders,
            deadlocks: allowed.deadlocks,
        }
    }
}

/// Explores all executions of `program`.
pub fn explored(program: &Program) -> Explored {
    let outcome = explore(&Options::new().spurious_wakeups(0), || run(program));
    assert_eq!(outcome.complete, Ok(()), "\n{program}");
    let failures = outcome.failures;
    assert_eq!(failures.total(), failures.deadlocks, "{failures:?}\n{program}");
    Explored {
        outcomes: outcome.values.into_keys().collect(),
        executions: outcome.executions - failures.deadlocks,
        deadlocks: failures.deadlocks,
    }
}

/// Does the explorer find a data race in `program`?
pub fn races(program: &Program) -> bool {
    let outcome = explore(&Options::new().spurious_wakeups(0), || run(program));
    let races = outcome.failures.data_races > 0;
    assert!(races || outcome.complete == Ok(()), "{outcome:?}\n{program}");
    races
}

/// Data that threads share without a lock.
struct Data(UnsafeCell<()>);

// SAFETY: the pointers are never dereferenced.
unsafe impl Sync for Data {}

impl Data {
    fn access(&self, write: bool) {
        match write {
            true => self.0.with_mut(|_| ()),
            false => self.0.with(|_| ()),
        }
    }
}

/// Returns the values read, thread by thread, and the final values of the locations.
fn run(program: &Program) -> (Vec<usize>, Vec<usize>) {
    let locations: Vec<AtomicUsize> = (0..program.locations).map(|_| AtomicUsize::new(0)).collect();
    let mutexes: Vec<Mutex<usize>> = (0..program.mutexes).map(|_| Mutex::new(0)).collect();
    let data = Data(UnsafeCell::new(()));
    let read = thread::scope(|scope| {
        let (locations, mutexes, data) = (&locations, &mutexes, &data);
        let threads = program.threads.iter();
        let threads: Vec<_> =
            threads.map(|ops| scope.spawn(|| run_thread(ops, locations, mutexes, data))).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("it does not panic")).collect()
    });
    // After joining all threads, a load reads the last store of each.
    (read, locations.iter().map(|location| location.load(Ordering::Relaxed)).collect())
}

fn run_thread(ops: &[Op], locations: &[AtomicUsize], mutexes: &[Mutex<usize>], data: &Data) -> Vec<usize> {
    let mut guards: Vec<Option<MutexGuard<'_, usize>>> = mutexes.iter().map(|_| None).collect();
    let mut read = Vec::new();
    for op in ops {
        match *op {
            Op::Load { at, order } => read.push(locations[at].load(order)),
            Op::Store { at, value, order } => locations[at].store(value, order),
            Op::Add { at, by, order } => read.push(locations[at].fetch_add(by, order)),
            Op::Swap { at, value, order } => read.push(locations[at].swap(value, order)),
            Op::CompareExchange { at, expected, new, success, failure } => {
                let result = locations[at].compare_exchange(expected, new, success, failure);
                read.push(result.unwrap_or_else(|other| other));
            }
            Op::Fence { order } => fence(order),
            Op::Lock { mutex } => {
                let mut times = mutexes[mutex].lock().expect("nobody panics with it");
                read.push(*times);
                *times += 1;
                guards[mutex] = Some(times);
            }
            Op::Unlock { mutex } => guards[mutex] = None,
            Op::Data { .. } if read.last() == Some(&0) => {}
            Op::Data { write } => data.access(write),
        }
    }
    read
}
