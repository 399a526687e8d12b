//! The gate at which requests wait for their answers, and which counts how many wait at the same time.

use super::Pace;
use super::answer::Answer;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The gate that every request passes before it is answered.
pub struct Gate {
    pace: Pace,
    state: Mutex<State>,
    /// Waited on by the requests inside. Notified when a group is complete and when the gate closes.
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The number of requests so far.
    arrived: usize,
    /// The number of requests whose answer has not begun.
    inside: usize,
    /// The greatest number inside at the same time.
    peak: usize,
    closed: bool,
}

impl Gate {
    pub fn new(pace: Pace) -> Self {
        Gate { pace, state: Mutex::default(), changed: Condvar::new() }
    }

    pub fn peak(&self) -> usize {
        self.state().peak
    }

    pub fn arrived(&self) -> usize {
        self.state().arrived
    }

    /// Waits for the delay of `answer`. Returns false if the gate closed meanwhile.
    pub fn pass(&self, answer: &Answer) -> bool {
        let mut state = self.state();
        state.arrived += 1;
        state.inside += 1;
        state.peak = state.peak.max(state.inside);

        if let Pace::Together(group) = self.pace {
            let complete = state.arrived.next_multiple_of(group.max(1));
            self.changed.notify_all();
            let incomplete = |state: &mut State| state.arrived < complete && !state.closed;
            state = self.changed.wait_while(state, incomplete).unwrap_or_else(PoisonError::into_inner);
        }
        let latency = if self.pace == Pace::Lifelike { answer.latency } else { Duration::ZERO };
        let (mut state, _) = self
            .changed
            .wait_timeout_while(state, answer.delay + latency, |state| !state.closed)
            .unwrap_or_else(PoisonError::into_inner);
        // Before the answer is sent: a client that has it may send another request, and must not be counted twice.
        state.inside -= 1;
        !state.closed
    }

    /// Ends all waits.
    pub fn close(&self) {
        self.state().closed = true;
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
