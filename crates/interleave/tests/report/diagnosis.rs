//! The headline: what a beginner reads first.

use interleave::record::{Action, End, ObjectKind, Record, Step, Waiting, WakeReason};
use interleave::report::{diagnosis, next_place, place};

use crate::stories;
use crate::story::{Story, lock, notify, unlock, wait, wake, write, wrong};

/// Asserts the sentence. Its line numbers, written as `#`, depend on where the story is told.
#[track_caller]
fn says(record: &Record, expected: &str) {
    let mut said = String::new();
    for word in diagnosis(record).replace("stories.rs:", "line ").split_inclusive(' ') {
        let digits = |c: char| c.is_ascii_digit();
        let after_line = said.ends_with("line ");
        said.push_str(&if after_line {
            word.replacen(digits, "#", 1).replace(digits, "")
        } else {
            word.to_owned()
        });
    }
    assert_eq!(said, expected);
}

#[test]
fn a_lost_update_names_both_threads_the_values_and_the_loss() {
    says(
        &stories::racy_counter(),
        "Thread 1 read 0 from `count` before thread 2 wrote 1, so one increment was lost.",
    );
}

#[test]
fn the_place_of_a_race_is_the_line_that_looked_too_early_and_not_where_the_program_ends() {
    // A read and a write; a read under a lock, and the same lock again.
    for record in [stories::racy_counter(), stories::check_then_act()] {
        let own =
            |step: &&Step| step.thread == 1 && step.place.is_some_and(|place| place.file().ends_with("stories.rs"));
        let lines: Vec<_> = record.steps.iter().filter(own).map(|step| step.place).collect();
        assert_eq!((place(&record), next_place(&record)), (lines[0], lines[1]));
        assert_ne!(place(&record), record.steps.last().and_then(|step| step.place));
    }
    assert_eq!(next_place(&stories::ab_ba()), None);
}

#[test]
fn a_lock_cycle_is_described_from_holder_to_holder() {
    says(
        &stories::ab_ba(),
        "Thread 1 holds `left` and waits for `right`; thread 2 holds `right` and waits for `left`: neither can go on.",
    );
}

#[test]
fn a_thread_that_locks_twice_waits_for_itself() {
    says(
        &stories::self_deadlock(),
        "The main thread waits at line # for `count`, which it holds itself since line #: it can never go on.",
    );
}

#[test]
fn check_then_act_names_the_value_seen_and_the_change_in_between() {
    says(
        &stories::check_then_act(),
        "Thread 1 saw 50 in `balance` and unlocked it, but thread 2 changed it to 0 before thread 1 locked it again \
         and acted on what it had seen.",
    );
}

#[test]
fn two_threads_that_check_before_either_acts_are_named_together() {
    says(
        &stories::two_sales(),
        "Thread 1 and thread 2 both saw 1 in `tickets` before either changed it, and both acted on it.",
    );
}

#[test]
fn a_panic_is_traced_to_the_stale_check() {
    says(
        &stories::check_then_pop(),
        "Thread 1 saw [7] in `items` at line #, but thread 2 changed it to [] before thread 1 acted on it.",
    );
}

#[test]
fn if_for_while_says_that_the_condition_was_not_checked_again() {
    says(
        &stories::if_for_while(),
        "consumer 2 waited on `not_empty` and was notified, but consumer 1 got the lock first; consumer 2 then went on without \
         checking again: `items` was still [].",
    );
    says(
        &stories::spurious_if_for_while(),
        "consumer waited on `not_empty` and stopped waiting although nobody had notified it, which can happen; consumer \
         then went on without checking again: `items` was still [].",
    );
}

#[test]
fn a_missing_notify_names_the_unannounced_change() {
    says(
        &stories::missing_notify(),
        "consumer waits on `not_empty` from line # on; the main thread changed `items` to [1] at line # but notified \
         nobody.",
    );
}

#[test]
fn an_unannounced_change_after_a_notify_is_named() {
    says(
        &stories::silent_change_after_a_notify(),
        "consumer waits on `not_empty` from line # on; producer changed `items` to [2] at line # but notified nobody.",
    );
}

#[test]
fn a_notify_before_the_change_is_described_in_that_order() {
    says(
        &stories::notify_before_the_change(),
        "The main thread notified `not_empty` at line # before it changed `items` to [1] at line #; consumer waits on \
         `not_empty` from line # on, and nobody notifies again.",
    );
}

#[test]
fn a_notify_of_one_change_does_not_announce_the_next() {
    says(
        &stories::second_change_without_a_notify(),
        "worker waits on `changed` from line # on; the main thread changed `jobs` to closed at line # but notified \
         nobody.",
    );
}

