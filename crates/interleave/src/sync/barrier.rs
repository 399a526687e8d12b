//! `std::sync::Barrier`, with operations that the explorer sees. The last thread to arrive is the leader and
//! continues at once.

use crate::execution::{ObjectRef, ObjectState, Operation, Target, mix, perform, with_state};
use crate::record::{Action, ObjectKind};
use std::fmt;
use std::panic::Location;

/// Like [`std::sync::Barrier`].
pub struct Barrier {
    object: ObjectRef,
}

/// Like [`std::sync::BarrierWaitResult`].
#[derive(Debug)]
pub struct BarrierWaitResult(bool);

impl BarrierWaitResult {
    /// Whether this thread was the last to arrive.
    pub fn is_leader(&self) -> bool {
        self.0
    }
}

impl Barrier {
    /// Creates a barrier for `size` threads.
    ///
    /// # Panics
    /// If called outside an explored program.
    #[track_caller]
    pub fn new(size: usize) -> Self {
        let state = ObjectState::Barrier { size, arrived: 0, round: 0, ended_by: Vec::new() };
        Barrier { object: ObjectRef::new(ObjectKind::Barrier, state, 0, Location::caller()) }
    }

    /// Waits until all threads have arrived.
    #[track_caller]
    pub fn wait(&self) -> BarrierWaitResult {
        let place = Location::caller();
        let barrier = with_state(|s| self.object.of(s));
        let joined = perform(Operation::Free(Target::Object(barrier)), place, |s| {
            // All arriving threads take the same lock.
            s.synchronises(s.objects[barrier].touched_by);
            s.touches(Target::Object(barrier));
            s.dates(barrier);
            s.changes(barrier);
            let event = s.event;
            let ObjectState::Barrier { size, arrived, round, ended_by } = &mut s.objects[barrier].state else {
                unreachable!("a barrier")
            };
            *arrived += 1;
            let (now, size, joined) = (*arrived, *size, *round);
            let last = now >= size;
            if last {
                *arrived = 0;
                *round += 1;
                ended_by.push(event);
                let leave = Operation::Pass { barrier, round: joined };
                let clock = s.thread().clock;
                for waiter in s.threads.iter_mut().filter(|thread| thread.pending == leave) {
                    waiter.clock = waiter.clock.max(clock);
                }
            }
            s.observes(mix(joined as u64, u64::from(last)));
            s.note(Some(place), |_| Action::Arrive { barrier, arrived: now, size });
            if last {
                s.note(Some(place), |_| Action::Pass { barrier, leader: true });
            }
            (!last).then_some(joined)
        });
        if let Some(round) = joined {
            perform(Operation::Pass { barrier, round }, place, |s| {
                let ObjectState::Barrier { ended_by, .. } = &s.objects[barrier].state else {
                    unreachable!("a barrier")
                };
                s.synchronises(ended_by.get(round).copied());
                s.note(Some(place), |_| Action::Pass { barrier, leader: false });
            });
        }
        BarrierWaitResult(joined.is_none())
    }
}

impl fmt::Debug for Barrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Barrier").finish_non_exhaustive()
    }
}
