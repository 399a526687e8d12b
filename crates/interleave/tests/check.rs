//! `check`: a complete test, and its failure messages.

use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use interleave::sync::{Condvar, Mutex, mpsc};
use interleave::{Options, Search, check, thread};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;

/// Two increments, one of which can be lost.
fn racy() -> usize {
    let count = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
        }
    });
    count.load(SeqCst)
}

/// The panic message of `test`.
fn told(test: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(test)).expect_err("it fails");
    *payload.downcast::<String>().expect("a message")
}

#[test]
fn a_correct_program_passes_silently() {
    check(|| {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || sender.send(7));
        assert_eq!(receiver.recv(), Ok(7));
    });
    Options::new().expect(1).or(2).check(racy);
    Options::new().expect_that("1 or 2", |count| [1, 2].contains(count)).check(racy);
}

#[test]
fn a_failure_has_the_verdict_the_table_and_the_replay_command() {
    let told = told(|| Options::new().expect(2).check(racy));
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines[0], "interleave: race condition (every interleaving)");
    assert!(lines[1].contains("read 0 from `count` before thread 2 wrote 1"), "{told}");
    assert!(told.contains("│ write count ← 1 │"), "{told}");
    let replay = "INTERLEAVE_REPLAY=1221000 cargo test a_failure_has_the_verdict_the_table_and_the_replay_command";
    assert_eq!(lines[lines.len() - 1], format!("This execution alone: {replay}"));
}

#[test]
fn marks_in_a_schedule_are_quoted_for_a_shell() {
    let told = told(|| {
        check(|| {
            let (open, opened) = (Mutex::new(false), Condvar::new());
            thread::scope(|scope| {
                scope.spawn(|| {
                    *open.lock().unwrap() = true;
                    opened.notify_one();
                });
                let mut guard = open.lock().unwrap();
                if !*guard {
                    guard = opened.wait(guard).unwrap();
                }
                assert!(*guard, "woken though nobody notified");
            });
        });
    });
    assert!(told.contains("INTERLEAVE_REPLAY='000!010' cargo test"), "{told}");
}

#[test]
fn a_wrong_value_is_reported_with_the_expected_value_in_words() {
    let odd = told(|| Options::new().expect_that("an even number", |count| count % 2 == 0).check(racy));
    assert!(odd.contains("The program returned 1, expected an even number."), "{odd}");
    let neither = told(|| Options::new().expect(3).or(4).check(racy));
    assert!(neither.contains("expected 3 or 4."), "{neither}");
}

#[test]
fn values_are_compared_with_partial_eq_and_not_by_their_debug_text() {
    #[derive(PartialEq)]
    struct Silent(usize);
    impl std::fmt::Debug for Silent {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("silent")
        }
    }
    let outcome = interleave::explore(&Options::new().expect(Silent(2)), || Silent(racy()));
    assert_eq!((outcome.failures.wrong_values, outcome.values["silent"]), (2, 4));
    assert!(outcome.wrong_values.contains("silent"));
}

#[test]
fn a_panic_is_reported_with_its_message() {
    let told = told(|| check(|| assert_eq!(racy(), 2, "lost")));
    assert!(told.contains("race condition") && told.contains("lost"), "{told}");
}

#[test]
fn an_incomplete_proof_does_not_pass() {
    let limited = told(|| Options::new().max_executions(1).check(racy));
    assert_eq!(limited, "interleave: out of bounds (stopped after 1 execution)");
    let of_std = told(|| {
        check(|| {
            let count = std::sync::Mutex::new(0);
            thread::scope(|scope| {
                scope.spawn(|| *count.lock().unwrap() += 1);
            });
        });
    });
    assert!(of_std.starts_with("interleave: no verdict (every interleaving; 2 threads, but they"), "{of_std}");
}

#[test]
fn a_preemption_bound_and_random_walks_pass_if_no_execution_fails() {
    let locked = || {
        let count = Mutex::new(0);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| *count.lock().unwrap() += 1);
            }
        });
        count.into_inner().unwrap()
    };
    Options::new().expect(2).preemption_bound(1).check(locked);
    Options::new().expect(2).search(Search::Walks { seed: 1, count: 10 }).check(locked);
}

/// Run by the test below, in a process of its own.
#[test]
#[ignore = "it fails on purpose"]
fn fails_in_one_interleaving() {
    Options::new().expect(2).check(racy);
}

#[test]
fn interleave_replay_runs_only_that_execution() {
    let run = |schedule: &str| {
        let mut test = Command::new(std::env::current_exe().expect("a test is a program"));
        test.args(["fails_in_one_interleaving", "--exact", "--ignored", "--nocapture"]);
        let output = test.env("INTERLEAVE_REPLAY", schedule).output().expect("a process can be started");
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (passed, told) = run("1221000");
    assert!(!passed && told.contains("interleave: this execution fails\n") && told.contains("│ write count ← 1 │"));
    assert!(!told.contains("INTERLEAVE_REPLAY=1221000"), "{told}");
    let (passed, told) = run("1122000");
    assert!(passed && told.contains("this execution passes, which proves nothing"), "{told}");
    let (passed, told) = run("19");
    let bad = "interleave: INTERLEAVE_REPLAY: bad schedule: step 2: thread 9 cannot step; 1, 2 can";
    assert!(!passed && told.contains(bad), "{told}");
}
