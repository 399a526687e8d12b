//! How a thread is started.

#![allow(unsafe_code)]

use super::JoinHandle;
use super::local::drop_all as drop_locals;
use crate::execution::{
    Body, MAX_THREADS, Newborn, Operation, Target, Thread, abort, finish, mix, perform, root, with_state,
};
use crate::record::{Action, Place, ThreadId};
use std::panic::Location;
use std::sync::{Arc, Mutex};

/// Where a thread's closure leaves what it returned.
pub(super) type Slot<T> = Arc<Mutex<Option<super::Result<T>>>>;

/// As [`std::thread::spawn`].
///
/// # Panics
/// Outside an exploration. A 37th thread, the main one counted, makes [`explore`](crate::explore) panic.
#[track_caller]
pub fn spawn<F, T>(body: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    spawn_local(body, Location::caller())
}

/// As [`spawn`], also of what is not `Send`: every thread of an execution runs on the same thread of the operating system.
#[track_caller]
pub(crate) fn spawn_local<T: 'static>(body: impl FnOnce() -> T + 'static, place: Place) -> JoinHandle<T> {
    let (thread, slot) = start(Traits::default(), body, place);
    JoinHandle::new(thread, slot)
}

/// What a builder says of a thread.
#[derive(Debug, Default)]
pub(super) struct Traits {
    pub(super) name: Option<String>,
    /// The least size of its stack.
    pub(super) stack: usize,
}

/// Starts a thread that lives as long as it likes.
#[track_caller]
pub(super) fn start<T: 'static>(
    traits: Traits,
    body: impl FnOnce() -> T + 'static,
    place: Place,
) -> (ThreadId, Slot<T>) {
    // SAFETY: the body is `'static` anyway.
    unsafe { start_unchecked(traits, body, place) }
}

/// Starts a thread.
///
/// # Safety
/// The thread must have finished, or the execution be over, before what `body` borrows ends.
#[track_caller]
pub(super) unsafe fn start_unchecked<'a, T: 'a>(
    traits: Traits,
    body: impl FnOnce() -> T + 'a,
    place: Place,
) -> (ThreadId, Slot<T>) {
    let slot: Slot<T> = Arc::default();
    let result = Arc::clone(&slot);
    let body: Box<dyn FnOnce() + 'a> = Box::new(move || {
        let value = root(body);
        *result.lock().expect("nobody panics with it") = Some(value);
        // As in `std`: a result that nobody can ask for is dropped first, and a destructor must not panic.
        if let Err(payload) = root(|| drop(result)).and_then(|()| root(drop_locals)) {
            abort(&*payload);
        }
        finish();
    });
    // SAFETY: only the lifetime changes; the caller sees to it.
    let body = unsafe { std::mem::transmute::<Box<dyn FnOnce() + 'a>, Box<dyn FnOnce() + 'static>>(body) };
    (begin(traits, body, place), slot)
}

// These are not generic: they are compiled with this crate, and not once more for each thread's body.

#[track_caller]
fn begin(traits: Traits, body: Body, place: Place) -> ThreadId {
    if with_state(|s| s.settings.ids) {
        // Which number a thread gets depends on who spawns first.
        perform(Operation::Free(Target::Spawns), place, |s| s.touches(Target::Spawns));
    }
    with_state(|s| {
        // Schedules name threads by their numbers.
        s.saw_ids |= s.current != 0;
        let child = s.threads.len();
        if child >= MAX_THREADS {
            s.misused(&format!(
                "interleave: {}:{} spawns more than {MAX_THREADS} threads, the most that an execution can have: explore a smaller \
                 model",
                place.file(),
                place.line()
            ));
        }
        let parent = s.thread();
        parent.spawned += 1;
        let key = mix(parent.key, parent.spawned);
        // What the parent has found out may be in the closure.
        let (clock, history) = (parent.clock, parent.history);
        // What it does from here on does not happen before the child.
        s.releases();
        let rounds = s.rounds.pop().unwrap_or_default();
        s.threads.push(Thread { history, ..Thread::new(traits.name, key, clock, rounds) });
        s.graph.thread_begins(child, Some(s.event));
        s.newborn.push(Newborn { body, stack: traits.stack, spawned: Some(place) });
        s.progresses();
        s.note(Some(place), |_| Action::Spawn { child });
        child
    })
}
