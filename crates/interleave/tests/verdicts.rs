//! Each wrong program gets the verdict that names its mistake, and a counterexample that makes it again.

mod programs;

use interleave::replay;

#[test]
fn every_wrong_program_is_told_what_is_wrong() {
    for program in programs::all() {
        let outcome = program.explore();
        assert_eq!(outcome.verdict, program.verdict, "{}: {outcome:#?}", program.name);
        assert!(outcome.smallest, "{}", program.name);
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
