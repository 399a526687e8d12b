//! What a transition touched. Two transitions that touch nothing in common, or touch it in the same harmless way, give the
//! same state in either order: that independence is what the search saves its work with.

/// Something that a transition touched, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Access {
    pub(crate) target: Target,
    pub(crate) mode: Mode,
}

/// How something was touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mode {
    /// It is the same after any number of reads.
    Read,
    /// A sender was dropped: how many are left is the same after the same number of drops in any order.
    HangUp,
    Write,
}

/// What can be touched: an object of the program, or one of the explorer's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    Object(usize),
    /// The token that `unpark` leaves for a thread, and whether the thread has finished.
    Token(usize),
    /// The budget of spurious wake-ups: who spends it takes it from the others.
    Spurious,
    /// The budget of early time-outs.
    Early,
    /// A time-out because nothing else could go on: whoever goes first makes the others wait again.
    LastResort,
}

/// Everything that one transition touched, each target once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Footprint(Vec<Access>);

impl Footprint {
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn add(&mut self, target: Target, mode: Mode) {
        match self.0.iter_mut().find(|access| access.target == target) {
            Some(access) if access.mode == mode => {}
            Some(access) => access.mode = Mode::Write, // a mixture is not harmless
            None => self.0.push(Access { target, mode }),
        }
    }

    pub(crate) fn accesses(&self) -> &[Access] {
        &self.0
    }
}

/// Do two transitions of different threads give the same state in either order?
pub(crate) fn independent(one: &[Access], other: &[Access]) -> bool {
    let harmless = |a: &Access, b: &Access| a.target != b.target || (a.mode == b.mode && a.mode != Mode::Write);
    one.iter().all(|a| other.iter().all(|b| harmless(a, b)))
}
