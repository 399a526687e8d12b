//! In some checks two workers must run at the same time, so they meet at a barrier. If they are stuck there: is it
//! because only one ran at a time?

use interleave::record::{Record, ThreadId, Waiting};

/// Whether a worker waits at a meeting for another that cannot come before it goes on: because it holds the lock that
/// the other needs, or because there is no other worker. If the other sleeps because it was not notified, or has
/// ended, that is a different mistake, and so is a main thread that does the work itself.
pub(crate) fn one_at_a_time(record: &Record) -> bool {
    let stuck = |thread: &ThreadId| record.threads[*thread].stuck.as_ref().map(|(on, _)| on);
    let at_the_meeting = |thread: &ThreadId| matches!(stuck(thread), Some(Waiting::Barrier { .. }));
    let workers = || 1..record.threads.len();
    if !workers().any(|worker| at_the_meeting(&worker)) {
        return false;
    }
    let kept_out = |worker: &ThreadId| match stuck(worker) {
        Some(Waiting::Lock { holders, .. }) => holders.iter().any(at_the_meeting),
        _ => false,
    };
    workers().any(|worker| kept_out(&worker)) || workers().all(|worker| at_the_meeting(&worker))
}

#[cfg(test)]
mod tests {
    use crate::model::prove;
    use crate::verdict::Verdict;
    use interleave::sync::{Barrier, Condvar, Mutex};
    use interleave::thread;

    /// Whether the finding says that only one of two workers ran at a time.
    fn serial(work: impl Fn(usize, &Barrier) + Sync) -> bool {
        let finding = prove((), || {
            let meeting = Barrier::new(2);
            thread::scope(|scope| {
                let (work, meeting) = (&work, &meeting);
                (0..2).for_each(|worker| _ = scope.spawn(move || work(worker, meeting)));
            });
        });
        assert_eq!(finding.verdict, Verdict::Deadlock);
        finding.evidence["meeting"] == true
    }

    #[test]
    fn a_lock_held_at_the_meeting_counts_as_one_at_a_time() {
        let finding = prove((), || {
            let (lock, meeting) = (Mutex::new(()), Barrier::new(2));
            let work = || {
                let _kept = lock.lock().unwrap();
                meeting.wait();
            };
            thread::scope(|scope| (0..2).for_each(|_| _ = scope.spawn(work)));
        });
        assert_eq!(finding.evidence["meeting"], true);
    }

    #[test]
    fn a_single_worker_counts_as_one_at_a_time() {
        let finding = prove((), || {
            let meeting = Barrier::new(2);
            thread::scope(|scope| _ = scope.spawn(|| (0..2).for_each(|_| _ = meeting.wait())));
        });
        assert_eq!(finding.evidence["meeting"], true);
    }

    #[test]
    fn a_worker_that_ended_is_a_different_mistake() {
        assert!(!serial(|worker, meeting| {
            if worker == 0 {
                meeting.wait();
            }
        }));
    }

    #[test]
    fn a_worker_that_was_not_notified_is_a_different_mistake() {
        let finding = prove((), || {
            let (jobs, changed, meeting) = (Mutex::new(0), Condvar::new(), Barrier::new(2));
            thread::scope(|scope| {
                scope.spawn(|| meeting.wait());
                scope.spawn(|| {
                    drop(changed.wait_while(jobs.lock().unwrap(), |jobs| *jobs == 0).unwrap());
                    meeting.wait();
                });
                *jobs.lock().unwrap() = 1;
            });
        });
        assert_eq!(finding.verdict, Verdict::Deadlock);
        assert_eq!(finding.evidence["meeting"], false);
    }

    #[test]
    fn a_main_thread_that_does_the_work_itself_is_a_different_mistake() {
        let finding = prove((), || _ = Barrier::new(2).wait());
        assert_eq!(finding.evidence["meeting"], false);
    }
}
