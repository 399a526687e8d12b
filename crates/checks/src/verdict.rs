//! The verdicts. Their words are the same everywhere: in a student's terminal, in the grader's reports, in the book.

use std::fmt;
use std::str::FromStr;

/// The result of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Right in every run that was tried.
    Passed,
    /// Wrong in every run.
    WrongResult,
    /// Wrong in some interleaving, which is shown.
    RaceCondition,
    /// Two unordered accesses to non-atomic data, at least one of them a write.
    DataRace,
    /// No thread can go on; what each waits for is shown.
    Deadlock,
    /// A thread waits for a notify that was sent too early or woke a different thread.
    LostWakeup,
    /// Threads run for ever without getting anywhere.
    Livelock,
    /// The code under test panicked.
    Panicked,
    /// Right, but serial: a lock is held during the work, or a pool runs one job at a time.
    OverSynchronised,
    /// Different behaviour under the same schedule.
    Nondeterministic,
    /// The submission could not be read: a damaged archive, the wrong encoding, two different copies of a file.
    NotReadable,
    /// The compiler rejected it.
    DoesNotCompile,
    /// A `todo!()` is left.
    NotWritten,
    /// A construct that the exercise forbids.
    Forbidden,
    /// Too much memory, too many processes, too much output, too many steps.
    OutOfBounds,
    /// The process ended without a result.
    NoVerdict,
    /// A failure of the grader; never counts as zero points.
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
