//! Every primitive behaves like `std`'s, in every interleaving.

use interleave::sync::atomic::{AtomicBool, AtomicI8, AtomicPtr, AtomicU8, AtomicUsize, Ordering::SeqCst};
use interleave::sync::mpsc::{self, RecvTimeoutError, TryRecvError, TrySendError};
use interleave::sync::{Arc, Barrier, Condvar, Mutex, OnceLock, RwLock, TryLockError};
use interleave::time::{Duration, Instant};
use interleave::{Options, Outcome, Verdict, explore, hint, thread};
use std::panic::{AssertUnwindSafe, catch_unwind};

const SECOND: Duration = Duration::from_secs(1);

/// The return values of a program that must not fail.
fn values<T: std::fmt::Debug>(program: impl Fn() -> T) -> Vec<String> {
    let outcome = passed(program);
    outcome.values.into_keys().collect()
}

fn passed<T: std::fmt::Debug>(program: impl Fn() -> T) -> Outcome {
    let outcome = explore(&Options::new(), program);
    assert_eq!(outcome.verdict, Verdict::Passed, "{outcome:#?}");
    assert_eq!(outcome.complete, Ok(()));
    outcome
}

#[test]
fn a_compare_exchange_loop_loses_nothing() {
    let program = || {
        let count = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| count.fetch_update(SeqCst, SeqCst, |n| Some(n + 1)).unwrap());
            }
        });
        count.into_inner()
    };
    assert_eq!(values(program), ["2"]);
}

#[test]
fn integers_wrap_around_as_in_std() {
    let program = || {
        let byte = AtomicI8::new(i8::MAX);
        let flag = AtomicBool::new(true);
        byte.fetch_add(1, SeqCst);
        (byte.load(SeqCst), flag.fetch_nand(true, SeqCst), flag.swap(true, SeqCst), byte.fetch_max(5, SeqCst))
    };
    assert_eq!(values(program), ["(-128, true, false, -128)"]);
}

#[test]
fn a_panic_under_the_lock_poisons_it() {
    let program = || {
        let lock = Arc::new(Mutex::new(1));
        let other = Arc::clone(&lock);
        let thread = thread::spawn(move || {
            let mut value = other.lock().unwrap();
            *value = 2;
            panic!("with the lock");
        });
        let message = *thread.join().unwrap_err().downcast::<&str>().unwrap();
        let value = lock.lock().map_or_else(|poison| *poison.into_inner(), |guard| *guard + 100);
        let poisoned = lock.is_poisoned();
        lock.clear_poison();
        (message, value, poisoned, lock.lock().is_ok())
    };
    assert_eq!(values(program), ["(\"with the lock\", 2, true, true)"]);
}

#[test]
fn a_caught_panic_does_not_change_the_thread() {
    let program = || {
        let lock = Mutex::new(0);
        let caught = catch_unwind(AssertUnwindSafe(|| {
            let _guard = lock.lock().unwrap();
            panic!("caught");
        }));
        assert!(caught.is_err() && lock.lock().is_err() && !thread::panicking());
        let other = Mutex::new(7);
        drop(other.lock().unwrap());
        other.is_poisoned()
    };
    assert_eq!(values(program), ["false"]);
}

#[test]
fn try_lock_sees_the_lock_held() {
    let program = || {
        let lock = Arc::new(Mutex::new(0));
        let other = Arc::clone(&lock);
        let thread = thread::spawn(move || drop(other.lock().unwrap()));
        let held = matches!(lock.try_lock(), Err(TryLockError::WouldBlock));
        thread.join().unwrap();
        held
    };
    assert_eq!(values(program), ["false", "true"]);
}

#[test]
fn readers_share_and_writers_do_not() {
    let program = || {
        let lock = RwLock::new(0);
        let together = Barrier::new(2);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let value = lock.read().unwrap();
                    together.wait(); // both hold it
                    *value
                });
            }
        });
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| *lock.write().unwrap() += 1);
            }
        });
        lock.into_inner().unwrap()
    };
    assert_eq!(values(program), ["2"]);
}

#[test]
fn a_barrier_has_one_leader_a_round() {
    let program = || {
        let barrier = Barrier::new(2);
        let leaders = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    for _ in 0..2 {
                        leaders.fetch_add(usize::from(barrier.wait().is_leader()), SeqCst);
                    }
                });
            }
        });
        leaders.into_inner()
    };
    assert_eq!(values(program), ["2"]);
}

#[test]
fn a_channel_keeps_the_order_of_each_sender_and_ends_with_the_last_sender() {
    let program = || {
        let (sender, receiver) = mpsc::channel();
        for name in ["a", "b"] {
            let sender = sender.clone();
            thread::spawn(move || {
                sender.send(name).unwrap();
                sender.send(name).unwrap();
            });
        }
        drop(sender);
        receiver.into_iter().collect::<String>()
    };
    assert_eq!(values(program).len(), 6); // the ways to mix aa and bb
}

