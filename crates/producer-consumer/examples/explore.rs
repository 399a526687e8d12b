//! What the queue can do in every interleaving: `cargo xtask explore producer-consumer`.

use common::explore::{self, Program, Size};
use producer_consumer::Shutdown::{Draining, Immediate};
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
        Program::new(
            "shutdown-full",
            "--threads producers want to put into a full queue that is shut down: how many could?",
            usual,
            |size| models::shut_down_full(size.threads, Draining).0,
            |_| 0,
        ),
        Program::new(
            "shutdown-empty",
            "--threads consumers want to get from an empty queue that is shut down: how many could?",
            usual,
            |size| models::shut_down_empty(size.threads, Draining),
            |_| 0,
        ),
        Program::new(
            "shutdown-between",
            "a put, a get and a shutdown that drains: is every item got that was put?",
            usual,
            |_| matches!(models::shut_down_between(Draining), (put, got) if put == got),
            |_| true,
        ),
        Program::new(
            "shutdown-join",
            "an immediate shutdown, one task, and a `join`: did it wait for the task if a worker had it?",
            usual,
            |_| matches!(models::shut_down_join(Immediate), (got, done) if got == done),
            |_| true,
        ),
        Program::new("idle", "a `get` that nobody serves", usual, |_| models::wait_for_nothing(), |_| ()),
    ])
}
