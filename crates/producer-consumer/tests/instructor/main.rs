//! The checks that students do not see.

mod crowds;
mod like_a_list;

#[allow(unused_imports)] // needed if `Queue` has no `show` of its own
use checks::model::Show;
use producer_consumer::Queue;
use std::process::ExitCode;

/// All hidden checks.
pub const CHECKS: &[&[checks::Check]] = &[like_a_list::CHECKS, crowds::CHECKS];

fn main() -> ExitCode {
    Queue::<usize>::show(); // lets tables show what is in the queues
    Queue::<Option<usize>>::show();
    checks::harness::main(common::BACKEND, CHECKS)
}
