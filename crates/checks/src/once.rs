//! Runs a behaviour check on the explorer's primitives, as a single execution. Such a check needs only one thread, so
//! the grader compiles checks of both kinds once. Failures are reported as they would be on `std`.

use crate::finding::Finding;
use crate::process::{kept_busy_without_end, stands_still};
use interleave::record::End;
use interleave::{Options, once};
use std::cell::RefCell;

/// Far more steps than a check of the reference takes (some ten thousand): code that takes more runs for ever. The
/// explorer can number 65,535 steps in an execution.
const MOST_STEPS: usize = 50_000;

/// The result of `observe`; `None` if it panicked, which the panic hook has reported.
///
/// # Errors
/// The finding if `observe` does not finish.
pub(crate) fn observed<T>(observe: impl Fn() -> T) -> Result<Option<T>, Finding> {
    let seen = RefCell::new(None);
    let end = once(&Options::new().max_steps(MOST_STEPS), || *seen.borrow_mut() = Some(observe()));
    match end {
        End::Returned { .. } | End::WrongValue { .. } => Ok(seen.take()),
        End::Panicked { .. } => Ok(None),
        End::Deadlocked | End::LostWakeup { .. } => Err(stands_still()),
        End::Livelocked { .. } | End::TooLong => Err(kept_busy_without_end()),
        End::DataRace { .. } => unreachable!("an exercise has no `UnsafeCell`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::kept_busy;
    use crate::verdict::Verdict;
    use interleave::hint;
    use interleave::sync::atomic::{AtomicBool, Ordering::SeqCst};
    use interleave::sync::{Condvar, Mutex};

    #[test]
    fn the_result_of_an_observation_that_finishes_is_returned() {
        assert_eq!(observed(|| *Mutex::new(7).lock().unwrap()), Ok(Some(7)));
    }

    #[test]
    fn a_wait_for_a_notify_that_no_thread_sends_is_a_deadlock() {
        let waits = || {
            let (lock, changed) = (Mutex::new(()), Condvar::new());
            drop(changed.wait(lock.lock().unwrap()));
        };
        assert_eq!(observed(waits).unwrap_err().verdict, Verdict::Deadlock);
    }

    #[test]
    fn polling_without_end_is_out_of_bounds() {
        let spins = || {
            let flag = AtomicBool::new(false);
            while !flag.load(SeqCst) {
                hint::spin_loop();
            }
        };
        let goes_on = || {
            let count = Mutex::new(0_u64);
            loop {
                *count.lock().unwrap() += 1;
            }
        };
        assert!(kept_busy(&observed(spins).unwrap_err()));
        assert!(kept_busy(&observed::<()>(goes_on).unwrap_err()));
    }
}
