//! `std::sync::Condvar`, with operations that the explorer sees. A wait is two steps: the first releases the mutex
//! and begins to wait; the second ends the wait and locks the mutex again.
//!
//! `notify_one` may wake any waiter, and each choice is explored. So are spurious wake-ups, up to the limit in the
//! options, because `std` allows them.

use super::LockResult;
use super::hold::Hold;
use super::lock::{Text, is_poisoned};
use super::mutex::{MutexGuard, result};
use crate::execution::{
    ObjectRef, ObjectState, Operation, State, Target, Variant, if_exploring, panics, perform, with_state,
};
use crate::record::{Action, ObjectId, ObjectKind, Place, WakeReason};
use crate::time::{Duration, Instant};
use std::fmt;
use std::panic::Location;

/// Like [`std::sync::Condvar`].
pub struct Condvar {
    object: ObjectRef,
}

/// Like [`std::sync::WaitTimeoutResult`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitTimeoutResult(bool);

impl WaitTimeoutResult {
    /// Whether the wait ended because of its time-out.
    pub fn timed_out(&self) -> bool {
        self.0
    }
}

impl Condvar {
    /// Creates a condition variable.
    ///
    /// # Panics
    /// If called outside an explored program.
    #[allow(clippy::new_without_default)] // implemented below
    #[track_caller]
    pub fn new() -> Self {
        let state = ObjectState::Condvar { waiters: Vec::new(), missed: false };
        Condvar { object: ObjectRef::new(ObjectKind::Condvar, state, 0, Location::caller()) }
    }

    /// Releases the mutex and waits for a notify.
    ///
    /// # Errors
    /// If the mutex is poisoned.
    #[track_caller]
    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        let (guard, _, poisoned) = self.wait_until(guard, None, Location::caller());
        result(guard, poisoned)
    }

    /// Waits while `condition` holds.
    ///
    /// # Errors
    /// If the mutex is poisoned.
    #[track_caller]
    pub fn wait_while<'a, T, F>(
        &self,
        mut guard: MutexGuard<'a, T>,
        mut condition: F,
    ) -> LockResult<MutexGuard<'a, T>>
    where
        F: FnMut(&mut T) -> bool,
    {
        while condition(guard.look()) {
            guard = self.wait(guard)?;
        }
        Ok(guard)
    }

    /// Waits for a notify, for at most `timeout`.
    ///
    /// # Errors
    /// If the mutex is poisoned.
    #[track_caller]
    pub fn wait_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        timeout: Duration,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)> {
        let (guard, timed_out, poisoned) = self.wait_until(guard, Some(timeout), Location::caller());
        result((guard, WaitTimeoutResult(timed_out)), poisoned)
    }

    /// Waits while `condition` holds, for at most `timeout`.
    ///
    /// # Errors
    /// If the mutex is poisoned.
    #[track_caller]
    pub fn wait_timeout_while<'a, T, F>(
        &self,
        mut guard: MutexGuard<'a, T>,
        timeout: Duration,
        mut condition: F,
    ) -> LockResult<(MutexGuard<'a, T>, WaitTimeoutResult)>
    where
        F: FnMut(&mut T) -> bool,
    {
        let start = Instant::now();
        loop {
            if !condition(guard.look()) {
                return Ok((guard, WaitTimeoutResult(false)));
            }
            let Some(left) = timeout.checked_sub(start.elapsed()).filter(|left| !left.is_zero()) else {
                return Ok((guard, WaitTimeoutResult(true)));
            };
            guard = self.wait_timeout(guard, left)?.0;
        }
    }

    /// Wakes one waiting thread, if there is one.
    #[track_caller]
    pub fn notify_one(&self) {
        self.notify(false, Location::caller());
    }

    /// Wakes all waiting threads.
    #[track_caller]
    pub fn notify_all(&self) {
        self.notify(true, Location::caller());
    }

    fn notify(&self, all: bool, place: Place) {
        let (condvar, all) = with_state(|s| {
            let becomes_all = !all && s.plan.as_ref().is_some_and(|plan| plan.notifies_all(place));
            (self.object.of(s), all || becomes_all)
        });
        notify(condvar, all, place);
    }

    /// Returns the guard, whether the wait timed out, and whether the mutex is poisoned.
    fn wait_until<'a, T>(
        &self,
        mut guard: MutexGuard<'a, T>,
        timeout: Option<Duration>,
        place: Place,
    ) -> (MutexGuard<'a, T>, bool, bool) {
        let mutex = guard.mutex;
        let again = with_state(|s| {
            let plan = s.plan.as_ref()?;
            let created = [self.object.of(s), guard.hold.lock.0.of(s)].map(|object| s.objects[object].created);
            plan.waits_again(place, created[0], created[1])
        });
        loop {
            guard.settle();
            let waits_with = again.and_then(|_| guard.told());
            let spurious = again != Some(false);
            let (timed_out, poisoned) =
                self.wait_without(&mut guard.hold, &|| mutex.text(), (timeout, spurious), place);
            if timed_out || waits_with.is_none() || waits_with != guard.told() {
                return (guard, timed_out, poisoned);
            }
        }
    }

    /// Not generic, so that it is compiled with this crate and not again for each mutex type.
    fn wait_without(
        &self,
        hold: &mut Hold,
        text: Text<'_>,
        (timeout, spurious): (Option<Duration>, bool),
        place: Place,
    ) -> (bool, bool) {
        let (condvar, lock) = with_state(|s| (self.object.of(s), hold.lock.0.of(s)));
        let (deadline, fine) = perform(Operation::Free(Target::Object(condvar)), place, |s| {
            s.touches(Target::Object(condvar));
            if let ObjectState::Condvar { waiters, .. } = &mut s.objects[condvar].state {
                waiters.push(s.current);
            }
            let deadline = timeout.map(|timeout| s.thread().clock.saturating_add(timeout));
            if !s.settings.fine {
                begin_wait(s, hold, text, condvar, timeout.is_some(), place);
            }
            (deadline, s.settings.fine)
        });
        if fine {
            perform(Operation::Free(Target::Object(lock)), place, |s| {
                begin_wait(s, hold, text, condvar, timeout.is_some(), place);
            });
        }
        let wake = Operation::Wake { condvar, mutex: lock, deadline, spurious };
        perform(wake, place, |s| {
            let why = end_wait(s);
            let section = hold.section;
            *hold = hold.lock.take(s, lock, false, place, text);
            hold.section = section;
            if deadline.is_some() {
                s.observes(u64::from(why == WakeReason::TimedOut));
            }
            let value = hold.before.clone();
            s.note(Some(place), |_| Action::Wake { condvar, mutex: lock, why, value });
            let poisoned = is_poisoned(s, lock);
            (why == WakeReason::TimedOut, poisoned)
        })
    }
}

