//! Each wrong program gets the verdict that names its bug, and a counterexample that can be replayed.

mod programs;

use interleave::sync::{Arc, Condvar, Mutex};
use interleave::{Options, Verdict, explore, replay, thread};

#[test]
fn every_wrong_program_gets_its_verdict() {
    for program in programs::all() {
        let outcome = program.explore();
        assert_eq!(outcome.verdict, program.verdict, "{}: {outcome:#?}", program.name);
        // Threads that loop together are held back in some orders of their steps, and the smallest execution may be
        // one of those.
        assert!(outcome.smallest || outcome.verdict == Verdict::Livelock, "{}", program.name);
    }
}

#[test]
fn the_counterexample_can_be_replayed() {
    for program in programs::all() {
        let found = program.explore().counterexample.expect(program.name);
        let again = replay(&found.schedule, &program.options(), program.run).expect(program.name);
        assert_eq!(format!("{found:?}"), format!("{again:?}"), "{}", program.name);
    }
}

#[test]
fn a_notify_that_wakes_the_wrong_thread_is_a_lost_wake_up() {
    let program = |changed: bool| {
        explore(&Options::new().spurious_wakeups(0), move || {
            let shared = Arc::new((Mutex::new(false), Condvar::new()));
            let waiters: Vec<_> = (0..2)
                .map(|_| {
                    let shared = Arc::clone(&shared);
                    thread::spawn(move || {
                        let mut open = shared.0.lock().unwrap();
                        while !*open {
                            open = shared.1.wait(open).unwrap();
                        }
                    })
                })
                .collect();
            *shared.0.lock().unwrap() = changed;
            shared.1.notify_one();
            waiters.into_iter().for_each(|waiter| waiter.join().unwrap());
        })
    };
    assert_eq!(program(true).verdict, Verdict::LostWakeup);
    assert_eq!(program(false).verdict, Verdict::Deadlock, "a wake-up would not have helped");
    let ready = |changed| {
        let threads = program(changed).counterexample.expect("they wait for ever").threads;
        threads.into_iter().filter(|thread| thread.ready == Some(true)).count()
    };
    assert_eq!([ready(true), ready(false)], [1, 0]);
}

#[test]
fn a_worker_that_would_wait_again_later_still_only_lacks_a_notify() {
    let outcome = explore(&Options::new().spurious_wakeups(0), || {
        let shared = Arc::new((Mutex::new((0, false)), Condvar::new(), Condvar::new()));
        let worker = Arc::clone(&shared);
        thread::spawn(move || {
            let (jobs, changed, done) = &*worker;
            loop {
                let mut jobs = changed.wait_while(jobs.lock().unwrap(), |jobs| jobs.0 == 0).unwrap();
                *jobs = (jobs.0 - 1, true);
                done.notify_all();
            }
        });
        let (jobs, _changed, done) = &*shared;
        jobs.lock().unwrap().0 += 1; // and does not notify
        drop(done.wait_while(jobs.lock().unwrap(), |jobs| !jobs.1).unwrap());
    });
    let threads = outcome.counterexample.expect("nobody tells the worker").threads;
    assert_eq!([threads[0].ready, threads[1].ready], [Some(false), Some(true)]);
}
