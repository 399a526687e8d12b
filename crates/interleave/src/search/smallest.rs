//! Finds the smallest counterexample by a cheapest-first search (Dijkstra 1959) over *states*: if two paths lead to
//! the same state, only the cheaper one is continued. A state is what each thread has observed and what each object
//! holds. To revisit a state, its schedule is run again.

use crate::execution::{self, Choice, Cost, Ending, Program, Schedule, Settings, State, Strategy, Variant, mix};
use crate::options::Limits;
use std::collections::{BTreeMap, HashSet};

/// The maximum number of runs. Each is abandoned, and the frames of its threads stay in memory: a few kilobytes each.
const MOST_RUNS: usize = 60_000;

/// A state that has been reached, with the last step to it.
struct Reached {
    from: Option<usize>,
    by: Option<Choice>,
}

/// Goes to a state and lists the choices there.
struct Visit {
    path: Vec<Choice>,
    next: usize,
    found: Option<(u64, Vec<(Cost, Choice)>)>,
}

impl Strategy for Visit {
    fn choose(&mut self, state: &mut State, choices: &[Choice]) -> Option<usize> {
        if let Some(step) = self.path.get(self.next) {
            self.next += 1;
            return choices.iter().position(|choice| choice == step);
        }
        if self.found.is_none() {
            // The running thread determines the cost of the next switch.
            let key = mix(state.key(), state.current as u64);
            let onward = choices.iter().map(|choice| (state.cost.after(*choice, state), *choice));
            self.found = Some((key, onward.collect()));
        }
        None
    }

    fn again(&mut self) {
        (self.next, self.found) = (0, None);
    }
}

/// The smallest failing execution, if the search finds it within the limit on states. One of cost `at_most` is known
/// to exist.
pub(super) fn failing(
    limits: &Limits,
    settings: Settings,
    at_most: Cost,
    program: Program<'_>,
) -> Option<Schedule> {
    let mut reached: Vec<Reached> = Vec::new();
    let mut seen = HashSet::new(); // only used for membership tests, so its iteration order does not matter
    let mut runs = 0;
    let mut open = BTreeMap::from([(Cost::default(), vec![(None, None)])]);
    while let Some((cost, equals)) = open.pop_first() {
        if cost > at_most {
            return None;
        }
        let mut equals: Vec<_> = equals.into_iter().map(|(from, by)| (path(&reached, from, by), from)).collect();
        equals.sort(); // of two with the same cost, the one in which the first threads go first
        for (path, from) in equals {
            runs += 1;
            if reached.len() >= limits.max_states || runs > MOST_RUNS {
                return None;
            }
            let by = path.last().copied();
            let mut visit = Visit { path, next: 0, found: None };
            let run = execution::run(program, settings, &mut visit);
            match run.ending {
                Ending::Abandoned => {}
                Ending::TooLong => continue,
                Ending::Returned(returned) if !returned.wrong => continue,
                _ => return Some(run.state.schedule()),
            }
            let Some((key, onward)) = visit.found else { continue };
            if onward.iter().any(|(_, choice)| choice.variant == Variant::Stuck) {
                return Some(run.state.schedule());
            }
            if seen.insert(key) {
                let here = reached.len();
                reached.push(Reached { from, by });
                for (cost, choice) in onward {
                    open.entry(cost).or_default().push((Some(here), Some(choice)));
                }
            }
        }
    }
    None
}

/// The steps from the beginning to `by`.
fn path(reached: &[Reached], from: Option<usize>, by: Option<Choice>) -> Vec<Choice> {
    let mut path: Vec<Choice> = by.into_iter().collect();
    let mut at = from;
    while let Some(state) = at {
        path.extend(reached[state].by);
        at = reached[state].from;
    }
    path.reverse();
    path
}
