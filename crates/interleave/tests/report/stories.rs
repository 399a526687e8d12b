//! The classic bugs, each as the record of its shortest failing execution.

use interleave::record::{Action, End, ObjectKind, Record, StepAside, Waiting, WakeReason};

use crate::story::{Story, lock, notify, read, text, unlock, wait, wake, wants, write, wrong};

/// Every bug with its name.
pub fn all() -> Vec<(&'static str, Record)> {
    vec![
        ("racy counter", racy_counter()),
        ("AB-BA", ab_ba()),
        ("check-then-act", check_then_act()),
        ("if for while", if_for_while()),
        ("missing notify", missing_notify()),
        ("notify before the change", notify_before_the_change()),
        ("one condvar for two conditions", one_condvar_for_two_conditions()),
        ("missing sentinel", missing_sentinel()),
        ("unjoined worker", unjoined_worker()),
        ("flag read outside its lock", flag_outside_its_lock()),
    ]
}

pub fn racy_counter() -> Record {
    let mut story = Story::of(&["main", "thread 1", "thread 2"]);
    let count = story.object(ObjectKind::Atomic, "count", Some("1"));
    story.does(1, read(count, "0"));
    story.does(2, read(count, "0"));
    story.does(2, write(count, "1"));
    story.does(2, Action::Finish);
    story.does(1, write(count, "1"));
    story.does(1, Action::Finish);
    story.does(0, Action::Join { child: 1 });
    story.does(0, Action::Join { child: 2 });
    story.ends(wrong("1", "2"))
}

pub fn ab_ba() -> Record {
    let mut story = Story::of(&["main", "thread 1", "thread 2"]);
    let left = story.object(ObjectKind::Mutex, "left", Some("()"));
    let right = story.object(ObjectKind::Mutex, "right", Some("()"));
    story.does(1, lock(left, "()"));
    story.does(2, lock(right, "()"));
    story.does(2, Action::Blocked { on: wants(left, 1) });
    story.does(1, Action::Blocked { on: wants(right, 2) });
    story.does(0, Action::Blocked { on: Waiting::Join { child: 1 } });
    story.stuck(0, Waiting::Join { child: 1 });
    story.stuck(1, wants(right, 2));
    story.stuck(2, wants(left, 1));
    story.ends(End::Deadlocked)
}

pub fn check_then_act() -> Record {
    let mut story = Story::of(&["main", "thread 1", "thread 2"]);
    let balance = story.object(ObjectKind::Mutex, "balance", Some("-50"));
    story.does(1, lock(balance, "50"));
    story.does(1, unlock(balance, "50", "50"));
    story.does(2, lock(balance, "50"));
    story.does(2, unlock(balance, "50", "0"));
    story.does(1, lock(balance, "0"));
    story.does(1, unlock(balance, "0", "-50"));
    story.ends(wrong("-50", "0"))
}

pub fn if_for_while() -> Record {
    let mut story = Story::of(&["main", "consumer 1", "consumer 2"]);
    let items = story.object(ObjectKind::Mutex, "items", Some("[]"));
    let not_empty = story.object(ObjectKind::Condvar, "not_empty", None);
    story.does(2, lock(items, "[]"));
    story.does(2, wait(not_empty, items, "[]"));
    story.does(0, lock(items, "[]"));
    story.does(0, notify(not_empty, &[2]));
    story.does(0, unlock(items, "[]", "[1]"));
    story.does(1, lock(items, "[1]"));
    story.does(1, unlock(items, "[1]", "[]"));
    story.does(2, wake(not_empty, items, WakeReason::Notified, "[]"));
    let message = "called `Option::unwrap()` on a `None` value".to_owned();
    story.does(2, Action::Panic { message: message.clone() });
    story.does(2, unlock(items, "[]", "[]"));
    story.ends(End::Panicked { thread: 2, message })
}

pub fn spurious_if_for_while() -> Record {
    let mut story = Story::of(&["main", "consumer"]);
    let items = story.object(ObjectKind::Mutex, "items", Some("[]"));
    let not_empty = story.object(ObjectKind::Condvar, "not_empty", None);
    story.does(1, lock(items, "[]"));
    story.does(1, wait(not_empty, items, "[]"));
    story.does(1, wake(not_empty, items, WakeReason::Spurious, "[]"));
    let message = "called `Option::unwrap()` on a `None` value".to_owned();
    story.does(1, Action::Panic { message: message.clone() });
    story.ends(End::Panicked { thread: 1, message })
}

