//! Runs the operations of one thread and logs what it observes.

use super::channels::Sender;
use super::sync::atomic::fence;
use super::sync::mpsc::Receiver;
use super::thread::{self, Thread};
use super::threads::Handle;
use super::time::{Duration, Instant};
use super::{Shared, clock, hint};
use crate::dice::Dice;
use crate::outcome::{Log, ON_PURPOSE};
use crate::program::{Access, Attempt, ENDLESS, Op, Operand, Pause, Strength, Timing};
use std::any::Any;
use std::sync::Arc;

/// `time` units as a duration: short, for real threads wait that long.
pub(super) fn units(time: u32) -> Duration {
    Duration::from_micros(50) * time
}

/// Identifies the payload of a panic.
pub(super) fn number(payload: &(dyn Any + Send)) -> usize {
    let text = payload.downcast_ref::<String>().map(String::as_str).or(payload.downcast_ref::<&str>().copied());
    match (text, payload.downcast_ref::<usize>()) {
        (Some(text), _) => usize::from(text == ON_PURPOSE),
        (_, Some(number)) => *number,
        _ => 99,
    }
}

/// What a thread starts with.
pub(super) struct Role {
    pub(super) sender: Option<Sender>,
    pub(super) receiver: Option<Receiver<usize>>,
    pub(super) parent: Thread,
    pub(super) log: Log,
    /// The last value that the parent observed.
    pub(super) last: usize,
    pub(super) seed: Option<u64>,
}

pub(super) struct Worker<'a, 'scope> {
    pub(super) shared: &'a Arc<Shared>,
    pub(super) sender: Option<Sender>,
    pub(super) receiver: Option<Receiver<usize>>,
    pub(super) parent: Thread,
    /// The threads that this one started; `None` once they are joined.
    pub(super) handles: Vec<Option<Handle<'scope>>>,
    pub(super) log: Log,
    last: usize,
    /// Nothing is observed now.
    is_silent: bool,
    started: Instant,
    dice: Option<Dice>,
}

impl<'a> Worker<'a, '_> {
    pub(super) fn new(shared: &'a Arc<Shared>, role: Role) -> Self {
        let Role { sender, receiver, parent, log, last, seed } = role;
        let (handles, started, dice) = (Vec::new(), Instant::now(), seed.map(Dice::new));
        Worker { shared, sender, receiver, parent, handles, log, last, is_silent: false, started, dice }
    }

    pub(super) fn see(&mut self, what: &'static str, value: usize) {
        if self.is_silent {
            return;
        }
        self.last = value;
        self.log.push(what, value);
    }

    /// The last value observed.
    pub(super) fn last(&self) -> usize {
        self.last
    }

    pub(super) fn value(&self, operand: Operand) -> usize {
        match operand {
            Operand::Number(number) => number,
            Operand::Seen => self.last,
        }
    }

    /// A seed for the pauses of a child.
    pub(super) fn seed(&mut self) -> Option<u64> {
        self.dice.as_mut().map(Dice::number)
    }

    pub(super) fn run(&mut self, ops: &[Op]) {
        for op in ops {
            self.dally();
            self.step(op);
        }
    }

    fn step(&mut self, op: &Op) {
        match op {
            Op::Cell(which, access, strength) => self.cell(*which, *access, *strength),
            Op::Fence(ordering) => fence(*ordering),
            Op::Data(op) => self.data(op),
            Op::Pointer(op, strength) => self.pointer(*op, *strength),
            Op::Mutex(which, op) => self.mutex(*which, op),
            Op::RwLock(op) => self.rwlock(op),
            Op::Condvar(op) => self.condvar(*op),
            Op::Barrier => self.barrier(),
            Op::Once(op) => self.once(op),
            Op::Start(op) => self.start(op),
            Op::Sender(op) => self.send(*op),
            Op::Receiver(op) => self.receive(*op),
            Op::Thread(op) => self.thread(*op),
            Op::Time(op) => self.time(*op),
            Op::Panic(op) => self.panic(op),
            Op::Loop(times, attempts, pause) => {
                self.is_silent = *times == ENDLESS;
                let mut round = || attempts.iter().any(|attempt| self.attempt(*attempt)) || self.pause(*pause);
                let succeeded = (0..*times).any(|_| round());
                self.is_silent = false;
                self.see("loop", usize::from(succeeded));
            }
            Op::When(body) => {
                if self.last != 0 {
                    self.run(body);
                }
            }
        }
    }

    fn cell(&mut self, which: usize, access: Access, strength: Strength) {
        let operand = match access {
            Access::Store(operand)
            | Access::Swap(operand)
            | Access::CompareExchange(_, operand)
            | Access::CompareExchangeWeak(_, operand) => self.value(operand),
            _ => 0,
        };
        match self.shared.cells[which].access(access, operand, strength) {
            Ok(value) => self.see("cell", value),
            Err(value) => self.see("not, for", value),
        }
    }

    fn attempt(&mut self, attempt: Attempt) -> bool {
        match attempt {
            Attempt::TryLock(0) => self.try_to_add(&self.shared.mutex),
            Attempt::TryLock(_) => self.try_to_add(&self.shared.celled),
            Attempt::TryRead => self.tried(self.shared.rwlock.try_read()).is_some(),
            Attempt::TryWrite => self.tried(self.shared.rwlock.try_write()).is_some(),
            Attempt::Load(which, strength) => self.shared.cells[which].access(Access::Load, 0, strength) != Ok(0),
            Attempt::Get => self.shared.once.get().is_some(),
            Attempt::TryRecv => {
                let Some(receiver) = self.receiver.take() else { return false };
                let received = self.try_receive(&receiver);
                self.receiver = Some(receiver);
                received
            }
            Attempt::IsFinished(which) => self.is_finished(which),
        }
    }

    /// Returns `false`, so that the loop continues.
    fn pause(&mut self, pause: Pause) -> bool {
        match pause {
            Pause::No => {}
            Pause::Yield => thread::yield_now(),
            Pause::Spin => hint::spin_loop(),
        }
        false
    }

    fn time(&mut self, op: Timing) {
        match op {
            Timing::Sleep(time) => thread::sleep(units(time)),
            Timing::Elapsed => {
                let units = self.started.elapsed().as_micros() / units(1).as_micros();
                self.see("elapsed", units as usize);
            }
            Timing::Instants => self.see("instants", instants() + clock::facts()),
            Timing::SpinLoop => hint::spin_loop(),
        }
    }

    /// On real threads, pauses at random, so that others may run in between.
    fn dally(&mut self) {
        let Some(dice) = &mut self.dice else { return };
        match dice.below(4) {
            0 => std::thread::yield_now(),
            1 => (0..1 << dice.below(11)).for_each(|_| std::hint::spin_loop()),
            _ => {}
        }
    }
}

/// The number of facts about instants that hold: all of them, at any time.
fn instants() -> usize {
    let (now, second) = (Instant::now(), Duration::from_secs(1));
    let mut later = now + second;
    later += second;
    let before = later.checked_sub(second).expect("it is after now") - second;
    let facts = [
        later - now == 2 * second,
        before == now,
        now.checked_add(second).is_some_and(|then| then < later),
        later.duration_since(now) == 2 * second,
        now.duration_since(later).is_zero(),
        now.saturating_duration_since(later).is_zero(),
        now.checked_duration_since(later).is_none(),
        later.checked_duration_since(now) == Some(2 * second),
    ];
    facts.into_iter().filter(|fact| *fact).count()
}
