//! The sentence on top: what a beginner reads first.

use interleave::record::{Action, End, Record};
use interleave::report::diagnosis;

use crate::stories;

/// Asserts the sentence, whose line numbers (`#`) depend on where the story is told.
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
fn a_circle_of_locks_is_told_from_holder_to_holder() {
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
fn check_then_act_says_what_was_seen_and_what_had_become_of_it() {
    says(
        &stories::check_then_act(),
        "Thread 1 saw 50 in `balance` and unlocked it, but thread 2 changed it to 0 before thread 1 locked it again \
         and acted on what it had seen.",
    );
}

#[test]
fn if_for_while_says_that_nobody_checked_again() {
    says(
        &stories::if_for_while(),
        "Consumer 2 was notified on `not_empty`, but consumer 1 got the lock first, and consumer 2 went on without \
         checking again: `items` was still [].",
    );
    says(
        &stories::spurious_if_for_while(),
        "Consumer stopped waiting on `not_empty` although nobody had notified it, as a wait may, and went on without \
         checking again: `items` was still [].",
    );
}

#[test]
fn a_missing_notify_names_the_change_that_nobody_heard_of() {
    says(
        &stories::missing_notify(),
        "Consumer waits on `not_empty` from line # on; the main thread changed `items` to [1] at line # but notified \
         nobody.",
    );
}

#[test]
fn a_notify_before_the_change_is_told_in_that_order() {
    says(
        &stories::notify_before_the_change(),
        "The main thread notified `not_empty` at line # before it changed `items` to [1] at line #; consumer waits on \
         `not_empty` from line # on, and nobody notifies again.",
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
fn a_missing_sentinel_says_who_took_the_only_one() {
    says(
        &stories::missing_sentinel(),
        "Consumer 1 changed `items` from [None] to [] before consumer 2 looked at it; consumer 2 waits on `not_empty` \
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
fn a_flag_outside_its_lock_is_seen_just_before_it_changes() {
    says(
        &stories::flag_outside_its_lock(),
        "Waiter saw false in `ready` just before the main thread changed it to true; `opened` was notified at line # \
         when nobody was waiting, and waiter waits from line # on: nobody notifies again.",
    );
}

#[test]
fn without_a_rule_the_sentence_is_still_true() {
    let mut record = stories::crowd(2);
    says(&record, "The program returned 9 instead of 1.");
    let message = "no more\nseats".to_owned();
    record.steps.push(interleave::record::Step {
        thread: 2,
        place: None,
        action: Action::Panic { message: message.clone() },
    });
    record.end = End::Panicked { thread: 2, message };
    says(&record, "Thread 2 panicked: no more, seats.");
    record.end = End::TooLong;
    says(&record, "The program had not ended after 5 steps, where the exploration stops.");
}
