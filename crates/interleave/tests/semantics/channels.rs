//! The order in which values arrive.

use crate::{all, values};
use interleave::sync::mpsc;
use interleave::{Options, Verdict, thread};

/// The values of two senders, in the order in which they were received.
fn received() -> Vec<i32> {
    let (sender, receiver) = mpsc::channel();
    let other = sender.clone();
    let mut got = Vec::new();
    thread::scope(|scope| {
        scope.spawn(move || sender.send(1).unwrap());
        scope.spawn(move || other.send(2).unwrap());
        scope.spawn(|| got.extend(receiver));
    });
    got
}

#[test]
fn values_of_two_senders_arrive_in_either_order() {
    assert_eq!(values(received), ["[1, 2]", "[2, 1]"]);
    let outcome = all(&Options::new().expect(true), || received() == [1, 2]);
    assert_eq!(outcome.verdict, Verdict::RaceCondition);
}
