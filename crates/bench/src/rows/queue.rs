//! The bounded queue beside the channels that students will meet next.

use super::python::Script;
use super::{Effort, paired};
use crate::rounds::{Contestant, Sample};
use crate::row::Row;
use anyhow::{Context, Result, ensure};
use producer_consumer::Queue;
use std::sync::{Barrier, Mutex, mpsc};
use std::thread;
use std::time::Instant;

/// Ends a consumer: one for each is put last.
const STOP: u64 = u64::MAX;

const LIMIT: &str = "what costs is that threads fall asleep and are woken. Ours wakes with the lock held, so the woken \
    thread may have to wait once more; to give the lock back first would give a proof of two consumers more to explore.";

#[derive(Clone, Copy)]
struct Size {
    producers: usize,
    consumers: usize,
    capacity: usize,
    items: usize,
}

/// Room for 10: both sides wait for each other all the time.
pub fn ten(work: &'static str, effort: Effort) -> Result<Vec<Row>> {
    let size = Size { producers: 1, consumers: 3, capacity: 10, items: effort.items(100_000) };
    beside(work, effort, size, Some(1.0))
}

/// Room for 1024: a waiter is served by many at once.
pub fn large(work: &'static str, effort: Effort) -> Result<Vec<Row>> {
    let size = Size { producers: 1, consumers: 3, capacity: 1024, items: effort.items(100_000) };
    beside(work, effort, size, None)
}

/// More threads than processors.
pub fn many(work: &'static str, effort: Effort) -> Result<Vec<Row>> {
    let size = Size { producers: 4, consumers: 4, capacity: 10, items: effort.items(100_000) };
    beside(work, effort, size, Some(1.0))
}

fn beside(work: &'static str, effort: Effort, size: Size, target: Option<f64>) -> Result<Vec<Row>> {
    let ours = move || {
        let queue = Queue::new(size.capacity);
        hand_over(size, |item| queue.put(item).unwrap(), || queue.get().unwrap())
    };
    let std = move || {
        let (sender, receiver) = mpsc::sync_channel(size.capacity);
        let receiver = Mutex::new(receiver);
        hand_over(size, |item| sender.send(item).unwrap(), || receiver.lock().unwrap().recv().unwrap())
    };
    let mut contestants = vec![Contestant::new("ours", ours)];
    let [flume, crossbeam, kanal] = libraries(size);
    contestants.extend([flume, Contestant::new("std sync_channel", std), crossbeam, kanal]);
    // CPython is so slow that a fiftieth of the items takes as long.
    let fewer = Size { items: size.items / 50, ..size };
    let arguments =
        [fewer.producers, fewer.consumers, fewer.capacity, fewer.items].map(|number| number.to_string());
    contestants.push(Script::contestant("CPython queue.Queue", "queues.py", arguments.into()));
    let mut rows = paired(work, contestants, &[None, target, target, None, None, Some(0.1)], effort.rounds())?;
    for row in &mut rows {
        row.limit = LIMIT;
    }
    Ok(rows)
}

#[cfg(feature = "peers")]
fn libraries(size: Size) -> [Contestant<'static>; 3] {
    let flume = move || {
        let (sender, receiver) = flume::bounded(size.capacity);
        hand_over(size, |item| sender.send(item).unwrap(), || receiver.recv().unwrap())
    };
    let crossbeam = move || {
        let (sender, receiver) = crossbeam_channel::bounded(size.capacity);
        hand_over(size, |item| sender.send(item).unwrap(), || receiver.recv().unwrap())
    };
    let kanal = move || {
        let (sender, receiver) = kanal::bounded(size.capacity);
        hand_over(size, |item| sender.send(item).unwrap(), || receiver.recv().unwrap())
    };
    [
        Contestant::new("flume", flume),
        Contestant::new("crossbeam-channel", crossbeam),
        Contestant::new("kanal", kanal),
    ]
}

#[cfg(not(feature = "peers"))]
fn libraries(_: Size) -> [Contestant<'static>; 3] {
    ["flume", "crossbeam-channel", "kanal"].map(|name| Contestant::missing(name, super::NOT_BUILT))
}

/// Seconds for one item from a producer to a consumer, all running at once: from the first producer's first item to the
/// last consumer's last. They look at the clock themselves: whoever waits for them may be woken late.
fn hand_over(size: Size, put: impl Fn(u64) + Sync, get: impl Fn() -> u64 + Sync) -> Result<Sample> {
    let each = (size.items / size.producers) as u64;
    let (put, get) = (&put, &get);
    let start = &Barrier::new(size.producers + size.consumers);
    let produce = move || {
        start.wait();
        let begun = Instant::now();
        (0..each).for_each(put);
        begun
    };
    let consume = move || {
        start.wait();
        let sum: u64 = std::iter::from_fn(|| Some(get()).filter(|item| *item != STOP)).sum();
        (sum, Instant::now())
    };
    let (begun, got) = thread::scope(|scope| {
        let producers: Vec<_> = (0..size.producers).map(|_| scope.spawn(produce)).collect();
        let consumers: Vec<_> = (0..size.consumers).map(|_| scope.spawn(consume)).collect();
        let begun: Vec<_> =
            producers.into_iter().map(|producer| producer.join().expect("a producer does not panic")).collect();
        consumers.iter().for_each(|_| put(STOP));
        let got: Vec<_> =
            consumers.into_iter().map(|consumer| consumer.join().expect("a consumer does not panic")).collect();
        (begun, got)
    });
    let sum: u64 = got.iter().map(|got| got.0).sum();
    ensure!(sum == each * (each - 1) / 2 * size.producers as u64, "items are missing");
    let begun = begun.into_iter().min().context("no producers")?;
    let ended = got.into_iter().map(|got| got.1).max().context("no consumers")?;
    Ok(((ended - begun).as_secs_f64() / (each * size.producers as u64) as f64).into())
}
