//! A program of one's own: two transfers between the same two accounts, each in its own order.
//!
//! `cargo run -p interleave --example transfer`

use interleave::sync::{Arc, Mutex};
use interleave::{Options, explore, thread};

fn transfer(from: &Mutex<i64>, to: &Mutex<i64>, amount: i64) {
    let mut from = from.lock().unwrap();
    let mut to = to.lock().unwrap();
    *from -= amount;
    *to += amount;
}

fn main() {
    let outcome = explore(&Options::new().expect("(70, 130)"), || {
        let savings = Arc::new(Mutex::new(100));
        let checking = Arc::new(Mutex::new(100));
        let (my_savings, my_checking) = (Arc::clone(&savings), Arc::clone(&checking));
        let other = thread::spawn(move || transfer(&my_checking, &my_savings, 20));
        transfer(&savings, &checking, 50);
        other.join().unwrap();
        (*savings.lock().unwrap(), *checking.lock().unwrap())
    });

    println!("verdict: {}", outcome.verdict);
    println!("{} executions, {} of them deadlocks", outcome.executions, outcome.failures.deadlocks);
    let record = outcome.counterexample.expect("a failing execution");
    println!("the smallest one, schedule {}:", record.schedule);
    for step in &record.steps {
        let line = step.place.map_or(String::new(), |place| format!("line {}", place.line()));
        println!("  {:10} {line:8} {:?}", record.threads[step.thread].name, step.action);
    }
}
