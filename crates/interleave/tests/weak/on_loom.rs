//! Runs a program in loom 0.7.

use super::program::{Op, Program};
use loom::sync::atomic::{AtomicUsize, Ordering, fence};
use loom::thread;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// The values read and the final values of the locations, in `Debug` form.
pub fn seen_by_loom(program: &Program) -> BTreeSet<String> {
    let (program, seen) = (program.clone(), Arc::new(Mutex::new(BTreeSet::new())));
    let outcomes = Arc::clone(&seen);
    loom::model(move || {
        let outcome = format!("{:?}", run(&program));
        outcomes.lock().expect("nobody panics with it").insert(outcome);
    });
    let seen = seen.lock().expect("nobody panics with it");
    seen.clone()
}

fn run(program: &Program) -> (Vec<usize>, Vec<usize>) {
    let locations: Arc<Vec<AtomicUsize>> = Arc::new((0..program.locations).map(|_| AtomicUsize::new(0)).collect());
    let start = |ops: &Vec<Op>| {
        let (ops, locations) = (ops.clone(), Arc::clone(&locations));
        thread::spawn(move || run_thread(&ops, &locations))
    };
    let threads: Vec<_> = program.threads.iter().map(start).collect();
    let read = threads.into_iter().flat_map(|thread| thread.join().expect("it does not panic")).collect();
    (read, locations.iter().map(|location| location.load(Ordering::Relaxed)).collect())
}

fn run_thread(ops: &[Op], locations: &[AtomicUsize]) -> Vec<usize> {
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
            Op::Lock { .. } | Op::Unlock { .. } | Op::Data { .. } => {
                unreachable!("these programs have atomics alone")
            }
        }
    }
    read
}
