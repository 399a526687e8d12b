//! A lock that is held by a thread, and its release.

use super::condvar::notify_at_end;
use super::lock::{Lock, Text, set_poisoned};
use crate::execution::{ObjectState, Operation, State, Target, if_exploring, mix, panics, perform, with_state};
use crate::record::{Action, ObjectId, Place, ThreadId};

/// A lock that is held by a thread.
pub(super) struct Hold {
    pub(super) lock: Lock,
    pub(super) shared: bool,
    pub(super) place: Place,
    /// Where the section began. A wait does not end the section.
    pub(super) section: Place,
    /// The value when the lock was taken.
    pub(super) before: Option<String>,
    /// The value may have changed since.
    pub(super) dirty: bool,
    /// The program has had a `&mut` to it since.
    pub(super) written: bool,
    /// Stands for the current value, if values of its type can be compared.
    pub(super) digest: Option<u64>,
    /// The lock was held when this writer asked for it, and waiting writers keep readers out.
    pub(super) waited: bool,
    /// The thread was already panicking when it locked, so its panic does not poison the lock.
    pub(super) was_panicking: bool,
}

impl Hold {
    /// Releases the lock. Called in a destructor: never panics, and does nothing if the execution is over.
    pub(super) fn release(&mut self, text: Text<'_>) {
        let object = self.lock.0;
        let about = |s: &mut State| {
            let id = object.of_if_alive(s)?;
            Some((s.settings.fine && panics::in_model_thread(), id, s.plan.is_some()))
        };
        let Some((fine, id, has_plan)) = if_exploring(about).flatten() else { return };
        if has_plan {
            notify_at_end(self);
        }
        let poisons = !self.shared && !self.was_panicking && panics::panicking();
        let place = self.place;
        let mut release = |s: &mut State| {
            let before = self.before.take();
            // The end of a guard has no source line.
            self.give_back(s, id, poisons, text, None, |after, hold| Action::Unlock {
                object: id,
                shared: hold.shared,
                locked: hold.place,
                before,
                after,
                written: hold.written,
            });
        };
        match fine {
            true => perform(Operation::Free(Target::Object(id)), place, release),
            false => drop(if_exploring(&mut release)),
        }
    }

    /// The running thread turns its exclusive lock into a shared one. No other thread has held it exclusively in
    /// between.
    pub(super) fn downgrade(&mut self, text: Text<'_>, place: Place) {
        let object = self.lock.id();
        let mut share = |s: &mut State| {
            let before = self.before.take();
            let written = self.written;
            self.give_back(s, object, false, text, Some(place), |after, _| Action::Downgrade {
                object,
                before,
                after,
                written,
            });
            let thread = s.current;
            if let ObjectState::Lock { readers, woken, closed, .. } = &mut s.objects[object].state {
                readers.push((thread, place));
                // No writer could run yet, so none is woken.
                (*woken, *closed) = (false, self.waited);
            }
            s.saw_readers = true;
            // From here on it matters whether the lock was held when this thread asked for it.
            s.saw_release |= s.settings.writers_first;
            self.before = s.objects[object].value.clone().filter(|_| s.detailed());
            (self.shared, self.place) = (true, place);
            (self.dirty, self.written, self.digest) = (false, false, None);
        };
        match with_state(|s| s.settings.fine) {
            true => perform(Operation::Free(Target::Object(object)), place, share),
            false => with_state(&mut share),
        }
    }

    /// Marks the lock as free. `action` describes the release in the record, given the value.
    pub(super) fn give_back(
        &self,
        s: &mut State,
        object: ObjectId,
        poisons: bool,
        text: Text<'_>,
        place: Option<Place>,
        action: impl FnOnce(Option<String>, &Hold) -> Action,
    ) {
        let (thread, event) = (s.current, s.event);
        match s.settings.fine {
            true => s.touches(Target::Object(object)),
            false => s.lets_go(Target::Object(object)),
        }
        let clock = s.thread().clock;
        match &mut s.objects[object].state {
            ObjectState::Lock { readers, read_since, read_until, .. } if self.shared => {
                remove_one(readers, thread);
                read_since.push(event);
                *read_until = clock.max(*read_until);
            }
            ObjectState::Lock { writer, given_back, .. } => {
                (*writer, *given_back) = (None, Some(event));
                s.dates(object);
            }
            _ => unreachable!("a lock"),
        }
        wakes_writers(s, object);
        if self.dirty {
            // What a thread writes is a function of what it has observed.
            let by_history = || mix(s.threads[thread].key, s.threads[thread].history);
            let version = self.digest.unwrap_or_else(by_history);
            if version != s.objects[object].version {
                s.objects[object].version = version;
                s.changes(object);
            }
        }
        if poisons {
            set_poisoned(s, object, true);
            s.changes(object);
        }
        if s.detailed() {
            let after = text();
            s.objects[object].value.clone_from(&after);
            let action = action(after, self);
            s.note(place, |_| action);
        }
    }
}

fn remove_one(readers: &mut Vec<(ThreadId, Place)>, thread: ThreadId) {
    if let Some(at) = readers.iter().position(|(reader, _)| *reader == thread) {
        readers.remove(at);
    }
}

/// Releasing a lock that is then free wakes the waiting writers. Until one of them takes it, readers may take it.
fn wakes_writers(s: &mut State, object: ObjectId) {
    if let ObjectState::Lock { woken, closed, writer: None, readers, .. } = &mut s.objects[object].state {
        *woken = readers.is_empty();
        *closed &= !*woken;
    }
}
