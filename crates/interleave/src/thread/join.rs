//! Joining a thread.

#![allow(unsafe_code)]

use super::spawn::Slot;
use super::{Result, Thread};
use crate::execution::{Operation, Target, blame, perform, with_state};
use crate::record::{Action, Place, ThreadId};
use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;

/// Like [`std::thread::JoinHandle`].
pub struct JoinHandle<T> {
    thread: Thread,
    slot: Slot<T>,
    not_unwind_safe: NotUnwindSafe,
}

/// As in `std`: what a panicking thread returns may be in an inconsistent state.
pub(super) type NotUnwindSafe = PhantomData<Box<dyn Send + Sync>>;

// SAFETY: as in `std`: only a thread whose result is `Send` has a handle.
unsafe impl<T> Send for JoinHandle<T> {}
// SAFETY: as above, and a shared handle does not give access to the result.
unsafe impl<T> Sync for JoinHandle<T> {}

impl<T> JoinHandle<T> {
    pub(super) fn new(thread: ThreadId, slot: Slot<T>) -> Self {
        JoinHandle { thread: with_state(|s| Thread::of(thread, s)), slot, not_unwind_safe: PhantomData }
    }

    /// Waits until the thread has finished.
    ///
    /// # Errors
    /// The payload of the panic, if the thread panicked.
    #[track_caller]
    pub fn join(self) -> Result<T> {
        join(&self.thread, &self.slot, Location::caller())
    }

    /// Returns a handle to the thread.
    pub fn thread(&self) -> &Thread {
        &self.thread
    }

    /// Whether the thread has finished. In a program that calls this, the end of a thread is explored as a step of
    /// its own.
    #[track_caller]
    pub fn is_finished(&self) -> bool {
        is_finished(&self.thread, Location::caller())
    }
}

pub(super) fn join<T>(thread: &Thread, slot: &Slot<T>, place: Place) -> Result<T> {
    let child = with_state(|s| thread.number(s, place));
    wait(child, place);
    let result = slot.lock().expect("nobody panics with it").take();
    let result = result.expect("a finished thread has left its result");
    if result.is_err() {
        blame::hand_over(child);
    }
    result
}

/// Waits until `child` has finished.
pub(super) fn wait(child: ThreadId, place: Place) {
    perform(Operation::Join { child }, place, |s| {
        let (clock, found_out) = (s.threads[child].clock, s.threads[child].history);
        s.shares();
        s.synchronises(s.threads[child].finished_by);
        s.thread().clock = s.thread().clock.max(clock);
        s.observes(found_out); // what the thread returns is a function of it
        s.progresses();
        s.note(Some(place), |_| Action::Join { child });
    });
}

#[track_caller]
pub(super) fn is_finished(thread: &Thread, place: Place) -> bool {
    let child = with_state(|s| thread.number(s, place));
    perform(Operation::Free(Target::Finished(child)), place, |s| {
        s.saw_release = true;
        s.touches(Target::Finished(child));
        let finished = s.threads[child].finished;
        s.observes(u64::from(finished));
        finished
    })
}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle").finish_non_exhaustive()
    }
}
