//! Decides which deadlocks are lost wake-ups: a thread waits on a condition variable, a notify of it found no waiter
//! or woke a different one, and a wake-up is all that the thread lacks. The last condition is tested by waking the
//! thread: if it checks its condition and waits again, it has not lost a wake-up, but waits for something that no
//! thread will do.

use crate::execution::{self, Choice, Ending, Operation, Program, Run, Settings, State, Strategy, Variant};
use crate::record::{ObjectId, ThreadId};

/// The condition variable on which the stuck `run` has lost a wake-up.
pub(super) fn lost_wakeup(program: Program<'_>, settings: Settings, run: &Run) -> Option<ObjectId> {
    let Ending::Stuck { missed } = &run.ending else { return None };
    missed.iter().find(|&&waiter| goes_on(&with_a_wakeup(program, settings, run, waiter), waiter)).map(|w| w.1)
}

/// The threads that are stuck on a condition variable in `run`, and whether a wake-up is all that each lacks.
pub(super) fn waiters(program: Program<'_>, settings: Settings, run: &Run) -> Vec<(ThreadId, bool)> {
    let waiter = |thread: ThreadId| match run.state.threads[thread].pending {
        Operation::Wake { condvar, .. } if !run.state.threads[thread].finished => Some((thread, condvar)),
        _ => None,
    };
    let waiters = (0..run.state.threads.len()).filter_map(waiter);
    let waiters = waiters.filter(|_| matches!(run.ending, Ending::Stuck { .. }));
    // A thread that works in a loop comes back and waits again, but by then the program has ended.
    let ready = |waiter| {
        let again = with_a_wakeup(program, settings, run, waiter);
        matches!(again.ending, Ending::Returned(_)) || goes_on(&again, waiter)
    };
    waiters.map(|waiter| (waiter.0, ready(waiter))).collect()
}

/// What happens after `run` if the waiter gets one more wake-up.
fn with_a_wakeup(program: Program<'_>, settings: Settings, run: &Run, (thread, _): (ThreadId, ObjectId)) -> Run {
    let mut path = run.state.choices.clone();
    path.retain(|choice| choice.variant != Variant::Stuck);
    path.push(Choice { thread, variant: Variant::Spurious });
    let settings = Settings { spurious_wakeups: usize::MAX, detail: false, ..settings };
    execution::run(program, settings, &mut Follow { path, next: 0 })
}

/// Does the waiter end up anywhere but at the same condition variable?
fn goes_on(again: &Run, (thread, condvar): (ThreadId, ObjectId)) -> bool {
    let waiter = &again.state.threads[thread];
    let waits = matches!(waiter.pending, Operation::Wake { condvar: at, .. } if at == condvar);
    again.ending != Ending::Abandoned && (waiter.finished || !waits)
}

/// Follows a path, and then the usual choices to the end.
struct Follow {
    path: Vec<Choice>,
    next: usize,
}

impl Strategy for Follow {
    fn known(&mut self, state: &mut State) -> Option<Choice> {
        self.next += 1;
        let step = self.path.get(self.next - 1).copied()?;
        let thread = state.threads.get(step.thread).filter(|thread| !thread.finished)?;
        let possible = match step.variant {
            Variant::Usual | Variant::Waiter(_) => state.can_go_on(step.thread),
            Variant::From(_) | Variant::After(_) | Variant::Fails(_) => true,
            variant => thread.pending.allows(variant, step.thread, state),
        };
        possible.then_some(step)
    }

    fn choose(&mut self, _: &mut State, _: &[Choice]) -> Option<usize> {
        Some(0)
    }

    fn again(&mut self) {
        self.next = 0;
    }
}