#[test]
fn a_notify_that_woke_the_wrong_thread_is_found() {
    says(
        &stories::one_condvar_for_two_conditions(),
        "The notify on `changed` at line # woke producer 2, which had no use for it and waited again; consumer waits \
         from line # on, and nobody notifies again.",
    );
}

#[test]
fn a_notify_one_that_should_be_notify_all_names_the_thread_it_woke() {
    says(
        &stories::one_of_two_is_told(),
        "The notify on `changed` at line # woke only consumer 2; consumer 1 waits from line # on, and nobody notifies \
         again.",
    );
}

#[test]
fn a_missing_sentinel_names_the_thread_that_took_the_only_one() {
    says(
        &stories::missing_sentinel(),
        "consumer 1 changed `items` from [None] to [] before consumer 2 looked at it; consumer 2 waits on `not_empty` \
         from line # on, and nobody is left to notify it.",
    );
}

#[test]
fn an_unjoined_worker_was_still_at_work() {
    says(
        &stories::unjoined_worker(),
        "The main thread saw 0 in `total` at line # while worker was still at work: it does not join worker first.",
    );
}

#[test]
fn a_flag_outside_its_lock_is_read_just_before_it_changes() {
    says(
        &stories::flag_outside_its_lock(),
        "waiter saw false in `ready` just before the main thread changed it to true; `opened` was notified at line # \
         when nobody was waiting, and waiter waits from line # on: nobody notifies again.",
    );
}

#[test]
fn half_a_change_names_both_halves() {
    says(
        &stories::half_a_transfer(),
        "audit looked after transfer had changed `here` (50 → 0) and before it changed `there` (0 → 50), so it saw only \
         half of the change.",
    );
}

#[test]
fn a_cycle_may_include_a_join() {
    says(
        &stories::join_under_a_lock(),
        "The main thread holds `items` and waits for worker to finish; worker waits for `items`: neither can go on.",
    );
}

#[test]
fn a_lost_wake_up_is_explained_without_values_too() {
    says(
        &stories::opaque_lost_wake_up(),
        "`opened` was notified at line # when nobody was waiting; waiter waited from line # on, and nobody notifies \
         again.",
    );
}

#[test]
fn a_livelock_names_the_object_that_is_read_for_ever() {
    says(
        &stories::livelock(),
        "Thread 1 looks at `ready` again and again and sees false: nobody is left to change it.",
    );
}

#[test]
fn a_single_waiting_thread_says_what_it_waits_for() {
    let receive = stories::waits_alone(Waiting::Receive { channel: 0 }, ObjectKind::Channel);
    says(
        &receive,
        "worker waits at line # for a value from `meeting`, which is empty; nobody is left to send one, and not every \
         sender was dropped.",
    );
    let barrier = Waiting::Barrier { barrier: 0, arrived: 1, size: 2 };
    says(
        &stories::waits_alone(barrier, ObjectKind::Barrier),
        "Only 1 of 2 threads reached `meeting`: worker waits there at line #, and no other is left to come.",
    );
    let lock = Waiting::Lock { object: 0, shared: false, holders: vec![2] };
    says(
        &stories::waits_alone(lock, ObjectKind::Mutex),
        "worker waits at line # for `meeting`, which leaker locked and never unlocked.",
    );
}

#[test]
fn without_a_rule_the_sentence_is_still_true() {
    let mut record = stories::crowd(2);
    says(&record, "The program returned 9 instead of 1.");
    let message = "no more\nseats".to_owned();
    record.steps.push(Step {
        thread: 2,
        place: None,
        action: Action::Panic { message: message.clone() },
        order: None,
        read_from: None,
        stale: false,
    });
    record.end = End::Panicked { thread: 2, message };
    says(&record, "Thread 2 panicked with \"no more, seats\" after it changed `count` to 2.");
    record.end = End::TooLong;
    record.size.steps = record.steps.len();
    says(&record, "The program had not ended after 7 steps, where the exploration stops.");
}

#[test]
fn a_panic_says_what_the_thread_saw_and_what_it_did() {
    let updates = |update: bool| {
        let mut story = Story::of(&["main", "thread 1"]);
        let count = story.object(ObjectKind::Atomic, "count", Some("2"));
        let change = if update {
            Action::Update { object: count, before: "1".to_owned(), after: "2".to_owned() }
        } else {
            write(count, "2")
        };
        story.does(1, change);
        story.panics(1, "seen 1")
    };
    says(&updates(true), "Thread 1 panicked with \"seen 1\" after it saw 1 in `count` and made it 2.");
    says(&updates(false), "Thread 1 panicked with \"seen 1\" after it changed `count` to 2.");
}