pub fn missing_notify() -> Record {
    let mut story = Story::of(&["main", "consumer"]);
    let items = story.object(ObjectKind::Mutex, "items", Some("[1]"));
    let not_empty = story.object(ObjectKind::Condvar, "not_empty", None);
    story.does(1, lock(items, "[]"));
    story.does(1, wait(not_empty, items, "[]"));
    story.does(0, lock(items, "[]"));
    story.does(0, unlock(items, "[]", "[1]"));
    story.does(0, Action::Blocked { on: Waiting::Join { child: 1 } });
    story.stuck(0, Waiting::Join { child: 1 });
    story.stuck(1, Waiting::Notify { condvar: not_empty, mutex: items });
    story.ends(End::Deadlocked)
}

pub fn notify_before_the_change() -> Record {
    let mut story = Story::of(&["main", "consumer"]);
    let items = story.object(ObjectKind::Mutex, "items", Some("[1]"));
    let not_empty = story.object(ObjectKind::Condvar, "not_empty", None);
    story.does(0, notify(not_empty, &[]));
    story.does(1, lock(items, "[]"));
    story.does(1, wait(not_empty, items, "[]"));
    story.does(0, lock(items, "[]"));
    story.does(0, unlock(items, "[]", "[1]"));
    story.stuck(0, Waiting::Join { child: 1 });
    story.stuck(1, Waiting::Notify { condvar: not_empty, mutex: items });
    story.ends(End::LostWakeup { condvar: not_empty })
}

pub fn one_condvar_for_two_conditions() -> Record {
    let mut story = Story::of(&["main", "consumer", "producer 1", "producer 2"]);
    let slot = story.object(ObjectKind::Mutex, "slot", Some("Some(2)"));
    let changed = story.object(ObjectKind::Condvar, "changed", None);
    story.does(1, lock(slot, "None"));
    story.does(1, wait(changed, slot, "None"));
    story.does(2, lock(slot, "None"));
    story.does(2, notify(changed, &[1]));
    story.does(2, unlock(slot, "None", "Some(1)"));
    story.does(3, lock(slot, "Some(1)"));
    story.does(3, wait(changed, slot, "Some(1)"));
    story.does(2, lock(slot, "Some(1)"));
    story.does(2, wait(changed, slot, "Some(1)"));
    story.does(1, wake(changed, slot, WakeReason::Notified, "Some(1)"));
    story.does(1, notify(changed, &[2]));
    story.does(1, unlock(slot, "Some(1)", "None"));
    story.does(1, lock(slot, "None"));
    story.does(1, wait(changed, slot, "None"));
    story.does(2, wake(changed, slot, WakeReason::Notified, "None"));
    story.does(2, notify(changed, &[3]));
    story.does(2, unlock(slot, "None", "Some(2)"));
    story.does(2, Action::Finish);
    story.does(3, wake(changed, slot, WakeReason::Notified, "Some(2)"));
    story.does(3, wait(changed, slot, "Some(2)"));
    story.stuck(0, Waiting::Join { child: 1 });
    story.stuck(1, Waiting::Notify { condvar: changed, mutex: slot });
    story.stuck(3, Waiting::Notify { condvar: changed, mutex: slot });
    story.ends(End::Deadlocked)
}

pub fn missing_sentinel() -> Record {
    let mut story = Story::of(&["main", "consumer 1", "consumer 2"]);
    let items = story.object(ObjectKind::Mutex, "items", Some("[]"));
    let not_empty = story.object(ObjectKind::Condvar, "not_empty", None);
    story.does(0, lock(items, "[]"));
    story.does(0, notify(not_empty, &[]));
    story.does(0, unlock(items, "[]", "[None]"));
    story.does(0, Action::Blocked { on: Waiting::Join { child: 1 } });
    story.does(1, lock(items, "[None]"));
    story.does(1, unlock(items, "[None]", "[]"));
    story.does(1, Action::Finish);
    story.does(0, Action::Join { child: 1 });
    story.does(2, lock(items, "[]"));
    story.does(2, wait(not_empty, items, "[]"));
    story.does(0, Action::Blocked { on: Waiting::Join { child: 2 } });
    story.stuck(0, Waiting::Join { child: 2 });
    story.stuck(2, Waiting::Notify { condvar: not_empty, mutex: items });
    story.ends(End::LostWakeup { condvar: not_empty })
}

