//! A channel with room for one item: a monitor with a condition variable for each condition that a thread may wait
//! for (Hoare, *Monitors: An Operating System Structuring Concept*, CACM 1974).
//!
//! The bug: `if` instead of `while`. A notified thread does not run at once (Lampson & Redell, *Experience with
//! Processes and Monitors in Mesa*, CACM 1980). When it runs, its condition may no longer hold, so it must check
//! again.

mod shown;

use interleave::sync::{Condvar, Mutex, MutexGuard};
use interleave::{Options, Outcome, explore, thread};

struct Channel {
    slot: Mutex<Option<u32>>,
    /// Receivers wait here; a sender that has filled the slot notifies one.
    not_empty: Condvar,
    /// Senders wait here; a receiver that has emptied the slot notifies one.
    not_full: Condvar,
    looks_again: bool,
}

type Slot<'a> = MutexGuard<'a, Option<u32>>;

impl Channel {
    fn new(looks_again: bool) -> Self {
        Channel { slot: Mutex::new(None), not_empty: Condvar::new(), not_full: Condvar::new(), looks_again }
    }

    fn send(&self, item: u32) {
        let slot = self.slot.lock().unwrap();
        let mut slot = self.wait(&self.not_full, slot, |slot| slot.is_some());
        assert_eq!(slot.replace(item), None, "overwrote an item");
        self.not_empty.notify_one();
    }

    fn receive(&self) -> u32 {
        let slot = self.slot.lock().unwrap();
        let mut slot = self.wait(&self.not_empty, slot, |slot| slot.is_none());
        let item = slot.take().expect("an item");
        self.not_full.notify_one();
        item
    }

    /// Waits on `condvar` while `must_wait` returns true.
    fn wait<'a>(&self, condvar: &Condvar, mut slot: Slot<'a>, must_wait: fn(&Slot<'a>) -> bool) -> Slot<'a> {
        if self.looks_again {
            while must_wait(&slot) {
                slot = condvar.wait(slot).unwrap();
            }
        } else if must_wait(&slot) {
            slot = condvar.wait(slot).unwrap();
        }
        slot
    }
}

/// Two items from one sender to two receivers. Spurious wake-ups are off: the bug does not need one.
fn explored(looks_again: bool) -> Outcome {
    explore(&Options::new().spurious_wakeups(0).expect(3), || {
        let channel = Channel::new(looks_again);
        thread::scope(|scope| {
            let receivers = [scope.spawn(|| channel.receive()), scope.spawn(|| channel.receive())];
            channel.send(1);
            channel.send(2);
            receivers.into_iter().map(|receiver| receiver.join().unwrap()).sum::<u32>()
        })
    })
}

/// A thread that was woken checks its condition again.
pub fn right() -> Outcome {
    explored(true)
}

/// It does not check again.
pub fn wrong() -> Outcome {
    explored(false)
}

fn main() {
    shown::print(&[("waits in a while", right()), ("waits in an if", wrong())]);
}
