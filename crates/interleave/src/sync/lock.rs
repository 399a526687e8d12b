//! What `Mutex` and `RwLock` share: taking a lock, as a step of the explorer. The value stays in the lock itself;
//! this module only needs its text, and only while a record is written.

#![allow(unsafe_code)]

use super::hold::Hold;
use crate::execution::{ObjectRef, ObjectState, Operation, State, Target, if_exploring, mix, panics, perform};
use crate::record::{Action, ObjectId, ObjectKind, Place};
use crate::show::Kind;
use std::time::Duration;

/// The text of a lock's value.
pub(super) type Text<'a> = &'a dyn Fn() -> Option<String>;

/// The explorer's handle to a lock.
#[derive(Clone, Copy)]
pub(super) struct Lock(pub(super) ObjectRef);

impl Lock {
    /// Creates a lock for `value`, and the kind of that value.
    #[track_caller]
    pub(super) fn new<T>(of: ObjectKind, created: Place, value: &T) -> (Self, Kind) {
        let kind = Kind::of::<T>();
        // SAFETY: the kind was made from the value's type.
        let (digest, text) = unsafe { (kind.digest(value).unwrap_or(0), || kind.text(value)) };
        (Self::register(of, created, digest, &text), kind)
    }

    /// Not generic, so that it is compiled with this crate and not again for each type in a lock.
    #[track_caller]
    fn register(kind: ObjectKind, created: Place, digest: u64, text: Text<'_>) -> Self {
        let state = ObjectState::Lock {
            writer: None,
            readers: Vec::new(),
            waiting: 0,
            woken: false,
            closed: false,
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
    pub(super) fn id(self) -> ObjectId {
        crate::execution::with_state(|s| self.0.of(s))
    }

    /// Takes the lock when it is free. Returns whether it is poisoned.
    #[track_caller]
    pub(super) fn acquire(self, shared: bool, place: Place, text: Text<'_>) -> (Hold, bool) {
        let object = self.id();
        let yields = crate::execution::with_state(|s| {
            s.settings.writers_first && s.objects[object].kind == ObjectKind::RwLock
        });
        let mut waited = false;
        if yields && !shared {
            // From here on this writer keeps new readers out.
            waited = perform(Operation::Free(Target::Object(object)), place, |s| {
                s.touches(Target::Object(object));
                wait_to_write(s, object, true);
                let waits = s.settings.fine && !s.lock_is_free(object, false);
                s.observes(u64::from(waits));
                waits
            });
        }
        perform(Operation::Lock { object, shared, yields }, place, |s| {
            if yields && !shared {
                s.touches(Target::Object(object));
                wait_to_write(s, object, false);
            }
            let hold = Hold { waited, ..self.take(s, object, shared, place, text) };
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

    /// The running thread now holds the lock.
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
            waited: false,
            was_panicking,
        }
    }

    /// Has a thread panicked while it held the lock? With a `place`, this is a step.
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

    /// Whether the lock is poisoned, for the only owner of the lock.
    pub(super) fn is_poisoned_for_owner(self) -> bool {
        let poisoned = |s: &mut State| self.0.of_if_alive(s).map(|id| is_poisoned(s, id));
        if_exploring(poisoned).flatten().unwrap_or(false)
    }
}

fn wait_to_write(s: &mut State, object: ObjectId, yes: bool) {
    if let ObjectState::Lock { waiting, .. } = &mut s.objects[object].state {
        *waiting = if yes { *waiting + 1 } else { *waiting - 1 };
    }
}

pub(super) fn is_poisoned(s: &State, object: ObjectId) -> bool {
    matches!(s.objects[object].state, ObjectState::Lock { poisoned: true, .. })
}

pub(super) fn set_poisoned(s: &mut State, object: ObjectId, yes: bool) {
    if let ObjectState::Lock { poisoned, .. } = &mut s.objects[object].state {
        *poisoned = yes;
    }
}
