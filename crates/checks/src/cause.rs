//! The cause of a failure, which the check knows and the explorer does not. A check's program is so small that a kind
//! of failure has only one cause; this module recognises the kinds in the explorer's record.

use crate::finding::Finding;
use crate::headline;
use crate::model::style;
use crate::verdict::Verdict;
use interleave::record::{Action, Record, Thread, Waiting};

/// Whether each stuck thread waits for a notify, or for a thread that does. A lock that is never released is a
/// different mistake.
pub(crate) fn all_asleep(record: &Record) -> bool {
    let stuck = record.threads.iter().filter_map(|thread| thread.stuck.as_ref());
    stuck.into_iter().all(|(on, _)| matches!(on, Waiting::Notify { .. } | Waiting::Join { .. }))
}

/// Whether a thread that the main thread started has ended.
pub(crate) fn one_has_ended(record: &Record) -> bool {
    record.threads.iter().skip(1).any(|thread| thread.stuck.is_none())
}

/// Whether a thread has panicked, caught or not.
pub(crate) fn one_has_panicked(record: &Record) -> bool {
    record.steps.iter().any(|step| matches!(step.action, Action::Panic { .. }))
}

/// Whether one thread waits at a meeting, and every other one for a notify or for a thread.
pub(crate) fn one_is_alone(record: &Record) -> bool {
    let meets = |thread: &&Thread| matches!(thread.stuck, Some((Waiting::Barrier { .. }, _)));
    let sleeps = |thread: &Thread| matches!(thread.stuck, Some((Waiting::Notify { .. } | Waiting::Join { .. }, _)));
    let threads = &record.threads;
    threads.iter().filter(meets).count() == 1 && threads.iter().all(|thread| meets(&thread) || sleeps(thread))
}

/// Puts the cause at the top of the finding if all threads sleep for ever, for a program in which only one mistake
/// leads to that.
pub fn if_stuck(cause: &str, finding: Finding) -> Finding {
    let is_stuck = matches!(finding.verdict, Verdict::Deadlock | Verdict::LostWakeup);
    if is_stuck && finding.evidence["asleep"] == true {
        headline::under(cause, finding, style().columns)
    } else {
        finding
    }
}

/// The same, if one thread waits alone at a meeting and all others sleep.
pub fn if_alone(cause: &str, finding: Finding) -> Finding {
    if finding.evidence["alone"] == true { headline::under(cause, finding, style().columns) } else { finding }
}

/// The same, if a thread waits for something that a thread that has ended should have done.
pub fn if_ended(cause: &str, finding: Finding) -> Finding {
    let is_stuck = matches!(finding.verdict, Verdict::Deadlock | Verdict::LostWakeup);
    if is_stuck && finding.evidence["ended"] == true {
        headline::under(cause, finding, style().columns)
    } else {
        finding
    }
}

/// The same, if there was a panic before.
pub fn if_ended_by_panic(cause: &str, finding: Finding) -> Finding {
    if finding.evidence["panic"] == true { if_ended(cause, finding) } else { finding }
}

/// The same, if a thread panicked.
pub fn if_panicked(cause: &str, finding: Finding) -> Finding {
    let has_panicked = finding.verdict == Verdict::Panicked;
    if has_panicked { headline::under(cause, finding, style().columns) } else { finding }
}

/// The same, if a thread panicked in the run that is shown, even if not in every run: for a program that should never
/// panic.
pub fn if_any_panicked(cause: &str, finding: Finding) -> Finding {
    if finding.evidence["panic"] == true { headline::under(cause, finding, style().columns) } else { finding }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::child::ON_PURPOSE;
    use crate::model::prove;
    use interleave::sync::{Barrier, Condvar, Mutex, mpsc::channel};
    use interleave::{panic, thread};

    #[test]
    fn a_thread_at_a_meeting_while_all_others_sleep_is_alone() {
        let meets_alone = || {
            let (meeting, lock, changed) = (Barrier::new(2), Mutex::new(()), Condvar::new());
            thread::scope(|scope| {
                scope.spawn(|| _ = meeting.wait());
                drop(changed.wait_while(lock.lock().unwrap(), |()| true));
            });
        };
        assert!(if_alone("Nobody came.", prove((), meets_alone)).message.starts_with("Nobody came. "));
        let is_kept_out = || {
            let (meeting, lock) = (Barrier::new(2), Mutex::new(()));
            let meet = || {
                let _kept = lock.lock().unwrap();
                meeting.wait();
            };
            thread::scope(|scope| (0..2).for_each(|_| _ = scope.spawn(meet)));
        };
        assert!(!if_alone("Nobody came.", prove((), is_kept_out)).message.contains("Nobody came"));
    }

    #[test]
    fn a_worker_that_ended_by_a_panic_is_distinguished_from_one_that_returned() {
        let waits_for_one_that = |panics: bool| {
            move || {
                let (_sender, receiver) = channel::<()>();
                thread::spawn(move || {
                    let work = || assert!(!panics, "{ON_PURPOSE}it panics");
                    let _ = panic::catch_unwind(panic::AssertUnwindSafe(work));
                });
                let _ = receiver.recv();
            }
        };
        for panics in [true, false] {
            let finding = prove((), waits_for_one_that(panics));
            assert!(if_ended("It left.", finding.clone()).message.starts_with("It left. "));
            assert_eq!(if_ended_by_panic("It left.", finding).message.starts_with("It left. "), panics);
        }
    }
}
