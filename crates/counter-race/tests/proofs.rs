//! The proofs: what holds in every interleaving, and what does not. They run on both explorers: `interleave` (feature
//! `model`) and loom (feature `loom`).
#![cfg(any(feature = "model", feature = "loom"))]

use common::proof::in_every_interleaving;
use counter_race::crowd::{count_together, no_start_line};
use counter_race::{AtomicCounter, Counter, LockedCounter, RacyCounter};

/// The number of threads, and of increments per thread.
const SIZES: [(usize, u64); 3] = [(2, 1), (2, 2), (3, 1)];

#[test]
fn runs_on_an_explorer() {
    assert_ne!(common::BACKEND, "std");
}

#[test]
fn the_locked_counter_never_loses_an_update() {
    for (threads, increments) in SIZES {
        assert_eq!(counts::<LockedCounter>("locked", threads, increments), [threads as u64 * increments]);
    }
}

#[test]
fn the_atomic_counter_never_loses_an_update() {
    for (threads, increments) in SIZES {
        assert_eq!(counts::<AtomicCounter>("atomic", threads, increments), [threads as u64 * increments]);
    }
}

#[test]
fn the_racy_counter_loses_updates() {
    for (threads, increments) in SIZES {
        let counts = counts::<RacyCounter>("racy", threads, increments);
        assert!(counts[0] < threads as u64 * increments, "no lost update was found: {counts:?}");
    }
}

#[test]
#[cfg(feature = "model")]
fn the_racy_counter_can_end_with_every_count_between_the_least_and_the_most() {
    assert_eq!(counts::<RacyCounter>("racy", 2, 1), [1, 2]);
    assert_eq!(counts::<RacyCounter>("racy", 2, 2), [2, 3, 4]);
    assert_eq!(counts::<RacyCounter>("racy", 3, 1), [1, 2, 3]);
}

/// The final counts that the explorer finds, in ascending order. Loom always switches to another thread at `yield_now`, so it
/// does not find every count that the racy counter can end with.
fn counts<C: Counter + Default + Send + Sync + 'static>(name: &str, threads: usize, increments: u64) -> Vec<u64> {
    in_every_interleaving(&format!("{name} counter, {threads}x{increments}"), move || {
        count_together(C::default(), threads, increments, no_start_line)
    })
}
