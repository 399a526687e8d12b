//! Random executions with a fixed seed: for programs too large for a proof, and the same on every machine.

use crate::execution::{Choice, State, Strategy, Variant, mix};

/// One walk: every choice is a throw of the dice, an old value or a wake-up that nobody caused a rare one.
pub(crate) struct Walk {
    state: u64,
    begins: u64,
}

impl Walk {
    pub(crate) fn new(seed: u64, number: usize) -> Self {
        Walk::of(mix(seed, number as u64))
    }

    /// The walk whose random numbers begin here.
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
        // Ending in a stuck state is as good as any wake-up from it.
        let stuck = choices[taken].variant == Variant::Stuck;
        Some(if stuck { self.below(choices.len()) } else { taken })
    }

    fn again(&mut self) {
        self.state = self.begins;
    }
}
