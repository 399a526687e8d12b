//! What the queue can do in every interleaving: `cargo xtask explore producer-consumer`.

use common::explore::{self, Program, Size};
use producer_consumer::models;
use std::process::ExitCode;

fn main() -> ExitCode {
    let usual = Size { threads: 2, items: 1 };
    explore::main(&[
        Program::new(
            "deliver",
            "one producer of --items tasks, --threads consumers, a queue for one, one sentinel",
            usual,
            |size| models::deliver(size.threads, size.items, 1),
            |size| (0..size.items).map(|task| format!("Worker 0 processed task {task}")).collect(),
        ),
        Program::new(
            "capacity",
            "--threads producers of --items items each, a queue for one: does it ever hold two?",
            usual,
            |size| models::longest(size.threads, size.items, 1) <= 1,
            |_| true,
        ),
        Program::new(
            "join",
            "`join` waits for a task that a worker is at",
            usual,
            |_| models::join_waits(),
            |_| true,
        ),
        Program::new("idle", "a `get` that nobody serves", usual, |_| models::wait_for_nothing(), |_| ()),
    ])
}
