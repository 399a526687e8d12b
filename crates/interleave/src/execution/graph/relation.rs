//! A relation as a bit matrix, for the axioms.

use super::bit;

/// A relation between the accesses of a view.
pub(super) struct Relation {
    words: usize,
    rows: Vec<u64>,
}

impl Relation {
    pub(super) fn new(count: usize) -> Self {
        let words = count.div_ceil(64).max(1);
        Relation { words, rows: vec![0; words * count] }
    }

    pub(super) fn row(&self, row: usize) -> &[u64] {
        &self.rows[row * self.words..(row + 1) * self.words]
    }

    pub(super) fn add(&mut self, from: usize, to: usize) {
        self.rows[from * self.words + to / 64] |= 1 << (to % 64);
    }

    pub(super) fn join(&mut self, other: &Relation) {
        self.rows.iter_mut().zip(&other.rows).for_each(|(mine, theirs)| *mine |= theirs);
    }

    /// The transitive closure (Warshall 1962).
    pub(super) fn close(&mut self) {
        let count = self.rows.len() / self.words;
        for middle in 0..count {
            let through = self.row(middle).to_vec();
            for row in 0..count {
                if bit(self.row(row), middle) {
                    let start = row * self.words;
                    self.rows[start..start + self.words].iter_mut().zip(&through).for_each(|(m, t)| *m |= t);
                }
            }
        }
    }

    pub(super) fn is_irreflexive(&self) -> bool {
        (0..self.rows.len() / self.words).all(|row| !bit(self.row(row), row))
    }
}
