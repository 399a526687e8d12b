//! Small threaded programs as data, so that they can be generated, printed, shrunk, and run on `std` and on
//! `interleave` alike. Every program shares the same objects: two atomics, two mutexes, and one object of every other
//! kind. The value in the second mutex is a `Cell`, which changes through a shared reference.

mod op;
mod strength;

pub use op::{
    Access, Attempt, Change, ENDLESS, Initialising, Locking, Op, Operand, Ops, Panicking, Parting, Pause, Plain,
    Publishing, Receiving, Sending, Sharing, Starting, Threading, Timing, Waiting, any,
};
use std::fmt;
pub use strength::Strength;

/// The main thread starts the workers, runs its own operations, and then joins the workers if `joins` is set.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    pub workers: Vec<Ops>,
    /// The order in which the workers are started.
    pub order: Vec<usize>,
    pub start: Start,
    pub main: Ops,
    /// The operations of a thread started by [`Threading::Spawn`]. It knows what its parent observed last.
    pub child: Ops,
    /// Does the main thread join the remaining workers at its end?
    pub joins: bool,
    pub cells: CellType,
    /// The capacity of a bounded channel; `None` is an unbounded one.
    pub capacity: Option<usize>,
    /// The thread with the receiver: 0 is the main thread, 1 the first worker.
    pub receiver: usize,
    pub spurious_wakeups: usize,
    pub early_timeouts: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Start {
    Spawn,
    Builder,
    Scope,
    ScopedBuilder,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CellType {
    U8,
    U16,
    U32,
    U64,
    Usize,
    I8,
    I16,
    I32,
    I64,
    Isize,
    Bool,
}

impl Program {
    /// Does `found` hold for any operation?
    pub fn any(&self, mut found: impl FnMut(&Op) -> bool) -> bool {
        self.workers.iter().chain([&self.main, &self.child]).any(|ops| any(ops, &mut found))
    }

    pub fn scoped(&self) -> bool {
        matches!(self.start, Start::Scope | Start::ScopedBuilder)
    }

    pub fn has_channel(&self) -> bool {
        self.any(|op| match op {
            Op::Sender(_) | Op::Receiver(_) => true,
            Op::Loop(_, attempts, _) => attempts.contains(&Attempt::TryRecv),
            _ => false,
        })
    }

    /// The number of waits that may wake spuriously.
    pub fn waits(&self) -> usize {
        use Waiting::{NotifyAll, NotifyOne};
        self.times(|op| match op {
            Op::Condvar(op) => !matches!(op, NotifyOne | NotifyAll),
            Op::Thread(op) => matches!(op, Threading::Park | Threading::ParkTimeout(_)),
            _ => false,
        })
    }

    /// The number of waits that may time out.
    pub fn timed(&self) -> usize {
        self.times(|op| {
            matches!(
                op,
                Op::Condvar(Waiting::WaitTimeout(_) | Waiting::WaitTimeoutWhile(_))
                    | Op::Thread(Threading::ParkTimeout(_))
                    | Op::Receiver(Receiving::RecvTimeout(_))
            )
        })
    }

    /// The number of times that operations for which `counted` holds may run.
    fn times(&self, counted: impl Fn(&Op) -> bool) -> usize {
        let count = |ops: &[Op], counted: &dyn Fn(&Op) -> bool| {
            let mut count = 0;
            any(ops, &mut |op| {
                count += usize::from(counted(op));
                false
            });
            count
        };
        let threads = || self.workers.iter().chain([&self.main]);
        let children: usize = threads().map(|ops| count(ops, &|op| *op == Op::Thread(Threading::Spawn))).sum();
        threads().map(|ops| count(ops, &counted)).sum::<usize>() + children * count(&self.child, &counted)
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Program { start, order, joins, cells, capacity, receiver, .. } = self;
        writeln!(f, "started by {start:?} in the order {order:?}; joined: {joins}; atomics of type {cells:?}")?;
        writeln!(f, "channel of capacity {capacity:?}, received by thread {receiver}")?;
        writeln!(f, "spurious wake-ups {}, early time-outs {}", self.spurious_wakeups, self.early_timeouts)?;
        writeln!(f, "main: {:?}", self.main)?;
        for (worker, ops) in self.workers.iter().enumerate() {
            writeln!(f, "worker {worker}: {ops:?}")?;
        }
        write!(f, "child: {:?}", self.child)
    }
}
