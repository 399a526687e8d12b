//! Runs a check of behaviour on the explorer's primitives, as one execution: such a check needs one thread, so a program
//! with checks of both kinds is compiled once. What a process on `std` would show from outside is told as it is told there.

use crate::finding::Finding;
use crate::process::{kept_busy_without_end, stands_still};
use interleave::record::End;
use interleave::{Options, once};
use std::cell::RefCell;

/// Far more steps than a check of the reference takes (some ten thousand): who takes as many goes on for ever. The explorer
/// can number 65,535 in an execution.
const MOST_STEPS: usize = 50_000;

/// What `observe` gives; `None` if it panicked, which the panic's hook has told.
///
/// # Errors
/// What it means that `observe` does not come to an end.
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
    fn what_comes_to_an_end_is_observed() {
        assert_eq!(observed(|| *Mutex::new(7).lock().unwrap()), Ok(Some(7)));
    }

    #[test]
    fn who_waits_for_a_notify_that_nobody_sends_is_deadlocked() {
        let waits = || {
            let (lock, changed) = (Mutex::new(()), Condvar::new());
            drop(changed.wait(lock.lock().unwrap()));
        };
        assert_eq!(observed(waits).unwrap_err().verdict, Verdict::Deadlock);
    }

    #[test]
    fn who_looks_again_and_again_keeps_the_processor_busy() {
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
