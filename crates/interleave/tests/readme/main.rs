//! The README: its test is `counter.rs`, and its message is that test's failure.

mod counter;

use std::thread;

const README: &str = include_str!("../../README.md");

/// The first fenced block of the README that begins with this line.
fn block(begins: &str) -> &'static str {
    let (_, after) = README.split_once(&format!("\n{begins}\n")).expect(begins);
    after.split_once("```").expect("it ends").0
}

#[test]
fn the_readme_shows_the_test_in_counter_rs() {
    // The attribute is commented out in `counter.rs`, because that test fails.
    let source = include_str!("counter.rs").replace("/* #[test] */", "#[test]").replace("pub fn", "fn");
    assert_eq!(block("```rust"), source);
}

#[test]
fn the_readme_shows_the_message_of_this_test() {
    let test = thread::Builder::new().name("counts_to_two".to_owned()).spawn(counter::counts_to_two).unwrap();
    let payload = test.join().expect_err("it fails");
    let message = payload.downcast::<String>().expect("a message");
    assert_eq!(block("```text"), format!("{message}\n"));
}
