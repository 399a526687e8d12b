//! Virtual time follows every synchronisation edge, and a wait may time out whenever it may on `std`.

use crate::{values, values_with};
use interleave::sync::{Barrier, Condvar, Mutex, Once, OnceLock, RwLock, mpsc};
use interleave::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use interleave::{Options, explore, thread};

const TENTH: Duration = Duration::from_millis(100);

fn no_wakeups() -> Options {
    Options::new().spurious_wakeups(0)
}

#[test]
fn an_unparked_thread_is_not_earlier_than_the_unpark() {
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

#[test]
fn a_wait_times_out_before_or_after_a_thread_that_sleeps_while_it_initialises() {
    let program = || {
        let once = OnceLock::new();
        let (lock, changed) = (Mutex::new(0), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                once.get_or_init(|| {
                    thread::sleep(4 * TENTH);
                    1
                });
            });
            scope.spawn(|| {
                let waited = changed.wait_timeout_while(lock.lock().unwrap(), 2 * TENTH, |value| *value == 0);
                drop(waited);
                once.get_or_init(|| 2);
            });
        });
        once.into_inner()
    };
    assert_eq!(values_with(&no_wakeups(), program), ["Some(1)", "Some(2)"]);
}

#[test]
fn a_wait_times_out_before_or_after_a_thread_that_sleeps_before_it_locks() {
    let program = || {
        let (count, lock, changed) = (Mutex::new(0), Mutex::new(0), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                drop(changed.wait_timeout_while(lock.lock().unwrap(), 2 * TENTH, |value| *value == 0));
            });
            let sleeper = scope.spawn(|| {
                thread::sleep(TENTH);
                let seen = *count.lock().unwrap();
                thread::sleep(2 * TENTH);
                seen
            });
            *count.lock().unwrap() += 1;
            sleeper.join().unwrap()
        })
    };
    assert_eq!(values_with(&no_wakeups(), program), ["0", "1"]);
}

#[test]
fn a_dropped_sender_does_not_delay_other_senders() {
    let program = || {
        let (sender, receiver) = mpsc::channel();
        let other = sender.clone();
        let sends = thread::spawn(move || {
            let start = Instant::now();
            let _ = other.send(1);
            start.elapsed() >= TENTH
        });
        thread::sleep(TENTH);
        drop(sender);
        let late = sends.join().unwrap();
        drop(receiver);
        late
    };
    assert_eq!(values_with(&no_wakeups(), program), ["false"]);
}

#[test]
fn a_reader_that_sleeps_does_not_delay_other_readers() {
    let program = || {
        let lock = RwLock::new(0);
        thread::scope(|scope| {
            let reads = scope.spawn(|| {
                let start = Instant::now();
                drop(lock.read().unwrap());
                start.elapsed() >= TENTH
            });
            let shared = lock.read().unwrap();
            thread::sleep(TENTH);
            drop(shared);
            reads.join().unwrap()
        })
    };
    assert_eq!(values_with(&no_wakeups(), program), ["false"]);
}

#[test]
fn system_time_advances_like_instant() {
    let program = || {
        let (start, begun) = (SystemTime::now(), Instant::now());
        thread::sleep(TENTH);
        let other = thread::spawn(SystemTime::now).join().unwrap();
        let later = SystemTime::now() + TENTH;
        [
            start.elapsed().unwrap() == begun.elapsed(),
            other.duration_since(start).unwrap() == TENTH,
            start.duration_since(later).unwrap_err().duration() == 2 * TENTH,
            later.elapsed().is_err(),
            later.checked_sub(TENTH) == Some(other),
            start == UNIX_EPOCH,
        ]
    };
    assert_eq!(values_with(&no_wakeups(), program), ["[true, true, true, true, true, true]"]);
}

#[test]
fn the_first_access_to_a_once_does_not_delay_other_threads() {
    for waits_first in [true, false] {
        let program = || {
            let once = Once::new();
            thread::scope(|scope| {
                let late = || {
                    thread::sleep(Duration::from_micros(1));
                    once.wait_force();
                };
                let early = || {
                    let began = Instant::now();
                    once.call_once(|| ());
                    began.elapsed()
                };
                let early = match waits_first {
                    true => {
                        scope.spawn(late);
                        scope.spawn(early)
                    }
                    false => {
                        let early = scope.spawn(early);
                        scope.spawn(late);
                        early
                    }
                };
                early.join().unwrap()
            })
        };
        assert_eq!(values(program), ["0ns"], "{waits_first}");
    }
}
