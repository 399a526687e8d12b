//! The proofs: what the pool does in every interleaving. They run on both explorers, `interleave` (feature `model`)
//! and loom (feature `loom`).
#![cfg(any(feature = "model", feature = "loom"))]

use common::proof::in_every_interleaving;
use fetch_pool::models;

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
fn a_result_is_never_missed_by_whoever_waits_for_it() {
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
