//! A bounded loop is explored to its end, a spin loop that another thread ends is not a failure, and one that nothing
//! ends is a livelock.

use crate::{all, values};
use interleave::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use interleave::sync::{Arc, Condvar, Mutex, mpsc};
use interleave::{Options, Search, Verdict, explore, hint, thread};
use std::cell::Cell;
use std::collections::VecDeque;

#[test]
fn a_loop_that_gives_up_on_try_lock_loses_its_increment_in_some_interleaving() {
    for tries in 1..=4 {
        let program = || {
            let count = Mutex::new(0);
            let increment = || {
                for _ in 0..tries {
                    if let Ok(mut count) = count.try_lock() {
                        *count += 1;
                        return;
                    }
                    thread::yield_now();
                }
            };
            thread::scope(|scope| {
                scope.spawn(increment);
                scope.spawn(increment);
            });
            *count.lock().unwrap()
        };
        assert_eq!(values(program), ["1", "2"], "{tries} tries");
        let outcome = all(&Options::new().expect(2), program);
        assert_eq!(outcome.verdict, Verdict::RaceCondition, "{tries} tries: {outcome:#?}");
    }
}

#[test]
fn a_loop_that_gives_up_is_seen_giving_up_in_any_spawn_order() {
    for looks_first in [false, true] {
        let program = || {
            let flag = AtomicBool::new(false);
            let looks = || {
                (0..5).any(|_| {
                    let seen = flag.load(SeqCst);
                    thread::yield_now();
                    seen
                })
            };
            thread::scope(|scope| {
                let first = looks_first.then(|| scope.spawn(looks));
                scope.spawn(|| flag.store(true, SeqCst));
                first.unwrap_or_else(|| scope.spawn(looks)).join().unwrap()
            })
        };
        assert_eq!(values(program), ["false", "true"], "looks first: {looks_first}");
    }
}

#[test]
fn a_loop_of_40_reads_without_a_pause_may_see_no_change() {
    let program = || {
        let flag = AtomicUsize::new(0);
        thread::scope(|scope| {
            scope.spawn(|| flag.store(1, SeqCst));
            scope.spawn(|| (0..40).filter(|_| flag.load(SeqCst) == 1).count()).join().unwrap() == 0
        })
    };
    assert_eq!(values(program), ["false", "true"]);
}

#[test]
fn a_loop_of_100_or_300_rounds_ends_and_is_not_a_livelock() {
    for (rounds, pause) in [(100, thread::yield_now as fn()), (300, || ()), (300, hint::spin_loop)] {
        let program = || {
            let flag = AtomicBool::new(false);
            (0..rounds).any(|_| {
                let seen = flag.load(SeqCst);
                pause();
                seen
            })
        };
        assert_eq!(values(program), ["false"], "{rounds} rounds");
    }
}

#[test]
fn threads_that_hold_a_lock_each_and_try_the_other_s_are_a_livelock() {
    let outcome = explore(&Options::new(), || {
        let locks = [Mutex::new(0), Mutex::new(0)];
        let holding = |mine: usize| {
            let _mine = locks[mine].lock().unwrap();
            while locks[1 - mine].try_lock().is_err() {}
        };
        thread::scope(|scope| {
            scope.spawn(|| holding(0));
            scope.spawn(|| holding(1));
        });
    });
    assert_eq!(outcome.verdict, Verdict::Livelock, "{outcome:#?}");
}

#[test]
fn a_spin_loop_over_a_mutex_without_debug_passes() {
    struct Flag(bool);
    let outcome = all(&Options::new(), || {
        let flag = Mutex::new(Flag(false));
        thread::scope(|scope| {
            scope.spawn(|| flag.lock().unwrap().0 = true);
            while !flag.lock().unwrap().0 {
                thread::yield_now();
            }
        });
    });
    assert_eq!(outcome.verdict, Verdict::Passed, "{outcome:#?}");
}

#[test]
fn a_spin_loop_that_counts_its_rounds_passes() {
    let outcome = all(&Options::new(), || {
        let (flag, rounds) = (AtomicBool::new(false), AtomicUsize::new(0));
        thread::scope(|scope| {
            scope.spawn(|| flag.store(true, SeqCst));
            while !flag.load(SeqCst) {
                rounds.fetch_add(1, SeqCst);
                thread::yield_now();
            }
        });
    });
    assert_eq!(outcome.verdict, Verdict::Passed, "{outcome:#?}");
}

/// A worker that finds no job polls again, for ever, while the main thread waits for something that never comes.
#[test]
fn a_worker_that_polls_for_jobs_while_no_other_thread_can_run_is_a_livelock() {
    let outcome = explore(&Options::new(), || {
        let jobs = Arc::new((Mutex::new(VecDeque::new()), Mutex::new(None), Condvar::new()));
        let worker = Arc::clone(&jobs);
        thread::spawn(move || {
            loop {
                let mut list = worker.0.lock().unwrap();
                if let Some(job) = list.pop_front() {
                    drop(list);
                    *worker.1.lock().unwrap() = Some(job);
                    worker.2.notify_all();
                    continue;
                }
                drop(list);
                thread::yield_now();
            }
        });
        jobs.0.lock().unwrap().push_back(1);
        let result = jobs.1.lock().unwrap();
        drop(jobs.2.wait_while(result, |result| result.is_none()).unwrap());
        let (_sender, nothing) = mpsc::channel::<()>();
        let _ = nothing.recv();
    });
    assert_eq!(outcome.verdict, Verdict::Livelock, "{outcome:#?}");
    assert!(outcome.executions < 1_000, "{}", outcome.executions);
}

