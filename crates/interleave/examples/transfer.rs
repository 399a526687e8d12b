//! A program with types of its own: two transfers between the same two accounts, locking them in opposite orders.
//!
//! `cargo run -p interleave --example transfer` prints the table in `tests/snapshots/transfer.snap`.

use interleave::report::{Style, table};
use interleave::sync::{Arc, Mutex};
use interleave::{Options, Outcome, explore, thread};

fn transfer(from: &Mutex<i64>, to: &Mutex<i64>, amount: i64) {
    let mut from = from.lock().unwrap();
    let mut to = to.lock().unwrap();
    *from -= amount;
    *to += amount;
}

/// Explores the two transfers. The expected result is that of both, whichever comes first.
pub fn two_transfers() -> Outcome {
    explore(&Options::new().expect((70, 130)), || {
        let savings = Arc::new(Mutex::new(100));
        let checking = Arc::new(Mutex::new(100));
        let (my_savings, my_checking) = (Arc::clone(&savings), Arc::clone(&checking));
        let other = thread::spawn(move || transfer(&my_checking, &my_savings, 20));
        transfer(&savings, &checking, 50);
        other.join().unwrap();
        (*savings.lock().unwrap(), *checking.lock().unwrap())
    })
}

fn main() {
    let outcome = two_transfers();
    println!("Verdict: {} ({})", outcome.verdict, outcome.bounds());
    println!("{} executions, {} of them deadlocks", outcome.executions, outcome.failures.deadlocks);
    if let Some(record) = &outcome.counterexample {
        println!("\n{}", table(record, &Style::default()));
    }
}
