//! Decides which panic to report: one that ended a thread, unless the program dealt with it. A `join` that returns a
//! panic hands it to the joining thread. If that thread passes it on (`join().unwrap()`, or the end of a scope), the
//! place where it began is still the cause. If not, the panic has been dealt with. A panic that a scope delays until
//! its threads have ended keeps its place in the order of panics.

use super::panics;
use crate::record::ThreadId;
use std::cell::RefCell;

thread_local! {
    /// The panics that ended threads of this execution, in order. One that is handed over moves to the end.
    static ENDED: RefCell<Vec<Ended>> = const { RefCell::new(Vec::new()) };
}

struct Ended {
    thread: ThreadId,
    message: String,
    /// The thread to which a `join` or a scope has handed it.
    handed_to: Option<ThreadId>,
    stage: Stage,
}

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    /// It has ended the thread.
    Ended,
    /// A scope of the thread delays it.
    HeldUp,
    /// It unwinds the thread again; the program may still deal with it.
    GoesOn,
}

/// The message of a scope's panic after a thread of the scope panicked.
pub(crate) const SCOPE: &str = "a scoped thread panicked";

/// What `unwrap` and `expect` print for the error that `join` returns.
const UNWRAPPED: &str = "Any { .. }";

/// A new execution begins.
pub(super) fn reset() {
    ENDED.with_borrow_mut(Vec::clear);
}

/// A panic has ended `thread`.
pub(super) fn ended(thread: ThreadId, message: String) {
    ENDED.with_borrow_mut(|all| {
        let held_up = |ended: &&mut Ended| ended.stage == Stage::GoesOn && ended.thread == thread;
        match all.iter_mut().filter(held_up).find(|ended| ended.message == message) {
            Some(ended) => ended.stage = Stage::Ended,
            None => all.push(Ended { thread, message, handed_to: None, stage: Stage::Ended }),
        }
    });
}

/// A scope of the running thread delays a panic with this message until its threads have ended.
pub(crate) fn held_up(message: String) {
    let Some(thread) = panics::running() else { return };
    ENDED.with_borrow_mut(|all| all.push(Ended { thread, message, handed_to: None, stage: Stage::HeldUp }));
}

/// The panic that a scope of the running thread has delayed continues.
pub(crate) fn goes_on() {
    let thread = panics::running();
    ENDED.with_borrow_mut(|all| {
        let held_up = |ended: &&mut Ended| ended.stage == Stage::HeldUp && Some(ended.thread) == thread;
        if let Some(ended) = all.iter_mut().rfind(held_up) {
            ended.stage = Stage::GoesOn;
        }
    });
}

/// The running thread has received the panic that ended `thread`.
pub(crate) fn hand_over(thread: ThreadId) {
    let to = panics::running();
    ENDED.with_borrow_mut(|all| {
        if let Some(at) = all.iter().position(|ended| ended.thread == thread && ended.stage == Stage::Ended) {
            let ended = all.remove(at);
            all.push(Ended { handed_to: to, ..ended });
        }
    });
}

/// Hands every panic of `threads` that has not been handed over to the running thread. Is there one?
pub(crate) fn hand_over_all(threads: &[ThreadId]) -> bool {
    let left: Vec<ThreadId> = ENDED.with_borrow(|all| {
        let left = all.iter().filter(|ended| {
            ended.stage == Stage::Ended && ended.handed_to.is_none() && threads.contains(&ended.thread)
        });
        left.map(|ended| ended.thread).collect()
    });
    // The first panic comes last: it is the one that the next panic of this thread passes on.
    left.iter().rev().for_each(|thread| hand_over(*thread));
    !left.is_empty()
}

/// The first panic that ended a thread and was not dealt with, or else that is still unwinding one.
pub(super) fn first() -> Option<(ThreadId, String)> {
    let unhandled = || {
        ENDED.with_borrow(|all| {
            let first = all.iter().find(|ended| ended.handed_to.is_none() && ended.stage != Stage::GoesOn)?;
            Some((first.thread, first.message.clone()))
        })
    };
    unhandled().or_else(panics::first_unwinding).map(|(thread, message)| cause(thread, message))
}

/// Where the panic of `thread` began, if it only passes on another one.
fn cause(mut thread: ThreadId, mut message: String) -> (ThreadId, String) {
    ENDED.with_borrow(|all| {
        let mut until = all.len();
        while let Some(at) = all[..until].iter().rposition(|ended| ended.handed_to == Some(thread)) {
            let before = &all[at];
            if message != before.message && message != SCOPE && !message.ends_with(UNWRAPPED) {
                break;
            }
            (thread, message, until) = (before.thread, before.message.clone(), at);
        }
        (thread, message)
    })
}
