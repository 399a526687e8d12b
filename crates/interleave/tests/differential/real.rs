//! Runs a program many times on real threads. A run that hangs is abandoned.

use crate::compare::Real;
use crate::on_std;
use crate::outcome::ON_PURPOSE;
use crate::program::{
    Attempt, ENDLESS, Initialising, Op, Ops, Program, Receiving, Starting, Threading, Timing, any,
};
use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Once, mpsc};
use std::thread;
use std::time::Duration;

/// A run takes microseconds; one that takes this long hangs.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Stands for the outcome of a run in which the main thread panics.
pub const PANICKED: &str = "the main thread panics";

/// The outcomes of `program`; `None` if a run hangs.
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

/// Must every outcome on `std` be among the explored ones, without a blocked thread left behind? Not in these cases:
/// the program reads the clock; its budgets are too small for a busy machine, on which every wait may time out; it
/// parks and uses a channel (`std`'s channels park too, and may take or leave a token); or it calls `is_finished` on
/// a thread that has destructors to run.
pub fn can_run(program: &Program, main_panics: bool) -> bool {
    let sees_time = program.any(|op| *op == Op::Time(Timing::Elapsed));
    let parks = program.any(|op| matches!(op, Op::Thread(Threading::Park | Threading::ParkTimeout(_))));
    let channel = program.any(|op| matches!(op, Op::Sender(_) | Op::Receiver(_)));
    let budgets = program.spurious_wakeups >= program.waits() && program.early_timeouts >= program.timed();
    let outlives = |ops: &Ops| any(ops, &mut may_block);
    let joined = program.scoped() || (program.joins && !main_panics);
    let ends = (joined || !program.workers.iter().any(outlives)) && !outlives(&program.child);
    let leaves = program.any(|op| matches!(op, Op::Start(Starting::AtEnd(..))));
    let asks = program.any(|op| match op {
        Op::Thread(Threading::IsFinished(_)) => true,
        Op::Loop(_, attempts, _) => attempts.iter().any(|attempt| matches!(attempt, Attempt::IsFinished(_))),
        _ => false,
    });
    budgets && ends && !sees_time && (!parks || !channel) && (!leaves || !asks)
}

fn may_block(op: &Op) -> bool {
    match op {
        Op::Condvar(_) | Op::Barrier | Op::Sender(_) | Op::Loop(ENDLESS, ..) => true,
        Op::Once(Initialising::Wait) | Op::Start(Starting::Wait | Starting::WaitForce) => true,
        Op::Receiver(op) => !matches!(op, Receiving::TryRecv | Receiving::TryIter | Receiving::Drop),
        Op::Thread(op) => matches!(op, Threading::Park | Threading::Join(_) | Threading::Spawn),
        _ => false,
    }
}

/// Keeps intended panics from printing. Call this before the first exploration: a later hook would hide panics from
/// the explorer's own.
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
