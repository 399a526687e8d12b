//! Runs one execution, for a program that needs no search: a test of what a single thread does.

use super::findings::Findings;
use super::{judged, replay, settings};
use crate::execution::{self, Choice, Ending, Settings, State, Strategy};
use crate::options::{Expectation, Options};
use crate::record::End;
use std::fmt::Debug;

/// Runs `program` once, and returns how that ended. The running thread continues while it can; then the first thread
/// that can runs. There are no spurious wake-ups and no early time-outs. Nothing is recorded, so thousands of steps
/// take milliseconds: see [`Options::max_steps`].
///
/// If a program with several threads reaches that limit, it is run once more with spinning threads held back.
///
/// # Examples
/// ```
/// use interleave::record::End;
/// use interleave::sync::mpsc::channel;
/// use interleave::{Options, once, thread};
///
/// let options = Options::new();
/// assert_eq!(once(&options, || thread::spawn(|| 7).join().unwrap()), End::Returned { value: "7".into() });
/// let waits_for_itself = || {
///     let (_sender, receiver) = channel::<()>();
///     receiver.recv()
/// };
/// assert_eq!(once(&options, waits_for_itself), End::Deadlocked);
/// ```
pub fn once<T: Debug>(options: &Options<impl Expectation<T>>, program: impl Fn() -> T) -> End {
    let program = judged(options, program);
    execution::forget();
    let settings = settings(&options.limits, &Findings::default());
    let settings = Settings { spurious_wakeups: 0, early_timeouts: 0, weak_failures: 0, ..settings };
    // Detecting loops takes longer than running most of them to their end.
    let mut run = execution::run(&program, Settings { alone: true, ..settings }, &mut Usual);
    let waits_for_another = run.state.threads.len() > 1;
    if waits_for_another && matches!(run.ending, Ending::TooLong | Ending::Livelocked { .. }) {
        run = execution::run(&program, settings, &mut Usual);
    }
    replay::end(&options.limits, run.ending, None)
}

/// Always takes the first choice.
struct Usual;

impl Strategy for Usual {
    fn choose(&mut self, _: &mut State, _: &[Choice]) -> Option<usize> {
        Some(0)
    }

    fn again(&mut self) {}
}
