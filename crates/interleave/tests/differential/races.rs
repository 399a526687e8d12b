//! What a look at a program tells of its data races, for some programs: a second opinion on the explorer's.

use crate::program::{Attempt, Locking, Op, Ops, Plain, Program, Sharing, Strength, Threading, Timing, any};

/// The lock that a body holds alone.
#[derive(Clone, Copy, PartialEq)]
enum Lock {
    Mutex(usize),
    RwLock,
}

/// Does the program have no data race, because every access is in the same lock or made by the same thread, or because
/// nobody writes?
pub fn none(program: &Program) -> bool {
    let writes = |op: &Op| matches!(op, Op::Data(Plain::Write(_) | Plain::GetMut(..)));
    !program.any(writes) || ordered(program, &|op| matches!(op, Op::Data(_)))
}

/// Are weak orderings as good as strong ones, because all accesses to each atomic are in the same lock or made by the same
/// thread?
pub fn strength_is_irrelevant(program: &Program) -> bool {
    let accesses = |op: &Op, which: usize| match op {
        Op::Cell(other, ..) | Op::Loop(_, Attempt::Load(other, _), _) => *other == which,
        _ => false,
    };
    (0..2).all(|which| ordered(program, &|op| accesses(op, which)))
}

/// Must the program have a data race, because two workers access the data, one of them writes, and nothing in the whole
/// program orders anything?
pub fn certain(program: &Program) -> bool {
    let accesses = |ops: &Ops| ops.iter().any(|op| matches!(op, Op::Data(_)));
    let writes = |ops: &Ops| ops.iter().any(|op| matches!(op, Op::Data(Plain::Write(_) | Plain::GetMut(..))));
    let some = program.workers.iter().filter(|ops| accesses(ops)).count();
    some >= 2 && program.workers.iter().any(writes) && !program.any(|op| !orders_nothing(op))
}

fn orders_nothing(op: &Op) -> bool {
    match op {
        Op::Data(_) | Op::When(_) => true,
        Op::Cell(_, _, strength) | Op::Loop(_, Attempt::Load(_, strength), _) => *strength == Strength::Relaxed,
        Op::Thread(op) => matches!(op, Threading::Yield | Threading::Current | Threading::AvailableParallelism),
        Op::Time(op) => *op == Timing::SpinLoop,
        _ => false,
    }
}

/// Are the operations for which `accesses` holds all in the same lock, or all of the same thread?
fn ordered(program: &Program, accesses: &dyn Fn(&Op) -> bool) -> bool {
    let threads = || program.workers.iter().chain([&program.main]);
    let own = threads().filter(|ops| any(ops, &mut |op| accesses(op))).count();
    // A worker may start several.
    let children = any(&program.child, &mut |op| accesses(op));
    let mut locks = Vec::new();
    threads().chain([&program.child]).for_each(|ops| held(ops, accesses, &mut Vec::new(), &mut locks));
    let common = |lock: &Lock| locks.iter().all(|held| held.contains(lock));
    (own <= 1 && !children) || [Lock::Mutex(0), Lock::Mutex(1), Lock::RwLock].iter().any(common)
}

/// Adds to `found` what each of these operations holds.
fn held(ops: &[Op], accesses: &dyn Fn(&Op) -> bool, now: &mut Vec<Lock>, found: &mut Vec<Vec<Lock>>) {
    for op in ops {
        if accesses(op) {
            found.push(now.clone());
        }
        let lock = match op {
            Op::Mutex(which, Locking::Lock(..) | Locking::TryLock(..)) => Some(Lock::Mutex(*which)),
            Op::RwLock(Sharing::Write(..) | Sharing::TryWrite(..)) => Some(Lock::RwLock),
            _ => None,
        };
        let Some(body) = op.body() else { continue };
        now.extend(lock);
        held(body, accesses, now, found);
        now.truncate(now.len() - usize::from(lock.is_some()));
    }
}
