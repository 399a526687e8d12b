//! Compares the outcomes of a program. Both searches and every spawn order of the workers must have the same
//! outcomes, which must include those on real threads and those with stronger orderings.

use crate::on_interleave;
use crate::program::Program;
use crate::races;
use crate::real;
use interleave::{Options, Search, Unfinished, explore};
use std::collections::BTreeSet;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

/// How a program was compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Compared {
    TooLarge,
    Explored,
    /// Also run on real threads.
    Run,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// An exploration does not complete, although every program ends.
    NoEnd,
    Searches,
    Orders,
    /// A data race that cannot be, or none where there must be one.
    Races,
    /// Sequential consistency adds an outcome, or removes one although strength is irrelevant.
    Strengths,
    Std,
    /// The program hangs on `std`, but no deadlock was explored.
    Hangs,
}

/// A difference, which is always a bug in the explorer.
#[derive(Debug)]
pub struct Difference {
    pub kind: Kind,
    told: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told)
    }
}

type Outcomes = BTreeSet<String>;

// Outcomes of executions in which the main thread returns nothing.
const STUCK: &str = "nobody can go on";
/// The only outcome of a program with a data race, at the first of which a search stops.
const RACE: &str = "a data race";
/// The only outcome of a program with a livelock, for the same reason. If it could also have a data race, the outcome
/// is one of the two.
const LIVELOCK: &str = "a livelock";

/// How to run a program on real threads.
#[derive(Clone, Copy)]
pub struct Real {
    pub runs: usize,
    /// The seed of the pauses between operations.
    pub seed: u64,
    /// A run that takes longer counts as a hang.
    pub patience: Duration,
}

/// Compares the outcomes of `program`, if the full search ends within `most` executions.
pub fn compare(program: &Program, most: usize, on_std: Real) -> Result<Compared, Difference> {
    let full = match explored(program, Search::Full, most) {
        Err(Ending::Unfinished(Unfinished::Executions { .. })) => return Ok(Compared::TooLarge),
        full => full.map_err(|ending| no_end("the full search", &ending))?,
    };
    let race = full.contains(RACE);
    let stops = race || full.contains(LIVELOCK);
    if (race && races::none(program)) || (!stops && races::certain(program)) {
        let told = format!("a look at the program tells whether there is a data race; explored: {full:#?}");
        return Err(Difference { kind: Kind::Races, told });
    }
    // The number of executions of a program with a race is not known.
    let optimal = |program: &Program, name: &str| match explored(program, Search::Optimal, 10 * most) {
        Err(Ending::Unfinished(Unfinished::Executions { .. })) if stops => Ok(None),
        optimal => optimal.map(Some).map_err(|ending| no_end(name, &ending)),
    };
    let Some(once) = optimal(program, "the optimal search")? else { return Ok(Compared::TooLarge) };
    same(Kind::Searches, ("the full search", &full), ("the optimal search", &once))?;
    for order in orders(program.workers.len()).into_iter().skip(1) {
        let other = Program { order, ..program.clone() };
        let name = format!("started in the order {:?}", other.order);
        let Some(outcomes) = optimal(&other, &name)? else { return Ok(Compared::TooLarge) };
        same(Kind::Orders, ("started in order", &full), (&name, &outcomes))?;
    }
    if stops {
        return Ok(Compared::Explored);
    }
    let strong = program.strengthened();
    if strong != *program {
        let name = "with sequential consistency";
        let Some(outcomes) = optimal(&strong, name)? else { return Ok(Compared::TooLarge) };
        let irrelevant = races::strength_is_irrelevant(program);
        if !outcomes.is_subset(&full) || (irrelevant && outcomes != full) {
            return Err(difference(Kind::Strengths, ("as written", &full), (name, &outcomes)));
        }
    }
    if on_std.runs == 0 || full.contains(STUCK) || !real::can_run(program, full.contains(real::PANICKED)) {
        return Ok(Compared::Explored);
    }
    // After a panic that was not handled, others may wait for ever: that is not a difference, and is noticed soon.
    let soon = Duration::from_millis(200);
    let patience = if full.contains(real::PANICKED) { soon } else { on_std.patience };
    let Some(real) = real::outcomes(&Arc::new(program.clone()), Real { patience, ..on_std }) else {
        // An execution that is stuck after an unhandled panic is reported as the panic.
        if full.contains(real::PANICKED) {
            return Ok(Compared::Explored);
        }
        let told = format!("it hangs on std; explored: {full:#?}");
        return Err(Difference { kind: Kind::Hangs, told });
    };
    match real.is_subset(&full) {
        true => Ok(Compared::Run),
        false => Err(difference(Kind::Std, ("explored", &full), ("std", &real))),
    }
}

