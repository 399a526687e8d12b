//! Does the sentence name the cause? If the explorer cannot know the cause, it must say that its sentence is a guess.

use crate::stories;
use crate::story::{Story, lock, notify, unlock, wait, wake, wrong};
use interleave::record::{Action, End, ObjectKind, Record, StepAside, Waiting, WakeReason};
use interleave::report::{diagnosis, is_a_guess, place};
use interleave::sync::atomic::{AtomicU32, Ordering::Relaxed};
use interleave::sync::{Condvar, Mutex};
use interleave::{Options, explore, thread};

#[test]
fn a_thread_that_continues_after_a_failed_try_lock_is_named() {
    let outcome = explore(&Options::new().expect(2), || {
        let count = Mutex::new(0);
        let increment = || {
            if let Ok(mut count) = count.try_lock() {
                *count += 1;
            }
        };
        thread::scope(|scope| (0..2).for_each(|_| _ = scope.spawn(increment)));
        *count.lock().unwrap()
    });
    let record = outcome.counterexample.expect("one finds it locked");
    let said = diagnosis(&record);
    assert!(said.contains("found `count` locked by thread") && said.ends_with("and went on without it."), "{said}");
    assert!(!is_a_guess(&record));
}

#[test]
fn a_thread_that_retries_try_lock_is_not_blamed() {
    let mut story = Story::of(&["main", "thread 1"]);
    let count = story.object(ObjectKind::Mutex, "count", Some("1"));
    story.does(1, Action::TryLockFailed { object: count, holder: Some(0) });
    story.does(1, lock(count, "0"));
    story.does(1, unlock(count, "0", "1"));
    let record = story.ends(wrong("1", "2"));
    assert!(!diagnosis(&record).contains("without it"), "{}", diagnosis(&record));
}

#[test]
fn a_failed_compare_exchange_without_a_retry_is_named() {
    let outcome = explore(&Options::new().expect(2), || {
        let count = AtomicU32::new(0);
        let increment = || {
            let seen = count.load(Relaxed);
            let _ = count.compare_exchange(seen, seen + 1, Relaxed, Relaxed);
        };
        thread::scope(|scope| (0..2).for_each(|_| _ = scope.spawn(increment)));
        count.load(Relaxed)
    });
    let said = diagnosis(&outcome.counterexample.expect("one exchange fails"));
    assert!(said.contains("read 0 from `count`, but its exchange at line "), "{said}");
    assert!(
        said.contains(" found 1 there and failed, and thread ") && said.ends_with("did not try again."),
        "{said}"
    );
}

#[test]
fn a_notify_on_a_different_condition_variable_is_named() {
    let outcome = explore(&Options::new(), || {
        let (items, not_empty, not_full) = (Mutex::new(0), Condvar::new(), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                *items.lock().unwrap() += 1;
                not_full.notify_one();
            });
            drop(not_empty.wait_while(items.lock().unwrap(), |items| *items == 0));
        });
    });
    let said = diagnosis(&outcome.counterexample.expect("nobody notifies `not_empty`"));
    assert!(
        said.contains("changed `items` to 1 at line ") && said.ends_with(" but notified only `not_full`."),
        "{said}"
    );
}

#[test]
fn a_thread_that_looked_and_then_waited_has_not_acted_on_what_it_saw() {
    let mut story = Story::of(&["main", "consumer 1", "consumer 2"]);
    let items = story.object(ObjectKind::Mutex, "items", Some("[]"));
    let not_empty = story.object(ObjectKind::Condvar, "not_empty", None);
    for consumer in [1, 2] {
        story.does(consumer, lock(items, "[]"));
        story.does(consumer, wait(not_empty, items, "[]"));
    }
    for consumer in [1, 2] {
        story.does(0, lock(items, "[]"));
        story.does(0, unlock(items, "[]", "[7]"));
        story.does(0, notify(not_empty, &[consumer]));
        story.does(consumer, wake(not_empty, items, WakeReason::Notified, "[7]"));
        story.does(consumer, unlock(items, "[7]", "[]"));
    }
    let said = diagnosis(&story.ends(wrong("1", "2")));
    assert!(!said.contains("both acted"), "{said}");
}

#[test]
fn a_livelock_of_one_thread_is_described_in_the_singular() {
    let mut story = Story::of(&["main", "thread 1"]);
    let state = story.object(ObjectKind::Mutex, "state", None);
    for _ in 0..10 {
        story.does(1, Action::Lock { object: state, shared: false, value: None });
        story.does(1, Action::StepAside { how: StepAside::Yield });
    }
    let said = diagnosis(&story.ends(End::Livelocked { threads: vec![1] }));
    assert_eq!(
        said,
        "Thread 1 goes through the same steps again and again, and nobody is left to do what it waits for."
    );
}

