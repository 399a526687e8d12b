//! Without a lock, or with one that comes too late: a value that came back, a slot that was read too late, and a check
//! that was not repeated.

use interleave::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use interleave::sync::{Arc, Mutex};
use interleave::thread;

/// A stack of the blocks 0 and 1, by index + 1.
struct Stack {
    head: AtomicUsize,
    next: [AtomicUsize; 2],
}

impl Stack {
    fn pop(&self) -> Option<usize> {
        loop {
            let head = self.head.load(SeqCst);
            let node = head.checked_sub(1)?;
            let next = self.next[node].load(SeqCst);
            if self.head.compare_exchange(head, next, SeqCst, SeqCst).is_ok() {
                return Some(node);
            }
        }
    }

    fn push(&self, node: usize) {
        loop {
            let head = self.head.load(SeqCst);
            self.next[node].store(head, SeqCst);
            if self.head.compare_exchange(head, node + 1, SeqCst, SeqCst).is_ok() {
                return;
            }
        }
    }
}

/// The head is the same again, but what is below it has changed.
pub fn aba() -> usize {
    let next = [AtomicUsize::new(0), AtomicUsize::new(1)];
    let stack = Arc::new(Stack { head: AtomicUsize::new(2), next });
    let other = Arc::clone(&stack);
    let other = thread::spawn(move || other.pop());
    let (first, second) = (stack.pop(), stack.pop());
    if let Some(first) = first {
        stack.push(first);
    }
    let mut owned: Vec<usize> = other.join().unwrap().into_iter().chain(second).collect();
    for _ in 0..3 {
        owned.extend(stack.pop());
    }
    owned.len()
}

struct Module {
    ready: AtomicBool,
    lock: Mutex<()>,
    inits: AtomicUsize,
}

impl Module {
    fn get(&self) {
        if self.ready.load(SeqCst) {
            return;
        }
        let _guard = self.lock.lock().unwrap();
        self.inits.fetch_add(1, SeqCst);
        self.ready.store(true, SeqCst);
    }
}

/// Double-checked locking without the second check.
pub fn initialised_twice() -> usize {
    let module =
        Arc::new(Module { ready: AtomicBool::new(false), lock: Mutex::new(()), inits: AtomicUsize::new(0) });
    let other = Arc::clone(&module);
    let other = thread::spawn(move || other.get());
    module.get();
    other.join().unwrap();
    module.inits.load(SeqCst)
}

struct Deque {
    top: AtomicUsize,
    bottom: AtomicUsize,
    slots: [AtomicUsize; 1],
}

impl Deque {
    fn push(&self, item: usize) -> bool {
        let bottom = self.bottom.load(SeqCst);
        if bottom - self.top.load(SeqCst) >= self.slots.len() {
            return false;
        }
        self.slots[bottom % self.slots.len()].store(item, SeqCst);
        self.bottom.store(bottom + 1, SeqCst);
        true
    }

    fn steal(&self) -> Option<usize> {
        let top = self.top.load(SeqCst);
        if top >= self.bottom.load(SeqCst) {
            return None;
        }
        let slot = &self.slots[top % self.slots.len()];
        self.top.compare_exchange(top, top + 1, SeqCst, SeqCst).ok()?;
        Some(slot.load(SeqCst))
    }
}

/// The thief frees the slot before it reads it.
pub fn read_after_the_exchange() -> usize {
    let deque =
        Arc::new(Deque { top: AtomicUsize::new(0), bottom: AtomicUsize::new(0), slots: [AtomicUsize::new(0)] });
    deque.push(1);
    let thief = Arc::clone(&deque);
    let thief = thread::spawn(move || thief.steal());
    deque.push(2);
    thief.join().unwrap().unwrap_or(1)
}

/// A bit that says whether the room is taken, checked and set in two steps.
pub fn permit_bit() -> usize {
    let taken = Arc::new(AtomicUsize::new(0));
    let inside = Arc::new(AtomicUsize::new(0));
    let threads: Vec<_> = (0..2)
        .map(|_| {
            let (taken, inside) = (Arc::clone(&taken), Arc::clone(&inside));
            thread::spawn(move || {
                if taken.load(SeqCst) == 0 {
                    taken.store(1, SeqCst);
                    inside.fetch_add(1, SeqCst);
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    inside.load(SeqCst)
}

/// The main thread looks before the other thread exists, and sells after it.
pub fn looked_before_the_other_began() -> usize {
    let tickets = Arc::new(AtomicUsize::new(1));
    let sold = Arc::new(AtomicUsize::new(0));
    let left = tickets.load(SeqCst);
    let (others, others_sold) = (Arc::clone(&tickets), Arc::clone(&sold));
    let other = thread::spawn(move || {
        if others.load(SeqCst) > 0 {
            others_sold.fetch_add(1, SeqCst);
            others.store(0, SeqCst);
        }
    });
    if left > 0 {
        sold.fetch_add(1, SeqCst);
        tickets.store(0, SeqCst);
    }
    other.join().unwrap();
    sold.load(SeqCst)
}

/// There is a join, but it comes after the look.
pub fn joined_after_the_look() -> usize {
    let done = Arc::new(AtomicUsize::new(0));
    let worker = Arc::clone(&done);
    let worker = thread::spawn(move || worker.store(1, SeqCst));
    let seen = done.load(SeqCst);
    worker.join().unwrap();
    seen
}

/// Two threads never touch what the main thread looks at, and one of them is not joined; the third is joined.
pub fn another_is_not_joined() -> usize {
    let done = Arc::new(AtomicUsize::new(0));
    let other = Arc::new(AtomicUsize::new(0));
    let idle = Arc::clone(&other);
    thread::spawn(move || idle.store(1, SeqCst));
    let worker = Arc::clone(&done);
    let worker = thread::spawn(move || {
        let seen = worker.load(SeqCst);
        worker.store(seen + 2, SeqCst);
    });
    worker.join().unwrap();
    other.load(SeqCst);
    done.load(SeqCst)
}