/// The outcomes of all executions of `program`.
fn explored(program: &Program, search: Search, most: usize) -> Result<Outcomes, Ending> {
    let program = Arc::new(program.clone());
    let options = Options::new()
        .search(search)
        .spurious_wakeups(program.spurious_wakeups)
        .early_timeouts(program.early_timeouts)
        .max_executions(most)
        .max_states(1); // no counterexample is needed
    let explored = || explore(&options, || on_interleave::run(&program, None));
    let outcome = catch_unwind(AssertUnwindSafe(explored)).map_err(|_| Ending::Panicked)?;
    match outcome.complete {
        Err(Unfinished::DataRace) => return Ok(Outcomes::from([RACE.to_owned()])),
        Err(Unfinished::Livelock) => return Ok(Outcomes::from([LIVELOCK.to_owned()])),
        complete => complete.map_err(Ending::Unfinished)?,
    }
    let mut outcomes: Outcomes = outcome.values.into_keys().collect();
    let failures = &outcome.failures;
    let endings = [(failures.panics > 0, real::PANICKED), (failures.deadlocks + failures.lost_wakeups > 0, STUCK)];
    outcomes.extend(endings.into_iter().filter(|(seen, _)| *seen).map(|(_, ending)| ending.to_owned()));
    Ok(outcomes)
}

/// Why an exploration has no result.
enum Ending {
    Unfinished(Unfinished),
    /// The explorer itself panics.
    Panicked,
}

fn no_end(search: &str, ending: &Ending) -> Difference {
    let why = match ending {
        Ending::Unfinished(why) => why.to_string(),
        Ending::Panicked => "the explorer panicked".to_owned(),
    };
    Difference { kind: Kind::NoEnd, told: format!("{search}: {why}") }
}

fn same(kind: Kind, one: (&str, &Outcomes), other: (&str, &Outcomes)) -> Result<(), Difference> {
    let stopped = |outcomes: &Outcomes| outcomes.contains(RACE) || outcomes.contains(LIVELOCK);
    let both_fail = one.1.contains(LIVELOCK) && stopped(other.1) || other.1.contains(LIVELOCK) && stopped(one.1);
    if both_fail || one.1 == other.1 { Ok(()) } else { Err(difference(kind, one, other)) }
}

fn difference(kind: Kind, one: (&str, &Outcomes), other: (&str, &Outcomes)) -> Difference {
    let only = |these: &Outcomes, those: &Outcomes| these.difference(those).cloned().collect::<Vec<_>>();
    let told = format!(
        "only {}: {:#?}\nonly {}: {:#?}\nboth: {:#?}",
        one.0,
        only(one.1, other.1),
        other.0,
        only(other.1, one.1),
        one.1.intersection(other.1).collect::<Vec<_>>(),
    );
    Difference { kind, told }
}

/// Every permutation of `0..count`.
fn orders(count: usize) -> Vec<Vec<usize>> {
    let Some(last) = count.checked_sub(1) else { return vec![Vec::new()] };
    let mut all = Vec::new();
    for shorter in orders(last) {
        for at in (0..count).rev() {
            let mut order = shorter.clone();
            order.insert(at, last);
            all.push(order);
        }
    }
    all
}