pub fn unjoined_worker() -> Record {
    let mut story = Story::of(&["main", "worker"]);
    let total = story.object(ObjectKind::Mutex, "total", Some("5"));
    story.does(0, lock(total, "0"));
    story.does(0, unlock(total, "0", "0"));
    story.does(1, lock(total, "0"));
    story.does(1, unlock(total, "0", "5"));
    story.does(1, Action::Finish);
    story.ends(wrong("0", "5"))
}

pub fn flag_outside_its_lock() -> Record {
    let mut story = Story::of(&["main", "waiter"]);
    let ready = story.object(ObjectKind::Atomic, "ready", Some("true"));
    let lobby = story.object(ObjectKind::Mutex, "lobby", Some("()"));
    let opened = story.object(ObjectKind::Condvar, "opened", None);
    story.does(1, read(ready, "false"));
    story.does(0, write(ready, "true"));
    story.does(0, notify(opened, &[]));
    story.does(1, lock(lobby, "()"));
    story.does(1, wait(opened, lobby, "()"));
    story.stuck(0, Waiting::Join { child: 1 });
    story.stuck(1, Waiting::Notify { condvar: opened, mutex: lobby });
    story.ends(End::LostWakeup { condvar: opened })
}

/// Threads that each write their own number.
pub fn crowd(threads: usize) -> Record {
    let names: Vec<String> = (1..=threads).map(|thread| format!("thread {thread}")).collect();
    let names: Vec<&str> = std::iter::once("main").chain(names.iter().map(String::as_str)).collect();
    let mut story = Story::of(&names);
    let count = story.object(ObjectKind::Atomic, "count", Some("9"));
    for thread in 1..=threads {
        story.does(thread, write(count, &thread.to_string()));
    }
    story.ends(wrong("9", "1"))
}

pub fn self_deadlock() -> Record {
    let mut story = Story::of(&["main"]);
    let count = story.object(ObjectKind::Mutex, "count", Some("0"));
    story.does(0, Action::Lock { object: count, shared: false, value: text("0") });
    story.does(0, Action::Blocked { on: wants(count, 0) });
    story.stuck(0, wants(count, 0));
    story.ends(End::Deadlocked)
}

/// One thread sees the only item, the other takes it.
pub fn check_then_pop() -> Record {
    let mut story = Story::of(&["main", "thread 1", "thread 2"]);
    let items = story.object(ObjectKind::Mutex, "items", Some("[]"));
    story.does(1, lock(items, "[7]"));
    story.does(1, unlock(items, "[7]", "[7]"));
    story.does(2, lock(items, "[7]"));
    story.does(2, unlock(items, "[7]", "[]"));
    story.does(1, lock(items, "[]"));
    let message = "called `Option::unwrap()` on a `None` value".to_owned();
    story.does(1, Action::Panic { message: message.clone() });
    story.does(1, unlock(items, "[]", "[]"));
    story.ends(End::Panicked { thread: 1, message })
}

/// Both wait for the end, and `notify_one` wakes one of them.
pub fn one_of_two_is_told() -> Record {
    let mut story = Story::of(&["main", "consumer 1", "consumer 2"]);
    let closed = story.object(ObjectKind::Mutex, "closed", Some("true"));
    let changed = story.object(ObjectKind::Condvar, "changed", None);
    for consumer in [1, 2] {
        story.does(consumer, lock(closed, "false"));
        story.does(consumer, wait(changed, closed, "false"));
    }
    story.does(0, lock(closed, "false"));
    story.does(0, notify(changed, &[2]));
    story.does(0, unlock(closed, "false", "true"));
    story.does(2, wake(changed, closed, WakeReason::Notified, "true"));
    story.does(2, unlock(closed, "true", "true"));
    story.does(2, Action::Finish);
    story.stuck(0, Waiting::Join { child: 1 });
    story.stuck(1, Waiting::Notify { condvar: changed, mutex: closed });
    story.ends(End::Deadlocked)
}

/// Both see the only ticket, and both sell it.
pub fn two_sales() -> Record {
    let mut story = Story::of(&["main", "thread 1", "thread 2"]);
    let tickets = story.object(ObjectKind::Mutex, "tickets", Some("-1"));
    story.does(2, lock(tickets, "1"));
    story.does(2, unlock(tickets, "1", "1"));
    story.does(1, lock(tickets, "1"));
    story.does(1, unlock(tickets, "1", "1"));
    story.does(1, lock(tickets, "1"));
    story.does(1, unlock(tickets, "1", "0"));
    story.does(2, lock(tickets, "0"));
    story.does(2, unlock(tickets, "0", "-1"));
    story.ends(wrong("-1", "0"))
}

