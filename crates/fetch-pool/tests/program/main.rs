//! The web server's answers, the results of a fetch, the program's output; and the reference on real threads. These tests
//! do not grade students' code, because on real threads it depends on luck whether a bug shows.

mod faults;
mod fetch;
#[cfg(unix)]
mod files;
mod future;
mod initializer;
#[cfg(unix)]
mod interrupt;
mod lists;
mod map;
mod on_threads;
mod output;
mod points;
mod pool;
mod proxies;
mod reuse;
mod server;
mod shutdown;
mod sockets;
#[cfg(target_os = "linux")]
mod threads;
mod wait;

use std::sync::mpsc::{Sender, channel};

#[test]
fn runs_on_the_standard_primitives() {
    assert_eq!(common::BACKEND, "std");
}

/// A job that returns `value` once the test opens its gate.
fn gated<T: Send + 'static>(value: T) -> (Sender<()>, impl FnOnce() -> T + Send + 'static) {
    let (open, gate) = channel::<()>();
    let job = move || {
        gate.recv().expect("the test opens every gate");
        value
    };
    (open, job)
}