#[test]
fn what_a_thread_last_saw_in_another_file_does_not_explain_its_panic() {
    let mut story = Story::of(&["main", "thread 1"]);
    let count = story.object(ObjectKind::Atomic, "count", Some("1"));
    story.does(1, write(count, "1"));
    let mut record = story.panics(1, "no");
    let wrote = record.steps.iter_mut().find(|step| matches!(step.action, Action::Write { .. }));
    wrote.expect("a write").place = stories::racy_counter().steps[0].place;
    says(&record, "Thread 1 panicked with \"no\".");
}

#[test]
fn a_lock_held_during_a_wait_is_the_cause() {
    let record = stories::lock_kept_at_a_meeting();
    says(
        &record,
        "worker 0 holds `jobs` since line # and waits at line # for barrier meeting (1 of 2 are there); worker 1 waits \
         for `jobs`: neither can go on.",
    );
    assert_eq!(place(&record), record.objects[0].held.first().map(|(_, since)| *since));
}

#[test]
fn a_barrier_that_too_few_reach_is_named_before_the_wait_for_a_result() {
    let mut record = stories::lock_kept_at_a_meeting();
    record.threads[2].stuck = None;
    says(
        &record,
        "Only 1 of 2 threads reached `meeting`: worker 0 waits there at line #, and no other is left to come.",
    );
}

#[test]
fn the_thread_that_only_lacks_a_notify_is_the_cause_of_all_other_waits() {
    let record = stories::result_that_does_not_come(true);
    says(
        &record,
        "worker waits on `changed` from line # on; the main thread changed `jobs` to 1 at line # but notified nobody.",
    );
    let change = record.steps.iter().find(|step| step.thread == 0 && matches!(step.action, Action::Lock { .. }));
    assert_eq!(place(&record), change.and_then(|step| step.place));
}

#[test]
fn the_threads_that_have_ended_are_named_if_none_is_left() {
    let record = stories::result_that_does_not_come(false);
    says(&record, "The main thread waits on `done` from line # on, and nobody ever notifies it: worker has ended.");
    assert_eq!(place(&record), record.steps.last().and_then(|step| step.place));
}

#[test]
fn a_thread_that_would_wait_again_has_not_lost_a_wake_up() {
    let mut record = stories::missing_notify();
    record.threads[1].ready = Some(false);
    says(&record, "consumer waits on `not_empty` from line # on, and nobody ever notifies it.");
}

#[test]
fn only_the_changed_fields_of_a_struct_are_described() {
    let mut record = stories::missing_notify();
    for step in &mut record.steps {
        if let Action::Lock { value: Some(value), .. } = &mut step.action {
            *value = format!("State {{ items: {value}, closed: false }}");
        }
        if let Action::Unlock { before: Some(before), after: Some(after), .. } = &mut step.action {
            *before = format!("State {{ items: {before}, closed: false }}");
            *after = format!("State {{ items: {after}, closed: false }}");
        }
    }
    says(
        &record,
        "consumer waits on `not_empty` from line # on; the main thread changed `items` (items [] → [1]) at line # but \
         notified nobody.",
    );
}

#[test]
fn an_execution_that_is_too_long_names_the_thread_that_loops() {
    let mut record = stories::livelock();
    record.end = End::TooLong;
    record.size.steps = 5000;
    says(
        &record,
        "Thread 1 goes through the same steps again and again instead of sleeping; the exploration stops after 5000.",
    );
}

#[test]
fn thread_names_from_the_program_stay_unchanged_and_unambiguous() {
    let named = |names: &[&str]| diagnosis(&stories::renamed(stories::racy_counter(), names));
    assert!(named(&["main", "bob", "alice"]).starts_with("bob read 0 from `count` before alice wrote 1,"));
    assert!(named(&["main", "", " "]).starts_with("Thread 1 read 0 from `count` before thread 2 wrote 1,"));
    let twice = "Thread 1 \"worker\" read 0 from `count` before thread 2 \"worker\" wrote 1,";
    assert!(named(&["main", "worker", "worker"]).starts_with(twice));
    let another = "Thread 1 \"thread 2\" read 0 from `count` before thread 2 wrote 1,";
    assert!(named(&["main", "thread 2", "thread 2"]).starts_with(another));
    let main = "Thread 1 \"main\" read 0 from `count` before thread 2 wrote 1,";
    assert!(named(&["main", "main", "thread 2"]).starts_with(main));
}

