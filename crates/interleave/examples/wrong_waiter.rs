//! A program with types of its own: a channel with room for one item and a single condition variable for both conditions.
//! A receiver's notify is meant for the sender, but it can wake the other receiver, which waits again.
//!
//! `cargo run -p interleave --example wrong_waiter` prints the table in `tests/snapshots/wrong-waiter.snap`.

use interleave::report::{Style, table};
use interleave::sync::{Condvar, Mutex};
use interleave::{Options, Outcome, explore, thread};

struct Channel {
    slot: Mutex<Option<u32>>,
    changed: Condvar, // the bug: `not_full` and `not_empty` in one
}

impl Channel {
    fn send(&self, item: u32) {
        let mut slot = self.slot.lock().unwrap();
        while slot.is_some() {
            slot = self.changed.wait(slot).unwrap();
        }
        *slot = Some(item);
        self.changed.notify_one();
    }

    fn receive(&self) -> u32 {
        let mut slot = self.slot.lock().unwrap();
        while slot.is_none() {
            slot = self.changed.wait(slot).unwrap();
        }
        let item = slot.take().unwrap();
        self.changed.notify_one();
        item
    }
}

/// Explores one sender of two items and two receivers of one each.
pub fn two_receivers() -> Outcome {
    explore(&Options::new().expect(15), || {
        let channel = Channel { slot: Mutex::new(None), changed: Condvar::new() };
        thread::scope(|scope| {
            scope.spawn(|| {
                channel.send(7);
                channel.send(8);
            });
            let receivers = [scope.spawn(|| channel.receive()), scope.spawn(|| channel.receive())];
            receivers.into_iter().map(|receiver| receiver.join().unwrap()).sum::<u32>()
        })
    })
}

fn main() {
    let outcome = two_receivers();
    println!("Verdict: {} ({})", outcome.verdict, outcome.bounds());
    println!("{} executions, {} of them failed", outcome.executions, outcome.failures.total());
    if let Some(record) = &outcome.counterexample {
        println!("\n{}", table(record, &Style::default()));
    }
}
