//! What holds for any size; what the web server answers; what a fetch gives; what the program prints.

mod fetch;
mod output;
mod properties;
mod server;

#[test]
fn runs_on_the_standard_primitives() {
    assert_eq!(common::BACKEND, "std");
}
