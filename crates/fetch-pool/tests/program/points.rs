//! The points of the checks, visible and hidden, add up to those of the exercises.

#[allow(dead_code)] // its `main`
#[path = "../instructor/main.rs"]
mod instructor;
#[allow(dead_code)]
#[path = "../spec/main.rs"]
mod spec;

#[test]
fn the_checks_are_worth_what_the_exercises_are() {
    let checks = [spec::CHECKS, instructor::CHECKS].concat();
    assert_eq!(checks::exercise::mistakes(env!("CARGO_PKG_NAME"), &checks), [""; 0]);
}
