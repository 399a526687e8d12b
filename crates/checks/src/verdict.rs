//! The words that a check can end with. They are the same everywhere: in a student's terminal, in the grader's
//! reports, in the book.

use std::fmt;
use std::str::FromStr;

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Right in every way that was tried.
    Passed,
    /// Wrong in every run.
    WrongResult,
    /// Wrong in some interleaving, which is shown.
    RaceCondition,
    /// Two accesses to data that is not atomic, at least one a write, that nothing orders.
    DataRace,
    /// No thread can go on: who waits for whom is shown.
    Deadlock,
    /// A thread waits for a notify that came too early.
    LostWakeup,
    /// Threads go on without getting anywhere.
    Livelock,
    /// The code under test panicked.
    Panicked,
    /// Right, but one at a time: a lock held across the work, a pool that runs one job at once.
    OverSynchronised,
    /// Another behaviour under the same schedule.
    Nondeterministic,
    /// What was handed in could not be read: a damaged archive, another encoding, two different copies.
    NotReadable,
    /// The compiler refused it.
    DoesNotCompile,
    /// A `todo!()` is left.
    NotWritten,
    /// A construct that the exercise forbids.
    Forbidden,
    /// Too much memory, too many processes, too much output, too many steps.
    OutOfBounds,
    /// The process ended without saying anything.
    NoVerdict,
    /// Our own fault, and never a student's zero.
    GraderError,
}

/// Every verdict with its word.
const WORDS: [(Verdict, &str); 17] = [
    (Verdict::Passed, "passed"),
    (Verdict::WrongResult, "wrong result"),
    (Verdict::RaceCondition, "race condition"),
    (Verdict::DataRace, "data race"),
    (Verdict::Deadlock, "deadlock"),
    (Verdict::LostWakeup, "lost wake-up"),
    (Verdict::Livelock, "livelock"),
    (Verdict::Panicked, "panicked"),
    (Verdict::OverSynchronised, "over-synchronised"),
    (Verdict::Nondeterministic, "nondeterministic"),
    (Verdict::NotReadable, "not readable"),
    (Verdict::DoesNotCompile, "does not compile"),
    (Verdict::NotWritten, "not written yet"),
    (Verdict::Forbidden, "forbidden"),
    (Verdict::OutOfBounds, "out of bounds"),
    (Verdict::NoVerdict, "no verdict"),
    (Verdict::GraderError, "grader error"),
];

impl Verdict {
    /// Every verdict.
    pub fn all() -> impl Iterator<Item = Verdict> {
        WORDS.iter().map(|(verdict, _)| *verdict)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = WORDS.iter().find(|(verdict, _)| verdict == self).map_or("", |(_, word)| word);
        f.pad(word)
    }
}

impl FromStr for Verdict {
    type Err = UnknownVerdict;

    /// ```
    /// use checks::Verdict;
    /// assert_eq!("lost wake-up".parse(), Ok(Verdict::LostWakeup));
    /// assert!("Passed!".parse::<Verdict>().is_err());
    /// ```
    fn from_str(text: &str) -> Result<Self, UnknownVerdict> {
        let known = WORDS.iter().find(|(_, word)| *word == text);
        known.map(|(verdict, _)| *verdict).ok_or_else(|| UnknownVerdict(text.to_string()))
    }
}

/// A text that is not a verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownVerdict(String);

impl fmt::Display for UnknownVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a verdict", self.0)
    }
}

impl std::error::Error for UnknownVerdict {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back() {
        for (verdict, word) in WORDS {
            assert_eq!(verdict.to_string(), word);
            assert_eq!(word.parse(), Ok(verdict));
        }
    }
}
