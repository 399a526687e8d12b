//! A lock-free stack (Treiber, *Systems Programming: Coping with Parallelism*, IBM RJ 5118, 1986).
//!
//! The nodes are slots of an array, and each is used once. So a node cannot come back while another thread still
//! looks at it (the ABA problem), and none has to be freed. A stack that reuses nodes needs hazard pointers or epochs
//! for that.
//!
//! The bug: a node is published with `Relaxed`. A thread that pops it may read the slot before it was filled.

#![allow(unsafe_code)]

mod shown;

use interleave::cell::UnsafeCell;
use interleave::sync::atomic::{AtomicUsize, Ordering, Ordering::*};
use interleave::{Options, Outcome, explore, thread};

/// A position is an index plus 1; 0 means none.
#[derive(Default)]
struct Node {
    value: UnsafeCell<u32>,
    below: UnsafeCell<usize>,
}

struct Stack {
    head: AtomicUsize,
    used: AtomicUsize,
    nodes: [Node; 2],
    publish: Ordering,
}

// SAFETY: a node is written only by the thread that `push` gave it to, and read by others only after it was
// published. With `Relaxed` this does not hold, and the explorer reports it.
unsafe impl Sync for Stack {}

impl Stack {
    fn new(publish: Ordering) -> Self {
        Stack { head: AtomicUsize::new(0), used: AtomicUsize::new(0), nodes: Default::default(), publish }
    }

    fn push(&self, value: u32) {
        let place = self.used.fetch_add(1, Relaxed) + 1;
        let node = &self.nodes[place - 1];
        // SAFETY: no other thread has this position yet.
        node.value.with_mut(|slot| unsafe { *slot = value });
        let mut head = self.head.load(Relaxed);
        loop {
            // SAFETY: as above.
            node.below.with_mut(|below| unsafe { *below = head });
            match self.head.compare_exchange(head, place, self.publish, Relaxed) {
                Ok(_) => return,
                Err(newer) => head = newer,
            }
        }
    }

    fn pop(&self) -> Option<u32> {
        // The exchange of another popping thread continues the release sequence of the push before it.
        let mut head = self.head.load(Acquire);
        loop {
            let node = &self.nodes[head.checked_sub(1)?];
            // SAFETY: published, and never written again.
            let below = node.below.with(|below| unsafe { *below });
            match self.head.compare_exchange(head, below, Relaxed, Acquire) {
                // SAFETY: as above.
                Ok(_) => return Some(node.value.with(|slot| unsafe { *slot })),
                Err(newer) => head = newer,
            }
        }
    }
}

/// Two threads push while the main thread pops. Whatever it finds, the sum of all is 3.
fn sum(publish: Ordering) -> u32 {
    let stack = Stack::new(publish);
    let early = thread::scope(|scope| {
        scope.spawn(|| stack.push(1));
        scope.spawn(|| stack.push(2));
        stack.pop().unwrap_or(0)
    });
    early + std::iter::from_fn(|| stack.pop()).sum::<u32>()
}

/// A node is published with `Release`.
pub fn right() -> Outcome {
    explore(&Options::new().expect(3), || sum(Release))
}

/// A node is published with `Relaxed`.
pub fn wrong() -> Outcome {
    explore(&Options::new().expect(3), || sum(Relaxed))
}

fn main() {
    shown::print(&[("published with Release", right()), ("published with Relaxed", wrong())]);
}
