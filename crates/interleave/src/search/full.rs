//! Tries every order of steps, and every choice in each, depth-first. It tests the optimal search, and it implements
//! preemption bounds: of two executions with the same graph, one may be within the bound and the other not.

use super::findings::Findings;
use super::progress::Progress;
use super::{differs, lost};
use crate::execution::{self, Choice, Operation, Program, Settings, State, Strategy};
use crate::options::Limits;
use crate::outcome::Unfinished;
use crate::record::Place;

/// The states on the path of the execution under way.
struct Full {
    path: Vec<Node>,
    depth: usize,
    preemption_bound: Option<usize>,
    /// The bound has excluded a choice.
    cut: bool,
    diverged: Option<String>,
}

/// A state on the path: its choices, and which one is taken.
struct Node {
    choices: Vec<Choice>,
    taken: usize,
    /// What the chosen thread had announced. It announces the same again if the program is deterministic.
    announced: (Operation, Option<Place>),
}

/// Runs every execution of `program`; `None` if it must be run with other settings.
pub(super) fn explore(
    limits: &Limits,
    settings: Settings,
    program: Program<'_>,
    progress: &Progress,
    findings: &mut Findings,
) -> Option<Result<(), Unfinished>> {
    let mut search =
        Full { path: Vec::new(), depth: 0, preemption_bound: limits.preemption_bound, cut: false, diverged: None };
    loop {
        if findings.begun() >= limits.max_executions {
            return Some(Err(Unfinished::Executions { begun: limits.max_executions }));
        }
        search.depth = 0;
        let run = execution::run(program, settings, &mut search);
        if findings.outgrown(&run.state) {
            return None;
        }
        if let Some(diverged) = search.diverged.take() {
            return Some(Err(Unfinished::Nondeterministic(diverged)));
        }
        findings.saw(&run.state);
        findings.cut = search.cut;
        if findings.executions == 0
            && !run.state.skipped
            && let Some(difference) = differs(program, settings, &run)
        {
            return Some(Err(Unfinished::Nondeterministic(difference)));
        }
        let lost = lost::lost_wakeup(program, settings, &run).is_some();
        findings.add(limits, run, lost);
        if let Some(unfinished) = findings.stops(limits) {
            return Some(Err(unfinished));
        }
        progress.went_on(search.share());
        if !search.advance() {
            break;
        }
    }
    Some(match limits.preemption_bound {
        Some(bound) if search.cut => Err(Unfinished::PreemptionBound(bound)),
        _ => Ok(()),
    })
}

impl Full {
    /// The estimated share of the whole search that this execution represents.
    fn share(&self) -> f64 {
        self.path.iter().map(|node| 1.0 / node.choices.len() as f64).product()
    }

    /// Goes back to the last state with an untried choice; false if there is none.
    fn advance(&mut self) -> bool {
        self.path.truncate(self.depth);
        while let Some(node) = self.path.last_mut() {
            node.taken += 1;
            if node.taken < node.choices.len() {
                return true;
            }
            self.path.pop();
        }
        false
    }

    fn within_bound(&mut self, state: &State, choices: &[Choice]) -> Vec<Choice> {
        let Some(bound) = self.preemption_bound else { return choices.to_vec() };
        let within = |choice: &&Choice| state.cost.after(**choice, state).size.preemptions <= bound;
        let within: Vec<Choice> = choices.iter().filter(within).copied().collect();
        self.cut |= within.len() < choices.len();
        within
    }
}

fn announced(state: &State, choice: Choice) -> (Operation, Option<Place>) {
    let thread = &state.threads[choice.thread];
    (thread.pending, thread.place)
}

fn is_same(one: (Operation, Option<Place>), other: (Operation, Option<Place>)) -> bool {
    one.0.is_like(&other.0) && one.1 == other.1
}

impl Strategy for Full {
    fn choose(&mut self, state: &mut State, choices: &[Choice]) -> Option<usize> {
        if self.depth == self.path.len() {
            let mut within = self.within_bound(state, choices);
            if state.exploring_stopped {
                within.truncate(1);
            }
            self.path.push(Node { announced: (Operation::Aside, None), choices: within, taken: 0 });
        }
        let new = self.depth + 1 == self.path.len();
        let node = &mut self.path[self.depth];
        let taken = node.choices[node.taken];
        let found = choices.iter().position(|choice| *choice == taken);
        if new && found.is_some() {
            node.announced = announced(state, taken);
        } else if found.is_none() || !is_same(announced(state, taken), node.announced) {
            let now = state.threads.get(taken.thread).and_then(|thread| thread.place);
            self.diverged = Some(super::difference(taken.thread, node.announced.1, now));
            return None;
        }
        self.depth += 1;
        found
    }

    fn again(&mut self) {
        self.depth = 0;
    }
}
