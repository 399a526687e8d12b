//! What a parent holds against a check, beside what the system does. All of it always holds, but for the attacks on the
//! grader, which show that each part stops something.

/// How a process is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// One that prints without end is ended.
    pub output: bool,
    /// One that keeps the processor busy is ended, long before the system would.
    pub processor: bool,
    /// One in which no thread can run is ended.
    pub stillness: bool,
    /// Whether a launcher starts it: then the first line on standard error is the launcher's own. Otherwise that line is
    /// the program's, whatever it says.
    pub launched: bool,
    /// How long a check may keep the processor busy.
    pub patience: Patience,
}

/// How long a check may keep the processor busy. What it is counts checks and not time, so the same code gets the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Patience {
    /// Far longer than any check needs.
    #[default]
    Full,
    /// A fifth of that: another check of the same exercise kept the processor busy without end.
    Little,
    /// A twentieth, still several times what the longest check of the reference needs: many checks of the submission did.
    Least,
}

impl Default for Watch {
    /// All of it, of a program that is started directly.
    fn default() -> Self {
        Watch { output: true, processor: true, stillness: true, launched: false, patience: Patience::Full }
    }
}
