//! Which deadlocks are lost wake-ups: a thread waits at a condition variable, a notify of it found nobody waiting or went
//! to another, and a wake-up is all that is missing. The last is found out by giving it one: a thread that looks at its
//! condition and waits again has not lost a wake-up but waits for something that nobody will do.

use crate::execution::{self, Choice, Ending, Operation, Run, Settings, State, Strategy, Variant};
use crate::record::{ObjectId, ThreadId};

/// The condition variable at which the stuck `run` has lost a wake-up.
pub(super) fn lost_wakeup(program: &dyn Fn() -> String, settings: Settings, run: &Run) -> Option<ObjectId> {
    let Ending::Stuck { missed } = &run.ending else { return None };
    missed.iter().find(|waiter| a_wakeup_helps(program, settings, run, **waiter)).map(|w| w.1)
}

/// The threads that are stuck at a condition variable in `run`, and whether a wake-up is all that each lacks.
pub(super) fn waiters(program: &dyn Fn() -> String, settings: Settings, run: &Run) -> Vec<(ThreadId, bool)> {
    let waiter = |thread: ThreadId| match run.state.threads[thread].pending {
        Operation::Wake { condvar, .. } if !run.state.threads[thread].finished => Some((thread, condvar)),
        _ => None,
    };
    let waiters = (0..run.state.threads.len()).filter_map(waiter);
    let waiters = waiters.filter(|_| matches!(run.ending, Ending::Stuck { .. }));
    waiters.map(|waiter| (waiter.0, a_wakeup_helps(program, settings, run, waiter))).collect()
}

fn a_wakeup_helps(
    program: &dyn Fn() -> String,
    settings: Settings,
    run: &Run,
    (thread, condvar): (ThreadId, ObjectId),
) -> bool {
    let mut path = run.choices.clone();
    path.retain(|choice| choice.variant != Variant::Stuck);
    path.push(Choice { thread, variant: Variant::Spurious });
    let settings = Settings { spurious_wakeups: usize::MAX, detail: false, ..settings };
    let again = execution::run(program, settings, &mut Follow { path, next: 0 });
    match again.ending {
        Ending::Abandoned => false,
        _ => {
            let waiter = &again.state.threads[thread];
            let waits = matches!(waiter.pending, Operation::Wake { condvar: at, .. } if at == condvar);
            waiter.finished || !waits
        }
    }
}

/// Follows a path, and then the usual course to the end.
struct Follow {
    path: Vec<Choice>,
    next: usize,
}

impl Strategy for Follow {
    fn choose(&mut self, _: &State, choices: &[Choice]) -> Option<usize> {
        match self.path.get(self.next) {
            Some(step) => {
                self.next += 1;
                choices.iter().position(|choice| choice == step)
            }
            None => Some(0),
        }
    }
}
