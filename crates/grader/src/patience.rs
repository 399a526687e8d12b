//! How long checks of a submission may keep the processor busy: one infinite loop is found out once, and not by every check
//! for as long as any check might need.

use checks::{Exercise, Finding, Patience, kept_busy};
use std::collections::BTreeMap;

/// After as many checks that kept the processor busy, all of a submission's get less time for that.
const MANY: usize = 4;

/// The checks of a submission that kept the processor busy without end, with their exercises.
#[derive(Clone, Debug, Default)]
pub struct Tried(BTreeMap<usize, &'static str>);

impl Tried {
    /// Learns what a check, by its number, found.
    pub fn note(&mut self, check: usize, exercise: &Exercise, finding: &Finding) {
        if kept_busy(finding) {
            self.0.insert(check, exercise.id);
        }
    }

    /// How long the next check of an exercise may.
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
    fn each_check_that_keeps_the_processor_busy_costs_the_others_patience() {
        let [first, second] = [&EXERCISES[0], &EXERCISES[1]];
        // What `checks` says of one that it ended for that.
        let busy = Finding::new(Verdict::OutOfBounds, "it keeps the processor busy without ever coming to an end");
        let mut tried = Tried::default();
        tried.note(0, first, &Finding::new(Verdict::Deadlock, "nobody goes on"));
        assert_eq!(tried.patience(first), Patience::Full);
        // Whatever is noted twice counts once.
        [1, 1, 2, 3].into_iter().for_each(|check| tried.note(check, first, &busy));
        assert_eq!([first, second].map(|exercise| tried.patience(exercise)), [Patience::Little, Patience::Full]);
        tried.note(4, first, &busy);
        assert_eq!([first, second].map(|exercise| tried.patience(exercise)), [Patience::Least, Patience::Little]);
    }
}
