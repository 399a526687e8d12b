//! Operations on shared objects.

use super::{Generator, Held};
use crate::program::{
    Access, Attempt, Change, Initialising, Locking, Op, Operand, Parting, Receiving, Sending, Sharing, Starting,
    Strength, Waiting,
};
use std::sync::atomic::Ordering;

impl Generator {
    pub(super) fn cell(&mut self) -> Op {
        let (which, operand, current) = (self.which(), self.operand(), self.dice.below(2));
        let access = match self.dice.below(24) {
            0..5 => Access::Load,
            5..9 => Access::Store(operand),
            9 => Access::Swap(operand),
            10 | 11 => Access::Add,
            12 => Access::Sub,
            13 => Access::And,
            14 => Access::Nand,
            15 => Access::Or,
            16 => Access::Xor,
            17 => Access::Max,
            18 => Access::Min,
            19 => Access::CompareExchange(current, operand),
            20 => Access::CompareExchangeWeak(current, operand),
            21 => self.dice.one_of(&[Access::FetchUpdate, Access::TryUpdate, Access::Update]),
            22 => return self.fence(),
            _ => {
                let strength = self.strength();
                return self.repeated(Attempt::Load(which, strength));
            }
        };
        Op::Cell(which, access, self.strength())
    }

    pub(super) fn fence(&mut self) -> Op {
        Op::Fence(match self.strength() {
            Strength::SeqCst => Ordering::SeqCst,
            _ => self.dice.one_of(&[Ordering::Acquire, Ordering::Release, Ordering::AcqRel]),
        })
    }

    pub(super) fn mutex(&mut self) -> Op {
        let mut which = self.which();
        if self.held.contains(&Held::Mutex(which)) {
            which = 1 - which;
        }
        let taken = self.held.contains(&Held::Mutex(which));
        let change = self.change();
        match self.dice.below(12) {
            0..6 if !taken => Op::Mutex(which, Locking::Lock(change, self.body(Held::Mutex(which)))),
            0..9 => Op::Mutex(which, Locking::TryLock(change, self.body(Held::Mutex(which)))),
            9 => Op::Mutex(which, Locking::IsPoisoned),
            10 => Op::Mutex(which, Locking::ClearPoison),
            _ => self.repeated(Attempt::TryLock(which)),
        }
    }

    pub(super) fn rwlock(&mut self) -> Op {
        let (reading, writing) = (self.held.contains(&Held::Reading), self.held.contains(&Held::Writing));
        let change = self.change();
        Op::RwLock(match self.dice.below(14) {
            0..3 if !writing => Sharing::Read(self.body(Held::Reading)),
            3..5 => Sharing::TryRead(self.body(Held::Reading)),
            5 if !reading && !writing => Sharing::Downgrade(change, self.body(Held::Reading)),
            5..8 if !reading && !writing => Sharing::Write(change, self.body(Held::Writing)),
            8..11 => Sharing::TryWrite(change, self.body(Held::Writing)),
            11 => Sharing::IsPoisoned,
            12 => Sharing::ClearPoison,
            _ => {
                let attempt = self.dice.one_of(&[Attempt::TryRead, Attempt::TryWrite]);
                return self.repeated(attempt);
            }
        })
    }

    pub(super) fn condvar(&mut self) -> Op {
        let time = self.duration();
        let taken = self.held.contains(&Held::Mutex(0));
        Op::Condvar(match self.dice.below(10) {
            0 if !taken => Waiting::Wait,
            1 if !taken => Waiting::WaitWhile,
            2 if !taken => Waiting::WaitTimeout(time),
            3 if !taken => Waiting::WaitTimeoutWhile(time),
            4..8 if !taken => {
                let change = self.dice.one_of(&[Change::Add, Change::Set(Operand::Number(1)), Change::No]);
                return Op::Mutex(0, Locking::Lock(change, self.body(Held::Mutex(0))));
            }
            8 => Waiting::NotifyAll,
            _ => Waiting::NotifyOne,
        })
    }

    pub(super) fn once(&mut self) -> Op {
        let operand = self.operand();
        let initialising = self.held.contains(&Held::Initialising);
        Op::Once(match self.dice.below(8) {
            0..3 if !initialising => Initialising::GetOrInit(operand, self.body(Held::Initialising)),
            3..5 if !initialising => Initialising::Set(operand),
            5 => return self.repeated(Attempt::Get),
            6 if !initialising => Initialising::Wait,
            _ => Initialising::Get,
        })
    }

    pub(super) fn start(&mut self) -> Op {
        let starting = self.held.contains(&Held::Starting);
        Op::Start(match self.dice.below(11) {
            0..3 if !starting => Starting::CallOnce(self.body(Held::Starting)),
            3 if !starting => Starting::CallOnceForce(self.body(Held::Starting)),
            4 | 5 => Starting::Force,
            3 | 6 if self.may_leave() => return self.at_end(),
            6 => Starting::Local,
            7 if !starting => Starting::Wait,
            8 if !starting => Starting::WaitForce,
            9 => Starting::Look,
            _ => Starting::IsCompleted,
        })
    }

    /// Is this a thread whose destructors run before it is joined?
    pub(super) fn may_leave(&self) -> bool {
        self.workers_end && (1..=self.workers).contains(&self.thread)
    }

    pub(super) fn at_end(&mut self) -> Op {
        let which = self.which();
        let access = self.dice.one_of(&[Access::Load, Access::Store(Operand::Number(2)), Access::Add]);
        let parting = self.dice.one_of(&[Parting::Access(which, access), Parting::TryLock]);
        Op::Start(Starting::AtEnd(parting, self.strength()))
    }

    pub(super) fn channel(&mut self) -> Op {
        if self.receives {
            let time = self.duration();
            return Op::Receiver(match self.dice.below(12) {
                0..3 => Receiving::Recv,
                3..6 => Receiving::TryRecv,
                6 => Receiving::RecvTimeout(time),
                7 => Receiving::Iter,
                8 => Receiving::TryIter,
                9 => Receiving::IntoIter,
                10 => Receiving::Drop,
                _ => return self.repeated(Attempt::TryRecv),
            });
        }
        let operand = self.operand();
        Op::Sender(match self.dice.below(8) {
            0..3 => Sending::Send(operand),
            3..5 => Sending::TrySend(operand),
            5 => Sending::CloneAndSend(operand),
            _ => Sending::Drop,
        })
    }
}
