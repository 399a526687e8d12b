//! What `Mutex` and `RwLock` share: taking a lock and giving it back, as steps of the explorer. The value stays with
//! the lock itself; this part only needs its text, and only while a record is written.

use super::condvar::notify_at_end;
use crate::execution::{ObjectRef, ObjectState, Operation, State, Target, if_exploring, mix, panics, perform};
use crate::record::{Action, ObjectId, ObjectKind, Place, ThreadId};
use std::time::Duration;

/// The text of a lock's value.
pub(super) type Text<'a> = &'a dyn Fn() -> Option<String>;

/// The explorer's handle of a lock.
#[derive(Clone, Copy)]
pub(super) struct Lock(pub(super) ObjectRef);

/// That a thread holds a lock.
pub(super) struct Hold {
    pub(super) lock: Lock,
    pub(super) shared: bool,
    pub(super) place: Place,
    /// Where the section began: it goes on after a wait.
    pub(super) section: Place,
    /// The value when the lock was taken.
    pub(super) before: Option<String>,
    /// The value may have been changed since.
    pub(super) dirty: bool,
    /// The program has had `&mut` to it since.
    pub(super) written: bool,
    /// Stands for the value now, where values of its type can be told apart.
    pub(super) digest: Option<u64>,
    /// A thread that was panicking already does not poison.
    was_panicking: bool,
}

impl Lock {
    #[track_caller]
    pub(super) fn new(kind: ObjectKind, created: Place, digest: u64, text: Text<'_>) -> Self {
        let state = ObjectState::Lock {
            writer: None,
            readers: Vec::new(),
            waiting: 0,
            woken: false,
            poisoned: false,
            read_until: Duration::ZERO,
            given_back: None,
            read_since: Vec::new(),
        };
        let object = ObjectRef::new(kind, state, digest, created);
        if_exploring(|s| {
            if s.detailed() {
                let id = object.of(s);
                s.objects[id].value = text();
            }
        });
        Lock(object)
    }

    #[track_caller]
    fn id(self) -> ObjectId {
        crate::execution::with_state(|s| self.0.of(s))
    }

    /// Takes the lock when it is free. The `bool`: is it poisoned?
    #[track_caller]
    pub(super) fn acquire(self, shared: bool, place: Place, text: Text<'_>) -> (Hold, bool) {
        let object = self.id();
        let yields = crate::execution::with_state(|s| {
            s.settings.writers_first && s.objects[object].kind == ObjectKind::RwLock
        });
        if yields && !shared {
            // From here on it keeps new readers out.
            perform(Operation::Free(Target::Object(object)), place, |s| {
                s.touches(Target::Object(object));
                wait_to_write(s, object, true);
            });
        }
        perform(Operation::Lock { object, shared, yields }, place, |s| {
            if yields && !shared {
                s.touches(Target::Object(object));
                wait_to_write(s, object, false);
            }
            let hold = self.take(s, object, shared, place, text);
            let value = hold.before.clone();
            s.saw_readers |= shared;
            s.note(Some(place), |_| Action::Lock { object, shared, value });
            (hold, is_poisoned(s, object))
        })
    }

    /// Takes the lock if it is free.
    #[track_caller]
    pub(super) fn try_acquire(self, shared: bool, place: Place, text: Text<'_>) -> Option<(Hold, bool)> {
        let object = self.id();
        perform(Operation::Try { object, shared }, place, |s| {
            s.saw_release = true;
            s.saw_readers |= shared;
            let free = s.lock_is_free(object, shared);
            s.observes(u64::from(free));
            if !free {
                s.touches(Target::Object(object));
                s.note(Some(place), |s| {
                    let holder = s.holders(object).first().copied();
                    Action::TryLockFailed { object, holder }
                });
                return None;
            }
            let hold = self.take(s, object, shared, place, text);
            let value = hold.before.clone();
            s.note(Some(place), |_| Action::Lock { object, shared, value });
            Some((hold, is_poisoned(s, object)))
        })
    }

    /// The lock is the running thread's now.
    pub(super) fn take(self, s: &mut State, object: ObjectId, shared: bool, place: Place, text: Text<'_>) -> Hold {
        let thread = s.current;
        s.touches(Target::Object(object));
        let found = mix(s.objects[object].version, u64::from(is_poisoned(s, object)));
        s.observes_from(found, s.objects[object].changed_by);
        let ObjectState::Lock { writer, readers, given_back, read_since, read_until, woken, .. } =
            &mut s.objects[object].state
        else {
            unreachable!("a lock")
        };
        *woken = false;
        let (last, read_until) = (*given_back, *read_until);
        let readers_before = match shared {
            true => {
                readers.push((thread, place));
                Vec::new()
            }
            false => {
                *writer = Some((thread, place));
                std::mem::take(read_since)
            }
        };
        if !shared {
            let thread = s.thread();
            thread.clock = thread.clock.max(read_until);
        }
        s.synchronises(last);
        readers_before.into_iter().for_each(|reader| s.synchronises(Some(reader)));
        let before = if s.detailed() { text() } else { None };
        let was_panicking = panics::panicking();
        Hold {
            lock: self,
            shared,
            place,
            section: place,
            before,
            dirty: false,
            written: false,
            digest: None,
            was_panicking,
        }
    }

    /// Has a thread panicked while it held the lock? `place` makes it a step.
    #[track_caller]
    pub(super) fn is_poisoned(self, place: Place) -> bool {
        let object = self.id();
        perform(Operation::Free(Target::Object(object)), place, |s| {
            s.saw_release = true;
            s.touches(Target::Object(object));
            let poisoned = is_poisoned(s, object);
            s.observes(u64::from(poisoned));
            poisoned
        })
    }

    #[track_caller]
    pub(super) fn clear_poison(self, place: Place) {
        let object = self.id();
        perform(Operation::Free(Target::Object(object)), place, |s| {
            s.saw_release = true;
            s.touches(Target::Object(object));
            if is_poisoned(s, object) {
                set_poisoned(s, object, false);
                s.changes(object);
            }
        });
    }

    /// Poisoned, for the owner of the lock, who shares it with nobody.
    pub(super) fn is_poisoned_for_owner(self) -> bool {
        let poisoned = |s: &mut State| self.0.of_if_alive(s).map(|id| is_poisoned(s, id));
        if_exploring(poisoned).flatten().unwrap_or(false)
    }
}

impl Hold {
    /// Gives the lock back, in a destructor: never panics, and does nothing for an execution that is over.
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
            // The end of a guard has no line of its own.
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

    /// The lock is nobody's now; `action` is what the record says about it, given the value.
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
            // What a thread writes is a function of what it has found out.
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

fn wait_to_write(s: &mut State, object: ObjectId, yes: bool) {
    if let ObjectState::Lock { waiting, .. } = &mut s.objects[object].state {
        *waiting = if yes { *waiting + 1 } else { *waiting - 1 };
    }
}

/// Who gives a lock back that is free then wakes the writers that wait for it. Until somebody takes it, readers may.
fn wakes_writers(s: &mut State, object: ObjectId) {
    if let ObjectState::Lock { woken, writer: None, readers, .. } = &mut s.objects[object].state {
        *woken = readers.is_empty();
    }
}

pub(super) fn is_poisoned(s: &State, object: ObjectId) -> bool {
    matches!(s.objects[object].state, ObjectState::Lock { poisoned: true, .. })
}

fn set_poisoned(s: &mut State, object: ObjectId, yes: bool) {
    if let ObjectState::Lock { poisoned, .. } = &mut s.objects[object].state {
        *poisoned = yes;
    }
}
