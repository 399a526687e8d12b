//! What each worker runs before its first job, and what happens if that fails.

use fetch_pool::{JobError, Refusal, ThreadPool};
use std::cell::Cell;
use std::panic::resume_unwind;
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier, Mutex};

thread_local!(static READY: Cell<bool> = const { Cell::new(false) });

#[test]
fn every_worker_is_initialized_before_its_first_job() {
    let pool = ThreadPool::with_initializer(2, || READY.set(true));
    let meeting = Arc::new(Barrier::new(2));
    let ready = |_| {
        let meeting = Arc::clone(&meeting);
        pool.submit(move || {
            meeting.wait(); // so each is run by a worker of its own
            READY.get()
        })
    };
    assert_eq!([(); 2].map(ready).map(|future| future.result().unwrap()), [true, true]);
    assert!(!READY.get(), "and nobody else");
}

#[test]
fn a_failing_initializer_breaks_the_pool_and_every_pending_or_later_job_says_so() {
    let (open, gate) = channel::<()>();
    let gate = Mutex::new(gate);
    let pool = ThreadPool::with_initializer(1, move || {
        gate.lock().unwrap().recv().unwrap(); // until all are pending
        resume_unwind(Box::new("no connection")); // a panic that prints nothing
    });
    let pending: Vec<_> = (0..3).map(|_| pool.submit(|| panic!("no job runs"))).collect();
    open.send(()).unwrap();
    for future in pending {
        let error = future.result().map(|(): ()| ()).unwrap_err();
        assert!(matches!(error, JobError::Broken(_)));
        assert_eq!(error.to_string(), "the pool is broken: its initializer panicked: no connection");
    }
    let error = pool.try_submit(|| 7).map(drop).unwrap_err();
    assert!(matches!(error.refusal, Refusal::Broken(_)));
    assert_eq!(
        error.to_string(),
        "the job was not submitted: the pool is broken: its initializer panicked: no connection"
    );
    assert_eq!((error.job)(), 7, "nothing is lost");
}

#[test]
fn a_broken_pool_ends_like_any_other() {
    let pool = ThreadPool::with_initializer(2, || resume_unwind(Box::new("no connection")));
    let future = pool.submit(|| ());
    drop(pool);
    assert!(matches!(future.result(), Err(JobError::Broken(_))));
}
