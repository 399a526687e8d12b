//! Parts of a program that are not to be explored, as its author says. What is left out is no longer proved, and
//! [`Outcome::complete`](crate::Outcome::complete) says so.

use crate::execution::{stop, with_state};

/// From here on, other ways in which this execution could go on are not explored, until [`resume_exploring`]: for a
/// preparation that is not what is to be proved.
///
/// # Panics
/// Outside an exploration.
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

/// Ends what [`stop_exploring`] has begun. What happened before it stays as it was.
///
/// # Panics
/// Outside an exploration.
#[track_caller]
pub fn resume_exploring() {
    with_state(|s| s.exploring_stopped = false);
}

/// This execution is of no interest: it ends here, and does not count, whatever has happened in it.
///
/// # Panics
/// Outside an exploration.
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
