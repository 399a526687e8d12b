//! The checks that students do not see.

mod any_order;
mod crowds;
#[allow(clippy::duplicate_mod)] // a test includes the checks of both binaries
#[path = "../spec/given.rs"]
mod given;

#[allow(unused_imports)] // needed if `ThreadPool` has no `show` of its own
use checks::model::Show;
use fetch_pool::ThreadPool;
use std::process::ExitCode;

/// All hidden checks.
pub const CHECKS: &[&[checks::Check]] = &[crowds::CHECKS, any_order::CHECKS];

fn main() -> ExitCode {
    ThreadPool::show(); // lets tables show how many jobs are pending
    checks::harness::main(common::BACKEND, CHECKS)
}
