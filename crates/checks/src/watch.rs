//! When a parent kills a check, besides the limits of the system. All conditions always apply, except when attacks on
//! the grader show that each of them stops something.

/// How a process is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// Kill a process that prints without end.
    pub output: bool,
    /// Kill a process that keeps the processor busy, long before the system would.
    pub processor: bool,
    /// Kill a process in which no thread can run.
    pub stillness: bool,
    /// Whether a launcher starts it: then the first line on stderr is the launcher's. Otherwise that line is the
    /// program's, whatever it says.
    pub launched: bool,
    /// How long a check may keep the processor busy.
    pub patience: Patience,
}

/// How long a check may keep the processor busy. It depends on a number of checks, not on time, so the same code
/// always gets the same limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Patience {
    /// Far longer than any check needs.
    #[default]
    Full,
    /// A fifth of that: a different check of the same exercise kept the processor busy.
    Little,
    /// A twentieth, still several times what the longest check of the reference needs: many checks of the submission
    /// kept the processor busy.
    Least,
}

impl Default for Watch {
    /// All conditions, for a program that is started without a launcher.
    fn default() -> Self {
        Watch { output: true, processor: true, stillness: true, launched: false, patience: Patience::Full }
    }
}
