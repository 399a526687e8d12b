//! `notifications`: each bug is in a program of its own, whose correct form is known.

use interleave::sync::{Condvar, Mutex};
use interleave::{Notification, Notifications, Options, Verdict, notifications, notifications_at, thread};

/// A box for one item. The caller decides which bugs it has.
#[derive(Clone, Copy, Default)]
struct Mistakes {
    looks_once: bool,
    put_wakes_nobody: bool,
    put_wakes_one: bool,
}

/// Two threads take one item each, of two that the main thread puts there at once; returns what they took together.
fn taken(mistakes: Mistakes) -> u32 {
    let (things, there) = (Mutex::new(0_u32), Condvar::new());
    let take = || {
        let mut things = things.lock().unwrap();
        if mistakes.looks_once {
            if *things == 0 {
                things = there.wait(things).unwrap();
            }
        } else {
            while *things == 0 {
                things = there.wait(things).unwrap();
            }
        }
        let taken = u32::from(*things > 0);
        *things -= taken;
        taken
    };
    thread::scope(|scope| {
        let takers = [scope.spawn(take), scope.spawn(take)];
        {
            let mut things = things.lock().unwrap();
            *things += 2;
            if mistakes.put_wakes_one {
                there.notify_one();
            } else if !mistakes.put_wakes_nobody {
                there.notify_all();
            }
        }
        takers.into_iter().map(|taker| taker.join().unwrap()).sum()
    })
}

fn mends(mistakes: Mistakes) -> Notifications {
    let found = notifications(&Options::new().expect(2), || taken(mistakes));
    assert!(!found.limited, "{found:?}");
    found
}

/// The number of the line in this file that contains `text`.
fn line(text: &str) -> u32 {
    let at = include_str!("notifications.rs").lines().position(|line| line.contains(text));
    at.expect("the text is above") as u32 + 1
}

#[test]
fn a_passing_program_needs_no_change() {
    let found = mends(Mistakes::default());
    assert_eq!((found.verdict, found.mends, found.explorations), (Verdict::Passed, Vec::new(), 1));
}

#[test]
fn a_notify_one_for_two_waiters_must_be_a_notify_all() {
    let found = mends(Mistakes { put_wakes_one: true, ..Mistakes::default() });
    let [Notification::All { place }, ..] = found.mends.as_slice() else { panic!("{found:?}") };
    assert_eq!(place.line(), line("there.notify_one();"));
}

#[test]
fn a_wait_in_an_if_must_be_in_a_loop() {
    let found = mends(Mistakes { looks_once: true, ..Mistakes::default() });
    let [Notification::WaitAgain { place }] = found.mends.as_slice() else { panic!("{found:?}") };
    assert_eq!(place.line(), line("if *things == 0 {") + 1);
    let told = found.sentence().unwrap();
    assert!(told.ends_with("repeated until its condition holds."), "{told}");
}

#[test]
fn a_wait_is_repeated_even_if_an_unrelated_part_of_the_value_changes() {
    let found = notifications(&Options::new().expect(true), || {
        let (state, done) = (Mutex::new((1, 0)), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                state.lock().unwrap().1 += 1;
                state.lock().unwrap().0 -= 1;
                done.notify_all();
            });
            let mut left = state.lock().unwrap();
            if left.0 > 0 {
                left = done.wait(left).unwrap();
            }
            left.0 == 0
        })
    });
    let [Notification::WaitAgain { place }] = found.mends.as_slice() else { panic!("{found:?}") };
    assert_eq!(place.line(), line("if left.0 > 0 {") + 1);
}

#[test]
fn a_missing_notify_is_found_in_the_section_that_changes_the_condition() {
    let found = mends(Mistakes { put_wakes_nobody: true, ..Mistakes::default() });
    let missing = |mend: &Notification| match mend {
        Notification::Missing { locked, condvar, all } => (locked.line(), condvar.clone(), *all),
        mend => panic!("{mend:?}"),
    };
    let found: Vec<_> = found.mends.iter().map(missing).collect();
    assert_eq!(found, [(line("*things += 2;") - 1, "there".to_string(), true)]);
}

#[test]
fn two_bugs_are_not_fixed_by_a_single_change() {
    let found = mends(Mistakes { looks_once: true, put_wakes_nobody: true, ..Mistakes::default() });
    assert!(found.mends.is_empty() && found.explorations > 3, "{found:?}");
}

#[test]
fn only_permitted_places_are_changed() {
    let one = Mistakes { put_wakes_one: true, ..Mistakes::default() };
    let found = notifications_at(&Options::new().expect(2), |_| false, || taken(one));
    assert!(found.mends.is_empty() && found.explorations == 1, "{found:?}");
}

#[test]
fn a_reached_limit_is_reported() {
    let one = Mistakes { put_wakes_one: true, ..Mistakes::default() };
    let found = notifications(&Options::new().expect(2).max_explorations(1), || taken(one));
    assert!(found.limited && found.mends.is_empty(), "{found:?}");
}
