//! What the queue can do in every interleaving: `cargo xtask explore producer-consumer`.

use common::explore::{self, Program, Size};
use common::sync::Arc;
use common::thread;
use producer_consumer::Shutdown::{Draining, Immediate};
use producer_consumer::workers::Task;
use producer_consumer::{Queue, models, producer};
use std::process::ExitCode;

fn main() -> ExitCode {
    // Tables then show what is in the queues.
    Queue::<()>::show();
    Queue::<usize>::show();
    Queue::<Task>::show();
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
            "`join` waits for a task that a worker is processing",
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
        Program::new(
            "keeps-the-sentinel",
            "wrong: as deliver, but the consumer that finds the sentinel keeps it",
            Size { threads: 2, items: 0 },
            keep_the_sentinel,
            |_| (),
        ),
        Program::new("idle", "a `get` that nobody serves", usual, |_| models::wait_for_nothing(), |_| ()),
    ])
}

/// Wrong: one sentinel for all, and nobody puts it back. The queue and the producer are the right ones.
fn keep_the_sentinel(size: Size) {
    let queue: Arc<Queue<Task>> = Arc::new(Queue::new(1));
    let mut consumers = Vec::new();
    for _ in 0..size.threads {
        let queue = Arc::clone(&queue);
        consumers.push(thread::spawn(move || {
            while let Ok(Some(_task)) = queue.get() {
                queue.task_done();
            }
        }));
    }
    producer(&queue, size.items, |_| {});
    for consumer in consumers {
        consumer.join().unwrap();
    }
}