#[test]
fn a_notify_that_did_not_help_says_why() {
    let waits = |thief: bool| {
        let mut story = Story::of(&["main", "consumer", "bob"]);
        let items = story.object(ObjectKind::Mutex, "items", Some("[]"));
        let not_empty = story.object(ObjectKind::Condvar, "not_empty", None);
        story.does(1, lock(items, "[]"));
        story.does(1, wait(not_empty, items, "[]"));
        if thief {
            story.does(0, lock(items, "[]"));
            story.does(0, unlock(items, "[]", "[1]"));
            story.does(2, lock(items, "[1]"));
            story.does(2, unlock(items, "[1]", "[]"));
        }
        story.does(0, notify(not_empty, &[1]));
        story.does(2, lock(items, "[]"));
        story.does(2, unlock(items, "[]", "[]"));
        story.does(1, wake(not_empty, items, WakeReason::Notified, "[]"));
        story.panics(1, "an item")
    };
    says(
        &waits(true),
        "consumer waited on `not_empty` and was notified; when it woke, bob had already taken what the notify was for; \
         consumer then went on without checking again: `items` was still [].",
    );
    says(
        &waits(false),
        "consumer waited on `not_empty` and was notified although `items` had not changed since; consumer then went on \
         without checking again: `items` was still [].",
    );
}

#[test]
fn a_wait_that_timed_out_says_what_came_too_late() {
    let gives_up = |too_late: bool| {
        let mut story = Story::of(&["main", "thread 1"]);
        let value = story.object(ObjectKind::Mutex, "value", Some("1"));
        let changed = story.object(ObjectKind::Condvar, "changed", None);
        story.does(0, lock(value, "0"));
        story.does(0, wait(changed, value, "0"));
        story.does(0, wake(changed, value, WakeReason::TimedOut, "0"));
        story.does(0, unlock(value, "0", "0"));
        if too_late {
            story.does(1, lock(value, "0"));
            story.does(1, unlock(value, "0", "1"));
        }
        story.ends(wrong("0", "1"))
    };
    let gave_up = "The main thread waited on `changed` and gave up when its time was up";
    let went_on = "the main thread then went on although `value` was still 0.";
    says(&gives_up(true), &format!("{gave_up}, before thread 1 changed `value` to 1; {went_on}"));
    says(&gives_up(false), &format!("{gave_up}; {went_on}"));
}

#[test]
fn an_earlier_caught_panic_does_not_end_the_table() {
    let mut story = Story::of(&["main", "thread 1"]);
    let count = story.object(ObjectKind::Atomic, "count", Some("2"));
    story.does(1, Action::Panic { message: "caught".to_owned() });
    story.does(1, write(count, "2"));
    let record = story.panics(1, "the real one");
    says(&record, "Thread 1 panicked with \"the real one\" after it changed `count` to 2.");
    let table = interleave::report::table(&record, &interleave::report::Style::default());
    assert!(table.contains("write count ← 2") && table.contains("PANIC: the real one"), "{table}");
}

#[test]
fn no_headline_mentions_what_others_do_after_the_panic() {
    let story = |after: bool| {
        let mut story = Story::of(&["main", "thread 1", "thread 2"]);
        let count = story.object(ObjectKind::Mutex, "count", Some("1"));
        story.does(1, lock(count, "0"));
        story.does(1, unlock(count, "0", "0"));
        let mut record = story.panics(1, "zero");
        if after {
            let change = |action| Step {
                thread: 2,
                place: record.steps[0].place,
                action,
                order: None,
                read_from: None,
                stale: false,
            };
            let later = [change(lock(count, "0")), change(unlock(count, "0", "1"))];
            record.steps.extend(later);
        }
        diagnosis(&record)
    };
    assert_eq!(story(true), story(false));
}

#[test]
fn a_bit_that_two_threads_set_is_not_a_lost_increment() {
    let set_by_both = |expected: &str| {
        let mut story = Story::of(&["main", "thread 1", "thread 2"]);
        let taken = story.object(ObjectKind::Atomic, "taken", Some("1"));
        story.does(1, Action::Read { object: taken, value: "0".to_owned(), expected: None });
        story.does(2, Action::Read { object: taken, value: "0".to_owned(), expected: None });
        story.does(2, write(taken, "1"));
        story.does(1, write(taken, "1"));
        diagnosis(&story.ends(wrong("1", expected)))
    };
    assert!(set_by_both("2").ends_with("so one increment was lost."));
    assert!(set_by_both("0").ends_with("both saw 0 in `taken` before either changed it, and both acted on it."));
}

#[test]
fn a_long_panic_message_is_cut_in_the_middle() {
    let message = (0..10_000).map(|line| format!("line {line}\n")).collect::<String>();
    let mut story = Story::of(&["main"]);
    let count = story.object(ObjectKind::Atomic, "count", Some("1"));
    story.does(0, write(count, "1"));
    let record = story.panics(0, &message);
    let sentence = diagnosis(&record);
    assert!(
        sentence.chars().count() < 400 && sentence.contains("line 0, ") && sentence.contains("line 9999\""),
        "{sentence}"
    );
    let table = interleave::report::table(&record, &interleave::report::Style::default());
    assert!(table.lines().count() < 40, "{table}");
}
