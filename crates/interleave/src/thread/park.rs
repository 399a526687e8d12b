//! `park` and `unpark`: each thread has one token.

use crate::execution::{Mode, Operation, State, Target, Variant, perform, with_state};
use crate::record::{Action, Place, ThreadId, WakeReason};
use crate::time::Duration;
use std::panic::Location;

/// As [`std::thread::park`]: waits for the token and takes it. May return without it, as `std`'s may.
#[track_caller]
pub fn park() {
    park_until(None, Location::caller());
}

/// As [`std::thread::park_timeout`].
#[track_caller]
pub fn park_timeout(timeout: Duration) {
    park_until(Some(timeout), Location::caller());
}

#[track_caller]
fn park_until(timeout: Option<Duration>, place: Place) {
    let deadline = timeout.map(|t| with_state(|s| s.thread().clock.saturating_add(t)));
    perform(Operation::Park { deadline }, place, |s: &mut State| {
        let why = match s.variant {
            Variant::Spurious => WakeReason::Spurious,
            Variant::Early | Variant::LastResort => WakeReason::TimedOut,
            _ => WakeReason::Notified,
        };
        s.shares();
        s.footprint.add(Target::Token(s.current), Mode::Write);
        s.thread().token = false;
        s.stirs();
        s.note(Some(place), |_| Action::Park { why });
    });
}

pub(super) fn unpark(thread: ThreadId, place: Place) {
    perform(Operation::Aside, place, |s| {
        s.shares();
        s.footprint.add(Target::Token(thread), Mode::Write);
        s.threads[thread].token = true;
        s.progresses();
        s.note(Some(place), |_| Action::Unpark { thread });
    });
}
