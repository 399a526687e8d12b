//! What every check of a counter does with it.

use checks::experiment::{Experiment, Generator, RngExt, equal};
use counter_race::Counter;
use counter_race::crowd::{count_together, no_start_line};

/// There is no other thread, so every counter counts correctly.
pub const fn alone<C: Counter + Default>() -> Experiment<u64, Vec<u64>> {
    Experiment { input: how_many, observe: counts::<C>, judge: one_more_each_time }
}

fn how_many(generator: &mut Generator) -> u64 {
    generator.random_range(3..=8)
}

/// What a new counter says, and what it says after each increment.
fn counts<C: Counter + Default>(increments: u64) -> Vec<u64> {
    let counter = C::default();
    let incremented = (0..increments).map(|_| {
        counter.increment();
        counter.count()
    });
    [counter.count()].into_iter().chain(incremented).collect()
}

fn one_more_each_time(increments: u64, counts: Vec<u64>) -> Result<(), String> {
    for (already, count) in (0..).zip(&counts) {
        equal(&format!("the count after {already} increments"), count, &already)?;
    }
    equal("how often it was asked", &counts.len(), &(increments as usize + 1))
}

/// `threads` threads increment it; the final count.
pub fn together<C: Counter + Send + Sync + 'static>(counter: C, threads: usize, increments: u64) -> u64 {
    count_together(counter, threads, increments, no_start_line)
}
