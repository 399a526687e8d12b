//! Generates small random programs, as many of them interesting as possible: classic shapes, litmus programs with one
//! operation changed, few locations, and orderings that are mixed or all of one kind.

use super::litmus;
use super::program::{Op, Program};
use super::shapes::{SHAPES, Step};
use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Relaxed, Release, SeqCst};

/// The maximum number of operations in a program, not counting unlocks.
const MOST: usize = 8;
/// The maximum including unlocks.
const MOST_EVENTS: usize = 12;

/// Generates the same programs on every machine.
pub struct Generator {
    /// SplitMix64 (Steele, Lea & Flood 2014).
    random: u64,
    litmus: Vec<Program>,
}

/// The orderings that a program chooses from; some are listed more than once, to be chosen more often.
const PALETTES: [&[Ordering]; 9] = [
    &[Relaxed],
    &[Acquire, Release, AcqRel],
    &[Relaxed, Acquire, Release, AcqRel],
    &[Relaxed, SeqCst],
    &[Relaxed, Acquire, Release, AcqRel, SeqCst],
    &[Acquire, Release, AcqRel, SeqCst],
    &[SeqCst, SeqCst, SeqCst, Acquire, Release],
    &[SeqCst, SeqCst, SeqCst, SeqCst, Relaxed, Acquire, Release],
    &[SeqCst],
];

impl Generator {
    pub fn new(seed: u64) -> Self {
        let small = |program: &Program| program.events() <= MOST;
        let litmus = litmus::all().into_iter().map(|litmus| litmus.program).filter(small).collect();
        Generator { random: seed, litmus }
    }

