//! Two who must work at the same time meet at a barrier in a check's program. If they are stuck there, is it because only one
//! at a time ran?

use interleave::record::{Record, ThreadId, Waiting};

/// Does a worker wait at a meeting for one who cannot come before it has gone on? So it is where the one holds the lock that
/// the other wants, and where there is no other. One who sleeps, because nobody told it of its work, or who has ended is
/// another mistake; and so is a main thread that does the work itself.
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

    /// Two workers should meet. Does the finding say that only one at a time ran?
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
    fn a_lock_kept_at_the_meeting_is_one_at_a_time() {
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
    fn one_worker_for_all_is_one_at_a_time() {
        let finding = prove((), || {
            let meeting = Barrier::new(2);
            thread::scope(|scope| _ = scope.spawn(|| (0..2).for_each(|_| _ = meeting.wait())));
        });
        assert_eq!(finding.evidence["meeting"], true);
    }

    #[test]
    fn a_worker_that_left_is_another_mistake() {
        assert!(!serial(|worker, meeting| {
            if worker == 0 {
                meeting.wait();
            }
        }));
    }

    #[test]
    fn a_worker_that_nobody_told_is_another_mistake() {
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
    fn a_main_thread_that_does_the_work_itself_is_another_mistake() {
        let finding = prove((), || _ = Barrier::new(2).wait());
        assert_eq!(finding.evidence["meeting"], false);
    }
}
