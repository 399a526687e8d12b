//! The checks that students do not see.

mod any_order;
mod crowds;
#[allow(clippy::duplicate_mod)] // where a test looks at the checks of both binaries
#[path = "../spec/given.rs"]
mod given;

#[allow(unused_imports)] // for a pool without a `show` of its own
use checks::model::Show;
use fetch_pool::ThreadPool;
use std::process::ExitCode;

/// Every one of them.
pub const CHECKS: &[&[checks::Check]] = &[crowds::CHECKS, any_order::CHECKS];

fn main() -> ExitCode {
    ThreadPool::show(); // tables then show how many jobs are pending
    checks::harness::main(common::BACKEND, CHECKS)
}
