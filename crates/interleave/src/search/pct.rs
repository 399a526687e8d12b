//! PCT, a random search that finds a bug of a given depth with a known probability (Burckhardt, Kothari, Musuvathi &
//! Nagarakatte, *A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs*, ASPLOS 2010).
//!
//! Every thread has a random priority, and of the threads that can run, the one with the highest takes the next step.
//! After `depth - 1` randomly chosen steps (the change points), the thread that took the step drops below all others.
//! Where the paper leaves a choice:
//!
//! - The number of steps `k` is that of the longest execution so far; the first execution has no change points. The
//!   guarantee does not cover executions that were planned with a smaller `k`.
//! - A thread that spins cannot run (see [`State::choices`]). A thread that reaches the same yield again drops below
//!   all others. An execution that is much longer than `k` continues as a random walk, so that a loop without a yield
//!   that waits for a thread of lower priority ends.
//! - Stale reads, spurious wake-ups and the like occur in every second execution, as in a random walk. The paper has
//!   none of them: the guarantee does not cover an execution in which there could have been one.

use super::findings::Findings;
use super::progress::Progress;
use super::walks::Walk;
use super::{differs, lost};
use crate::execution::{self, Choice, Program, Settings, State, Strategy, Variant, mix};
use crate::options::Limits;
use crate::outcome::Unfinished;
use crate::record::{Place, ThreadId};

/// Threads that have not been lowered have priorities above this.
const UNCHANGED: u64 = 1 << 63;
/// The priority after the first change point. Each later one is higher by one.
const CHANGED: u64 = 1 << 62;
/// This many steps, and twice the longest execution so far, are taken by priority.
const UNMEASURED: usize = 100;

/// Runs `count` executions of `program`; `None` if it must be run with other settings.
pub(super) fn explore(
    limits: &Limits,
    settings: Settings,
    program: Program<'_>,
    progress: &Progress,
    findings: &mut Findings,
    (seed, depth, count): (u64, usize, usize),
) -> Option<Result<(), Unfinished>> {
    let (mut steps, mut covered) = (0, 0);
    for number in 0..count.min(limits.max_executions) {
        let mut execution = Execution::new(mix(seed, number as u64), depth, steps, number % 2 == 1);
        let run = execution::run(program, settings, &mut execution);
        if findings.outgrown(&run.state) {
            return None;
        }
        findings.saw(&run.state);
        if number == 0
            && !run.state.skipped
            && let Some(difference) = differs(program, settings, &run)
        {
            return Some(Err(Unfinished::Nondeterministic(difference)));
        }
        let longer = run.cost.size.steps > steps;
        covered = if longer { 0 } else { covered + usize::from(execution.is_covered) };
        steps = steps.max(run.cost.size.steps);
        let lost = lost::lost_wakeup(program, settings, &run).is_some();
        findings.add(limits, run, lost);
        progress.went_on(1.0 / count as f64);
        if limits.until_failure && findings.failures.total() > 0 {
            break;
        }
    }
    let (count, threads, steps) = (findings.executions, findings.threads.max(1), steps.max(1));
    Some(Err(Unfinished::Pct { seed, depth: depth.max(1), count, covered, threads, steps }))
}

/// One execution.
struct Execution {
    begins: u64,
    depth: usize,
    /// `k`: the length of the longest execution so far.
    steps: usize,
    /// May this execution take unusual choices?
    gifts: bool,
    dice: Walk,
    taken: usize,
    /// The change points: after step `changes[i]`, the thread that took it drops to priority `CHANGED + i`.
    changes: Vec<usize>,
    priorities: Vec<u64>,
    /// The priority of the thread that yielded last.
    lowest: u64,
    /// Where threads continued after a yield.
    yields: Vec<(ThreadId, Option<Place>)>,
    /// Does the guarantee cover this execution?
    is_covered: bool,
}

impl Execution {
    fn new(begins: u64, depth: usize, steps: usize, gifts: bool) -> Self {
        let mut dice = Walk::of(begins);
        // More change points than steps add nothing.
        let changes = (1..depth).take(steps).map(|_| 1 + dice.below(steps)).collect();
        Execution {
            begins,
            depth,
            steps,
            gifts,
            dice,
            taken: 0,
            changes,
            priorities: Vec::new(),
            lowest: CHANGED,
            yields: Vec::new(),
            is_covered: true,
        }
    }

    /// Gives new threads a priority, and lowers the thread that took the last step if it is time.
    fn update(&mut self, state: &State) {
        let new = self.priorities.len()..state.threads.len();
        self.priorities.extend(new.map(|thread| UNCHANGED | mix(!self.begins, thread as u64)));
        let last = state.current;
        if self.taken == 0 {
            return;
        }
        for (label, change) in (0..).zip(&self.changes) {
            if *change == self.taken {
                self.priorities[last] = CHANGED + label;
            }
        }
        if state.threads[last].stepped_aside {
            let here = (last, state.threads[last].place);
            if self.yields.contains(&here) {
                self.lowest -= 1;
                self.priorities[last] = self.lowest;
            } else {
                self.yields.push(here);
            }
        }
    }
}

impl Strategy for Execution {
    fn choose(&mut self, state: &mut State, choices: &[Choice]) -> Option<usize> {
        self.update(state);
        self.taken += 1;
        if self.taken > (2 * self.steps + UNMEASURED).min(state.settings.max_steps / 2) {
            return self.dice.choose(state, choices);
        }
        let is_ordinary = |choice: &&Choice| matches!(choice.variant, Variant::Usual | Variant::LastResort);
        let first = choices.iter().filter(is_ordinary).max_by_key(|choice| self.priorities[choice.thread]);
        // If no thread can run, one choice is that the execution ends.
        let first = first.or_else(|| choices.iter().find(|choice| choice.variant == Variant::Stuck)).copied()?;
        let possible = |choice: &&Choice| choice.thread == first.thread || choice.variant.is_a_gift();
        let possible: Vec<Choice> = choices.iter().filter(possible).copied().collect();
        let taken = match self.gifts && possible.len() > 1 {
            true => {
                self.is_covered = false;
                possible[self.dice.choose(state, &possible)?]
            }
            false => first,
        };
        choices.iter().position(|choice| *choice == taken)
    }

    fn again(&mut self) {
        *self = Execution::new(self.begins, self.depth, self.steps, self.gifts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_execution_that_restarts_is_reset() {
        let new = || Execution::new(7, 4, 90, true);
        let mut again = new();
        (again.taken, again.lowest) = (9, 0);
        again.priorities.push(1);
        again.dice.below(3);
        again.again();
        assert_eq!((again.taken, again.lowest, again.priorities.len()), (0, CHANGED, 0));
        assert_eq!(again.changes, new().changes);
        assert_eq!(again.dice.below(1_000), new().dice.below(1_000));
    }
}
