//! The cause of a failure, as a check knows it and the explorer does not. A check's program is so small that one way to fail
//! has one cause; what the record must show for that is here.

use crate::finding::Finding;
use crate::headline;
use crate::model::style;
use crate::verdict::Verdict;
use interleave::record::{Action, Record, Thread, Waiting};

/// Does each thread that is stuck wait for a notify, or for a thread that does? A lock that is never given back is another
/// mistake.
pub(crate) fn all_asleep(record: &Record) -> bool {
    let stuck = record.threads.iter().filter_map(|thread| thread.stuck.as_ref());
    stuck.into_iter().all(|(on, _)| matches!(on, Waiting::Notify { .. } | Waiting::Join { .. }))
}

/// Has a thread ended that the main thread started?
pub(crate) fn one_has_ended(record: &Record) -> bool {
    record.threads.iter().skip(1).any(|thread| thread.stuck.is_none())
}

/// Has a thread panicked, caught or not?
pub(crate) fn one_has_panicked(record: &Record) -> bool {
    record.steps.iter().any(|step| matches!(step.action, Action::Panic { .. }))
}

/// Does one wait at a meeting, and every other one for a notify or for a thread?
pub(crate) fn one_is_alone(record: &Record) -> bool {
    let meets = |thread: &&Thread| matches!(thread.stuck, Some((Waiting::Barrier { .. }, _)));
    let sleeps = |thread: &Thread| matches!(thread.stuck, Some((Waiting::Notify { .. } | Waiting::Join { .. }, _)));
    let threads = &record.threads;
    threads.iter().filter(meets).count() == 1 && threads.iter().all(|thread| meets(&thread) || sleeps(thread))
}

/// The finding with the cause at its top, if all sleep for ever: for a program in which only one mistake leads to that.
pub fn if_stuck(cause: &str, finding: Finding) -> Finding {
    let is_stuck = matches!(finding.verdict, Verdict::Deadlock | Verdict::LostWakeup);
    if is_stuck && finding.evidence["asleep"] == true {
        headline::under(cause, finding, style().columns)
    } else {
        finding
    }
}

/// The same, if one alone has come to a meeting and all others sleep.
pub fn if_alone(cause: &str, finding: Finding) -> Finding {
    if finding.evidence["alone"] == true { headline::under(cause, finding, style().columns) } else { finding }
}

/// The same, if somebody waits for what a thread should have done that has ended.
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

/// The same, if a thread panicked in the run that is shown, which need not be every run: for a program in which no panic is
/// right.
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
    fn one_who_waits_at_a_meeting_while_all_others_sleep_is_alone() {
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
    fn a_worker_that_left_after_a_panic_is_told_from_one_that_left_by_itself() {
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
