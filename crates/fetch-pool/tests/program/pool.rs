//! `submit`, `result`, and what dropping the pool means.

use crate::gated;
use fetch_pool::ThreadPool;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier};

#[test]
fn submit_returns_before_the_job_is_done() {
    let pool = ThreadPool::new(1);
    let (open, job) = gated(7);
    let future = pool.submit(job);
    assert!(!future.is_done());
    open.send(()).unwrap();
    assert_eq!(future.result().unwrap(), 7);
}

#[test]
fn result_returns_the_value_long_after_the_job_is_done() {
    let pool = ThreadPool::new(1);
    let future = pool.submit(|| "page");
    drop(pool); // every job is done now
    assert!(future.is_done());
    assert_eq!(future.result().unwrap(), "page");
}

#[test]
fn result_gives_the_error_of_a_job_that_failed() {
    let pool = ThreadPool::new(1);
    let future = pool.submit(|| "12x".parse::<u32>());
    assert!(future.result().unwrap().is_err());
}

#[test]
fn result_gives_the_message_of_a_job_that_panicked() {
    let pool = ThreadPool::new(1);
    let plain = pool.submit(|| panic!("no such page")).result().map(|(): ()| ());
    assert_eq!(plain.unwrap_err().to_string(), "the job panicked: no such page");
    let code = 404;
    let formatted = pool.submit(move || panic!("status {code}")).result().map(|(): ()| ());
    assert_eq!(formatted.unwrap_err().to_string(), "the job panicked: status 404");
}

#[test]
fn a_worker_survives_a_panicking_job() {
    let pool = ThreadPool::new(2);
    for _ in 0..10 {
        assert!(pool.submit(|| panic!("lost")).result().map(|(): ()| ()).is_err());
    }
    meet(&pool, 2);
}

#[test]
fn a_worker_survives_a_result_that_panics_when_dropped() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("dropped");
        }
    }
    let pool = ThreadPool::new(1);
    let (open, job) = gated(Bomb);
    drop(pool.submit(job)); // its result is not taken
    open.send(()).unwrap();
    assert_eq!(pool.submit(|| 1).result().unwrap(), 1);
}

#[test]
fn as_many_jobs_run_at_once_as_there_are_workers() {
    meet(&ThreadPool::new(5), 5);
}

#[test]
fn an_idle_worker_is_used_before_a_thread_is_started() {
    let pool = ThreadPool::new(5);
    for _ in 0..100 {
        let name = pool.submit(|| std::thread::current().name().map(str::to_string)).result().unwrap();
        assert_eq!(name.as_deref(), Some("worker 0"));
    }
}

#[test]
fn a_thread_is_started_for_a_job_that_no_idle_worker_can_take() {
    let pool = ThreadPool::new(2);
    let (open, job) = gated(());
    let first = pool.submit(job);
    let name = pool.submit(|| std::thread::current().name().map(str::to_string)).result().unwrap();
    assert!(name.is_some(), "it ran while the other did");
    open.send(()).unwrap();
    first.result().unwrap();
}

#[test]
fn a_pool_that_is_saturated_starts_no_more_threads() {
    let pool = ThreadPool::new(4);
    let (gates, jobs): (Vec<_>, Vec<_>) = (0..60).map(|_| gated(())).unzip();
    let names = jobs.into_iter().map(|job| {
        pool.submit(move || {
            job();
            std::thread::current().name().map(str::to_string)
        })
    });
    let names: Vec<_> = names.collect();
    gates.iter().for_each(|gate| gate.send(()).unwrap());
    let names: BTreeSet<_> = names.into_iter().map(|future| future.result().unwrap().unwrap()).collect();
    assert!(names.iter().all(|name| ["worker 0", "worker 1", "worker 2", "worker 3"].contains(&name.as_str())));
}

#[test]
fn a_finished_job_is_dropped() {
    let pool = ThreadPool::new(1);
    let token = Arc::new(());
    let job = {
        let token = Arc::clone(&token);
        move || drop(token)
    };
    pool.submit(job).result().unwrap();
    assert_eq!(Arc::strong_count(&token), 1);
}

#[test]
fn no_more_jobs_run_at_once_than_there_are_workers() {
    let pool = ThreadPool::new(3);
    let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    for _ in 0..200 {
        let (running, most) = (Arc::clone(&running), Arc::clone(&most));
        pool.submit(move || {
            most.fetch_max(running.fetch_add(1, SeqCst) + 1, SeqCst);
            std::thread::yield_now();
            running.fetch_sub(1, SeqCst);
        });
    }
    drop(pool);
    assert!(most.load(SeqCst) <= 3);
}

#[test]
fn one_worker_runs_jobs_in_the_order_of_their_submission() {
    let pool = ThreadPool::new(1);
    let (sender, order) = channel();
    for number in 0..100 {
        let sender = sender.clone();
        pool.submit(move || sender.send(number).unwrap());
    }
    drop(sender);
    assert!(order.iter().eq(0..100));
}

#[test]
fn dropping_the_pool_waits_for_all_work() {
    let runs = Arc::new(AtomicUsize::new(0));
    let pool = ThreadPool::new(4);
    for _ in 0..500 {
        let runs = Arc::clone(&runs);
        pool.submit(move || runs.fetch_add(1, SeqCst));
    }
    drop(pool);
    assert_eq!(runs.load(SeqCst), 500);
    assert_eq!(Arc::strong_count(&runs), 1, "no job, and nothing of a job, is left");
}

#[test]
fn a_job_may_submit_another() {
    let pool = Arc::new(ThreadPool::new(1));
    let inner = pool.submit({
        let pool = Arc::clone(&pool);
        move || pool.submit(|| "inner")
    });
    assert_eq!(inner.result().unwrap().result().unwrap(), "inner");
}

#[test]
fn a_worker_that_drops_the_last_handle_does_not_wait_for_itself() {
    let pool = Arc::new(ThreadPool::new(2));
    let (open, job) = gated(());
    let handle = Arc::clone(&pool);
    let future = pool.submit(move || {
        job();
        drop(handle); // by now the last one
        "done"
    });
    drop(pool);
    open.send(()).unwrap();
    assert_eq!(future.result().unwrap(), "done");
}

#[test]
#[should_panic(expected = "a pool needs at least one worker")]
fn a_pool_without_workers_is_refused() {
    ThreadPool::new(0);
}

/// `count` jobs that can end only if all of them run at the same time.
fn meet(pool: &ThreadPool, count: usize) {
    let meeting = Arc::new(Barrier::new(count));
    let wait = |_| {
        let meeting = Arc::clone(&meeting);
        pool.submit(move || meeting.wait().is_leader())
    };
    let futures: Vec<_> = (0..count).map(wait).collect();
    let leaders = futures.into_iter().map(|future| future.result().unwrap());
    assert_eq!(leaders.filter(|&leader| leader).count(), 1);
}
