//! The proofs: what the pool does in every interleaving. They run on both explorers, `interleave` (feature `model`)
//! and loom (feature `loom`).
#![cfg(any(feature = "model", feature = "loom"))]

use common::proof::in_every_interleaving;
use common::thread;
use fetch_pool::future::promise;
use fetch_pool::models::{self, broken, end};
use fetch_pool::{Future, Pending, Until, wait};

#[test]
fn runs_on_an_explorer() {
    assert_ne!(common::BACKEND, "std");
}

#[test]
fn the_pool_runs_each_job_once_and_its_drop_waits_for_all() {
    for (workers, jobs) in [(1, 1), (1, 2), (2, 1), (2, 2)] {
        let claim = format!("pool with {workers} workers, {jobs} jobs");
        let runs = in_every_interleaving(&claim, move || models::run_jobs(workers, jobs));
        assert_eq!(runs, [vec![1; jobs]]);
    }
}

#[test]
fn a_waiting_thread_never_misses_the_result() {
    for (workers, jobs, sum) in [(1, 2, 1), (2, 2, 1)] {
        let claim = format!("results of {jobs} jobs from {workers} workers");
        assert_eq!(in_every_interleaving(&claim, move || models::sum_of_results(workers, jobs)), [sum]);
    }
}

#[test]
fn as_completed_yields_each_future_once_and_done() {
    for (workers, jobs) in [(1, 2), (2, 2)] {
        let claim = format!("as_completed of {jobs} jobs on {workers} workers");
        let numbers = in_every_interleaving(&claim, move || models::numbers_as_completed(workers, jobs));
        assert_eq!(numbers, [(0..jobs).collect::<Vec<_>>()]);
    }
}

#[test]
fn a_job_runs_or_is_cancelled_and_cancel_says_which() {
    let fates = in_every_interleaving("cancel against a worker", end::cancel_against_a_worker);
    assert_eq!(fates, [("cancelled", true), ("ran", false)]);
}

#[test]
fn a_job_submitted_during_a_shutdown_is_refused_or_runs_before_it_ends() {
    let fates = in_every_interleaving("shutdown against submit", || end::shutdown_against_submit(Pending::Run));
    assert_eq!(fates, ["ran", "refused"]);
}

#[test]
fn a_job_submitted_during_a_cancelling_shutdown_is_refused_or_cancelled_or_runs_before_it_ends() {
    let model = || end::shutdown_against_submit(Pending::Cancel);
    let fates = in_every_interleaving("cancelling shutdown against submit", model);
    assert_eq!(fates, ["cancelled", "ran", "refused"]);
}

#[test]
fn a_shutdown_wakes_a_worker_about_to_sleep_and_pending_jobs_run() {
    for wait in [true, false] {
        let claim = format!("shutdown of an idle worker, waiting: {wait}");
        let model = move || end::shutdown_against_an_idle_worker(Pending::Run, wait);
        assert_eq!(in_every_interleaving(&claim, model), [["ran", "ran"]]);
    }
}

#[test]
fn a_cancelling_shutdown_cancels_every_job_that_has_not_begun() {
    for wait in [true, false] {
        let claim = format!("cancelling shutdown of an idle worker, waiting: {wait}");
        let model = move || end::shutdown_against_an_idle_worker(Pending::Cancel, wait);
        let fates = in_every_interleaving(&claim, model);
        assert_eq!(fates, [["cancelled", "cancelled"], ["ran", "cancelled"], ["ran", "ran"]]);
    }
}

#[test]
fn a_shutdown_waits_for_the_jobs_unless_a_job_calls_it() {
    assert_eq!(in_every_interleaving("shutdown by three", end::shutdown_by_three), [[1, 1]]);
}

#[test]
fn the_last_handle_is_dropped_by_a_job_or_by_another_and_the_job_runs() {
    let fates = in_every_interleaving("drop by whoever is last", end::drop_by_whoever_is_last);
    assert_eq!(fates, [("ran", false), ("ran", true)]);
}

#[test]
fn a_failing_initializer_breaks_every_job_of_its_pool() {
    let model = || broken::submit_against_a_failing_initializer(1, 2);
    let fates = in_every_interleaving("failing initializer against submit", model);
    assert_eq!(fates, [["broken", "broken"], ["broken", "refused"]]);
}

#[test]
fn a_failing_initializer_of_a_second_worker_loses_no_job() {
    let model = || broken::submit_against_a_failing_initializer(2, 2);
    let fates = in_every_interleaving("failing initializer of the second worker", model);
    let known = ["ran", "broken", "refused"];
    assert!(fates.iter().flatten().all(|fate| known.contains(fate)), "{fates:?}");
    assert!(fates.contains(&vec!["ran", "ran"]) && fates.contains(&vec!["ran", "broken"]), "{fates:?}");
}

#[test]
fn a_result_that_timed_out_can_be_waited_for_again() {
    assert_eq!(in_every_interleaving("result with a time limit", end::result_in_time_or_later), [7]);
}

#[test]
fn wait_returns_every_future_with_enough_of_them_done() {
    for until in [Until::FirstCompleted, Until::FirstPanicked, Until::AllCompleted] {
        let claim = format!("wait until {until:?}");
        let counts = in_every_interleaving(&claim, move || {
            let futures = [0, 1].map(|number| {
                let (promise, future) = promise();
                thread::spawn(move || promise.fulfil(Ok(number)));
                future
            });
            let waited = wait(futures, until);
            assert!(waited.done.iter().all(Future::is_done), "given as done before it was");
            (waited.done.len(), waited.not_done.len())
        });
        let expected: &[_] = if until == Until::FirstCompleted { &[(1, 1), (2, 0)] } else { &[(2, 0)] };
        assert_eq!(counts, expected);
    }
}
