//! The judges can fail: each axiom that is broken on purpose changes what some program may do.

use super::axioms::Broken;
use super::candidates::{Allowed, allowed};
use super::litmus;

/// The breakages, each with a program in whose verdict it shows.
pub const BREAKAGES: [(Broken, &str); 4] = [
    (Broken::ReleaseSequences, "a release sequence through an update"),
    (Broken::Atomicity, "three increments"),
    (Broken::SeqCst, "SB, sequentially consistent"),
    (Broken::FailureOrdering, "a failed claim does not acquire"),
];

#[test]
fn a_broken_axiom_changes_what_a_litmus_program_may_do() {
    for (broken, name) in BREAKAGES {
        let litmus = litmus::all().into_iter().find(|litmus| litmus.name == name).expect("it is listed");
        let Allowed { outcomes, graphs_with_modification_orders, .. } = allowed(&litmus.program, broken);
        assert_ne!(outcomes, litmus.outcomes, "{name}, without {broken:?}");
        assert_ne!(graphs_with_modification_orders, litmus.graphs_with_modification_orders, "{name}");
    }
}

#[test]
fn each_breakage_shows_in_some_litmus_programs_and_not_in_all() {
    for (broken, _) in BREAKAGES {
        let all = litmus::all();
        let changed = all.iter().filter(|litmus| allowed(&litmus.program, broken).outcomes != litmus.outcomes);
        let changed = changed.count();
        println!("{broken:?} left out: other outcomes of {changed} of {} programs", all.len());
        assert!(changed > 0 && changed < all.len() / 2, "{broken:?}: {changed}");
    }
}
