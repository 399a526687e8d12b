//! The main thread: starts the workers, runs its own operations, and joins them.

use super::Shared;
use super::channels;
use super::thread::{self, Scope};
use super::worker::{Role, Worker};
use crate::outcome::Log;
use crate::program::{Op, any};
use std::sync::Arc;

pub(super) fn main_thread<'scope>(
    scope: Option<&'scope Scope<'scope, '_>>,
    shared: &Arc<Shared>,
    log: &Log,
    logs: &[Log],
    seed: Option<u64>,
) {
    let program = &shared.program;
    let (mut sender, mut receiver) = match program.has_channel() {
        true => Some(channels::new(program.capacity)).unzip(),
        false => (None, None),
    };
    let sends = |ops: &[Op]| any(ops, &mut |op| matches!(op, Op::Sender(_)));
    let mut handles: Vec<_> = program.workers.iter().map(|_| None).collect();
    for worker in program.order.iter().copied() {
        let role = Role {
            sender: sender.clone().filter(|_| sends(&program.workers[worker])),
            receiver: receiver.take_if(|_| program.receiver == worker + 1),
            parent: thread::current(),
            log: logs[worker].clone(),
            last: 0,
            seed: seed.map(|seed| seed.wrapping_add(worker as u64 + 1)),
        };
        let shared = Arc::clone(shared);
        let body = move || {
            let mut worker_thread = Worker::new(&shared, role);
            worker_thread.run(&shared.program.workers[worker]);
            worker_thread.last()
        };
        handles[worker] = Some(super::threads::start(scope, program.start, logs[worker].clone(), body));
    }
    if !sends(&program.main) {
        sender = None;
    }
    let receiver = receiver.filter(|_| program.receiver == 0);
    let role = Role { sender, receiver, parent: thread::current(), log: log.clone(), last: 0, seed };
    let mut main = Worker::new(shared, role);
    main.handles = handles;
    main.run(&program.main);
    // Otherwise a worker could wait for the main thread's ends of the channel while the main thread joins it.
    (main.sender, main.receiver) = (None, None);
    if program.joins {
        (0..program.workers.len()).for_each(|worker| main.join(worker));
    }
}