/// Two accounts, and a read of both in the middle of a transfer.
pub fn half_a_transfer() -> Record {
    let mut story = Story::of(&["main", "transfer", "audit"]);
    let here = story.object(ObjectKind::Mutex, "here", Some("0"));
    let there = story.object(ObjectKind::Mutex, "there", Some("50"));
    story.does(1, lock(here, "50"));
    story.does(1, unlock(here, "50", "0"));
    story.does(2, lock(here, "0"));
    story.does(2, unlock(here, "0", "0"));
    story.does(2, lock(there, "0"));
    story.does(2, unlock(there, "0", "0"));
    story.does(1, lock(there, "0"));
    story.does(1, unlock(there, "0", "50"));
    story.ends(wrong("0", "50"))
}

/// The joining thread holds the lock that the worker needs.
pub fn join_under_a_lock() -> Record {
    let mut story = Story::of(&["main", "worker"]);
    let items = story.object(ObjectKind::Mutex, "items", Some("[]"));
    story.does(0, lock(items, "[]"));
    story.does(0, Action::Blocked { on: Waiting::Join { child: 1 } });
    story.does(1, Action::Blocked { on: wants(items, 0) });
    story.stuck(0, Waiting::Join { child: 1 });
    story.stuck(1, wants(items, 0));
    story.ends(End::Deadlocked)
}

/// The values of the queue cannot be shown.
pub fn opaque_lost_wake_up() -> Record {
    let mut story = Story::of(&["main", "waiter"]);
    let lobby = story.object(ObjectKind::Mutex, "lobby", None);
    let opened = story.object(ObjectKind::Condvar, "opened", None);
    story.does(0, notify(opened, &[]));
    story.does(1, Action::Lock { object: lobby, shared: false, value: None });
    story.does(
        1,
        Action::Wait { condvar: opened, mutex: lobby, before: None, after: None, written: false, timeout: false },
    );
    story.stuck(0, Waiting::Join { child: 1 });
    story.stuck(1, Waiting::Notify { condvar: opened, mutex: lobby });
    story.ends(End::LostWakeup { condvar: opened })
}

/// The flag is never set.
pub fn livelock() -> Record {
    let mut story = Story::of(&["main", "thread 1"]);
    let ready = story.object(ObjectKind::Atomic, "ready", Some("false"));
    for _ in 0..10 {
        story.does(1, read(ready, "false"));
        story.does(1, Action::StepAside { how: StepAside::Spin });
    }
    story.ends(End::Livelocked { threads: vec![1] })
}

/// Two threads that count in turn, for pages.
pub fn too_long() -> Record {
    let mut story = Story::of(&["main", "thread 1", "thread 2"]);
    let count = story.object(ObjectKind::Atomic, "count", Some("500"));
    for turn in 0..500 {
        story.does(1 + turn % 2, write(count, &turn.to_string()));
    }
    story.ends(End::TooLong)
}

/// A single thread that waits for something that takes two.
pub fn waits_alone(on: Waiting, kind: ObjectKind) -> Record {
    let mut story = Story::of(&["main", "worker", "leaker"]);
    let meeting = story.object(kind, "meeting", None);
    story.does(2, lock(meeting, "()"));
    story.does(2, Action::Finish);
    story.does(1, Action::Blocked { on: on.clone() });
    story.stuck(0, Waiting::Join { child: 1 });
    story.stuck(1, on);
    story.ends(End::Deadlocked)
}

/// After a notify that found no waiter, another thread changes the state without a notify.
pub fn silent_change_after_a_notify() -> Record {
    let mut story = Story::of(&["main", "consumer", "producer"]);
    let items = story.object(ObjectKind::Mutex, "items", Some("[2]"));
    let not_empty = story.object(ObjectKind::Condvar, "not_empty", None);
    for _ in 0..2 {
        story.does(0, notify(not_empty, &[]));
    }
    story.does(1, lock(items, "[]"));
    story.does(1, wait(not_empty, items, "[]"));
    story.does(2, lock(items, "[]"));
    story.does(2, unlock(items, "[]", "[2]"));
    story.does(2, Action::Finish);
    story.stuck(0, Waiting::Join { child: 1 });
    story.stuck(1, Waiting::Notify { condvar: not_empty, mutex: items });
    story.ends(End::Deadlocked)
}

/// Only the main thread.
pub fn alone() -> Record {
    let mut story = Story::of(&["main"]);
    let count = story.object(ObjectKind::Atomic, "count", Some("0"));
    story.does(0, read(count, "0"));
    story.ends(wrong("0", "1"))
}

