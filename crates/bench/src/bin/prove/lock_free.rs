//! Lock-free programs, each with the weakest orderings that suffice: the same source for both explorers.

#[cfg(feature = "model")]
use interleave as explorer;
#[cfg(not(feature = "model"))]
use loom as explorer;

use super::Program;
use explorer::sync::atomic::{
    AtomicBool, AtomicUsize,
    Ordering::{AcqRel, Acquire, Relaxed, Release},
    fence,
};
use explorer::thread;
use std::sync::Arc;

/// The program `name` in the size that `numbers` give.
pub fn program(name: &str, numbers: &[usize]) -> Option<Program> {
    Some(match (name, numbers) {
        ("spin", &[threads]) => Arc::new(move || spin_lock(threads)),
        ("ticket", &[threads]) => Arc::new(move || ticket_lock(threads)),
        ("message", &[readers]) => Arc::new(move || message(readers)),
        ("seqlock", &[writes]) => Arc::new(move || sequence_lock(writes)),
        ("treiber", &[threads]) => Arc::new(move || stack_of_indices(threads)),
        ("adds", &[threads]) => Arc::new(move || adds(threads)),
        ("apart", &[threads]) => Arc::new(move || apart(threads)),
        _ => return None,
    })
}

/// Runs `body` in so many threads, and waits for them.
fn crowd<S: Send + Sync + 'static>(threads: usize, shared: &Arc<S>, body: fn(&S, usize)) {
    let start = |number| {
        let shared = Arc::clone(shared);
        thread::spawn(move || body(&shared, number))
    };
    let started: Vec<_> = (0..threads).map(start).collect();
    started.into_iter().for_each(|thread| thread.join().unwrap());
}

fn spin_lock(threads: usize) {
    let shared = Arc::new((AtomicBool::new(false), AtomicUsize::new(0)));
    crowd(threads, &shared, |(held, count), _| {
        while held.swap(true, Acquire) {
            thread::yield_now();
        }
        count.store(count.load(Relaxed) + 1, Relaxed);
        held.store(false, Release);
    });
    assert_eq!(shared.1.load(Relaxed), threads);
}

fn ticket_lock(threads: usize) {
    let shared = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0)));
    crowd(threads, &shared, |(next, serving, count), _| {
        let ticket = next.fetch_add(1, Relaxed);
        while serving.load(Acquire) != ticket {
            thread::yield_now();
        }
        count.store(count.load(Relaxed) + 1, Relaxed);
        serving.store(ticket + 1, Release);
    });
    assert_eq!(shared.2.load(Relaxed), threads);
}

fn message(readers: usize) {
    let shared = Arc::new((AtomicUsize::new(0), AtomicBool::new(false)));
    crowd(readers + 1, &shared, |(data, ready), number| {
        if number == 0 {
            data.store(1, Relaxed);
            ready.store(true, Release);
        } else if ready.load(Acquire) {
            assert_eq!(data.load(Relaxed), 1);
        }
    });
}

fn sequence_lock(writes: usize) {
    let shared = Arc::new((AtomicUsize::new(0), [AtomicUsize::new(0), AtomicUsize::new(0)], writes));
    crowd(2, &shared, |(sequence, data, writes), number| {
        if number == 0 {
            for write in 1..=*writes {
                sequence.store(2 * write - 1, Relaxed);
                fence(Release);
                data.iter().for_each(|part| part.store(write, Relaxed));
                sequence.store(2 * write, Release);
            }
            return;
        }
        let before = sequence.load(Acquire);
        let [one, other] = [data[0].load(Relaxed), data[1].load(Relaxed)];
        fence(Acquire);
        if before.is_multiple_of(2) && sequence.load(Relaxed) == before {
            assert_eq!(one, other);
        }
    });
}

/// Each thread pushes its index and takes one.
fn stack_of_indices(threads: usize) {
    let next = (0..threads).map(|_| AtomicUsize::new(0)).collect::<Vec<_>>();
    let shared = Arc::new((AtomicUsize::new(0), next, AtomicUsize::new(0)));
    crowd(threads, &shared, |(head, next, sum), number| {
        let mut top = head.load(Relaxed);
        loop {
            next[number].store(top, Relaxed);
            match head.compare_exchange(top, number + 1, Release, Relaxed) {
                Ok(_) => break,
                Err(now) => top = now,
            }
        }
        let mut top = head.load(Acquire);
        while let Some(index) = top.checked_sub(1) {
            match head.compare_exchange(top, next[index].load(Relaxed), AcqRel, Acquire) {
                Ok(_) => {
                    sum.fetch_add(top, Relaxed);
                    break;
                }
                Err(now) => top = now,
            }
        }
    });
    assert_eq!(shared.2.load(Relaxed), (1..=threads).sum::<usize>());
}

fn adds(threads: usize) {
    let count = Arc::new(AtomicUsize::new(0));
    crowd(threads, &count, |count, _| _ = count.fetch_add(1, Relaxed));
    assert_eq!(count.load(Relaxed), threads);
}

/// Threads that have nothing to do with each other: four stores each, to an atomic of its own.
fn apart(threads: usize) {
    let own = (0..threads).map(|_| AtomicUsize::new(0)).collect::<Vec<_>>();
    crowd(threads, &Arc::new(own), |own, number| (1..=4).for_each(|value| own[number].store(value, Relaxed)));
}
