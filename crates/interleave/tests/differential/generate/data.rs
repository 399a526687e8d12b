//! Accesses to non-atomic data, with operations that may order them.

use super::{Generator, Held};
use crate::program::{
    Access, Attempt, Change, Initialising, Locking, Op, Operand, Ops, Plain, Publishing, Receiving, Sending,
    Strength,
};

impl Generator {
    /// An access to the data: in a lock, before an operation that may release it, or after one that may acquire it.
    pub(super) fn data(&mut self) -> Ops {
        let is_locked = self.held.contains(&Held::Mutex(0));
        if self.locks_data && !is_locked {
            self.held.push(Held::Mutex(0));
            let access = self.access();
            self.held.pop();
            return vec![Op::Mutex(0, Locking::Lock(Change::No, vec![access]))];
        }
        let access = self.access();
        if self.locks_data {
            return vec![access];
        }
        match self.dice.below(8) {
            0 | 1 => vec![access],
            2 | 3 => vec![access, self.release()],
            4 => vec![self.acquire(), access],
            5 if self.strengths != [Strength::SeqCst] => vec![self.acquire(), Op::When(vec![self.fence(), access])],
            _ => vec![self.acquire(), Op::When(vec![access])],
        }
    }

    fn access(&mut self) -> Op {
        let operand = self.operand();
        Op::Data(match self.dice.below(8) {
            0..3 => Plain::Read,
            3..6 => Plain::Write(operand),
            6 => Plain::Get(self.body(Held::Data)),
            _ => Plain::GetMut(operand, self.body(Held::Data)),
        })
    }

    /// An operation that others may synchronise with.
    fn release(&mut self) -> Op {
        let (one, strength) = (Operand::Number(1), self.strength());
        match self.dice.below(6) {
            0..3 => Op::Cell(0, Access::Store(one), strength),
            3 if self.held.is_empty() => Op::Once(Initialising::Set(one)),
            4 if !self.receives => Op::Sender(Sending::TrySend(one)),
            _ => Op::Cell(0, Access::Add, strength),
        }
    }

    /// An operation that may synchronise with another; its result shows whether it did.
    fn acquire(&mut self) -> Op {
        let strength = self.strength();
        match self.dice.below(6) {
            0..3 => Op::Cell(0, Access::Load, strength),
            3 => Op::Once(Initialising::Get),
            4 if self.receives => Op::Receiver(Receiving::TryRecv),
            4 => self.repeated(Attempt::Load(0, strength)),
            _ => Op::Cell(0, Access::Swap(Operand::Number(2)), strength),
        }
    }

    pub(super) fn pointer(&mut self) -> Op {
        let (operand, strength) = (self.operand(), self.strength());
        let op = match self.dice.below(16) {
            0..7 => Publishing::Publish(operand),
            7..13 => Publishing::Look,
            13 | 14 => Publishing::Swap(operand),
            _ => Publishing::Edit(operand),
        };
        Op::Pointer(op, strength)
    }
}
