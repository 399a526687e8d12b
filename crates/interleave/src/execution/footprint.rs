//! What a transition touched other than atomics: an object of the program, or something that the explorer keeps for a
//! thread. A few counts of each target decide which threads can run: its [`Gate`].

use super::graph::EventId;
use std::ops::{AddAssign, Index, IndexMut, Sub, SubAssign};

/// What can be touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    Object(usize),
    /// The token that `unpark` leaves for a thread.
    Token(usize),
    /// The end of a thread, for those that join it or query it.
    Finished(usize),
    /// The numbers that threads get, if the program looks at them.
    Spawns,
}

/// The counts of a target that decide which threads can run; [`Count`] names them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gate([i32; 6]);

/// The counts of a [`Gate`].
#[derive(Clone, Copy, Debug)]
pub(crate) enum Count {
    /// For a lock: threads that hold it exclusively, that share it, and that wait to hold it exclusively.
    Writers = 0,
    Readers = 1,
    WaitingWriters = 2,
    /// For a channel: values in it, senders, receivers, receivers that wait, values received so far; and its capacity
    /// plus one, or 0 if it is unbounded.
    Items = 3,
    Senders = 4,
    Receivers = 5,
}

impl Count {
    pub(crate) const EXPECTING: Count = Count::Writers;
    pub(crate) const TAKEN: Count = Count::Readers;
    pub(crate) const ROOM: Count = Count::WaitingWriters;
    /// For a condition variable: waiters. For a barrier: completed rounds. For a once lock: threads that are
    /// initialising it. For a token: whether it is there. For a thread: whether it has finished.
    pub(crate) const ONE: Count = Count::Writers;
    /// For a once lock: whether the value is there, and whether the last attempt was given up.
    pub(crate) const FULL: Count = Count::Readers;
    pub(crate) const GIVEN_UP: Count = Count::WaitingWriters;
}

impl Index<Count> for Gate {
    type Output = i32;

    fn index(&self, count: Count) -> &i32 {
        &self.0[count as usize]
    }
}

impl IndexMut<Count> for Gate {
    fn index_mut(&mut self, count: Count) -> &mut i32 {
        &mut self.0[count as usize]
    }
}

impl Sub for Gate {
    type Output = Gate;

    fn sub(mut self, other: Gate) -> Gate {
        self -= other;
        self
    }
}

impl SubAssign for Gate {
    fn sub_assign(&mut self, other: Gate) {
        self.0.iter_mut().zip(other.0).for_each(|(mine, theirs)| *mine -= theirs);
    }
}

impl AddAssign for Gate {
    fn add_assign(&mut self, other: Gate) {
        self.0.iter_mut().zip(other.0).for_each(|(mine, theirs)| *mine += theirs);
    }
}

/// A target that a transition touched.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visit {
    pub(crate) target: Target,
    /// Its gate when the transition came to it.
    pub(crate) gate: Gate,
    /// Could a different operation have come in its place?
    pub(crate) races: bool,
    /// The event that touched it last before this one.
    pub(crate) before: Option<EventId>,
}

/// Everything that one transition touched, each target once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Footprint {
    visits: Vec<Visit>,
}

impl Footprint {
    pub(crate) fn clear(&mut self) {
        self.visits.clear();
    }

    pub(crate) fn find(&mut self, target: Target) -> Option<&mut Visit> {
        self.visits.iter_mut().find(|visit| visit.target == target)
    }

    pub(crate) fn add(&mut self, visit: Visit) {
        self.visits.push(visit);
    }

    pub(crate) fn visits(&self) -> &[Visit] {
        &self.visits
    }
}
