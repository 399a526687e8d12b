//! The explorer and the axioms agree, on the litmus programs and on thousands of generated ones.

use super::axioms::MODEL;
use super::candidates::allowed;
use super::explored::{Explored, explored, races};
use super::generate::Generator;
use super::litmus;
use super::program::Program;

/// Does the explorer find anything other than what the axioms allow?
fn disagree(program: &Program) -> bool {
    explored(program) != Explored::from(allowed(program, MODEL))
}

/// Removes operations for as long as the two still disagree.
fn smallest(mut program: Program, disagree: impl Fn(&Program) -> bool) -> Program {
    loop {
        let smaller = program.smaller().find(&disagree);
        match smaller {
            Some(smaller) => program = smaller,
            None => return program,
        }
    }
}

fn agree_on(seed: u64, programs: usize, generate: impl Fn(&mut Generator) -> Program) {
    let mut generator = Generator::new(seed);
    let mut deadlocks = 0;
    for _ in 0..programs {
        let program = generate(&mut generator);
        let (found, wanted) = (explored(&program), allowed(&program, MODEL).into());
        if found != wanted {
            let program = smallest(program, disagree);
            let (found, wanted) = (explored(&program), allowed(&program, MODEL));
            assert_eq!(found, wanted.into(), "explored (left) and by the axioms (right), of\n{program}");
        }
        deadlocks += found.deadlocks;
    }
    assert!(deadlocks > 0, "none of these programs can deadlock");
}

#[test]
fn the_explorer_finds_the_outcomes_and_the_executions_of_all_230_litmus_programs() {
    for litmus in litmus::all() {
        let Explored { outcomes, executions, deadlocks } = explored(&litmus.program);
        let name = format!("{}\n{}", litmus.name, litmus.program);
        assert_eq!(outcomes, litmus.outcomes, "{name}");
        assert_eq!(executions, litmus.graphs_with_modification_orders, "{name}");
        assert_eq!(deadlocks, 0, "{name}");
    }
}

#[test]
fn the_explorer_agrees_with_the_axioms_on_1500_generated_programs() {
    agree_on(0x6a09_e667_f3bc_c908, 1_500, Generator::program);
}

#[test]
#[ignore = "takes a minute: part of `cargo xtask ci`"]
fn the_explorer_agrees_with_the_axioms_on_12000_generated_programs() {
    (0..8).for_each(|part| agree_on(0xbb67_ae85_84ca_a73b + part, 1_500, Generator::program));
}

fn agree_on_races(seed: u64, programs: usize) {
    let mut generator = Generator::new(seed);
    let mut racy = 0;
    let wrong = |program: &Program| races(program) != allowed(program, MODEL).races;
    for _ in 0..programs {
        let program = generator.program_with_data();
        let wanted = allowed(&program, MODEL).races;
        if races(&program) != wanted {
            let program = smallest(program, wrong);
            panic!("the explorer finds a race: {}, of\n{program}", races(&program));
        }
        racy += usize::from(wanted);
    }
    let share = programs / 5..programs * 4 / 5;
    assert!(share.contains(&racy), "{racy} of {programs} programs race: too few or too many to tell");
}

#[test]
fn the_explorer_finds_a_data_race_where_the_axioms_do_in_1500_generated_programs() {
    agree_on_races(0xa54f_f53a_5f1d_36f1, 1_500);
}

#[test]
#[ignore = "takes a minute: part of `cargo xtask ci`"]
fn the_explorer_finds_a_data_race_where_the_axioms_do_in_12000_generated_programs() {
    (0..8).for_each(|part| agree_on_races(0x510e_527f_ade6_82d1 + part, 1_500));
}

/// [`interleave::orderings`] relies on it.
#[test]
fn a_stronger_ordering_adds_no_outcome_to_any_of_1500_generated_programs() {
    let mut generator = Generator::new(0x9b05_688c_2b3e_6c1f);
    let (mut pairs, mut fewer) = (0, 0);
    for _ in 0..1_500 {
        let program = generator.program();
        let outcomes = explored(&program).outcomes;
        for stronger in program.stronger() {
            let left = explored(&stronger).outcomes;
            assert!(
                left.is_subset(&outcomes),
                "{program}
and stronger\n{stronger}"
            );
            pairs += 1;
            fewer += usize::from(left.len() < outcomes.len());
        }
    }
    assert!(fewer > pairs / 100, "{fewer} of {pairs}: too few tell the orderings apart");
}

/// These have no weak behaviour: interleaving whole operations gives all their outcomes.
#[test]
fn the_explorer_agrees_with_the_axioms_on_500_sequentially_consistent_programs() {
    agree_on(0x3c6e_f372_fe94_f82b, 500, Generator::seq_cst_program);
}
