//! Sets of events as rows of bits: bit `j` of row `i` means that `j` is in the set of `i`. All rows are stored in one
//! list, and grow together when there are more events than bits.

/// A row of bits for each event, or for each thread.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    words: usize,
    bits: Vec<u64>,
}

impl Default for Rows {
    fn default() -> Self {
        Rows { words: 2, bits: Vec::new() }
    }
}

impl Rows {
    pub(crate) fn clear(&mut self) {
        self.bits.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.bits.len() / self.words
    }

    /// Adds an empty row.
    pub(crate) fn push(&mut self) {
        self.bits.resize(self.bits.len() + self.words, 0);
    }

    pub(crate) fn truncate(&mut self, rows: usize) {
        self.bits.truncate(rows * self.words);
    }

    pub(crate) fn row(&self, row: usize) -> &[u64] {
        &self.bits[row * self.words..(row + 1) * self.words]
    }

    pub(crate) fn has(&self, row: usize, bit: usize) -> bool {
        let word = bit / 64;
        word < self.words && self.bits[row * self.words + word] >> (bit % 64) & 1 == 1
    }

    pub(crate) fn set(&mut self, row: usize, bit: usize) {
        self.fit(bit);
        self.bits[row * self.words + bit / 64] |= 1 << (bit % 64);
    }

    /// Adds the bits of row `other` to row `row`.
    pub(crate) fn join(&mut self, row: usize, other: usize) {
        for word in 0..self.words {
            self.bits[row * self.words + word] |= self.bits[other * self.words + word];
        }
    }

    /// Adds `bits` to row `row`.
    pub(crate) fn join_bits(&mut self, row: usize, bits: &[u64]) {
        if let Some(last) = bits.iter().rposition(|word| *word != 0) {
            self.fit(last * 64);
            let start = row * self.words;
            self.bits[start..].iter_mut().zip(bits).take(last + 1).for_each(|(mine, theirs)| *mine |= theirs);
        }
    }

    fn fit(&mut self, bit: usize) {
        if bit / 64 < self.words {
            return;
        }
        let words = (bit / 64 + 1).next_power_of_two();
        let rows = self.len();
        let mut bits = vec![0; rows * words];
        for row in 0..rows {
            bits[row * words..row * words + self.words].copy_from_slice(self.row(row));
        }
        (self.words, self.bits) = (words, bits);
    }
}

/// The indices of the bits that are set.
pub(crate) fn bits(row: &[u64]) -> impl Iterator<Item = usize> {
    row.iter().enumerate().flat_map(|(at, word)| {
        let mut left = *word;
        std::iter::from_fn(move || {
            let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(at * 64 + bit)
        })
    })
}

/// Is bit `bit` set in `row`?
pub(crate) fn bit(row: &[u64], bit: usize) -> bool {
    row.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
}

/// Sets bit `bit` in `row`, which grows if needed.
pub(crate) fn set_bit(row: &mut Vec<u64>, bit: usize) {
    if row.len() <= bit / 64 {
        row.resize(bit / 64 + 1, 0);
    }
    row[bit / 64] |= 1 << (bit % 64);
}

/// Adds the bits of `other` to `row`.
pub(crate) fn join_row(row: &mut Vec<u64>, other: &[u64]) {
    if row.len() < other.len() {
        row.resize(other.len(), 0);
    }
    row.iter_mut().zip(other).for_each(|(mine, theirs)| *mine |= theirs);
}
