//! The proof on several processors. An execution needs nothing but its script to begin, and executions are
//! independent: an idle worker takes scripts from a worker that has several.
//!
//! Each graph is visited once, on whichever processor, so counts and findings are the same as on one processor. Only
//! a search that ends early depends on the order, so it starts again on one processor.

use super::super::findings::Findings;
use super::super::progress::Progress;
use super::{Graphs, Script, Went};
use crate::execution::{self, Returned, Settings};
use crate::options::Limits;
use crate::outcome::Unfinished;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// A program that several OS threads can run.
pub(in crate::search) type Shared<'a> = &'a (dyn Fn() -> Returned + Sync);

/// Like [`super::explore`], with the same result.
pub(in crate::search) fn explore(
    limits: &Limits,
    settings: Settings,
    program: Shared<'_>,
    processors: usize,
    progress: &Progress,
    findings: &mut Findings,
) -> Option<Result<(), Unfinished>> {
    let pool = Pool::new(processors);
    let work = || {
        let mut found = findings.anew();
        pool.work(limits, settings, program, progress, &mut found);
        found
    };
    let found: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..processors).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(thread::ScopedJoinHandle::join).collect()
    });
    let over = pool.lock().over;
    match over {
        Some(Over::Outgrown) => {
            found.iter().flatten().for_each(|found| findings.needs(found));
            return None;
        }
        Some(Over::Done) if found.iter().all(Result::is_ok) => {
            let mut all = findings.anew();
            found.into_iter().flatten().for_each(|found| all.join(found));
            // A single worker may not have seen enough to stop.
            if all.stops(limits).is_none() {
                *findings = all;
                return Some(Ok(()));
            }
        }
        _ => {}
    }
    progress.begins_anew();
    super::explore(limits, settings, program, progress, findings)
}

/// Why the workers stop.
#[derive(Clone, Copy, PartialEq)]
enum Over {
    Done,
    Outgrown,
    /// The search ended early.
    Early,
}

/// The scripts that any worker may take.
struct Pool {
    inner: Mutex<Inner>,
    changed: Condvar,
    workers: usize,
    /// How many workers are waiting for a script. Only a hint for those that have some to give.
    idle: AtomicUsize,
    begun: AtomicUsize,
}

struct Inner {
    open: Vec<Script>,
    idle: usize,
    over: Option<Over>,
}

impl Pool {
    fn new(workers: usize) -> Self {
        let inner = Inner { open: vec![Script::default()], idle: 0, over: None };
        let (idle, begun) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Pool { inner: Mutex::new(inner), changed: Condvar::new(), workers, idle, begun }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs executions until none are left or the search ends.
    fn work(
        &self,
        limits: &Limits,
        settings: Settings,
        program: Shared<'_>,
        progress: &Progress,
        findings: &mut Findings,
    ) {
        /// If a worker panics, the search starts again on one processor, which reports the panic.
        struct EndsAll<'a>(&'a Pool);
        impl Drop for EndsAll<'_> {
            fn drop(&mut self) {
                if thread::panicking() {
                    self.0.end(Over::Early);
                }
            }
        }
        let _ends_all = EndsAll(self);
        execution::forget();
        let mut search = Graphs::default();
        while let Some(script) = search.open.pop().or_else(|| self.take()) {
            if self.begun.fetch_add(1, Relaxed) >= limits.max_executions {
                return self.end(Over::Early);
            }
            match search.run(script, limits, settings, program, findings) {
                Went::On => {}
                Went::Outgrown => return self.end(Over::Outgrown),
                Went::Misled | Went::Stops(_) => return self.end(Over::Early),
            }
            progress.went_on(std::mem::take(&mut search.done));
            if self.idle.load(Relaxed) > 0 && search.open.len() > 1 {
                // The oldest scripts have the most work below them.
                let half = search.open.len() / 2;
                self.lock().open.extend(search.open.drain(..half));
                self.changed.notify_all();
            }
            if self.lock().over.is_some() {
                return;
            }
        }
    }

    /// Waits for a script; `None` if there will be none.
    fn take(&self) -> Option<Script> {
        let mut inner = self.lock();
        inner.idle += 1;
        self.idle.store(inner.idle, Relaxed);
        loop {
            if inner.over.is_none() && inner.open.is_empty() && inner.idle == self.workers {
                inner.over = Some(Over::Done);
                self.changed.notify_all();
            }
            if inner.over.is_some() {
                return None;
            }
            if let Some(script) = inner.open.pop() {
                inner.idle -= 1;
                self.idle.store(inner.idle, Relaxed);
                return Some(script);
            }
            inner = self.changed.wait(inner).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Ends the search. Ending early overrides every other reason.
    fn end(&self, over: Over) {
        let mut inner = self.lock();
        if inner.over != Some(Over::Early) {
            inner.over = Some(over);
        }
        self.changed.notify_all();
    }
}
