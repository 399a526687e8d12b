//! A model thread: its next operation, and what it has observed.

use super::graph::EventId;
use super::hash::mix;
use super::operation::Operation;
use super::spin::Rounds;
use crate::record::{Place, WakeReason};
use crate::thread::Locals;
use std::time::Duration;

/// A thread of the program under test.
pub(crate) struct Thread {
    pub(crate) name: Option<String>,
    /// The same in every interleaving: derived from the parent and how many threads it had spawned.
    pub(crate) key: u64,
    pub(crate) pending: Operation,
    pub(crate) place: Option<Place>,
    pub(crate) finished: bool,
    /// A notify removed it from its condition variable's waiters.
    pub(crate) notified: bool,
    /// It left the waiters without a notify.
    pub(crate) left: Option<WakeReason>,
    /// The event that removed it.
    pub(crate) woken_by: Option<EventId>,
    /// The token that `unpark` left, and the threads that did so since the last `park`.
    pub(crate) token: bool,
    pub(crate) unparked_by: Vec<EventId>,
    pub(crate) token_clock: Duration,
    /// The events that last touched its token and its end.
    pub(crate) token_touched_by: Option<EventId>,
    pub(crate) end_touched_by: Option<EventId>,
    /// The event that ended it.
    pub(crate) finished_by: Option<EventId>,
    /// Its last step ended in a yield: leaving it now is not a preemption.
    pub(crate) stepped_aside: bool,
    /// Its virtual time.
    pub(crate) clock: Duration,
    /// A hash of everything that it has observed. What a thread does is a function of that.
    pub(crate) history: u64,
    pub(crate) created: u64,
    pub(crate) spawned: u64,
    pub(crate) rounds: Rounds,
    /// Its thread-local values.
    pub(crate) locals: Locals,
}

impl Thread {
    pub(crate) fn new(name: Option<String>, key: u64, clock: Duration, rounds: Rounds) -> Self {
        Thread {
            name,
            key,
            pending: Operation::Aside,
            place: None,
            finished: false,
            notified: false,
            left: None,
            woken_by: None,
            token: false,
            unparked_by: Vec::new(),
            token_clock: Duration::ZERO,
            token_touched_by: None,
            end_touched_by: None,
            finished_by: None,
            stepped_aside: false,
            clock,
            history: 0,
            created: 0,
            spawned: 0,
            rounds,
            locals: Locals::default(),
        }
    }

    /// Has it stopped waiting on its condition variable?
    pub(crate) fn is_woken(&self) -> bool {
        self.notified || self.left.is_some()
    }

    /// Stands for everything about the thread that can matter later.
    pub(crate) fn fingerprint(&self) -> u64 {
        let flags = u64::from(self.finished)
            | u64::from(self.notified) << 1
            | u64::from(self.token) << 2
            | u64::from(self.stepped_aside) << 3
            | u64::from(self.left.is_some()) << 4
            | u64::from(self.rounds.is_held()) << 5;
        mix(mix(mix(self.key, self.history), flags), self.clock.as_nanos() as u64)
    }
}
