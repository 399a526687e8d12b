//! Operations on threads, and panics.

use super::Worker;
use super::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use super::thread::{self, Builder, JoinHandle, Scope, ScopedJoinHandle, Thread};
use super::worker::{Role, number, units};
use crate::outcome::{Log, ON_PURPOSE};
use crate::program::{Op, Panicking, Start, Threading, any};
use std::sync::Arc;

/// The handle of a thread, with its log, which may be read after the join.
pub(super) struct Handle<'scope> {
    thread: Joining<'scope>,
    log: Log,
}

enum Joining<'scope> {
    Own(JoinHandle<usize>),
    Scoped(ScopedJoinHandle<'scope, usize>),
}

/// The name of threads started by a `Builder`.
const NAME: &str = "named";

pub(super) fn start<'scope>(
    scope: Option<&'scope Scope<'scope, '_>>,
    how: Start,
    log: Log,
    body: impl FnOnce() -> usize + Send + 'static,
) -> Handle<'scope> {
    let builder = || Builder::new().name(NAME.to_owned()).stack_size(1 << 17);
    let thread = match (how, scope) {
        (Start::Scope, Some(scope)) => Joining::Scoped(scope.spawn(body)),
        (Start::ScopedBuilder, Some(scope)) => {
            Joining::Scoped(builder().spawn_scoped(scope, body).expect("threads can be started"))
        }
        (Start::Builder, _) => Joining::Own(builder().spawn(body).expect("threads can be started")),
        _ => Joining::Own(thread::spawn(body)),
    };
    Handle { thread, log }
}

impl Handle<'_> {
    fn thread(&self) -> &Thread {
        match &self.thread {
            Joining::Own(handle) => handle.thread(),
            Joining::Scoped(handle) => handle.thread(),
        }
    }

    fn is_finished(&self) -> bool {
        match &self.thread {
            Joining::Own(handle) => handle.is_finished(),
            Joining::Scoped(handle) => handle.is_finished(),
        }
    }
}

impl Worker<'_, '_> {
    pub(super) fn thread(&mut self, op: Threading) {
        match op {
            Threading::Spawn => self.spawn(),
            Threading::Join(which) => self.join(which),
            Threading::IsFinished(which) => {
                let finished = self.is_finished(which);
                self.see("is finished", usize::from(finished));
            }
            Threading::Unpark(which) => {
                if let Some(handle) = self.handle(which) {
                    handle.thread().unpark();
                }
            }
            Threading::UnparkParent => self.parent.unpark(),
            Threading::Park => thread::park(),
            Threading::ParkTimeout(time) => thread::park_timeout(units(time)),
            Threading::Yield => thread::yield_now(),
            Threading::Current => {
                let me = thread::current();
                self.see("is its own parent", usize::from(me.id() == self.parent.id()));
                self.see("named", usize::from(me.name() == Some(NAME)));
                let same = self.handles.iter().flatten().any(|handle| handle.thread().id() == me.id());
                self.see("has started itself", usize::from(same));
            }
            Threading::Panicking => self.see("panicking", usize::from(thread::panicking())),
            Threading::AvailableParallelism => {
                self.see("parallel", usize::from(thread::available_parallelism().is_ok()));
            }
        }
    }

    fn spawn(&mut self) {
        let (shared, log) = (Arc::clone(self.shared), Log::default());
        let sends = any(&shared.program.child, &mut |op| matches!(op, Op::Sender(_)));
        let sender = self.sender.clone().filter(|_| sends);
        let (parent, last, seed) = (thread::current(), self.last(), self.seed());
        let role = Role { sender, receiver: None, parent, log: log.clone(), last, seed };
        let body = move || {
            let mut child = Worker::new(&shared, role);
            child.run(&shared.program.child);
            child.last()
        };
        self.handles.push(Some(start(None, Start::Spawn, log, body)));
    }

    fn handle(&self, which: usize) -> Option<&Handle<'_>> {
        self.handles.get(which)?.as_ref()
    }

    pub(super) fn is_finished(&self, which: usize) -> bool {
        self.handle(which).is_some_and(Handle::is_finished)
    }

    /// Joins a thread unless it was joined before.
    pub(super) fn join(&mut self, which: usize) {
        let Some(Handle { thread, log }) = self.handles.get_mut(which).and_then(Option::take) else { return };
        let result = match thread {
            Joining::Own(handle) => handle.join(),
            Joining::Scoped(handle) => handle.join(),
        };
        match result {
            Ok(value) => self.see("joined", value),
            Err(payload) => self.see("panicked", number(&*payload)),
        }
        self.log.append(&log);
    }

    pub(super) fn panic(&mut self, op: &Panicking) {
        match op {
            Panicking::Panic => panic!("{ON_PURPOSE}"),
            Panicking::Resume => resume_unwind(Box::new(7_usize)),
            Panicking::Catch(body) => match catch_unwind(AssertUnwindSafe(|| self.run(body))) {
                Ok(()) => self.see("no panic", 0),
                Err(payload) => self.see("caught", number(&*payload)),
            },
            Panicking::Cleanup(body) => {
                let _cleanup = Cleanup(self, body);
                panic!("{ON_PURPOSE}");
            }
        }
    }
}

/// Runs operations when it is dropped.
struct Cleanup<'w, 'a, 'scope, 'p>(&'w mut Worker<'a, 'scope>, &'p [Op]);

impl Drop for Cleanup<'_, '_, '_, '_> {
    fn drop(&mut self) {
        self.0.run(self.1);
    }
}
