//! What is measured: each work with our code, its peers and the targets.

pub mod bugs;
pub mod counter;
pub mod fetch;
pub mod grading;
pub mod pages;
pub mod pool;
pub mod proofs;
pub mod python;
pub mod queue;

use crate::rounds::{Contestant, take_turns};
use crate::row::{Row, Work};
use anyhow::Result;
use std::time::Duration;

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// A quick try: few rounds of little work. Its figures mean little.
    pub quick: bool,
    /// The time limit of a proof on loom.
    pub loom_limit: Duration,
}

impl Effort {
    /// The number of rounds for short works.
    pub fn rounds(self) -> usize {
        if self.quick { 3 } else { 31 }
    }

    /// The number of rounds for works that take a second.
    pub fn few_rounds(self) -> usize {
        if self.quick { 1 } else { 11 }
    }

    /// The number of repetitions in one round: `usual`, or a tenth of it for a quick try.
    pub fn items(self, usual: usize) -> usize {
        if self.quick { usual / 10 } else { usual }
    }
}

/// A work, and the function that measures it.
type Measured = (Work, fn(&'static str, Effort) -> Result<Vec<Row>>);

/// Every work, in the order of the table.
pub const ALL: [Measured; 20] = [
    (Work { name: "counter", about: "an increment of the locked counter, one thread" }, counter::alone),
    (Work { name: "counter-2", about: "the same, while another thread increments it, too" }, counter::together),
    (Work { name: "queue-10", about: "an item through a queue for 10: 1 producer, 3 consumers" }, queue::ten),
    (Work { name: "queue-1024", about: "the same, a queue for 1024" }, queue::large),
    (Work { name: "queue-4x4", about: "the same, a queue for 10: 4 producers, 4 consumers" }, queue::many),
    (
        Work { name: "pool", about: "an empty job: submitted to 5 workers, result taken as it completes" },
        pool::jobs,
    ),
    (
        Work { name: "fetch-5", about: "five pages of 0.1 to 0.5 s, five workers: time, and processor time" },
        fetch::five,
    ),
    (
        Work { name: "fetch-500", about: "500 pages that take 20 ms, 50 workers: time, and processor time" },
        fetch::many,
    ),
    (Work { name: "pages-5", about: "2,000 pages of 100 bytes, 5 workers: the whole process" }, pages::by_five),
    (Work { name: "pages-20", about: "the same, 20 workers" }, pages::by_twenty),
    (Work { name: "pages-1gb", about: "10,000 pages of 100 KB, 20 workers: the whole process" }, pages::large),
    (
        Work { name: "proofs", about: "a proof of a lecture program: geometric mean of those both finish" },
        proofs::against_loom,
    ),
    (
        Work { name: "lock-free", about: "the same, of lock-free programs with the weakest orderings" },
        proofs::lock_free,
    ),
    (Work { name: "rate", about: "one execution of eight threads that add once each" }, proofs::rate),
    (
        Work { name: "classes", about: "executions begun in these proofs, for each class of executions" },
        proofs::classes,
    ),
    (
        Work { name: "bugs", about: "a wrong program: its bug, by proof search with the smallest table" },
        bugs::by_proof,
    ),
    (Work { name: "bugs-walks", about: "the same bug, by random walks" }, bugs::by_walks),
    (Work { name: "bugs-pct", about: "the same bug, by PCT at depth 3" }, bugs::by_pct),
    (
        Work { name: "grading", about: "processor time: one submission graded, all three examples, warm" },
        grading::one,
    ),
    (
        Work { name: "class", about: "a class of 300, confined, two at a time: from the time of 4 and of 12" },
        grading::class,
    ),
];

/// Rows from the samples of all contestants, ours first: one row for each of `peers`, the other contestants.
fn paired(
    work: &'static str,
    contestants: Vec<Contestant<'_>>,
    targets: &[Option<f64>],
    rounds: usize,
) -> Result<Vec<Row>> {
    let names: Vec<_> = contestants.iter().map(|contestant| contestant.name).collect();
    let samples = take_turns(contestants, rounds, &|round| status(work, round, rounds))?;
    let peers = names.iter().zip(&samples).zip(targets).skip(1);
    Ok(peers
        .map(|((name, peer), target)| Row::of(work, name, *target, [&samples[0], peer], |one| Some(one.cost)))
        .collect())
}

/// Shows the progress of a work.
pub fn status(work: &str, done: usize, of: usize) {
    let console = common::console::Console::new(common::console::Output::default());
    console.status(if done < of { format!("{work}: round {done} of {of}") } else { String::new() });
}

/// The message for a peer that is a library, which needs the feature `peers`.
const NOT_BUILT: &str = "not built in: cargo xtask bench has it";

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn the_legend_fits_80_columns() {
        for (work, _) in ALL {
            assert!(work.name.len() <= 10 && work.about.chars().count() <= 69, "{}", work.name);
        }
    }
}