#[test]
fn a_notify_before_the_second_change_is_named_with_its_line() {
    let mut story = Story::of(&["main", "worker"]);
    let jobs = story.object(ObjectKind::Mutex, "jobs", Some("closed"));
    let changed = story.object(ObjectKind::Condvar, "changed", None);
    story.does(0, lock(jobs, "none"));
    story.does(0, unlock(jobs, "none", "one"));
    story.does(0, notify(changed, &[]));
    let too_early = story.does(0, notify(changed, &[])); // for the second change
    story.does(1, lock(jobs, "one"));
    story.does(1, unlock(jobs, "one", "none"));
    story.does(1, lock(jobs, "none"));
    story.does(1, wait(changed, jobs, "none"));
    story.does(0, lock(jobs, "none"));
    story.does(0, unlock(jobs, "none", "closed"));
    story.stuck(0, Waiting::Join { child: 1 });
    story.stuck(1, Waiting::Notify { condvar: changed, mutex: jobs });
    let record = story.ends(End::Deadlocked);
    let said = diagnosis(&record);
    assert!(said.starts_with("The main thread notified `changed` at"), "{said}");
    assert!(said.contains("before it changed `jobs` to closed"), "{said}");
    assert_eq!(place(&record).map(|place| place.line()), Some(too_early.line()));
}

#[test]
fn a_read_at_an_unlucky_moment_is_a_guess_and_a_lost_update_is_not() {
    let guess = |record: Record| is_a_guess(&record);
    assert!(guess(stories::half_a_transfer()));
    assert!(guess(stories::unjoined_worker()));
    assert!(!guess(stories::racy_counter()));
    assert!(!guess(stories::check_then_act()));
    assert!(!guess(stories::missing_notify()));
}

#[test]
fn a_thread_that_ended_without_checking_again_is_why_another_waits_for_ever() {
    let mut story = Story::of(&["main", "worker"]);
    let jobs = story.object(ObjectKind::Mutex, "jobs", Some("1"));
    let changed = story.object(ObjectKind::Condvar, "changed", None);
    let result = story.object(ObjectKind::Mutex, "result", Some("none"));
    let done = story.object(ObjectKind::Condvar, "done", None);
    story.does(1, lock(jobs, "0"));
    story.does(1, wait(changed, jobs, "0"));
    story.does(1, wake(changed, jobs, WakeReason::Spurious, "0"));
    story.does(1, unlock(jobs, "0", "0"));
    story.does(1, Action::Finish);
    story.does(0, lock(jobs, "0"));
    story.does(0, unlock(jobs, "0", "1"));
    story.does(0, notify(changed, &[]));
    story.does(0, lock(result, "none"));
    story.does(0, wait(done, result, "none"));
    story.stuck(0, Waiting::Notify { condvar: done, mutex: result });
    let said = diagnosis(&story.ends(End::Deadlocked));
    assert!(
        said.starts_with("worker waited on `changed` and stopped waiting although nobody had notified it"),
        "{said}"
    );
    assert!(
        said.contains("went on without checking again: `jobs` was still 0. The main thread waits on `done`"),
        "{said}"
    );
}

#[test]
fn the_first_of_two_changes_without_a_notify_is_named() {
    let mut story = Story::of(&["main", "worker 0", "worker 1"]);
    let jobs = story.object(ObjectKind::Mutex, "jobs", Some("1"));
    let changed = story.object(ObjectKind::Condvar, "changed", None);
    for worker in [1, 2] {
        story.does(worker, lock(jobs, "0"));
        story.does(worker, wait(changed, jobs, "0"));
    }
    story.does(0, lock(jobs, "0"));
    story.does(0, unlock(jobs, "0", "1"));
    story.does(0, notify(changed, &[2]));
    story.does(0, lock(jobs, "1"));
    story.does(0, unlock(jobs, "1", "2"));
    story.does(2, wake(changed, jobs, WakeReason::Notified, "2"));
    story.does(2, unlock(jobs, "2", "1"));
    story.stuck(1, Waiting::Notify { condvar: changed, mutex: jobs });
    let said = diagnosis(&story.ends(End::Deadlocked));
    assert!(
        said.contains("the main thread changed `jobs` to 2") && said.ends_with("but notified nobody."),
        "{said}"
    );
}
