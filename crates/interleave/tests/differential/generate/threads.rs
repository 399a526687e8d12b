//! Operations on threads, panics and times.

use super::{Generator, Held};
use crate::program::{
    Access, Attempt, Change, Locking, Op, Ops, Panicking, Sending, Sharing, Threading, Timing, Waiting,
};

impl Generator {
    pub(super) fn threads(&mut self) -> Op {
        // The main thread has the workers' handles; a worker only those of the threads that it has started.
        let which = if self.thread == 0 { self.dice.below(self.workers) } else { 0 };
        let time = self.duration();
        let is_worker = (1..=self.workers).contains(&self.thread);
        Op::Thread(match self.dice.below(16) {
            0 | 1 if is_worker => Threading::Spawn,
            0 | 1 => Threading::Join(which),
            2 | 3 => Threading::IsFinished(which),
            4..6 if self.thread == 0 => Threading::Unpark(which),
            4..7 if self.thread != 0 => Threading::UnparkParent,
            7..9 if self.held.is_empty() => Threading::Park,
            9 => Threading::ParkTimeout(time),
            10 => Threading::Yield,
            11 => Threading::Current,
            12 => Threading::AvailableParallelism,
            13 => Threading::Join(which),
            14 => Threading::Unpark(which),
            _ => return self.repeated(Attempt::IsFinished(which)),
        })
    }

    /// A park returns nothing, so parks are mixed with operations that show when the thread went on.
    pub(super) fn parking(&mut self) -> Op {
        let (which, time) = (self.dice.below(self.workers), self.duration());
        Op::Thread(match self.dice.below(9) {
            0 | 1 if self.held.is_empty() => Threading::Park,
            2 | 3 => Threading::ParkTimeout(time),
            4 | 5 if self.thread == 0 => Threading::Unpark(which),
            4 | 5 => Threading::UnparkParent,
            6 if self.dice.once_in(2) => return Op::Time(Timing::Elapsed),
            _ => return self.cell(),
        })
    }

    pub(super) fn panics(&mut self) -> Op {
        let panic = self.dice.one_of(&[true, true, false]);
        let panic = if panic { Panicking::Panic } else { Panicking::Resume };
        Op::Panic(match self.dice.below(12) {
            0 if !self.held.contains(&Held::Initialising) => panic,
            1..6 => Panicking::Catch(self.panic_with_a_lock(panic)),
            6..8 => Panicking::Catch(vec![Op::Panic(Panicking::Cleanup(self.harmless()))]),
            8 => Panicking::Catch(self.ops(2)),
            9 => return Op::Thread(Threading::Panicking),
            10 if self.dice.once_in(2) => return Op::Mutex(0, Locking::ClearPoison),
            10 => return Op::Mutex(0, Locking::IsPoisoned),
            _ => return Op::RwLock(Sharing::IsPoisoned),
        })
    }

    /// A panic while something is held.
    fn panic_with_a_lock(&mut self, panic: Panicking) -> Ops {
        let mut body = self.harmless();
        body.push(Op::Panic(panic));
        let which = self.which();
        let change = self.change();
        let free = |held: &Held| *held != Held::Mutex(which);
        vec![match self.dice.below(6) {
            0..3 if self.held.iter().all(free) => Op::Mutex(which, Locking::Lock(change, body)),
            3 if self.held.is_empty() => Op::RwLock(Sharing::Write(change, body)),
            4 if self.held.is_empty() => Op::RwLock(Sharing::Read(body)),
            5 if self.held.is_empty() => Op::Once(crate::program::Initialising::GetOrInit(self.operand(), body)),
            _ => Op::Mutex(which, Locking::TryLock(change, body)),
        }]
    }

    /// At most one operation, without a panic and without a body.
    fn harmless(&mut self) -> Ops {
        let (which, operand, change) = (self.which(), self.operand(), self.change());
        let op = match self.dice.below(12) {
            0 | 1 => Op::Cell(which, Access::Load, self.strength()),
            2 | 3 => Op::Cell(which, Access::Store(operand), self.strength()),
            4 => Op::Mutex(1, Locking::IsPoisoned),
            5 => Op::Mutex(1, Locking::TryLock(change, Ops::new())),
            6 => Op::RwLock(Sharing::TryWrite(Change::Add, Ops::new())),
            7 => Op::Thread(Threading::Panicking),
            8 => Op::Condvar(Waiting::NotifyOne),
            9 => Op::Sender(Sending::TrySend(operand)),
            _ => return Ops::new(),
        };
        vec![op]
    }

    pub(super) fn time(&mut self) -> Op {
        let time = self.duration();
        Op::Time(match self.dice.below(6) {
            0 | 1 => Timing::Sleep(time),
            2 | 3 => Timing::Elapsed,
            4 => Timing::SpinLoop,
            _ => Timing::Instants,
        })
    }

    pub(super) fn duration(&mut self) -> u32 {
        self.dice.one_of(&[1, 2, 4])
    }
}
