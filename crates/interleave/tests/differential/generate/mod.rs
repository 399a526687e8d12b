//! Generates programs from seeds: two or three workers with one to four operations each. The operations come from one
//! or two families, so that threads conflict, and there are few, so that the full search ends. In a third of the programs,
//! atomics of several strengths meet these families.

mod data;
mod objects;
mod threads;

use crate::dice::Dice;
use crate::program::{
    Attempt, CellType, Change, ENDLESS, Op, Operand, Ops, Pause, Program, Start, Strength, Threading,
};

#[derive(Clone, Copy, PartialEq)]
enum Family {
    Cells,
    Data,
    Publication,
    Mutexes,
    RwLock,
    Condvar,
    Barrier,
    Once,
    Channel,
    Threads,
    Parking,
    Panics,
    Time,
}

/// Families that depend on more of the explorer are listed twice.
const FAMILIES: [Family; 18] = [
    Family::Cells,
    Family::Data,
    Family::Data,
    Family::Publication,
    Family::Publication,
    Family::Mutexes,
    Family::RwLock,
    Family::Condvar,
    Family::Condvar,
    Family::Barrier,
    Family::Once,
    Family::Channel,
    Family::Channel,
    Family::Threads,
    Family::Parking,
    Family::Parking,
    Family::Panics,
    Family::Time,
];

/// The strengths in a program that is not sequentially consistent.
const MIXED: [&[Strength]; 4] = [
    &[Strength::Relaxed],
    &[Strength::AcqRel],
    &[Strength::Relaxed, Strength::AcqRel],
    &[Strength::Relaxed, Strength::AcqRel, Strength::SeqCst],
];

/// What the thread holds while it runs the operations being generated: taking it again would block for ever.
#[derive(Clone, Copy, PartialEq)]
enum Held {
    Mutex(usize),
    Reading,
    Writing,
    Initialising,
    Starting,
    /// A pointer to the data.
    Data,
}

struct Generator {
    dice: Dice,
    families: Vec<Family>,
    /// Of the atomic operations.
    strengths: &'static [Strength],
    held: Vec<Held>,
    /// Is every access to the data in the same lock?
    locks_data: bool,
    /// May the thread still get a loop without a bound? Not if it has a loop already.
    may_spin: bool,
    /// Do workers end, with their destructors, before they are joined?
    workers_end: bool,
    /// The thread whose operations are being generated, 0 for the main thread; and whether it has the receiver.
    thread: usize,
    receives: bool,
    workers: usize,
    /// A program of few operations, among them loops of many rounds.
    is_long: bool,
    /// The number of operations that may still be generated.
    left: usize,
}

/// The program of a seed.
pub fn program(seed: u64) -> Program {
    let mut dice = Dice::new(seed);
    let is_long = dice.once_in(12);
    let workers = if dice.once_in(3) && !is_long { 3 } else { 2 };
    let mut left = if workers == 3 { dice.one_of(&[4, 5, 5, 6]) } else { dice.one_of(&[4, 5, 6, 6, 7, 8]) };
    let mut families: Vec<_> = (0..1 + dice.below(2)).map(|_| dice.one_of(&FAMILIES)).collect();
    let mut strengths: &[Strength] = &[Strength::SeqCst];
    // Data reveals most if little orders its accesses.
    let has_data = families.contains(&Family::Data) || families.contains(&Family::Publication);
    if dice.once_in(if has_data { 2 } else { 3 }) {
        strengths = dice.one_of(&MIXED);
        if !has_data {
            families.push(Family::Cells);
        }
    }
    let locks_data = dice.once_in(3);
    if is_long {
        left = 3;
    }
    let start = dice.one_of(&[Start::Spawn, Start::Builder, Start::Scope, Start::ScopedBuilder]);
    let mut cells = CellType::Usize;
    if dice.once_in(3) {
        use CellType::{Bool, I8, I16, I32, I64, Isize, U8, U16, U32, U64};
        cells = dice.one_of(&[U8, U16, U32, U64, I8, I16, I32, I64, Isize, Bool]);
    }
    let (joins, receiver) = (!dice.once_in(8), dice.below(workers + 1));
    let capacity = dice.one_of(&[None, None, Some(0), Some(1), Some(2)]);
    // A scope may end before the destructors run.
    let workers_end = joins && matches!(start, Start::Spawn | Start::Builder);
    let mut generator = Generator {
        dice,
        families,
        strengths,
        held: Vec::new(),
        locks_data,
        may_spin: true,
        workers_end,
        thread: 0,
        receives: false,
        workers,
        is_long,
        left,
    };
    let mut ops = |thread: usize, count: usize| {
        (generator.thread, generator.receives) = (thread, receiver == thread);
        generator.may_spin = true;
        if thread > workers {
            generator.left = generator.left.max(1); // a child does something
        }
        generator.ops(count)
    };
    let worker_ops = (1..=workers).map(|worker| ops(worker, 4)).collect();
    let main = ops(0, 3);
    let child = ops(workers + 1, 2);
    let mut program = Program {
        workers: worker_ops,
        order: (0..workers).collect(),
        start,
        main,
        child,
        joins,
        cells,
        capacity,
        receiver,
        spurious_wakeups: 0,
        early_timeouts: 0,
    };
    if !program.any(|op| *op == Op::Thread(Threading::Spawn)) {
        program.child.clear();
    }
    let (waits, timed) = (program.waits(), program.timed());
    program.spurious_wakeups = generator.dice.one_of(&[0, 1, waits]);
    program.early_timeouts = generator.dice.one_of(&[0, 1, timed]);
    program
}

