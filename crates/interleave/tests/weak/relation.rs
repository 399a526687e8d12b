//! Relations over a handful of events, as bit matrices: the language of the axioms.

/// The maximum number of events in an execution, including initial values.
pub const EVENTS: usize = 16;

/// A set of events.
pub type Set = u16;

/// Bit `j` of row `i`: event `i` is related to event `j`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relation([Set; EVENTS]);

impl Relation {
    pub fn add(&mut self, one: usize, other: usize) {
        self.0[one] |= 1 << other;
    }

    pub fn has(&self, one: usize, other: usize) -> bool {
        self.0[one] & 1 << other != 0
    }

    /// Each event of `set` with itself: `[set]` in the papers.
    pub fn identity(set: Set) -> Relation {
        let mut rows = Relation::default();
        (0..EVENTS).for_each(|i| rows.0[i] = set & 1 << i);
        rows
    }

    pub fn or(mut self, other: &Relation) -> Relation {
        self.0.iter_mut().zip(other.0).for_each(|(row, more)| *row |= more);
        self
    }

    pub fn and(mut self, other: &Relation) -> Relation {
        self.0.iter_mut().zip(other.0).for_each(|(row, mask)| *row &= mask);
        self
    }

    /// Only the pairs that end in `set`.
    pub fn into_set(mut self, set: Set) -> Relation {
        self.0.iter_mut().for_each(|row| *row &= set);
        self
    }

    /// `self ; other`: from `i` to `k` if there is a `j` between.
    pub fn then(&self, other: &Relation) -> Relation {
        let mut rows = Relation::default();
        for (i, &row) in self.0.iter().enumerate() {
            let mut left = row;
            while left != 0 {
                rows.0[i] |= other.0[left.trailing_zeros() as usize];
                left &= left - 1;
            }
        }
        rows
    }

    pub fn inverse(&self) -> Relation {
        let mut rows = Relation::default();
        for (i, &row) in self.0.iter().enumerate() {
            let mut left = row;
            while left != 0 {
                rows.0[left.trailing_zeros() as usize] |= 1 << i;
                left &= left - 1;
            }
        }
        rows
    }

    /// `self?`: `self` and the identity.
    pub fn or_same(&self) -> Relation {
        self.or(&Relation::identity(Set::MAX))
    }

    pub fn minus(mut self, other: &Relation) -> Relation {
        self.0.iter_mut().zip(other.0).for_each(|(row, mask)| *row &= !mask);
        self
    }

    pub fn without_same(self) -> Relation {
        self.minus(&Relation::identity(Set::MAX))
    }

    /// `self⁺`: one or more steps.
    pub fn transitive(mut self) -> Relation {
        for k in 0..EVENTS {
            let through = self.0[k];
            if through != 0 {
                self.0.iter_mut().filter(|row| **row >> k & 1 == 1).for_each(|row| *row |= through);
            }
        }
        self
    }

    pub fn is_irreflexive(&self) -> bool {
        self.0.iter().enumerate().all(|(i, row)| row >> i & 1 == 0)
    }

    pub fn is_acyclic(&self) -> bool {
        self.transitive().is_irreflexive()
    }
}
