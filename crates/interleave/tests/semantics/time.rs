//! Virtual time flows along every synchronisation edge, and a wait may time out whenever it may on `std`.

use crate::values_with;
use interleave::sync::{Barrier, RwLock, mpsc};
use interleave::time::{Duration, Instant};
use interleave::{Options, explore, thread};

const TENTH: Duration = Duration::from_millis(100);

fn no_wakeups() -> Options {
    Options::new().spurious_wakeups(0)
}

#[test]
fn a_thread_that_is_unparked_is_not_earlier_than_who_unparked_it() {
    let program = || {
        let (main, start) = (thread::current(), Instant::now());
        thread::spawn(move || {
            thread::sleep(TENTH);
            main.unpark();
        });
        thread::park();
        start.elapsed() >= TENTH
    };
    assert_eq!(values_with(&no_wakeups(), program), ["true"]);
}

#[test]
fn a_writer_waits_as_long_as_a_reader_sleeps() {
    let program = || {
        let (lock, ready) = (RwLock::new(0), Barrier::new(2));
        thread::scope(|scope| {
            scope.spawn(|| {
                let _read = lock.read().unwrap();
                ready.wait();
                thread::sleep(TENTH);
            });
            let start = Instant::now();
            ready.wait();
            let _write = lock.write().unwrap();
            start.elapsed() >= TENTH
        })
    };
    assert_eq!(values_with(&no_wakeups(), program), ["true"]);
}

#[test]
fn a_join_takes_as_long_as_the_thread_sleeps() {
    let program = || {
        let start = Instant::now();
        thread::spawn(|| thread::sleep(TENTH)).join().unwrap();
        start.elapsed() >= TENTH
    };
    assert_eq!(values_with(&no_wakeups(), program), ["true"]);
}

#[test]
fn two_waits_may_both_time_out_before_a_slow_sender() {
    let outcome = explore(&Options::new(), || {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            thread::sleep(Duration::from_secs(10));
            let _ = sender.send(1);
        });
        let receive = || receiver.recv_timeout(Duration::from_millis(1)).is_ok();
        (receive(), receive())
    });
    assert_eq!(outcome.complete, Ok(()));
    assert!(outcome.values.contains_key("(false, false)"), "{outcome:#?}");
}
