//! Prints the results of the examples: a verdict for each version of a program, and the table of a failure.

use interleave::Outcome;
use interleave::report::{Style, table};

/// Prints the outcome of each version, after its name.
pub fn print(versions: &[(&str, Outcome)]) {
    for (name, outcome) in versions {
        println!("{name}: {} ({})", outcome.verdict, outcome.bounds());
        if let Some(record) = &outcome.counterexample {
            println!("\n{}", table(record, &Style::default()));
        }
    }
}
