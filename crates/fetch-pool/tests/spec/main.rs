//! What the pool must achieve; the names say it. Nothing here sleeps: a job that must take its time waits for a
//! message from the test.

mod as_completed;
mod map;
mod pool;

use std::sync::mpsc::{Sender, channel};

#[test]
fn runs_on_the_standard_primitives() {
    assert_eq!(common::BACKEND, "std");
}

/// A job that gives `value` once the test opens its gate.
fn gated<T: Send + 'static>(value: T) -> (Sender<()>, impl FnOnce() -> T + Send + 'static) {
    let (open, gate) = channel::<()>();
    let job = move || {
        gate.recv().expect("the test opens every gate");
        value
    };
    (open, job)
}
