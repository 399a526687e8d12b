//! How strong the ordering of an atomic operation is.

use super::{Attempt, Op, Ops, Program, Starting};
use std::sync::atomic::Ordering;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Strength {
    Relaxed,
    /// Acquire, release, or both: whatever the operation can have.
    AcqRel,
    SeqCst,
}

impl Strength {
    /// The ordering of an operation that only reads.
    pub fn load(self) -> Ordering {
        match self {
            Strength::Relaxed => Ordering::Relaxed,
            Strength::AcqRel => Ordering::Acquire,
            Strength::SeqCst => Ordering::SeqCst,
        }
    }

    /// The ordering of an operation that only writes.
    pub fn store(self) -> Ordering {
        match self {
            Strength::AcqRel => Ordering::Release,
            other => other.load(),
        }
    }

    /// The ordering of an operation that reads and writes.
    pub fn update(self) -> Ordering {
        match self {
            Strength::AcqRel => Ordering::AcqRel,
            other => other.load(),
        }
    }
}

impl Program {
    /// The program with every atomic operation sequentially consistent.
    pub fn strengthened(&self) -> Program {
        let mut strong = self.clone();
        strong.workers.iter_mut().chain([&mut strong.main, &mut strong.child]).for_each(strengthen);
        strong
    }
}

fn strengthen(ops: &mut Ops) {
    for op in ops {
        op.strengthen();
        if let Some(body) = op.body_mut() {
            strengthen(body);
        }
    }
}

impl Op {
    /// Makes the operation itself sequentially consistent, if it is atomic.
    pub fn strengthen(&mut self) {
        match self {
            Op::Cell(_, _, strength) | Op::Pointer(_, strength) | Op::Start(Starting::AtEnd(_, strength)) => {
                *strength = Strength::SeqCst;
            }
            Op::Loop(_, attempts, _) => attempts.iter_mut().for_each(|attempt| {
                if let Attempt::Load(_, strength) = attempt {
                    *strength = Strength::SeqCst;
                }
            }),
            Op::Fence(ordering) => *ordering = Ordering::SeqCst,
            _ => {}
        }
    }
}
