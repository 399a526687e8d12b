//! What a transition touched. Two transitions that touch nothing in common, or only read it, give the same state in
//! either order: that independence is what the search saves its work with.

/// Something that a transition read or wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Access {
    pub(crate) target: Target,
    pub(crate) write: bool,
}

/// What can be touched: an object of the program, or one of the explorer's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    Object(usize),
    /// The token that `unpark` leaves for a thread.
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

    pub(crate) fn add(&mut self, target: Target, write: bool) {
        match self.0.iter_mut().find(|access| access.target == target) {
            Some(access) => access.write |= write,
            None => self.0.push(Access { target, write }),
        }
    }

    pub(crate) fn accesses(&self) -> &[Access] {
        &self.0
    }
}

/// Do two transitions of different threads give the same state in either order?
pub(crate) fn independent(one: &[Access], other: &[Access]) -> bool {
    one.iter().all(|a| other.iter().all(|b| a.target != b.target || !(a.write || b.write)))
}
