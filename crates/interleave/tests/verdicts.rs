//! Each wrong program gets the verdict that names its mistake, and a counterexample that makes it again.

mod programs;

use interleave::{Verdict, replay};

#[test]
fn every_wrong_program_is_told_what_is_wrong() {
    for program in programs::all() {
        let outcome = program.explore();
        let record = outcome.counterexample.as_ref();
        println!(
            "{:40} {:15} {:6} +{:<6} {:?} {:?} {} smallest {}",
            program.name,
            outcome.verdict.to_string(),
            outcome.executions,
            outcome.pruned,
            outcome.complete,
            record.map(|r| (r.size, &r.schedule)),
            record.map_or(0, |r| r.steps.len()),
            outcome.smallest,
        );
        assert_eq!(outcome.verdict, program.verdict, "{}: {outcome:#?}", program.name);
    }
}

#[test]
fn the_counterexample_can_be_had_again() {
    for program in programs::all() {
        let found = program.explore().counterexample.expect(program.name);
        let again = replay(&found.schedule, &program.options(), program.run).expect(program.name);
        assert_eq!(format!("{found:?}"), format!("{again:?}"), "{}", program.name);
    }
}
