//! How long the checks of a submission may keep the processor busy: an infinite loop should cost the full limit once,
//! not in every check.

use checks::{Exercise, Finding, Patience, kept_busy};
use std::collections::BTreeMap;

/// After this many checks that kept the processor busy, all checks of the submission get less time.
const MANY: usize = 4;

/// The checks of a submission that kept the processor busy and never finished, with their exercises.
#[derive(Clone, Debug, Default)]
pub struct Tried(BTreeMap<usize, &'static str>);

impl Tried {
    /// Records the finding of the check with this number.
    pub fn note(&mut self, check: usize, exercise: &Exercise, finding: &Finding) {
        if kept_busy(finding) {
            self.0.insert(check, exercise.id);
        }
    }

    /// How long the next check of an exercise may keep the processor busy.
    pub fn patience(&self, exercise: &Exercise) -> Patience {
        let of_this = self.0.values().any(|id| *id == exercise.id);
        match (of_this, self.0.len() >= MANY) {
            (false, false) => Patience::Full,
            (true, false) | (false, true) => Patience::Little,
            (true, true) => Patience::Least,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use checks::{EXERCISES, Verdict};

    #[test]
    fn each_check_that_keeps_the_processor_busy_shortens_the_time_of_the_others() {
        let [first, second] = [&EXERCISES[0], &EXERCISES[1]];
        // The finding of `checks` for a check that it killed for that.
        let busy = Finding::new(Verdict::OutOfBounds, "it keeps the processor busy and never finishes");
        let mut tried = Tried::default();
        tried.note(0, first, &Finding::new(Verdict::Deadlock, "nobody goes on"));
        assert_eq!(tried.patience(first), Patience::Full);
        // A check that is recorded twice counts once.
        [1, 1, 2, 3].into_iter().for_each(|check| tried.note(check, first, &busy));
        assert_eq!([first, second].map(|exercise| tried.patience(exercise)), [Patience::Little, Patience::Full]);
        tried.note(4, first, &busy);
        assert_eq!([first, second].map(|exercise| tried.patience(exercise)), [Patience::Least, Patience::Little]);
    }
}
