//! A model thread: what it is about to do, what it has found out, and whether it only spins.

use super::hash::mix;
use super::operation::Operation;
use crate::record::Place;
use std::time::Duration;

/// A thread that has stepped aside this often since anything changed is not run before something has.
const PATIENCE: u32 = 2;
/// The same for a loop that does not even step aside: that many rounds at the same operation.
const ROUNDS: u32 = 8;

/// A thread of the program under test.
pub(crate) struct Thread {
    pub(crate) name: Option<String>,
    /// The same in every interleaving: made of the parent and how many it had spawned.
    pub(crate) key: u64,
    pub(crate) pending: Operation,
    pub(crate) place: Option<Place>,
    pub(crate) finished: bool,
    /// A notify took it out of its condition variable's waiters.
    pub(crate) notified: bool,
    /// What `unpark` left.
    pub(crate) token: bool,
    /// Its last step ended in a yield: leaving it now interrupts nothing.
    pub(crate) stepped_aside: bool,
    /// Its virtual time.
    pub(crate) clock: Duration,
    /// Hash of everything that it has found out. A thread is a function of that.
    pub(crate) history: u64,
    /// Hash of its last event and all that happened before it (see [`super::classes`]).
    pub(crate) class: u64,
    pub(crate) created: u64,
    pub(crate) spawned: u64,
    /// When it last stepped.
    pub(crate) last_step: usize,
    spin: Spin,
}

/// How often a thread came round since shared state last changed.
#[derive(Clone, Copy, Default)]
struct Spin {
    progress: u64,
    yields: u32,
    operations: u32,
    rounds: u32,
    /// The operation whose coming round is counted; moved forward at every power of two (Brent 1980).
    mark: Option<(Operation, Place)>,
}

impl Thread {
    pub(crate) fn new(name: Option<String>, key: u64, clock: Duration) -> Self {
        Thread {
            name,
            key,
            pending: Operation::Aside,
            place: None,
            finished: false,
            notified: false,
            token: false,
            stepped_aside: false,
            clock,
            history: 0,
            class: 0,
            created: 0,
            spawned: 0,
            last_step: 0,
            spin: Spin::default(),
        }
    }

    fn spin(&mut self, progress: u64) -> &mut Spin {
        if self.spin.progress != progress {
            self.spin = Spin { progress, ..Spin::default() };
        }
        &mut self.spin
    }

    /// Counts a yield; says how many there were since the last operation began.
    pub(crate) fn count_yield(&mut self, progress: u64) {
        self.spin(progress).yields += 1;
    }

    /// Counts an announced operation.
    pub(crate) fn count_operation(&mut self, operation: Operation, place: Place, progress: u64) {
        let spin = self.spin(progress);
        spin.operations += 1;
        if spin.operations.is_power_of_two() {
            spin.mark = Some((operation, place));
            spin.rounds = 0;
        } else if spin.mark == Some((operation, place)) {
            spin.rounds += 1;
        }
    }

    /// Has it come round often enough without anything having changed?
    pub(crate) fn spins(&self, progress: u64) -> bool {
        self.spin.progress == progress && (self.spin.yields >= PATIENCE || self.spin.rounds >= ROUNDS)
    }

    pub(crate) fn fingerprint(&self) -> u64 {
        let flags = u64::from(self.finished)
            | u64::from(self.notified) << 1
            | u64::from(self.token) << 2
            | u64::from(self.stepped_aside) << 3;
        mix(mix(mix(self.key, self.history), flags), self.clock.as_nanos() as u64)
    }
}
