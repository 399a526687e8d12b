//! The proofs: what the queue does in every interleaving. They run on both explorers, `interleave` (feature `model`)
//! and loom (feature `loom`).
#![cfg(any(feature = "model", feature = "loom"))]

use common::proof::in_every_interleaving;
use producer_consumer::models;

#[test]
fn runs_on_an_explorer() {
    assert_ne!(common::BACKEND, "std");
}

#[test]
fn every_task_is_delivered_once_and_one_sentinel_stops_all_consumers() {
    for (consumers, tasks, capacity) in [(1, 1, 1), (1, 2, 1), (2, 1, 1), (2, 1, 2), (2, 2, 1)] {
        let claim = format!("{tasks} tasks to {consumers} consumers, capacity {capacity}");
        let results = in_every_interleaving(&claim, move || models::deliver(consumers, tasks, capacity));
        let each_once: Vec<_> = (0..tasks).map(|task| format!("Worker 0 processed task {task}")).collect();
        assert_eq!(results, [each_once]);
    }
}

#[test]
fn the_queue_fills_up_to_its_capacity_and_never_beyond() {
    for (producers, each, capacity) in [(1, 2, 1), (1, 3, 2), (2, 1, 1), (2, 2, 1)] {
        let claim = format!("{producers} producers of {each} items, capacity {capacity}");
        let longest = in_every_interleaving(&claim, move || models::longest(producers, each, capacity));
        assert_eq!(longest.last(), Some(&capacity), "{longest:?}");
    }
}

#[test]
fn join_returns_after_the_last_task_is_done() {
    assert_eq!(in_every_interleaving("join of one task", models::join_waits), [true]);
}

#[test]
#[should_panic(expected = "deadlock")]
fn a_consumer_of_an_empty_queue_sleeps_instead_of_looking_again_and_again() {
    in_every_interleaving("a get that nobody serves", models::wait_for_nothing);
}
