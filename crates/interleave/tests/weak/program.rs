//! Small programs on atomics and mutexes, as data for the judges. Values are constants, and no operation depends on
//! what another one read, except that a compare-exchange may fail.

use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Relaxed, Release, SeqCst};

/// One operation. Locations and mutexes are numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Load {
        at: usize,
        order: Ordering,
    },
    Store {
        at: usize,
        value: usize,
        order: Ordering,
    },
    Add {
        at: usize,
        by: usize,
        order: Ordering,
    },
    Swap {
        at: usize,
        value: usize,
        order: Ordering,
    },
    CompareExchange {
        at: usize,
        expected: usize,
        new: usize,
        success: Ordering,
        failure: Ordering,
    },
    Fence {
        order: Ordering,
    },
    /// Returns how often the mutex was locked before.
    Lock {
        mutex: usize,
    },
    Unlock {
        mutex: usize,
    },
    /// An access to non-atomic data, skipped if the last value that the thread read was 0.
    Data {
        write: bool,
    },
}

/// Threads that start together, on locations that are initially 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    pub locations: usize,
    pub mutexes: usize,
    pub threads: Vec<Vec<Op>>,
}

impl Op {
    pub fn location(&self) -> Option<usize> {
        match *self {
            Op::Load { at, .. }
            | Op::Store { at, .. }
            | Op::Add { at, .. }
            | Op::Swap { at, .. }
            | Op::CompareExchange { at, .. } => Some(at),
            Op::Fence { .. } | Op::Lock { .. } | Op::Unlock { .. } | Op::Data { .. } => None,
        }
    }

    /// The operation with each ordering that is one step stronger.
    fn stronger(&self) -> Vec<Op> {
        let read = |order| match order {
            Relaxed => vec![Acquire],
            Acquire => vec![SeqCst],
            _ => Vec::new(),
        };
        let write = |order| match order {
            Relaxed => vec![Release],
            Release => vec![SeqCst],
            _ => Vec::new(),
        };
        let both = |order| match order {
            Relaxed => vec![Acquire, Release],
            Acquire | Release => vec![AcqRel],
            AcqRel => vec![SeqCst],
            _ => Vec::new(),
        };
        let each = |orders: Vec<Ordering>, with: &dyn Fn(Ordering) -> Op| orders.into_iter().map(with).collect();
        match *self {
            Op::Load { at, order } => each(read(order), &|order| Op::Load { at, order }),
            Op::Store { at, value, order } => each(write(order), &|order| Op::Store { at, value, order }),
            Op::Add { at, by, order } => each(both(order), &|order| Op::Add { at, by, order }),
            Op::Swap { at, value, order } => each(both(order), &|order| Op::Swap { at, value, order }),
            Op::CompareExchange { at, expected, new, success, failure } => {
                let exchange = |success, failure| Op::CompareExchange { at, expected, new, success, failure };
                let of_success: Vec<_> = each(both(success), &|success| exchange(success, failure));
                [of_success, each(read(failure), &|failure| exchange(success, failure))].concat()
            }
            Op::Fence { order } => each(both(order), &|order| Op::Fence { order }),
            Op::Lock { .. } | Op::Unlock { .. } | Op::Data { .. } => Vec::new(),
        }
    }

    pub fn mutex(&self) -> Option<usize> {
        match *self {
            Op::Lock { mutex } | Op::Unlock { mutex } => Some(mutex),
            _ => None,
        }
    }
}

impl Program {
    /// The numbers of locations and mutexes follow from the operations.
    pub fn new(threads: Vec<Vec<Op>>) -> Program {
        let needed = |index: fn(&Op) -> Option<usize>| {
            threads.iter().flatten().filter_map(index).max().map_or(0, |largest| largest + 1)
        };
        Program { locations: needed(Op::location), mutexes: needed(Op::mutex), threads }
    }

    pub fn events(&self) -> usize {
        self.threads.iter().map(Vec::len).sum()
    }

    /// The number of operations; a lock and its unlock count as one.
    pub fn operations(&self) -> usize {
        self.threads.iter().flatten().filter(|op| !matches!(op, Op::Unlock { .. })).count()
    }

    /// Every program with one ordering made stronger.
    pub fn stronger(&self) -> impl Iterator<Item = Program> + '_ {
        let places =
            self.threads.iter().enumerate().flat_map(|(thread, ops)| (0..ops.len()).map(move |i| (thread, i)));
        places.flat_map(move |(thread, i)| {
            let with = move |op: Op| {
                let mut program = self.clone();
                program.threads[thread][i] = op;
                program
            };
            self.threads[thread][i].stronger().into_iter().map(with)
        })
    }

    /// Every program with one operation removed; a lock is removed with its unlock.
    pub fn smaller(&self) -> impl Iterator<Item = Program> + '_ {
        let places =
            self.threads.iter().enumerate().flat_map(|(thread, ops)| (0..ops.len()).map(move |i| (thread, i)));
        places.filter_map(|(thread, i)| {
            let mut threads = self.threads.clone();
            let ops = &mut threads[thread];
            match ops[i] {
                Op::Unlock { .. } => return None,
                Op::Lock { mutex } => {
                    let unlock = (i..ops.len()).find(|&at| ops[at] == Op::Unlock { mutex });
                    ops.remove(unlock.expect("each lock has its unlock"));
                }
                _ => {}
            }
            ops.remove(i);
            threads.retain(|ops| !ops.is_empty());
            Some(Program::new(threads))
        })
    }
}
