//! `park` and `unpark`: each thread has one token.

use crate::execution::{Operation, State, Target, Variant, perform, with_state};
use crate::record::{Action, Place, ThreadId, WakeReason};
use crate::time::Duration;
use std::panic::Location;

/// Like [`std::thread::park`]: waits for the token and takes it. Like `std`'s, it may return spuriously.
#[track_caller]
pub fn park() {
    park_until(None, Location::caller());
}

/// Like [`std::thread::park_timeout`].
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
            Variant::Early | Variant::Due | Variant::LastResort => WakeReason::TimedOut,
            _ => WakeReason::Notified,
        };
        s.touches(Target::Token(s.current));
        s.thread().token = false;
        if why == WakeReason::Notified {
            let clock = s.thread().token_clock;
            s.thread().clock = s.thread().clock.max(clock);
        }
        let unparked_by = std::mem::take(&mut s.thread().unparked_by);
        unparked_by.into_iter().for_each(|unpark| s.synchronises(Some(unpark)));
        s.observes(u64::from(why == WakeReason::TimedOut));
        s.note(Some(place), |_| Action::Park { why });
    });
}

pub(super) fn unpark(thread: ThreadId, place: Place) {
    perform(Operation::Free(Target::Token(thread)), place, |s| {
        s.touches(Target::Token(thread));
        let (clock, event) = (s.thread().clock, s.event);
        let parked = &mut s.threads[thread];
        let first = !std::mem::replace(&mut parked.token, true);
        parked.unparked_by.push(event);
        // The thread that takes the token cannot be earlier than the thread that left it.
        parked.token_clock = if first { clock } else { parked.token_clock.min(clock) };
        if first {
            s.progresses();
        }
        s.note(Some(place), |_| Action::Unpark { thread });
    });
}
