//! The search over graphs misses nothing and repeats nothing: on generated programs it finds the same values,
//! failures and execution graphs as the search over all interleavings, and each graph once.

use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use interleave::sync::{Arc, Condvar, Mutex, RwLock, mpsc};
use interleave::time::Duration;
use interleave::{Failures, Options, Outcome, Search, explore, thread};

/// What threads of a generated program do, on two objects of each kind.
#[derive(Clone, Copy, Debug)]
enum Op {
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

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
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

/// Runs `ops`; returns what it saw.
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

fn run(program: &[Vec<Op>]) -> Vec<Vec<usize>> {
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

fn agree(program: &[Vec<Op>], spurious: usize, timeouts: usize) -> bool {
    let options = |search| {
        Options::new()
            .search(search)
            .fingerprints(true)
            .spurious_wakeups(spurious)
            .early_timeouts(timeouts)
            .max_executions(4_000)
    };
    let full = explore(&options(Search::Full), || run(program));
    if full.complete.is_err() {
        return false; // too large for the full search
    }
    let graphs = explore(&options(Search::Optimal), || run(program));
    let values = |outcome: &Outcome| outcome.values.keys().cloned().collect::<Vec<_>>();
    let about = format!("{program:?}, {spurious} spurious wake-ups, {timeouts} early time-outs");
    assert_eq!(graphs.complete, Ok(()), "{about}");
    assert_eq!(values(&graphs), values(&full), "{about}");
    assert_eq!(graphs.fingerprints.difference(&full.fingerprints).count(), 0, "graphs that are none: {about}");
    assert_eq!(graphs.fingerprints.len(), full.fingerprints.len(), "lost graphs: {about}");
    assert_eq!(graphs.executions, graphs.fingerprints.len(), "a graph twice: {about}");
    assert_eq!(graphs.verdict, full.verdict, "{about}");
    true
}

fn generated(dice: &mut Dice, kinds: usize) -> Vec<Vec<Op>> {
    let threads = 2 + dice.below(2);
    let length = if threads == 2 { 3 } else { 2 };
    (0..threads).map(|_| (0..1 + dice.below(length)).map(|_| dice.op(kinds)).collect()).collect()
}

fn agree_on_many(seed: u64, kinds: usize, wanted: usize) {
    let mut dice = Dice(seed);
    let mut compared = 0;
    let mut tried = 0;
    while compared < wanted {
        let program = generated(&mut dice, kinds);
        let (spurious, timeouts) = (dice.below(3), dice.below(3));
        compared += usize::from(agree(&program, spurious, timeouts));
        tried += 1;
    }
    println!("{compared} compared of {tried}");
    assert!(tried < 2 * wanted, "most programs are too large: {compared} of {tried}");
}

#[test]
fn both_searches_agree_on_atomics_mutexes_and_condvars() {
    agree_on_many(0x2545_f491_4f6c_dd1d, 9, 500);
}

#[test]
fn both_searches_agree_on_every_primitive() {
    agree_on_many(0x9e37_79b9_7f4a_7c15, 18, 400);
}

#[test]
fn both_searches_agree_if_releases_are_observed() {
    agree_on_many(0xd1b5_4a32_d192_ed03, 21, 200);
}

#[test]
fn pct_finds_only_values_and_failures_that_the_search_over_graphs_finds() {
    let mut dice = Dice(0x5851_f42d_4c95_7f2d);
    let (mut stuck, mut values) = (0, 0);
    for seed in 0..200 {
        let program = generated(&mut dice, 21);
        let pct = Options::new().search(Search::Pct { seed, depth: 3, count: 50 }).max_states(0);
        let pct = explore(&pct, || run(&program));
        let graphs = explore(&Options::new(), || run(&program));
        assert_eq!(graphs.complete, Ok(()), "{program:?}");
        let new: Vec<_> = pct.values.keys().filter(|value| !graphs.values.contains_key(*value)).collect();
        assert!(new.is_empty(), "{program:?}: {new:?}");
        let kinds = |outcome: &Outcome| {
            let Failures {
                wrong_values: 0,
                panics,
                deadlocks,
                lost_wakeups,
                livelocks: 0,
                data_races: 0,
                too_long: 0,
                ..
            } = outcome.failures
            else {
                panic!("{program:?}: {:?}", outcome.failures)
            };
            [panics, deadlocks, lost_wakeups].map(|count| count > 0)
        };
        let mut pairs = kinds(&pct).into_iter().zip(kinds(&graphs));
        assert!(pairs.all(|(one, other)| !one || other), "{program:?}: {:?}", pct.failures);
        stuck += usize::from(pct.failures.total() > 0);
        values += usize::from(pct.values.len() > 1);
    }
    assert!(stuck > 20 && values > 50, "too few programs with something to find: {stuck}, {values}");
}