#[test]
fn a_send_without_a_receiver_returns_the_value() {
    let program = || {
        let (sender, receiver) = mpsc::channel();
        let thread = thread::spawn(move || drop(receiver));
        let sent = sender.send(1).map_err(|error| error.0);
        thread.join().unwrap();
        (sent, sender.send(2).is_err())
    };
    assert_eq!(values(program), ["(Err(1), true)", "(Ok(()), true)"]);
}

#[test]
fn a_bounded_channel_waits_for_room() {
    let program = || {
        let (sender, receiver) = mpsc::sync_channel(1);
        let sent = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&sent);
        let thread = thread::spawn(move || {
            for value in 0..3 {
                sender.send(value).unwrap();
                count.fetch_add(1, SeqCst);
            }
        });
        let early = sent.load(SeqCst);
        let received: Vec<_> = receiver.iter().collect();
        thread.join().unwrap();
        assert!(early <= 1);
        received
    };
    assert_eq!(values(program), ["[0, 1, 2]"]);
}

#[test]
fn a_send_to_a_channel_without_a_buffer_waits_for_its_receive() {
    let program = || {
        let (sender, receiver) = mpsc::sync_channel(0);
        let received = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&received);
        let thread = thread::spawn(move || {
            flag.store(true, SeqCst);
            receiver.recv()
        });
        sender.send(5).unwrap();
        let after = received.load(SeqCst);
        (after, thread.join().unwrap(), sender.send(6).is_err())
    };
    assert_eq!(values(program), ["(true, Ok(5), true)"]);
    let program = || {
        let (sender, receiver) = mpsc::sync_channel(0);
        let thread = thread::spawn(move || receiver.recv_timeout(SECOND).is_ok());
        let sent = match sender.try_send(1) {
            Ok(()) => "sent",
            Err(TrySendError::Full(1)) => "nobody there",
            Err(_) => "gone",
        };
        (sent, thread.join().unwrap())
    };
    let all = ["(\"gone\", false)", "(\"nobody there\", false)", "(\"sent\", true)"];
    assert_eq!(values(program), all);
}

#[test]
fn try_recv_tells_empty_from_disconnected() {
    let program = || {
        let (sender, receiver) = mpsc::channel::<u8>();
        let thread = thread::spawn(move || drop(sender));
        let first = receiver.try_recv();
        thread.join().unwrap();
        assert_eq!(receiver.try_recv(), Err(TryRecvError::Disconnected));
        first
    };
    assert_eq!(values(program), ["Err(Disconnected)", "Err(Empty)"]);
}

#[test]
fn a_wait_times_out_if_no_thread_can_run() {
    let program = || {
        let (lock, condvar) = (Mutex::new(()), Condvar::new());
        let start = Instant::now();
        let (_guard, result) = condvar.wait_timeout_while(lock.lock().unwrap(), SECOND, |()| true).unwrap();
        (result.timed_out(), start.elapsed())
    };
    assert_eq!(values(program), ["(true, 1s)"]);
    let program = || {
        let (_sender, receiver) = mpsc::channel::<u8>();
        receiver.recv_timeout(SECOND) == Err(RecvTimeoutError::Timeout)
    };
    assert_eq!(values(program), ["true"]);
}

#[test]
fn a_wait_may_time_out_just_before_it_is_notified() {
    let program = || {
        let shared = Arc::new((Mutex::new(false), Condvar::new()));
        let other = Arc::clone(&shared);
        let thread = thread::spawn(move || {
            let mut ready = other.0.lock().unwrap();
            *ready = true;
            other.1.notify_one();
        });
        let ready = shared.0.lock().unwrap();
        let seen = match *ready {
            true => "ready",
            false => {
                let (ready, result) = shared.1.wait_timeout(ready, SECOND).unwrap();
                match (*ready, result.timed_out()) {
                    (true, true) => "ready, yet timed out",
                    (true, false) => "notified",
                    (false, true) => "timed out",
                    (false, false) => "spurious",
                }
            }
        };
        thread.join().unwrap();
        seen
    };
    let all = ["\"notified\"", "\"ready\"", "\"ready, yet timed out\"", "\"spurious\"", "\"timed out\""];
    assert_eq!(values(program), all);
}

#[test]
fn notify_one_may_wake_any_waiter() {
    let program = || {
        let shared = Arc::new((Mutex::new((0, 0)), Condvar::new()));
        let waiters = [1, 2].map(|_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                let mut state = shared.0.lock().unwrap();
                state.0 += 1;
                let place_in_line = state.0;
                while state.0 < 10 {
                    state = shared.1.wait(state).unwrap();
                }
                state.1 = 10 * state.1 + place_in_line;
                shared.1.notify_one();
            })
        });
        while shared.0.lock().unwrap().0 < 2 {
            hint::spin_loop();
        }
        shared.0.lock().unwrap().0 = 10;
        shared.1.notify_one();
        for waiter in waiters {
            waiter.join().unwrap();
        }
        shared.0.lock().unwrap().1
    };
    let outcome = explore(&Options::new().spurious_wakeups(0), program);
    assert_eq!(outcome.verdict, Verdict::Passed);
    assert_eq!(outcome.values.into_keys().collect::<Vec<_>>(), ["12", "21"]);
}

