//! Where requests wait for their answers: how long, for whom, and how many at once.

use super::Pace;
use super::answer::Answer;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The gate that every request passes before it is answered.
pub struct Gate {
    pace: Pace,
    state: Mutex<State>,
    /// Notified when a group is complete and when the gate closes; waited for by the requests inside.
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Requests so far.
    arrived: usize,
    /// Requests whose answer has not begun.
    inside: usize,
    /// The most that were inside at once.
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

    /// Waits as long as `answer` takes; false if the gate closed meanwhile.
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
        // Before the answer is sent: whoever has it may ask again, and must not be counted twice.
        state.inside -= 1;
        !state.closed
    }

    /// Lets nobody wait any longer.
    pub fn close(&self) {
        self.state().closed = true;
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