/// The running thread notifies `condvar`.
fn notify(condvar: ObjectId, all: bool, place: Place) {
    perform(Operation::Notify { condvar, all }, place, |s| {
        let chosen = match s.variant {
            Variant::Waiter(n) => usize::from(n),
            _ => 0,
        };
        let ObjectState::Condvar { waiters, missed } = &mut s.objects[condvar].state else {
            unreachable!("a condition variable")
        };
        let woken = match (waiters.is_empty(), all) {
            (true, _) => {
                *missed = true;
                Vec::new()
            }
            (false, true) => std::mem::take(waiters),
            (false, false) => {
                *missed |= waiters.len() > 1;
                vec![waiters.remove(chosen)]
            }
        };
        s.touches(Target::Object(condvar));
        s.dates(condvar);
        if !woken.is_empty() {
            s.changes(condvar);
        }
        let (clock, event) = (s.thread().clock, s.event);
        for waiter in &woken {
            let waiter = &mut s.threads[*waiter];
            (waiter.notified, waiter.woken_by) = (true, Some(event));
            waiter.clock = waiter.clock.max(clock);
        }
        s.note(Some(place), |_| Action::Notify { condvar, all, woken });
    });
}

/// If a [plan](crate::execution::plan) asks for it, a section that has changed its data ends with a notify. Called in
/// destructors, so it never panics.
pub(super) fn notify_at_end(hold: &Hold) {
    if !hold.dirty || !panics::in_model_thread() || panics::panicking() {
        return;
    }
    let notified = |s: &mut State| {
        let plan = s.plan.as_ref()?;
        let lock = hold.lock.0.of_if_alive(s)?;
        let (created, all) = plan.notifies_at_end(hold.section, s.objects[lock].created)?;
        let is_meant = |object: &ObjectId| {
            let object = &s.objects[*object];
            object.kind == ObjectKind::Condvar && object.created == created
        };
        Some(((0..s.objects.len()).filter(is_meant).collect::<Vec<_>>(), all))
    };
    if let Some((condvars, all)) = if_exploring(notified).flatten() {
        condvars.into_iter().for_each(|condvar| notify(condvar, all, hold.section));
    }
}

/// The running thread, which is already among the waiters, releases the mutex.
fn begin_wait(s: &mut State, hold: &mut Hold, text: Text<'_>, condvar: ObjectId, timeout: bool, place: Place) {
    let mutex = hold.lock.0.of(s);
    let before = hold.before.take();
    hold.give_back(s, mutex, false, text, Some(place), |after, hold| Action::Wait {
        condvar,
        mutex,
        before,
        after,
        written: hold.written,
        timeout,
    });
}

/// The running thread, which is no longer among the waiters, continues. Returns why.
fn end_wait(s: &mut State) -> WakeReason {
    let timed_out = matches!(s.variant, Variant::Early | Variant::Due);
    let event = s.event;
    let thread = s.thread();
    let woken_by = thread.woken_by.take();
    thread.notified = false;
    let why = match thread.left.take() {
        Some(why) => why,
        None if timed_out => WakeReason::TimedOut,
        None => WakeReason::Notified,
    };
    if let Some(woken_by) = woken_by {
        s.graph.orders(woken_by, event);
    }
    why
}

impl Default for Condvar {
    #[track_caller]
    fn default() -> Self {
        Condvar::new()
    }
}

impl fmt::Debug for Condvar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Condvar").finish_non_exhaustive()
    }
}
