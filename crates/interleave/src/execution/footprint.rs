//! What a transition touched. Two transitions that touch nothing in common, or touch it in the same harmless way,
//! give the same state in either order: that independence is what the search saves its work with.

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
    /// The token that `unpark` leaves for a thread.
    Token(usize),
    /// That a notify has chosen a thread. Only its own wake-up comes after that, so it orders nothing that was in
    /// no order; nor do the next two.
    Notified(usize),
    /// The end of a thread, for who joins it or asks.
    Finished(usize),
    /// The end of a round of a barrier, for who passes.
    Round(usize, usize),
    /// The budget of spurious wake-ups: who spends it takes it from the others.
    Spurious,
    /// The budget of early time-outs.
    Early,
    /// A time-out because nothing else could go on: whoever goes first makes the others wait again.
    LastResort,
}

/// Everything that one transition touched, each target once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Footprint {
    accesses: Vec<Access>,
    /// Channels of which it cloned a sender. Nobody can see that before all are dropped, so it orders nothing.
    cloned: Vec<usize>,
}

impl Footprint {
    pub(crate) fn clear(&mut self) {
        self.accesses.clear();
        self.cloned.clear();
    }

    pub(crate) fn add(&mut self, target: Target, mode: Mode) {
        match self.accesses.iter_mut().find(|access| access.target == target) {
            Some(access) if access.mode == mode => {}
            Some(access) => access.mode = Mode::Write, // a mixture is not harmless
            None => self.accesses.push(Access { target, mode }),
        }
    }

    pub(crate) fn accesses(&self) -> &[Access] {
        &self.accesses
    }

    pub(crate) fn clones(&mut self, channel: usize) {
        self.cloned.push(channel);
    }

    pub(crate) fn cloned(&self) -> &[usize] {
        &self.cloned
    }
}
