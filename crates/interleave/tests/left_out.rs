//! `stop_exploring` and `skip_branch` exclude parts of a program, and the outcome is then not a proof.

use interleave::sync::Mutex;
use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use interleave::{
    Options, Outcome, Search, Unfinished, Verdict, explore, explore_on, resume_exploring, skip_branch,
    stop_exploring, thread,
};

/// Three threads add; each may overwrite what another adds.
fn racy() -> usize {
    let count = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
        }
    });
    count.load(SeqCst)
}

fn both(options: &Options, program: impl Fn() -> usize + Sync) -> [Outcome; 2] {
    [Search::Optimal, Search::Full].map(|search| explore(&options.clone().search(search), &program))
}

#[test]
fn stop_exploring_leaves_one_continuation() {
    for outcome in both(&Options::new(), || {
        stop_exploring();
        racy()
    }) {
        assert_eq!((outcome.executions, outcome.complete), (1, Err(Unfinished::LeftOut)));
        assert_eq!(outcome.verdict, Verdict::Passed);
    }
}

#[test]
fn what_comes_before_and_after_the_excluded_part_is_explored() {
    let program = || {
        let before = racy();
        stop_exploring();
        let within = racy();
        resume_exploring();
        100 * before + 10 * within + racy()
    };
    let [optimal, full] = both(&Options::new(), program);
    let values = |outcome: &Outcome| outcome.values.keys().cloned().collect::<Vec<_>>();
    // Going back from a later step does not change what came before.
    assert_eq!(values(&full).len(), 9, "{full:?}");
    assert!(values(&optimal).iter().all(|value| values(&full).contains(value)));
    assert!(values(&optimal).len() >= 3, "{optimal:?}");
    assert_eq!([optimal.complete, full.complete], [Err(Unfinished::LeftOut), Err(Unfinished::LeftOut)]);
}

#[test]
fn skipped_executions_are_not_counted() {
    let first = || {
        let (lock, order) = (Mutex::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            for thread in 1..3 {
                let (lock, order) = (&lock, &order);
                scope.spawn(move || {
                    let mut guard = lock.lock().unwrap();
                    if *guard == 0 && thread == 2 {
                        skip_branch();
                    }
                    *guard += 1;
                    order.store(thread, SeqCst);
                });
            }
        });
        order.load(SeqCst)
    };
    let mut outcomes = both(&Options::new(), first).to_vec();
    outcomes.push(explore_on(2, &Options::new(), first));
    for outcome in outcomes {
        assert_eq!(outcome.values.keys().collect::<Vec<_>>(), ["2"]);
        assert_eq!((outcome.verdict, outcome.complete), (Verdict::Passed, Err(Unfinished::LeftOut)));
    }
}

#[test]
fn a_program_that_skips_everything_proves_nothing() {
    for outcome in both(&Options::new(), || skip_branch()) {
        assert_eq!((outcome.executions, outcome.verdict), (0, Verdict::OutOfBounds));
    }
    let endless = both(&Options::new().max_executions(3), || {
        racy();
        skip_branch()
    });
    for outcome in endless {
        assert_eq!(outcome.complete, Err(Unfinished::Executions { begun: 3 }));
    }
}

#[test]
fn a_failure_before_stop_exploring_is_found() {
    let outcome = explore(&Options::new().expect(3), || {
        let count = racy();
        stop_exploring();
        racy();
        count
    });
    assert_eq!(outcome.verdict, Verdict::RaceCondition);
}

#[test]
fn the_first_execution_may_be_skipped() {
    let program = || {
        let ready = AtomicUsize::new(0);
        thread::scope(|scope| {
            scope.spawn(|| ready.store(1, SeqCst));
            let seen = ready.load(SeqCst);
            if seen == 1 {
                skip_branch();
            }
            seen
        })
    };
    for outcome in both(&Options::new(), program) {
        assert_eq!((outcome.values["0"], outcome.complete), (1, Err(Unfinished::LeftOut)));
    }
}
