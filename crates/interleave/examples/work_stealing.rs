//! A work-stealing deque: its owner pushes and takes at the bottom, and thieves steal at the top (Chase & Lev,
//! *Dynamic Circular Work-Stealing Deque*, SPAA 2005). The orderings are those proved correct by Lê, Pop, Cohen &
//! Zappa Nardelli (*Correct and Efficient Work-Stealing for Weak Memory Models*, PPoPP 2013). The buffer does not
//! grow here.
//!
//! The bug: `take` has no fence between its store to `bottom` and its load of `top`. The owner may then read an old
//! `top`, and so take without an exchange an item that a thief has already stolen.

mod shown;

use interleave::sync::atomic::{AtomicIsize, AtomicU32, Ordering::*, fence};
use interleave::{Options, Outcome, explore, thread};

const SIZE: isize = 2;

/// The items are those from `top` up to, but not including, `bottom`.
struct Deque {
    top: AtomicIsize,
    bottom: AtomicIsize,
    buffer: [AtomicU32; SIZE as usize],
    take_has_fence: bool,
}

impl Deque {
    fn new(take_has_fence: bool) -> Self {
        let buffer = [AtomicU32::new(0), AtomicU32::new(0)];
        Deque { top: AtomicIsize::new(0), bottom: AtomicIsize::new(0), buffer, take_has_fence }
    }

    fn slot(&self, index: isize) -> &AtomicU32 {
        &self.buffer[(index % SIZE) as usize]
    }

    /// Only the owner may call this.
    fn push(&self, item: u32) {
        let bottom = self.bottom.load(Relaxed);
        let top = self.top.load(Acquire);
        assert!(bottom - top < SIZE, "the buffer is full");
        self.slot(bottom).store(item, Relaxed);
        fence(Release);
        self.bottom.store(bottom + 1, Relaxed);
    }

    /// Takes the newest item. Only the owner may call this.
    fn take(&self) -> Option<u32> {
        let bottom = self.bottom.load(Relaxed) - 1;
        self.bottom.store(bottom, Relaxed);
        if self.take_has_fence {
            fence(SeqCst);
        }
        let top = self.top.load(Relaxed);
        if top > bottom {
            self.bottom.store(bottom + 1, Relaxed);
            return None;
        }
        let item = self.slot(bottom).load(Relaxed);
        if top < bottom {
            return Some(item);
        }
        // The last item: a thief may want it too.
        let won = self.top.compare_exchange(top, top + 1, SeqCst, Relaxed).is_ok();
        self.bottom.store(bottom + 1, Relaxed);
        won.then_some(item)
    }

    /// Steals the oldest item; any thread may call this. `None` if the deque is empty or another thread was faster.
    fn steal(&self) -> Option<u32> {
        let top = self.top.load(Acquire);
        fence(SeqCst);
        let bottom = self.bottom.load(Acquire);
        if top >= bottom {
            return None;
        }
        let item = self.slot(top).load(Relaxed);
        self.top.compare_exchange(top, top + 1, SeqCst, Relaxed).ok()?;
        Some(item)
    }
}

/// A thief tries twice while the owner takes once; then the owner takes what is left. Each of the two items is taken
/// once.
fn explored(take_has_fence: bool) -> Outcome {
    explore(&Options::new().expect(vec![1, 2]), || {
        let deque = Deque::new(take_has_fence);
        deque.push(1);
        deque.push(2);
        let (stolen, taken) = thread::scope(|scope| {
            let thief = scope.spawn(|| [deque.steal(), deque.steal()]);
            let taken = deque.take();
            (thief.join().unwrap(), taken)
        });
        let left = [deque.take(), deque.take()];
        let mut items: Vec<u32> = stolen.into_iter().chain([taken]).chain(left).flatten().collect();
        items.sort_unstable();
        items
    })
}

/// `take` has its fence.
pub fn right() -> Outcome {
    explored(true)
}

/// `take` has no fence.
pub fn wrong() -> Outcome {
    explored(false)
}

fn main() {
    shown::print(&[("take has its fence", right()), ("take has no fence", wrong())]);
}
