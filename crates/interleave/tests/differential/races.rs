//! Data races that can be read off the text of some programs: a second opinion on the explorer's.

use crate::program::{
    Attempt, Locking, Op, Ops, Plain, Program, Publishing, Sharing, Starting, Strength, Threading, Timing, any,
};

/// The lock that a body holds exclusively.
#[derive(Clone, Copy, PartialEq)]
enum Lock {
    Mutex(usize),
    RwLock,
}

/// Does the program have no data race, because every access is under the same lock or in the same thread, or because
/// all writes come before a publication with a releasing ordering?
pub fn none(program: &Program) -> bool {
    let data = |op: &Op| matches!(op, Op::Data(_));
    let pointer = |op: &Op| matches!(op, Op::Pointer(..));
    let edits = |op: &Op| matches!(op, Op::Pointer(Publishing::Edit(_), _) | Op::Pointer(_, Strength::Relaxed));
    (!program.any(writes) || ordered(program, &data)) && (!program.any(edits) || ordered(program, &pointer))
}

/// Are weak orderings as good as strong ones, because all accesses to each atomic are under the same lock or in the
/// same thread?
pub fn strength_is_irrelevant(program: &Program) -> bool {
    let accesses = |op: &Op, which: usize| match op {
        Op::Cell(other, ..) => *other == which,
        Op::Loop(_, attempts, _) => {
            attempts.iter().any(|attempt| matches!(attempt, Attempt::Load(other, _) if *other == which))
        }
        _ => false,
    };
    // A destructor runs outside of all locks.
    !program.any(|op| matches!(op, Op::Start(Starting::AtEnd(..))))
        && (0..2).all(|which| ordered(program, &|op| accesses(op, which)))
        && ordered(program, &|op| matches!(op, Op::Pointer(..)))
}

/// Must the program have a data race, because two workers access the same data, one of them writes, and nothing in
/// the whole program orders anything? If the workers are not joined, the program may end before they do anything.
pub fn certain(program: &Program) -> bool {
    let workers = &program.workers;
    let race = |one: &Ops, other: &Ops| {
        let data = one.iter().any(writes) && other.iter().any(|op| matches!(op, Op::Data(_)));
        let pointer = one.iter().any(publishes) && other.iter().any(follows);
        data || pointer
    };
    let pair = |one: usize| (0..workers.len()).any(|other| other != one && race(&workers[one], &workers[other]));
    let waits = program.joins || program.scoped();
    waits && (0..workers.len()).any(pair) && !program.any(|op| !orders_nothing(op))
}

fn writes(op: &Op) -> bool {
    matches!(op, Op::Data(Plain::Write(_) | Plain::GetMut(..)))
}

fn publishes(op: &Op) -> bool {
    matches!(op, Op::Pointer(Publishing::Publish(_) | Publishing::Swap(_), _))
}

fn follows(op: &Op) -> bool {
    matches!(op, Op::Pointer(Publishing::Look | Publishing::Swap(_) | Publishing::Edit(_), _))
}

fn orders_nothing(op: &Op) -> bool {
    match op {
        Op::Data(_) | Op::When(_) => true,
        Op::Cell(_, _, strength) | Op::Pointer(_, strength) => *strength == Strength::Relaxed,
        Op::Loop(_, attempts, _) => {
            attempts.iter().all(|attempt| matches!(attempt, Attempt::Load(_, Strength::Relaxed)))
        }
        Op::Thread(op) => matches!(op, Threading::Yield | Threading::Current | Threading::AvailableParallelism),
        Op::Time(op) => *op == Timing::SpinLoop,
        _ => false,
    }
}

/// Are the operations for which `accesses` holds all under the same lock, or all in the same thread?
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

/// Adds to `found` the locks held by each of these operations.
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
