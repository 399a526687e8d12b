//! Shrinks a program that shows a difference to a small one that still does.

use crate::program::{CellType, ENDLESS, Op, Ops, Program, Start};

/// The smallest program found for which `wrong` still holds. Tries at most `tries` programs.
pub fn shrink(program: &Program, mut tries: usize, mut wrong: impl FnMut(&Program) -> bool) -> Program {
    let mut smallest = program.clone();
    'smaller: loop {
        for candidate in smaller(&smallest) {
            let Some(left) = tries.checked_sub(1) else { return smallest };
            tries = left;
            if wrong(&candidate) {
                smallest = candidate;
                continue 'smaller;
            }
        }
        return smallest;
    }
}

/// Programs that are one change smaller than `program`, the largest change first.
fn smaller(program: &Program) -> Vec<Program> {
    let mut all = Vec::new();
    if program.workers.len() > 1 {
        all.extend((0..program.workers.len()).map(|worker| without_worker(program, worker)));
    }
    for thread in 0..program.workers.len() + 2 {
        for ops in smaller_ops(thread_of(&mut program.clone(), thread)) {
            let mut candidate = program.clone();
            *thread_of(&mut candidate, thread) = ops;
            all.push(candidate);
        }
    }
    let mut plain = |change: &dyn Fn(&mut Program)| {
        let mut candidate = program.clone();
        change(&mut candidate);
        if candidate != *program {
            all.push(candidate);
        }
    };
    plain(&|program| program.start = Start::Spawn);
    plain(&|program| program.cells = CellType::Usize);
    plain(&|program| program.capacity = None);
    plain(&|program| program.joins = true);
    plain(&|program| program.spurious_wakeups = 0);
    plain(&|program| program.early_timeouts = 0);
    all
}

fn without_worker(program: &Program, worker: usize) -> Program {
    let mut smaller = program.clone();
    smaller.workers.remove(worker);
    smaller.order = (0..smaller.workers.len()).collect();
    match smaller.receiver {
        receiver if receiver == worker + 1 => smaller.receiver = 0,
        receiver if receiver > worker + 1 => smaller.receiver -= 1,
        _ => {}
    }
    smaller
}

fn thread_of(program: &mut Program, thread: usize) -> &mut Ops {
    match thread {
        0 => &mut program.main,
        1 => &mut program.child,
        _ => &mut program.workers[thread - 2],
    }
}

/// `ops` with one operation removed, replaced by its body, or with a smaller body.
fn smaller_ops(ops: &[Op]) -> Vec<Ops> {
    let mut all = Vec::new();
    for (at, op) in ops.iter().enumerate() {
        let with = |instead: &[Op]| [&ops[..at], instead, &ops[at + 1..]].concat();
        all.push(with(&[]));
        if let Op::Loop(times, attempts, pause) = op {
            if *times > 1 {
                let fewer = if *times == ENDLESS { 4 } else { times - 1 };
                all.push(with(&[Op::Loop(fewer, attempts.clone(), *pause)]));
            }
            if attempts.len() > 1 {
                all.extend(attempts.iter().map(|one| with(&[Op::Loop(*times, vec![*one], *pause)])));
            }
        }
        let mut strong = op.clone();
        strong.strengthen();
        if strong != *op {
            all.push(with(&[strong]));
        }
        let Some(body) = op.body() else { continue };
        all.push(with(body));
        for smaller in smaller_ops(body) {
            let mut op = op.clone();
            *op.body_mut().expect("it has one") = smaller;
            all.push(with(&[op]));
        }
    }
    all
}