#[test]
fn a_token_is_kept_for_the_next_park() {
    let program = || {
        let main = thread::current();
        let ready = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&ready);
        thread::spawn(move || {
            flag.store(true, SeqCst);
            main.unpark();
        });
        while !ready.load(SeqCst) {
            thread::park();
        }
        thread::current().unpark();
        thread::park();
        thread::park_timeout(SECOND);
    };
    assert_eq!(values(program), ["()"]);
}

#[test]
fn one_thread_initialises_and_the_others_wait() {
    let program = || {
        let cell = OnceLock::new();
        let made = AtomicUsize::new(0);
        thread::scope(|scope| {
            for me in 1..3 {
                let (cell, made) = (&cell, &made);
                scope.spawn(move || {
                    *cell.get_or_init(|| {
                        made.fetch_add(1, SeqCst);
                        me
                    })
                });
            }
            let _early = cell.get();
        });
        assert_eq!(cell.set(9), Err(9));
        (made.into_inner(), cell.into_inner())
    };
    assert_eq!(values(program), ["(1, Some(1))", "(1, Some(2))"]);
}

#[test]
fn a_scope_waits_for_its_threads_and_passes_on_their_panic() {
    let program = || {
        let mut numbers = vec![1, 2];
        let sum = thread::scope(|scope| {
            let sum = scope.spawn(|| numbers.iter().sum::<i32>());
            sum.join().unwrap()
        });
        numbers.push(sum);
        let panicked = catch_unwind(|| {
            thread::scope(|scope| {
                scope.spawn(|| panic!("nobody joins this"));
            });
        });
        (numbers, panicked.is_err())
    };
    assert_eq!(values(program), ["([1, 2, 3], true)"]);
}

#[test]
fn threads_have_names_and_ids() {
    let program = || {
        let named = thread::Builder::new().name("worker".into());
        let worker = named.spawn(|| thread::current().name().map(str::to_owned)).unwrap();
        assert_ne!(worker.thread().id(), thread::current().id());
        assert_eq!(thread::current().name(), Some("main"));
        worker.join().unwrap()
    };
    assert_eq!(values(program), ["Some(\"worker\")"]);
}

#[test]
fn is_finished_sees_the_end_of_a_thread() {
    let program = || {
        let thread = thread::spawn(|| thread::yield_now());
        let early = thread.is_finished();
        while !thread.is_finished() {
            thread::yield_now();
        }
        thread.join().unwrap();
        early
    };
    assert_eq!(values(program), ["false", "true"]);
}

#[test]
fn sleeping_side_by_side_takes_as_long_as_one() {
    let program = |locked: bool| {
        let lock = Mutex::new(());
        let start = Instant::now();
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let guard = locked.then(|| lock.lock().unwrap());
                    thread::sleep(SECOND);
                    drop(guard);
                });
            }
        });
        start.elapsed()
    };
    assert_eq!(values(|| program(false)), ["1s"]);
    assert_eq!(values(|| program(true)), ["2s"]);
}

#[test]
fn a_spin_loop_ends_when_another_thread_ends_it() {
    for spin in [hint::spin_loop, thread::yield_now, || ()] {
        let program = || {
            let ready = AtomicBool::new(false);
            thread::scope(|scope| {
                scope.spawn(|| ready.store(true, SeqCst));
                scope.spawn(|| ready.load(SeqCst));
                while !ready.load(SeqCst) {
                    spin();
                }
            });
        };
        assert!(passed(program).spins_cut);
    }
}

#[test]
fn an_atomic_pointer_publishes_its_target_and_a_bool_is_inverted() {
    let program = || {
        let (mut one, mut other) = (1, 2);
        let [one, other] = [&raw mut one, &raw mut other];
        let pointer = AtomicPtr::new(one);
        assert_eq!(pointer.swap(other, SeqCst), one);
        assert_eq!(pointer.compare_exchange(one, one, SeqCst, SeqCst), Err(other));
        assert_eq!(pointer.compare_exchange(other, one, SeqCst, SeqCst), Ok(other));
        pointer.store(other, SeqCst);
        assert_eq!((pointer.load(SeqCst), pointer.into_inner()), (other, other));
        let flag = AtomicBool::new(false);
        (flag.fetch_not(SeqCst), flag.fetch_not(SeqCst), flag.into_inner())
    };
    assert_eq!(values(program), ["(false, true, false)"]);
}

#[test]
fn signed_and_narrow_atomics_wrap_and_compare_like_their_types() {
    let program = || {
        let [small, negative] = [AtomicI8::new(127), AtomicI8::new(-3)];
        small.fetch_add(1, SeqCst);
        negative.fetch_max(-2, SeqCst);
        let wide = AtomicU8::new(0);
        wide.fetch_sub(1, SeqCst);
        wide.fetch_nand(0x0f, SeqCst);
        (small.load(SeqCst), negative.fetch_min(-5, SeqCst), negative.into_inner(), wide.load(SeqCst))
    };
    assert_eq!(values(program), ["(-128, -2, -5, 240)"]);
}