impl Generator {
    fn ops(&mut self, most: usize) -> Ops {
        let least = usize::from((1..=self.workers).contains(&self.thread) && self.held.is_empty());
        let most = if self.workers == 3 { most.min(2) } else { most };
        let count = (least + self.dice.below(most + 1 - least)).min(self.left);
        (0..count).flat_map(|_| self.step()).collect()
    }

    /// One operation, or two that belong together; none if there are enough.
    fn step(&mut self) -> Ops {
        let Some(left) = self.left.checked_sub(1) else { return Ops::new() };
        self.left = left;
        if self.is_long && self.dice.once_in(3) {
            return vec![self.long_loop()];
        }
        let family = match self.dice.once_in(10) {
            true => self.dice.one_of(&FAMILIES),
            false => self.families[self.dice.below(self.families.len())],
        };
        vec![match family {
            Family::Data => return self.data(),
            Family::Cells => self.cell(),
            Family::Publication => self.pointer(),
            Family::Mutexes => self.mutex(),
            Family::RwLock => self.rwlock(),
            Family::Condvar => self.condvar(),
            Family::Barrier if self.held.is_empty() => Op::Barrier,
            Family::Barrier => self.cell(),
            Family::Once if self.dice.once_in(3) => self.start(),
            Family::Threads if self.may_leave() && self.dice.once_in(4) => self.at_end(),
            Family::Once => self.once(),
            Family::Channel => self.channel(),
            Family::Threads => self.threads(),
            Family::Parking => self.parking(),
            Family::Panics => self.panics(),
            Family::Time => self.time(),
        }]
    }

    /// A body that runs while `held` is held: empty half of the time.
    fn body(&mut self, held: Held) -> Ops {
        if self.held.len() == 2 || self.dice.once_in(2) {
            return Ops::new();
        }
        self.held.push(held);
        let body = self.ops(2);
        self.held.pop();
        body
    }

    fn which(&mut self) -> usize {
        usize::from(self.dice.once_in(4))
    }

    fn operand(&mut self) -> Operand {
        // What a child has observed so far is what its parent had.
        let often = if self.thread > self.workers { 2 } else { 3 };
        if self.dice.once_in(often) { Operand::Seen } else { Operand::Number(1 + self.dice.below(2)) }
    }

    fn strength(&mut self) -> Strength {
        self.dice.one_of(self.strengths)
    }

    fn change(&mut self) -> Change {
        match self.dice.below(3) {
            0 => Change::No,
            1 => Change::Add,
            _ => Change::Set(self.operand()),
        }
    }

    fn repeated(&mut self, attempt: Attempt) -> Op {
        let rounds = match self.is_long {
            true => 5 + self.dice.below(5),
            // Two loops with the same operations on the same lines are taken for one: see the crate's front page.
            false if attempt.always_acts() && self.may_spin && self.dice.once_in(3) => ENDLESS,
            false => 2 + self.dice.below(3),
        };
        self.may_spin = false;
        let mut attempts = vec![attempt];
        if self.dice.once_in(4) {
            attempts.push(self.attempt());
        }
        Op::Loop(rounds, attempts, self.dice.one_of(&[Pause::No, Pause::Yield, Pause::Spin]))
    }

    fn long_loop(&mut self) -> Op {
        let attempt = self.attempt();
        self.repeated(attempt)
    }

    fn attempt(&mut self) -> Attempt {
        let (which, strength) = (self.which(), self.strength());
        match self.dice.below(8) {
            0..3 => Attempt::Load(which, strength),
            3 => Attempt::TryLock(which),
            4 => Attempt::TryRead,
            5 => Attempt::TryWrite,
            6 if self.receives => Attempt::TryRecv,
            6 => Attempt::Get,
            _ => Attempt::IsFinished(0),
        }
    }
}
