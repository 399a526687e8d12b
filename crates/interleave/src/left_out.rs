//! Excludes parts of a program from the exploration. What is left out is not proved, and
//! [`Outcome::complete`](crate::Outcome::complete) says so.

use crate::execution::{stop, with_state};

/// Stops exploring alternatives: until [`resume_exploring`], only one continuation of this execution is explored. Use
/// it around a set-up phase that is not what you want to prove.
///
/// # Panics
/// If called outside an explored program.
///
/// # Examples
/// ```
/// use interleave::sync::Mutex;
/// use interleave::{Options, Unfinished, explore, resume_exploring, stop_exploring, thread};
///
/// let outcome = explore(&Options::new(), || {
///     let count = Mutex::new(0);
///     stop_exploring();
///     thread::scope(|scope| {
///         for _ in 0..3 {
///             scope.spawn(|| *count.lock().unwrap() += 1);
///         }
///     });
///     resume_exploring();
///     count.into_inner().unwrap()
/// });
/// assert_eq!(outcome.executions, 1);
/// assert_eq!(outcome.complete, Err(Unfinished::LeftOut));
/// ```
#[track_caller]
pub fn stop_exploring() {
    with_state(|s| {
        s.exploring_stopped = true;
        s.left_out = true;
    });
}

/// Ends the effect of [`stop_exploring`]. Alternatives to what happened before it are still not explored.
///
/// # Panics
/// If called outside an explored program.
#[track_caller]
pub fn resume_exploring() {
    with_state(|s| s.exploring_stopped = false);
}

/// Discards this execution: it ends here and is not counted, whatever has happened in it.
///
/// # Panics
/// If called outside an explored program.
///
/// # Examples
/// ```
/// use interleave::sync::atomic::{AtomicBool, Ordering::SeqCst};
/// use interleave::{Options, explore, skip_branch, thread};
///
/// let outcome = explore(&Options::new(), || {
///     let ready = AtomicBool::new(false);
///     thread::scope(|scope| {
///         scope.spawn(|| ready.store(true, SeqCst));
///         if !ready.load(SeqCst) {
///             skip_branch();
///         }
///     });
/// });
/// assert_eq!(outcome.executions, 1);
/// assert_eq!(outcome.bounds(), "every interleaving except those that the program excludes");
/// ```
#[track_caller]
pub fn skip_branch() -> ! {
    with_state(|s| {
        s.skipped = true;
        s.left_out = true;
    });
    stop()
}
