//! Runs a program many times on real threads. A program that hangs is left behind.

use crate::compare::Real;
use crate::on_std;
use crate::outcome::ON_PURPOSE;
use crate::program::{Op, Ops, Program, Receiving, Threading, Timing, any};
use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Once, mpsc};
use std::thread;
use std::time::Duration;

/// No run takes that long, on however busy a machine.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A panic's text, where an outcome would be.
pub const PANICKED: &str = "the main thread panics";

/// What `program` gives in `runs` runs; `None` if one of them takes longer than it may.
pub fn outcomes(program: &Arc<Program>, how: Real) -> Option<BTreeSet<String>> {
    let Real { runs, seed, patience } = how;
    let (sender, receiver) = mpsc::channel();
    let program = Arc::clone(program);
    thread::spawn(move || {
        let run = |run: u64| {
            let seed = seed.wrapping_add(run.wrapping_mul(0x9e37_79b9));
            let outcome = catch_unwind(AssertUnwindSafe(|| on_std::run(&program, Some(seed))));
            outcome.map_or_else(|_| PANICKED.to_owned(), |outcome| format!("{outcome:?}"))
        };
        (0..runs as u64).map(run).try_for_each(|outcome| sender.send(outcome))
    });
    (0..runs).map(|_| receiver.recv_timeout(patience).ok()).collect()
}

/// May every outcome on `std` be expected among those explored, and does no thread stay behind? Time must not be seen;
/// every wait may time out on a busy machine; and channels of `std` take and leave the tokens of `park`.
pub fn can_run(program: &Program, main_panics: bool) -> bool {
    let sees_time = program.any(|op| *op == Op::Time(Timing::Elapsed));
    let parks = program.any(|op| matches!(op, Op::Thread(Threading::Park | Threading::ParkTimeout(_))));
    let channel = program.any(|op| matches!(op, Op::Sender(_) | Op::Receiver(_)));
    let budgets = program.spurious_wakeups >= program.waits() && program.early_timeouts >= program.timed();
    let outlives = |ops: &Ops| any(ops, &mut may_block);
    let joined = program.scoped() || (program.joins && !main_panics);
    let ends = (joined || !program.workers.iter().any(outlives)) && !outlives(&program.child);
    budgets && ends && !sees_time && (!parks || !channel)
}

fn may_block(op: &Op) -> bool {
    match op {
        Op::Condvar(_) | Op::Barrier | Op::Sender(_) => true,
        Op::Receiver(op) => !matches!(op, Receiving::TryRecv | Receiving::TryIter | Receiving::Drop),
        Op::Thread(op) => matches!(op, Threading::Park | Threading::Join(_) | Threading::Spawn),
        _ => false,
    }
}

/// Panics on purpose say nothing. To be called before the first exploration, whose own hook must stay the first.
pub fn silence() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let text = info.payload_as_str().unwrap_or_default();
            if text != ON_PURPOSE && text != "a scoped thread panicked" {
                previous(info);
            }
        }));
    });
}
