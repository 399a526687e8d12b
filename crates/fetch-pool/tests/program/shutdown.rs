//! Shutting a pool down, with or without waiting and with or without its pending jobs; and submitting afterwards.

use crate::gated;
use fetch_pool::{JobError, Pending, Refusal, SubmitError, ThreadPool};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier};

#[test]
fn after_a_shutdown_try_submit_returns_the_job() {
    let pool = ThreadPool::new(1);
    assert_eq!(pool.submit(|| 1).result().unwrap(), 1);
    pool.shutdown(Pending::Run);
    let error: SubmitError<_> = pool.try_submit(|| 32).map(drop).unwrap_err();
    assert!(matches!(error.refusal, Refusal::ShutDown));
    assert_eq!(error.to_string(), "the job was not submitted: the pool was shut down");
    assert_eq!((error.job)(), 32, "nothing is lost");
}

#[test]
#[should_panic(expected = "the job was not submitted: the pool was shut down")]
fn submit_panics_after_a_shutdown_with_a_message_of_one_line() {
    let pool = ThreadPool::new(1);
    pool.shutdown(Pending::Run);
    pool.submit(|| 1);
}

#[test]
fn a_shutdown_waits_for_all_jobs() {
    let pool = ThreadPool::new(5);
    let futures: Vec<_> = (0..50).map(|number| pool.submit(move || number)).collect();
    pool.shutdown(Pending::Run);
    assert!(futures.iter().all(|future| future.is_done()));
    assert!(futures.into_iter().map(|future| future.result().unwrap()).eq(0..50));
}

#[test]
fn a_shutdown_can_cancel_jobs_that_have_not_begun() {
    let pool = ThreadPool::new(2);
    let (begun, begins) = channel();
    let (gates, running): (Vec<_>, Vec<_>) = (0..2)
        .map(|number| {
            let (open, job) = gated(number);
            let begun = begun.clone();
            let job = move || {
                begun.send(()).unwrap();
                job()
            };
            (open, pool.submit(job))
        })
        .unzip();
    begins.iter().take(2).for_each(drop); // both workers are at it
    let pending: Vec<_> = (0..48).map(|_| pool.submit(|| panic!("it was cancelled"))).collect();
    pool.begin_shutdown(Pending::Cancel);
    assert!(pending.iter().all(|future: &fetch_pool::Future<()>| future.is_cancelled()));
    assert!(running.iter().all(|future| future.is_running()));
    gates.iter().for_each(|gate| gate.send(()).unwrap());
    pool.shutdown(Pending::Cancel);
    assert!(running.into_iter().map(|future| future.result().unwrap()).eq([0, 1]));
}

#[test]
fn a_shutdown_ends_the_workers_though_a_cancelled_job_panics_when_it_is_dropped() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            resume_unwind(Box::new("dropped")); // a panic that prints nothing
        }
    }
    let pool = Arc::new(ThreadPool::new(1));
    let (open, job) = gated(());
    let (begun, begins) = channel();
    let first = pool.submit(move || {
        begun.send(()).unwrap();
        job();
    });
    begins.recv().unwrap();
    let bomb = Bomb;
    let second = pool.submit(move || drop(bomb));
    assert!(catch_unwind(AssertUnwindSafe(|| pool.begin_shutdown(Pending::Cancel))).is_err());
    open.send(()).unwrap();
    pool.shutdown(Pending::Run);
    assert!(first.result().is_ok());
    assert!(matches!(second.result(), Err(JobError::Cancelled)));
}

#[test]
fn begin_shutdown_does_not_wait_and_the_jobs_complete() {
    let pool = ThreadPool::new(1);
    let (open, job) = gated("apple");
    let (first, second) = (pool.submit(job), pool.submit(|| "pear"));
    pool.begin_shutdown(Pending::Run); // returns, though the first job stands at its gate
    assert!(!first.is_done());
    open.send(()).unwrap();
    assert_eq!((first.result().unwrap(), second.result().unwrap()), ("apple", "pear"));
}

#[test]
fn a_pool_without_a_job_ends_at_once() {
    let pool = ThreadPool::new(5);
    pool.shutdown(Pending::Cancel);
    pool.shutdown(Pending::Run); // once more is no mistake
}

#[test]
fn a_shutdown_after_a_cancelled_job_does_not_hang() {
    let pool = ThreadPool::new(1);
    pool.submit(|| 0).result().unwrap();
    pool.submit(|| 0).cancel();
    pool.shutdown(Pending::Run);
}

#[test]
fn every_worker_has_left_after_a_shutdown() {
    let pool = ThreadPool::new(3);
    let token = Arc::new(Barrier::new(3));
    let meet = |_| {
        thread_local!(static HELD: std::cell::OnceCell<Arc<Barrier>> = const { std::cell::OnceCell::new() });
        let token = Arc::clone(&token);
        pool.submit(move || {
            token.wait();
            HELD.with(|held| drop(held.set(token))); // given back when the thread ends
        })
    };
    let futures = [(); 3].map(meet);
    pool.shutdown(Pending::Run);
    assert!(futures.iter().all(|future| future.is_done()));
    assert_eq!(Arc::strong_count(&token), 1);
}

#[test]
fn a_job_that_shuts_its_own_pool_down_does_not_wait_for_itself() {
    let pool = Arc::new(ThreadPool::new(2));
    let job = {
        let pool = Arc::clone(&pool);
        move || {
            pool.shutdown(Pending::Run);
            pool.try_submit(|| ()).is_err()
        }
    };
    assert!(pool.submit(job).result().unwrap());
}

#[test]
fn a_job_that_submits_to_a_pool_that_has_ended_panics_and_its_future_says_why() {
    let pool = Arc::new(ThreadPool::new(1));
    let (open, job) = gated(());
    let inner = Arc::clone(&pool);
    let future = pool.submit(move || {
        job();
        drop(inner.submit(|| ()));
    });
    pool.begin_shutdown(Pending::Run);
    open.send(()).unwrap();
    let error = future.result().unwrap_err();
    assert_eq!(error.to_string(), "the job panicked: the job was not submitted: the pool was shut down");
    assert!(matches!(error, JobError::Panicked(_)));
}

#[test]
fn threads_are_named_by_their_numbers() {
    let pool = ThreadPool::new(5);
    let meeting = Arc::new(Barrier::new(5));
    let name = |_| {
        let meeting = Arc::clone(&meeting);
        pool.submit(move || {
            meeting.wait();
            std::thread::current().name().unwrap().to_string()
        })
    };
    let futures = [(); 5].map(name);
    let names: BTreeSet<_> = futures.into_iter().map(|future| future.result().unwrap()).collect();
    assert!(names.into_iter().eq((0..5).map(|number| format!("worker {number}"))));
}