/// Two threads take turns at a lock, and each finds it held before it gets it.
pub fn queue_at_a_lock(turns: usize) -> Record {
    let mut story = Story::of(&["main", "thread 1", "thread 2"]);
    let count = story.object(ObjectKind::Mutex, "count", None);
    for turn in 0..turns {
        let (before, after) = (turn.to_string(), (turn + 1).to_string());
        let thread = 1 + turn % 2;
        story.does(thread, Action::Blocked { on: wants(count, 3 - thread) });
        story.does(thread, lock(count, &before));
        story.does(thread, unlock(count, &before, &after));
    }
    story.ends(wrong(&turns.to_string(), "0"))
}

/// The same record with different thread names.
pub fn renamed(mut record: Record, names: &[&str]) -> Record {
    for (thread, name) in record.threads.iter_mut().zip(names) {
        thread.name = (*name).to_owned();
    }
    record
}

/// A worker waits at a meeting and keeps the lock that the other thread needs to get there; `main` waits for the
/// result.
pub fn lock_kept_at_a_meeting() -> Record {
    let mut story = Story::of(&["main", "worker 0", "worker 1"]);
    let jobs = story.object(ObjectKind::Mutex, "jobs", Some("1"));
    let state = story.object(ObjectKind::Mutex, "state", None);
    let done = story.object(ObjectKind::Condvar, "done", None);
    let meeting = story.object(ObjectKind::Barrier, "meeting", None);
    let at_the_meeting = Waiting::Barrier { barrier: meeting, arrived: 1, size: 2 };
    story.does(1, lock(jobs, "2"));
    story.does(1, Action::Arrive { barrier: meeting, arrived: 1, size: 2 });
    story.does(1, Action::Blocked { on: at_the_meeting.clone() });
    story.does(2, Action::Blocked { on: wants(jobs, 1) });
    story.does(0, lock(state, "()"));
    story.does(0, wait(done, state, "()"));
    story.stuck(0, Waiting::Notify { condvar: done, mutex: state });
    story.stuck(1, at_the_meeting);
    story.stuck(2, wants(jobs, 1));
    story.ends(End::Deadlocked)
}

/// `main` waits for a result. The worker that should deliver it sleeps, because it was not notified of the job
/// (`asleep`), or has ended before the job came.
pub fn result_that_does_not_come(asleep: bool) -> Record {
    let mut story = Story::of(&["main", "worker"]);
    let jobs = story.object(ObjectKind::Mutex, "jobs", Some("1"));
    let changed = story.object(ObjectKind::Condvar, "changed", None);
    let state = story.object(ObjectKind::Mutex, "state", None);
    let done = story.object(ObjectKind::Condvar, "done", None);
    story.does(1, lock(jobs, "0"));
    if asleep {
        story.does(1, wait(changed, jobs, "0"));
    } else {
        story.does(1, unlock(jobs, "0", "0"));
        story.does(1, Action::Finish);
    }
    story.does(0, lock(jobs, "0"));
    story.does(0, unlock(jobs, "0", "1"));
    story.does(0, lock(state, "()"));
    story.does(0, wait(done, state, "()"));
    story.stuck(0, Waiting::Notify { condvar: done, mutex: state });
    if asleep {
        story.stuck(1, Waiting::Notify { condvar: changed, mutex: jobs });
    }
    let mut record = story.ends(End::Deadlocked);
    record.threads[0].ready = Some(false);
    record.threads[1].ready = asleep.then_some(true);
    record
}

/// The first change is announced before the worker waits; the second is not.
pub fn second_change_without_a_notify() -> Record {
    let mut story = Story::of(&["main", "worker"]);
    let jobs = story.object(ObjectKind::Mutex, "jobs", Some("closed"));
    let changed = story.object(ObjectKind::Condvar, "changed", None);
    story.does(0, lock(jobs, "none"));
    story.does(0, unlock(jobs, "none", "one"));
    story.does(0, notify(changed, &[]));
    story.does(1, lock(jobs, "one"));
    story.does(1, unlock(jobs, "one", "none"));
    story.does(1, lock(jobs, "none"));
    story.does(1, wait(changed, jobs, "none"));
    story.does(0, lock(jobs, "none"));
    story.does(0, unlock(jobs, "none", "closed"));
    story.stuck(0, Waiting::Join { child: 1 });
    story.stuck(1, Waiting::Notify { condvar: changed, mutex: jobs });
    story.ends(End::Deadlocked)
}
