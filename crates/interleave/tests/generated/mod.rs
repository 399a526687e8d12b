//! Generates small programs: a few threads, each with a few operations on atomics, locks, condition variables and a channel.

use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use interleave::sync::{Arc, Condvar, Mutex, RwLock, mpsc};
use interleave::thread;
use interleave::time::Duration;

/// An operation of a generated program. An index chooses one of two atomics or locks.
#[derive(Clone, Copy, Debug)]
pub enum Op {
    Load(usize),
    Store(usize, usize),
    Add(usize),
    CompareExchange(usize),
    Lock(usize),
    LockBoth(usize),
    TryLock(usize),
    Read,
    Write,
    WaitOnce,
    WaitAWhile,
    NotifyOne,
    NotifyAll,
    Send,
    TryReceive,
    ReceiveAWhile,
    Park,
    Unpark,
    Yield,
}

pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) as usize % n
    }

    fn op(&mut self, kinds: usize) -> Op {
        let which = self.below(2);
        match self.below(kinds) {
            0 => Op::Load(which),
            1 => Op::Store(which, 1 + self.below(3)),
            2 => Op::Add(which),
            3 | 4 => Op::Lock(which),
            5 => Op::LockBoth(which),
            6 => Op::WaitOnce,
            7 => Op::NotifyOne,
            8 => Op::NotifyAll,
            9 => Op::CompareExchange(which),
            10 => Op::Read,
            11 => Op::Write,
            12 => Op::Send,
            13 => Op::Yield,
            14 => Op::WaitAWhile,
            15 => Op::ReceiveAWhile,
            16 => Op::Park,
            17 => Op::Unpark,
            18 => Op::TryReceive,
            _ => Op::TryLock(which),
        }
    }
}

struct Shared {
    atomics: [AtomicUsize; 2],
    mutexes: [Mutex<usize>; 2],
    rwlock: RwLock<usize>,
    changed: Condvar,
}

/// Runs `ops`, and returns the values that they saw.
fn thread_of(
    ops: &[Op],
    me: usize,
    shared: &Shared,
    sender: &mpsc::Sender<usize>,
    receiver: Option<&mpsc::Receiver<usize>>,
    next: &thread::Thread,
) -> Vec<usize> {
    let mut seen = Vec::new();
    for op in ops {
        match *op {
            Op::Load(i) => seen.push(shared.atomics[i].load(SeqCst)),
            Op::Store(i, value) => shared.atomics[i].store(10 * me + value, SeqCst),
            Op::Add(i) => seen.push(shared.atomics[i].fetch_add(1, SeqCst)),
            Op::CompareExchange(i) => {
                seen.push(shared.atomics[i].compare_exchange(0, me, SeqCst, SeqCst).unwrap_or_else(|v| v));
            }
            Op::Lock(i) => {
                let mut value = shared.mutexes[i].lock().unwrap();
                seen.push(*value);
                *value = 10 * *value + me;
            }
            Op::LockBoth(i) => {
                let one = shared.mutexes[i].lock().unwrap();
                let mut other = shared.mutexes[1 - i].lock().unwrap();
                *other += *one;
            }
            Op::TryLock(i) => match shared.mutexes[i].try_lock() {
                Ok(mut value) => *value += 1,
                Err(_) => seen.push(99),
            },
            Op::Read => seen.push(*shared.rwlock.read().unwrap()),
            Op::Write => *shared.rwlock.write().unwrap() += me,
            Op::WaitOnce => {
                let value = shared.mutexes[0].lock().unwrap();
                if *value == 0 {
                    seen.push(*shared.changed.wait(value).unwrap());
                }
            }
            Op::WaitAWhile => {
                let value = shared.mutexes[0].lock().unwrap();
                let (value, result) = shared.changed.wait_timeout(value, Duration::from_secs(1)).unwrap();
                seen.push(*value + 100 * usize::from(result.timed_out()));
            }
            Op::NotifyOne => shared.changed.notify_one(),
            Op::NotifyAll => shared.changed.notify_all(),
            Op::Send => drop(sender.send(me)),
            Op::TryReceive => seen.push(receiver.map_or(7, |r| r.try_recv().unwrap_or(8))),
            Op::ReceiveAWhile => {
                let receive = |r: &mpsc::Receiver<usize>| r.recv_timeout(Duration::from_secs(1));
                seen.push(receiver.map_or(7, |r| receive(r).unwrap_or(8)));
            }
            Op::Park => thread::park(),
            Op::Unpark => next.unpark(),
            Op::Yield => thread::yield_now(),
        }
    }
    seen
}

pub fn run(program: &[Vec<Op>]) -> Vec<Vec<usize>> {
    let shared = Arc::new(Shared {
        atomics: [AtomicUsize::new(0), AtomicUsize::new(0)],
        mutexes: [Mutex::new(0), Mutex::new(0)],
        rwlock: RwLock::new(0),
        changed: Condvar::new(),
    });
    let (sender, receiver) = mpsc::channel();
    let mut receiver = Some(receiver);
    let mut next = thread::current();
    let threads: Vec<_> = program
        .iter()
        .enumerate()
        .map(|(me, ops)| {
            let (ops, shared, sender) = (ops.clone(), Arc::clone(&shared), sender.clone());
            let (receiver, neighbour) = (receiver.take(), next.clone());
            let thread =
                thread::spawn(move || thread_of(&ops, me + 1, &shared, &sender, receiver.as_ref(), &neighbour));
            next = thread.thread().clone();
            thread
        })
        .collect();
    drop(sender);
    let mut seen: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    seen.push(shared.atomics.iter().map(|atomic| atomic.load(SeqCst)).collect());
    seen.push(shared.mutexes.iter().map(|mutex| *mutex.lock().unwrap()).collect());
    seen
}

pub fn generated(dice: &mut Dice, kinds: usize) -> Vec<Vec<Op>> {
    let threads = 2 + dice.below(2);
    let length = if threads == 2 { 3 } else { 2 };
    (0..threads).map(|_| (0..1 + dice.below(length)).map(|_| dice.op(kinds)).collect()).collect()
}
