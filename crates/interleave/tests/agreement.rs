//! The search over graphs misses nothing and repeats nothing: on generated programs it finds the same values,
//! failures and execution graphs as the search over all interleavings, and each graph once.

mod generated;

use generated::{Dice, Op, generated, run};
use interleave::{Failures, Options, Outcome, Search, explore};

fn agree(program: &[Vec<Op>], spurious: usize, timeouts: usize) -> bool {
    let options = |search| {
        Options::new()
            .search(search)
            .fingerprints(true)
            .spurious_wakeups(spurious)
            .early_timeouts(timeouts)
            .max_executions(4_000)
    };
    let full = explore(&options(Search::Full), || run(program));
    if full.complete.is_err() {
        return false; // too large for the full search
    }
    let graphs = explore(&options(Search::Optimal), || run(program));
    let values = |outcome: &Outcome| outcome.values.keys().cloned().collect::<Vec<_>>();
    let about = format!("{program:?}, {spurious} spurious wake-ups, {timeouts} early time-outs");
    assert_eq!(graphs.complete, Ok(()), "{about}");
    assert_eq!(values(&graphs), values(&full), "{about}");
    assert_eq!(graphs.fingerprints.difference(&full.fingerprints).count(), 0, "graphs that are none: {about}");
    assert_eq!(graphs.fingerprints.len(), full.fingerprints.len(), "lost graphs: {about}");
    assert_eq!(graphs.executions, graphs.fingerprints.len(), "a graph twice: {about}");
    assert_eq!(graphs.verdict, full.verdict, "{about}");
    true
}

fn agree_on_many(seed: u64, kinds: usize, wanted: usize) {
    let mut dice = Dice(seed);
    let mut compared = 0;
    let mut tried = 0;
    while compared < wanted {
        let program = generated(&mut dice, kinds);
        let (spurious, timeouts) = (dice.below(3), dice.below(3));
        compared += usize::from(agree(&program, spurious, timeouts));
        tried += 1;
    }
    println!("{compared} compared of {tried}");
    assert!(tried < 2 * wanted, "most programs are too large: {compared} of {tried}");
}

#[test]
fn both_searches_agree_on_atomics_mutexes_and_condvars() {
    agree_on_many(0x2545_f491_4f6c_dd1d, 9, 500);
}

#[test]
fn both_searches_agree_on_every_primitive() {
    agree_on_many(0x9e37_79b9_7f4a_7c15, 18, 400);
}

#[test]
fn both_searches_agree_if_releases_are_observed() {
    agree_on_many(0xd1b5_4a32_d192_ed03, 21, 200);
}

#[test]
fn pct_finds_only_values_and_failures_that_the_search_over_graphs_finds() {
    let mut dice = Dice(0x5851_f42d_4c95_7f2d);
    let (mut stuck, mut values) = (0, 0);
    for seed in 0..200 {
        let program = generated(&mut dice, 21);
        let pct = Options::new().search(Search::Pct { seed, depth: 3, count: 50 }).max_states(0);
        let pct = explore(&pct, || run(&program));
        let graphs = explore(&Options::new(), || run(&program));
        assert_eq!(graphs.complete, Ok(()), "{program:?}");
        let new: Vec<_> = pct.values.keys().filter(|value| !graphs.values.contains_key(*value)).collect();
        assert!(new.is_empty(), "{program:?}: {new:?}");
        let kinds = |outcome: &Outcome| {
            let Failures {
                wrong_values: 0,
                panics,
                deadlocks,
                lost_wakeups,
                livelocks: 0,
                data_races: 0,
                too_long: 0,
                ..
            } = outcome.failures
            else {
                panic!("{program:?}: {:?}", outcome.failures)
            };
            [panics, deadlocks, lost_wakeups].map(|count| count > 0)
        };
        let mut pairs = kinds(&pct).into_iter().zip(kinds(&graphs));
        assert!(pairs.all(|(one, other)| !one || other), "{program:?}: {:?}", pct.failures);
        stuck += usize::from(pct.failures.total() > 0);
        values += usize::from(pct.values.len() > 1);
    }
    assert!(stuck > 20 && values > 50, "too few programs with something to find: {stuck}, {values}");
}
