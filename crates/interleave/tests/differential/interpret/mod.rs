//! Runs a program on the primitives that the parent module imports: `std`'s or `interleave`'s. The interpreter's own
//! data (logs, the `Arc` around shared objects) is `std`'s in both cases, and no thread reads it while others run.

mod cells;
mod channels;
mod clock;
mod data;
mod farewell;
mod locks;
mod main_thread;
mod starts;
mod threads;
mod worker;

use super::{cell, hint, panic, sync, thread, thread_local, time};

use crate::outcome::{Log, Outcome};
use crate::program::{Op, Program, Starting, Threading};
use cells::Cell;
use data::Data;
use main_thread::main_thread;
use panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::sync::Arc;
use sync::atomic::AtomicPtr;
use sync::{Barrier, Condvar, LazyLock, Mutex, Once, OnceLock, PoisonError, RwLock};
use worker::{Worker, number, units};

/// The objects that the threads share.
struct Shared {
    program: Arc<Program>,
    cells: [Box<dyn Cell>; 2],
    data: Data,
    pointer: AtomicPtr<Data>,
    mutex: Mutex<usize>,
    celled: Mutex<std::cell::Cell<usize>>,
    rwlock: RwLock<usize>,
    condvar: Condvar,
    barrier: Barrier,
    once: OnceLock<usize>,
    start: Once,
    lazy: LazyLock<usize>,
}

/// Runs `program` once. With a seed, threads pause at random to provoke different interleavings.
pub fn run(program: &Arc<Program>, seed: Option<u64>) -> Outcome {
    let shared = Arc::new(Shared {
        program: Arc::clone(program),
        cells: [cells::new(program.cells), cells::new(program.cells)],
        data: Data::new(0),
        pointer: AtomicPtr::new(ptr::null_mut()),
        mutex: Mutex::new(0),
        celled: Mutex::new(std::cell::Cell::new(0)),
        rwlock: RwLock::new(0),
        condvar: Condvar::new(),
        barrier: Barrier::new(2),
        once: OnceLock::new(),
        start: Once::new(),
        lazy: LazyLock::new(|| 7),
    });
    starts::forget();
    let log = Log::default();
    let logs: Vec<_> = program.workers.iter().map(|_| Log::default()).collect();
    if program.scoped() {
        let in_scope = || thread::scope(|scope| main_thread(Some(scope), &shared, &log, &logs, seed));
        if let Err(payload) = catch_unwind(AssertUnwindSafe(in_scope)) {
            log.push("scope panicked", number(&*payload));
        }
        logs.iter().for_each(|worker| log.append(worker)); // of those that the scope has joined
    } else {
        main_thread(None, &shared, &log, &logs, seed);
    }
    let all_have_ended =
        (program.scoped() || program.joins) && !program.any(|op| *op == Op::Thread(Threading::Spawn));
    if all_have_ended {
        Arc::into_inner(shared).expect("the threads have ended").into_values(&log);
    }
    Outcome(log.take())
}

impl Shared {
    /// Logs the final values of the objects that the program used.
    fn into_values(mut self, log: &Log) {
        let program = Arc::clone(&self.program);
        if program.any(|op| matches!(op, Op::Cell(..))) {
            let [mut one, other] = self.cells;
            log.push("cell", one.get_mut());
            log.push("cell", other.into_inner());
        }
        if program.any(|op| matches!(op, Op::Data(_))) {
            log.push("data", self.data.into_inner());
        }
        if program.any(|op| matches!(op, Op::Pointer(..))) {
            log.push("published", data::published(self.pointer.into_inner()).map_or(99, Data::read));
        }
        if program.any(|op| matches!(op, Op::Mutex(..))) {
            let poisoned = self.mutex.get_mut().is_err();
            log.push("mutex", self.mutex.into_inner().unwrap_or_else(PoisonError::into_inner));
            log.push("poisoned", usize::from(poisoned));
            log.push("mutex", self.celled.into_inner().unwrap_or_else(PoisonError::into_inner).get());
        }
        if program.any(|op| matches!(op, Op::RwLock(_))) {
            let poisoned = self.rwlock.get_mut().is_err();
            log.push("rwlock", self.rwlock.into_inner().unwrap_or_else(PoisonError::into_inner));
            log.push("poisoned", usize::from(poisoned));
        }
        if program.any(|op| matches!(op, Op::Start(Starting::Force | Starting::Look))) {
            log.push("lazy", LazyLock::get_mut(&mut self.lazy).map_or(0, |value| *value));
            *LazyLock::force_mut(&mut self.lazy) += 1;
            log.push("lazy", *self.lazy);
        }
        if program.any(|op| matches!(op, Op::Once(_))) {
            if let Some(value) = self.once.get_mut() {
                *value = value.wrapping_add(1);
            }
            log.push("once", self.once.take().unwrap_or(99));
            log.push("still", usize::from(self.once.into_inner().is_some()));
        }
    }
}
