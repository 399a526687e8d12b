//! What the pool can do in every interleaving: `cargo xtask explore fetch-pool`.

use common::explore::{self, Program, Size};
use fetch_pool::models;
use std::process::ExitCode;

fn main() -> ExitCode {
    let usual = Size { threads: 2, items: 1 };
    explore::main(&[
        Program::new(
            "jobs",
            "--threads workers run --items jobs, and the pool is dropped: how often did each run?",
            usual,
            |size| models::run_jobs(size.threads, size.items),
            |size| vec![1; size.items],
        ),
        Program::new(
            "results",
            "the sum of the results of --items jobs, in the order of submission",
            usual,
            |size| models::sum_of_results(size.threads, size.items),
            |size| (0..size.items).sum(),
        ),
        Program::new(
            "completed",
            "the results of --items jobs, as they complete",
            usual,
            |size| models::numbers_as_completed(size.threads, size.items),
            |size| (0..size.items).collect(),
        ),
    ])
}
