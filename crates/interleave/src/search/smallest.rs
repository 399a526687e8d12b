//! The smallest counterexample: cheapest first (Dijkstra 1959) over *states*, so that two ways to the same state are
//! continued once, by the cheaper one. A state is what each thread has found out and what each object holds; it is
//! reached again by running its schedule.

use crate::execution::{self, Choice, Cost, Ending, Program, Schedule, Settings, State, Strategy, Variant, mix};
use crate::options::Limits;
use std::collections::{BTreeMap, HashSet};

/// Each run is abandoned, and the frames of its threads stay in memory: a few kilobytes each.
const MOST_RUNS: usize = 60_000;

/// A state that has been reached, by the last step to it.
struct Reached {
    from: Option<usize>,
    by: Option<Choice>,
}

/// Goes to a state and looks at what can be done from there.
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
            // Whoever runs now decides what the next switch costs.
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

/// The smallest of all failing executions, if it is found within the limit on states. One of cost `at_most` exists.
pub(super) fn failing(
    limits: &Limits,
    settings: Settings,
    at_most: Cost,
    program: Program<'_>,
) -> Option<Schedule> {
    let mut reached: Vec<Reached> = Vec::new();
    let mut seen = HashSet::new(); // only asked whether it contains a state: its order is never seen
    let mut runs = 0;
    let mut open = BTreeMap::from([(Cost::default(), vec![(None, None)])]);
    while let Some((cost, equals)) = open.pop_first() {
        if cost > at_most {
            return None;
        }
        let mut equals: Vec<_> = equals.into_iter().map(|(from, by)| (path(&reached, from, by), from)).collect();
        equals.sort(); // of two that cost the same, the one that lets the first threads go first
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

/// The steps that lead to `by` from the beginning.
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
