//! What the queue and its workers must achieve; the names say it. Nothing here sleeps.

mod queue;
mod workers;

#[test]
fn runs_on_the_standard_primitives() {
    assert_eq!(common::BACKEND, "std");
}