    fn below(&mut self, n: usize) -> usize {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.random;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ mixed >> 31) % n as u64) as usize
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// True in `percent` of 100 cases.
    fn in_percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// A program of up to four threads and eight operations.
    pub fn program(&mut self) -> Program {
        let palette = self.one(&PALETTES);
        loop {
            let program = match self.below(10) {
                0 => self.changed_litmus(palette),
                _ => self.new_program(palette),
            };
            if (2..=MOST).contains(&program.operations()) && program.events() <= MOST_EVENTS {
                return program;
            }
        }
    }

    /// A program whose loads, stores and read-modify-writes are all `SeqCst`.
    pub fn seq_cst_program(&mut self) -> Program {
        loop {
            let program = self.new_program(&[SeqCst]);
            if (2..=MOST).contains(&program.operations()) && program.events() <= MOST_EVENTS {
                return program;
            }
        }
    }

    /// A program whose threads also access non-atomic data.
    pub fn program_with_data(&mut self) -> Program {
        loop {
            let mut program = self.program();
            for _ in 0..2 + self.below(2) {
                let thread = self.below(program.threads.len());
                let at = self.below(program.threads[thread].len() + 1);
                program.threads[thread].insert(at, Op::Data { write: self.in_percent(60) });
            }
            if program.operations() <= MOST + 1 && program.events() <= MOST_EVENTS {
                return program;
            }
        }
    }

    fn new_program(&mut self, palette: &[Ordering]) -> Program {
        let mut threads = match self.below(9) {
            0..2 => self.locked(palette),
            2..4 => self.unshaped(palette),
            _ => self.shaped(palette),
        };
        for ops in &mut threads {
            if self.in_percent(10) {
                ops.insert(self.below(ops.len() + 1), self.fence(palette));
            }
        }
        threads.retain(|ops| !ops.is_empty());
        Program::new(threads)
    }

    /// A litmus program with one operation replaced. Every second one is from the end of the list, where the programs
    /// have read-modify-writes.
    fn changed_litmus(&mut self, palette: &[Ordering]) -> Program {
        let all = self.litmus.len();
        let from = if self.in_percent(50) { all - 20 } else { 0 };
        let which = from + self.below(all - from);
        let mut threads = self.litmus[which].threads.clone();
        let thread = self.below(threads.len());
        let at = self.below(threads[thread].len());
        threads[thread][at] = match threads[thread][at].location() {
            Some(location) => self.access(location, palette),
            None => self.fence(palette),
        };
        Program::new(threads)
    }

    /// A classic shape, in which a store or a load may be a read-modify-write instead.
    fn shaped(&mut self, palette: &[Ordering]) -> Vec<Vec<Op>> {
        let shape = self.one(&SHAPES);
        let mut threads = Vec::new();
        for steps in shape {
            let mut ops = Vec::new();
            for &step in *steps {
                ops.push(match step {
                    Step::F => self.fence(palette),
                    Step::W(at) | Step::R(at) | Step::U(at) if self.in_percent(15) => self.update(at, palette),
                    Step::W(at) => self.store(at, palette),
                    Step::R(at) => self.load(at, palette),
                    Step::U(at) => self.update(at, palette),
                });
            }
            threads.push(ops);
        }
        threads
    }

    fn unshaped(&mut self, palette: &[Ordering]) -> Vec<Vec<Op>> {
        let locations = self.one(&[1, 1, 2, 2, 2, 3]);
        let mut threads = vec![Vec::new(); self.one(&[2, 2, 3, 3, 4])];
        for _ in 0..3 + self.below(6) {
            let (thread, at) = (self.below(threads.len()), self.below(locations));
            threads[thread].push(self.access(at, palette));
        }
        threads
    }

    /// Critical sections, nested or not. With two mutexes, the threads may deadlock.
    fn locked(&mut self, palette: &[Ordering]) -> Vec<Vec<Op>> {
        let (mutexes, locations) = (1 + self.below(2), 1 + self.below(2));
        let nested = mutexes == 2 && self.in_percent(50);
        let mut threads = vec![Vec::new(); self.one(&[2, 2, 3])];
        for ops in &mut threads {
            let first = self.below(2);
            let mut held = if nested { vec![first, 1 - first] } else { Vec::new() };
            ops.extend(held.iter().map(|&mutex| Op::Lock { mutex }));
            for _ in 0..self.below(3) + if nested { 0 } else { 2 } {
                let (mutex, at) = (self.below(mutexes), self.below(locations));
                match held.iter().position(|&other| other == mutex) {
                    _ if self.in_percent(40) => ops.push(self.access(at, palette)),
                    Some(at) => ops.push(Op::Unlock { mutex: held.remove(at) }),
                    None => {
                        held.push(mutex);
                        ops.push(Op::Lock { mutex });
                    }
                }
            }
            ops.extend(held.into_iter().rev().map(|mutex| Op::Unlock { mutex }));
        }
        threads
    }

    fn access(&mut self, at: usize, palette: &[Ordering]) -> Op {
        match self.below(3) {
            0 => self.store(at, palette),
            1 => self.load(at, palette),
            _ => self.update(at, palette),
        }
    }

    fn load(&mut self, at: usize, palette: &[Ordering]) -> Op {
        Op::Load { at, order: self.order(palette, &[Relaxed, Acquire, SeqCst]) }
    }

    fn store(&mut self, at: usize, palette: &[Ordering]) -> Op {
        Op::Store { at, value: 1 + self.below(3), order: self.order(palette, &[Relaxed, Release, SeqCst]) }
    }

    fn update(&mut self, at: usize, palette: &[Ordering]) -> Op {
        let order = self.order(palette, &[Relaxed, Acquire, Release, AcqRel, SeqCst]);
        let value = 1 + self.below(3);
        match self.below(4) {
            0 => Op::Add { at, by: 1, order },
            1 => Op::Swap { at, value, order },
            _ => Op::CompareExchange {
                at,
                expected: self.below(3),
                new: value,
                success: order,
                failure: self.order(palette, &[Relaxed, Acquire, SeqCst]),
            },
        }
    }

    fn fence(&mut self, palette: &[Ordering]) -> Op {
        // Strong fences are for otherwise weak programs.
        let all = [SeqCst, SeqCst, Acquire, Release, AcqRel];
        let palette = if self.in_percent(50) { &all } else { palette };
        Op::Fence { order: self.order(palette, &[Acquire, Release, AcqRel, SeqCst]) }
    }

    /// An ordering that the operation may have, from the palette if possible.
    fn order(&mut self, palette: &[Ordering], possible: &[Ordering]) -> Ordering {
        let both: Vec<Ordering> = palette.iter().copied().filter(|order| possible.contains(order)).collect();
        self.one(if both.is_empty() { possible } else { &both })
    }
}
