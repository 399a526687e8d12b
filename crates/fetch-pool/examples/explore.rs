//! What the pool can do in every interleaving: `cargo xtask explore fetch-pool`.

use common::explore::{self, Program, Size};
use fetch_pool::models::{self, end};
use fetch_pool::{Pending, ThreadPool, as_completed};
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
        Program::with_any_result(
            "order",
            "--threads workers run --items jobs: in which order do they complete?",
            usual,
            in_order_of_completion,
        ),
        Program::new(
            "cancel",
            "a job is cancelled as a worker takes it: did it run or not, and did `cancel` say so?",
            usual,
            |_| matches!(end::cancel_against_a_worker(), ("ran", false) | ("cancelled", true)),
            |_| true,
        ),
        Program::new(
            "shutdown",
            "one worker, two jobs, and a shutdown: what became of the jobs?",
            usual,
            |_| end::shutdown_against_an_idle_worker(Pending::Run, true),
            |_| vec!["ran"; 2],
        ),
        Program::with_any_result(
            "shutdown-cancel",
            "as shutdown, but jobs that no worker has begun are cancelled",
            usual,
            |_| end::shutdown_against_an_idle_worker(Pending::Cancel, true),
        ),
        Program::new(
            "late",
            "a result that may come after the time limit, asked for again: what is it?",
            usual,
            |_| end::result_in_time_or_later(),
            |_| 7,
        ),
    ])
}

/// The numbers of the jobs, in the order in which `as_completed` yields them.
fn in_order_of_completion(size: Size) -> Vec<usize> {
    let pool = ThreadPool::new(size.threads);
    let futures: Vec<_> = (0..size.items).map(|number| pool.submit(move || number)).collect();
    as_completed(futures).map(|future| future.result().expect("no job here panics")).collect()
}