/// How long the child loops depends on what the parent observed, so a verdict on one loop must not be reused for the
/// other.
#[test]
fn a_loop_may_end_depending_on_what_the_parent_observed() {
    for (endless, found) in [(0, 1), (1, 0)] {
        let program = || {
            let (ready, flag) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
            let writer = {
                let ready = Arc::clone(&ready);
                thread::spawn(move || ready.store(1, SeqCst))
            };
            let gives_up = ready.load(SeqCst) == found;
            let looks = Arc::clone(&flag);
            let looker = thread::spawn(move || {
                let mut looked = 0;
                while !looks.load(SeqCst) {
                    looked += 1;
                    if gives_up && looked == 3 {
                        return "gave up";
                    }
                }
                "set"
            });
            flag.store(true, SeqCst);
            writer.join().unwrap();
            looker.join().unwrap()
        };
        assert_eq!(values(program), [r#""gave up""#, r#""set""#], "endless if {endless} was found");
    }
}

#[test]
fn a_loop_of_60_rounds_is_explored_although_the_same_loop_may_be_endless() {
    let program = || {
        let (mode, flag) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        let (own_mode, own_flag) = (Arc::clone(&mode), Arc::clone(&flag));
        let looker = thread::spawn(move || {
            let limit = if own_mode.load(SeqCst) == 0 { usize::MAX } else { 60 };
            let mut looked = 0;
            while !own_flag.load(SeqCst) {
                looked += 1;
                if looked == limit {
                    return "gave up";
                }
            }
            "set"
        });
        mode.store(1, SeqCst);
        flag.store(true, SeqCst);
        looker.join().unwrap()
    };
    assert_eq!(values(program), [r#""gave up""#, r#""set""#]);
}

#[test]
fn a_change_through_a_shared_reference_in_a_lock_ends_a_spin() {
    let program = || {
        let done = Arc::new(Mutex::new(Cell::new(false)));
        let other = Arc::clone(&done);
        thread::spawn(move || other.lock().unwrap().set(true));
        while !done.lock().unwrap().get() {}
    };
    assert_eq!(values(program), ["()"]);
}

#[test]
fn a_loop_of_70_rounds_is_explored_although_the_same_loop_is_endless_after_other_observations() {
    let program = || {
        let (mode, flag) = (AtomicUsize::new(0), AtomicBool::new(false));
        thread::scope(|scope| {
            scope.spawn(|| (1..=30).for_each(|now| mode.store(now, SeqCst)));
            scope.spawn(|| flag.store(true, SeqCst));
            let looker = scope.spawn(|| {
                let limit = if mode.load(SeqCst) == 1 { 70 } else { usize::MAX };
                let mut looked = 0;
                while !flag.load(SeqCst) {
                    looked += 1;
                    if looked == limit {
                        return "gave up";
                    }
                }
                "set"
            });
            looker.join().unwrap()
        })
    };
    // The full search would take hours.
    let outcome = all(&Options::new(), program);
    assert_eq!(outcome.values.into_keys().collect::<Vec<_>>(), [r#""gave up""#, r#""set""#]);
}

#[test]
fn a_thread_that_alternates_between_two_rounds_is_held_back_like_one_that_repeats_one() {
    let program = || {
        let (light, stop) = (AtomicBool::new(false), AtomicBool::new(false));
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut now = false;
                while !stop.load(SeqCst) {
                    now = !now;
                    light.store(now, SeqCst);
                }
            });
            while !light.load(SeqCst) {}
            stop.store(true, SeqCst);
        });
    };
    assert_eq!(values(program), ["()"]);
}

#[test]
fn a_spin_lock_with_backoff_passes() {
    let program = || {
        let (held, count) = (AtomicBool::new(false), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let mut pause = 1;
                    while held.swap(true, SeqCst) {
                        (0..pause).for_each(|_| hint::spin_loop());
                        pause = (2 * pause).min(4);
                    }
                    count.store(count.load(SeqCst) + 1, SeqCst);
                    held.store(false, SeqCst);
                });
            }
        });
        count.load(SeqCst)
    };
    let outcome = all(&Options::new().expect(2), program);
    assert_eq!(outcome.verdict, Verdict::Passed, "{outcome:#?}");
}

#[test]
fn a_loop_over_two_atomics_ends_in_every_order_of_spawning() {
    let look = |atomic: &AtomicUsize| atomic.load(SeqCst); // on one line: the loop contains one step twice
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let program = || {
            let [one, other] = [AtomicUsize::new(0), AtomicUsize::new(0)];
            let waits = || {
                while look(&other) == 0 && look(&one) == 0 {
                    thread::yield_now();
                }
            };
            let clears = || {
                one.fetch_and(2, SeqCst);
            };
            let sets = || {
                other.fetch_add(1, SeqCst);
                one.fetch_max(1, SeqCst);
            };
            thread::scope(|scope| {
                let threads: [&(dyn Fn() + Sync); 3] = [&waits, &clears, &sets];
                for which in order {
                    scope.spawn(threads[which]);
                }
            });
        };
        for search in [Search::Optimal, Search::Full] {
            let outcome = explore(&Options::new().search(search).max_executions(1_000), program);
            assert_eq!((outcome.verdict, outcome.complete), (Verdict::Passed, Ok(())), "{order:?}");
        }
    }
}
