//! Measures how many executions a proof takes, and how long: `cargo run --profile model -p interleave --example
//! figures`.

use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use interleave::sync::{Arc, Condvar, Mutex};
use interleave::{Options, Search, explore, thread};
use std::collections::VecDeque;

fn main() {
    println!("{:<34}{:>10}{:>9}  verdict", "program", "executions", "seconds");
    measure("racy counter, 2×1", 2, || counter(2, 1));
    measure("racy counter, 2×2", 4, || counter(2, 2));
    measure("racy counter, 3×1", 3, || counter(3, 1));
    measure("locked counter, 3×2", 6, || locked(3, 2));
    measure("locked counter, 4×1", 4, || locked(4, 1));
    measure("queue, 2 consumers, 1 item", 1, || queue(2, 1));
    measure("queue, 2 consumers, 2 items", 2, || queue(2, 2));
    measure("pool, 2 workers, 1 job", 0, || pool(2, 1));
    measure("pool, 2 workers, 2 jobs", 10, || pool(2, 2));
}

/// Uses the real clock, and is the only place that does.
fn measure(name: &str, expected: usize, program: fn() -> usize) {
    let asked = |name: &str| std::env::args().any(|arg| arg == name);
    let search = if asked("full") { Search::Full } else { Search::Optimal };
    let options = Options::new().expect(expected).spurious_wakeups(spurious()).search(search);
    let start = std::time::Instant::now();
    let outcome = explore(&options, program);
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{name:<34}{:>10}{seconds:>9.3}  {}{}",
        outcome.executions,
        outcome.verdict,
        outcome.complete.err().map_or(String::new(), |why| format!(" ({why})")),
    );
}

/// The limit on spurious wake-ups: the first argument, or 0.
fn spurious() -> usize {
    std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(0)
}

fn counter(threads: usize, increments: usize) -> usize {
    let count = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                for _ in 0..increments {
                    count.store(count.load(SeqCst) + 1, SeqCst);
                }
            });
        }
    });
    count.load(SeqCst)
}

fn locked(threads: usize, increments: usize) -> usize {
    let count = Mutex::new(0);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                for _ in 0..increments {
                    *count.lock().unwrap() += 1;
                }
            });
        }
    });
    count.into_inner().unwrap()
}

/// A queue with room for one item; `None` is the sentinel, which each consumer passes on.
struct Queue {
    items: Mutex<VecDeque<Option<usize>>>,
    not_empty: Condvar,
    not_full: Condvar,
}

impl Queue {
    fn put(&self, item: Option<usize>) {
        let items = self.items.lock().unwrap();
        let mut items = self.not_full.wait_while(items, |items| items.len() == 1).unwrap();
        items.push_back(item);
        drop(items);
        self.not_empty.notify_one();
    }

    fn get(&self) -> Option<usize> {
        let items = self.items.lock().unwrap();
        let mut items = self.not_empty.wait_while(items, |items| items.is_empty()).unwrap();
        let item = items.pop_front().expect("not empty");
        drop(items);
        self.not_full.notify_one();
        item
    }
}

fn queue(consumers: usize, items: usize) -> usize {
    let queue = Arc::new(Queue { items: Mutex::default(), not_empty: Condvar::new(), not_full: Condvar::new() });
    let done = Arc::new(Mutex::new(0));
    let consumers: Vec<_> = (0..consumers)
        .map(|_| {
            let queue = Arc::clone(&queue);
            let done = Arc::clone(&done);
            thread::spawn(move || {
                while queue.get().is_some() {
                    *done.lock().unwrap() += 1;
                }
                queue.put(None);
            })
        })
        .collect();
    for item in 0..items {
        queue.put(Some(item));
    }
    queue.put(None);
    for consumer in consumers {
        consumer.join().unwrap();
    }
    *done.lock().unwrap()
}

type Job = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct Shared {
    jobs: Mutex<(VecDeque<Job>, bool)>,
    available: Condvar,
}

fn work(shared: &Shared) {
    loop {
        let jobs = shared.jobs.lock().unwrap();
        let idle = |(jobs, closed): &mut (VecDeque<Job>, bool)| jobs.is_empty() && !*closed;
        let job = shared.available.wait_while(jobs, idle).unwrap().0.pop_front();
        match job {
            Some(job) => job(),
            None => return,
        }
    }
}

/// Each job's result goes through a future: a mutex and a condition variable.
fn pool(workers: usize, jobs: usize) -> usize {
    let shared = Arc::new(Shared::default());
    let workers: Vec<_> = (0..workers)
        .map(|_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || work(&shared))
        })
        .collect();
    let futures: Vec<_> = (0..jobs)
        .map(|number| {
            let future = Arc::new((Mutex::new(None), Condvar::new()));
            let promise = Arc::clone(&future);
            shared.jobs.lock().unwrap().0.push_back(Box::new(move || {
                *promise.0.lock().unwrap() = Some(number * 10);
                promise.1.notify_all();
            }));
            shared.available.notify_one();
            future
        })
        .collect();
    let result = |future: Arc<(Mutex<Option<usize>>, Condvar)>| {
        let slot = future.0.lock().unwrap();
        let slot = future.1.wait_while(slot, |slot| slot.is_none()).unwrap();
        slot.expect("done")
    };
    let sum = futures.into_iter().map(result).sum();
    shared.jobs.lock().unwrap().1 = true;
    shared.available.notify_all();
    for worker in workers {
        worker.join().unwrap();
    }
    sum
}
