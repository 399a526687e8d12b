//! Random executions with a fixed seed, for programs too large for a proof. The same on every machine.

use super::findings::Findings;
use super::lost;
use super::progress::Progress;
use crate::execution::{self, Choice, Program, Settings, State, Strategy, Variant, mix};
use crate::options::Limits;
use crate::outcome::Unfinished;

/// Runs `count` executions of `program`; `None` if it must be run with other settings.
pub(super) fn explore(
    limits: &Limits,
    settings: Settings,
    program: Program<'_>,
    progress: &Progress,
    findings: &mut Findings,
    (seed, count): (u64, usize),
) -> Option<Result<(), Unfinished>> {
    let count = count.min(limits.max_executions);
    for number in 0..count {
        let run = execution::run(program, settings, &mut Walk::new(seed, number));
        if findings.outgrown(&run.state) {
            return None;
        }
        let lost = lost::lost_wakeup(program, settings, &run).is_some();
        findings.saw(&run.state);
        findings.add(limits, run, lost);
        progress.went_on(1.0 / count as f64);
        if limits.until_failure && findings.failures.total() > 0 {
            return Some(Err(Unfinished::Walks { seed, count: number + 1 }));
        }
    }
    Some(Err(Unfinished::Walks { seed, count }))
}

/// One walk: every choice is random, and stale reads and spurious wake-ups are rare.
pub(crate) struct Walk {
    state: u64,
    begins: u64,
}

impl Walk {
    pub(crate) fn new(seed: u64, number: usize) -> Self {
        Walk::of(mix(seed, number as u64))
    }

    /// A walk with this seed.
    pub(super) fn of(begins: u64) -> Self {
        Walk { state: begins, begins }
    }

    /// A random number below `n`.
    pub(super) fn below(&mut self, n: usize) -> usize {
        self.state = mix(self.state, 1);
        (self.state >> 33) as usize % n
    }
}

impl Strategy for Walk {
    fn choose(&mut self, _state: &mut State, choices: &[Choice]) -> Option<usize> {
        let is_rare = |choice: &Choice| {
            choice.variant.is_a_gift() || matches!(choice.variant, Variant::From(_) | Variant::After(_))
        };
        let rare = self.below(8) == 0;
        let possible: Vec<usize> = (0..choices.len()).filter(|at| rare || !is_rare(&choices[*at])).collect();
        let taken = match possible.is_empty() {
            true => self.below(choices.len()),
            false => possible[self.below(possible.len())],
        };
        // Ending in a stuck state is as likely as any single wake-up from it.
        let stuck = choices[taken].variant == Variant::Stuck;
        Some(if stuck { self.below(choices.len()) } else { taken })
    }

    fn again(&mut self) {
        self.state = self.begins;
    }
}
