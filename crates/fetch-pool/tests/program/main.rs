//! What the web server answers, what a fetch gives, what the program prints; and the reference on real threads. No
//! student's code is judged by these: on real threads a mistake shows or hides by luck.

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

/// A job that gives `value` once the test opens its gate.
fn gated<T: Send + 'static>(value: T) -> (Sender<()>, impl FnOnce() -> T + Send + 'static) {
    let (open, gate) = channel::<()>();
    let job = move || {
        gate.recv().expect("the test opens every gate");
        value
    };
    (open, job)
}
