//! The judges can fail: breaking any axiom changes the outcomes of some program.

use super::axioms::{Broken, MODEL, Rules};
use super::candidates::{Allowed, allowed};
use super::generate::Generator;
use super::litmus;
use super::program::{Op, Program};

/// The breakages, each with a litmus program whose outcomes it changes. None of these programs has a mutex.
const BREAKAGES: [(Broken, Option<&str>); 8] = [
    (Broken::ReleaseSequences, Some("a release sequence through an update")),
    (Broken::ReleaseSequencesOfStores, Some("a store of the same thread ends a release sequence")),
    (Broken::Atomicity, Some("three increments")),
    (Broken::SeqCst, Some("SB, sequentially consistent")),
    (Broken::SeqCstElsewhere, Some("two stores, acquired and sequentially consistent")),
    (Broken::FailureOrdering, Some("a failed claim does not acquire")),
    (Broken::Fences, Some("fences on one side")),
    (Broken::Locks, None),
];

#[test]
fn a_broken_axiom_changes_what_a_litmus_program_may_do() {
    let all = litmus::all();
    for (broken, name) in BREAKAGES {
        let changed =
            |litmus: &&litmus::Litmus| allowed(&litmus.program, Rules::Without(broken)).outcomes != litmus.outcomes;
        let changed: Vec<&str> = all.iter().filter(changed).map(|litmus| litmus.name.as_str()).collect();
        println!("{broken:?} broken: {} of {} litmus programs have other outcomes", changed.len(), all.len());
        assert!(name.is_none_or(|name| changed.contains(&name)), "{broken:?}: {changed:?}");
        assert_eq!(name.is_none(), changed.is_empty(), "{broken:?}: {changed:?}");
        assert!(changed.len() < all.len() / 4, "{broken:?}: {changed:?}");
    }
}

/// A judge that agrees with everything is useless: each of these errors must be noticed.
#[test]
fn generated_programs_show_each_broken_axiom() {
    let mut generator = Generator::new(0x6a09_e667_f3bc_c908);
    let programs = (0..1_500).map(|_| generator.program());
    let programs: Vec<(Program, Allowed)> =
        programs.map(|program| (program.clone(), allowed(&program, MODEL))).collect();
    for (broken, _) in BREAKAGES {
        let changed = programs.iter().filter(|(program, right)| {
            let looked_at = broken != Broken::Atomicity || updates(program) <= 2;
            looked_at && allowed(program, Rules::Without(broken)) != *right
        });
        let changed: Vec<_> = changed.map(|(program, _)| program).collect();
        println!("{broken:?} broken: {} of {} programs do something else", changed.len(), programs.len());
        println!("{}", changed.first().expect("it shows"));
    }
}

/// Without atomicity each of these has many candidates.
fn updates(program: &Program) -> usize {
    let updates = |op: &&Op| matches!(op, Op::Add { .. } | Op::Swap { .. } | Op::CompareExchange { .. });
    program.threads.iter().flatten().filter(updates).count()
}
