//! Which panic a reader must hear of: one that ended a thread, unless the program dealt with it. A `join` that returns a
//! panic hands it to the joining thread; that thread may pass it on (`join().unwrap()`, the end of a scope), and then
//! the place where it began is still the cause. If it does not, the panic is nobody's fault any more.

use super::panics;
use crate::record::ThreadId;
use std::cell::RefCell;

thread_local! {
    /// The panics that ended threads of this execution, in their order; one that is handed over moves to the end.
    static ENDED: RefCell<Vec<Ended>> = const { RefCell::new(Vec::new()) };
}

struct Ended {
    thread: ThreadId,
    message: String,
    /// The thread to which a `join` or a scope has handed it.
    handed_to: Option<ThreadId>,
}

/// What a scope panics with if a thread that it waited for did.
pub(crate) const SCOPE: &str = "a scoped thread panicked";

/// What `unwrap` and `expect` write of the error that `join` gives.
const UNWRAPPED: &str = "Any { .. }";

/// A new execution begins.
pub(super) fn reset() {
    ENDED.with_borrow_mut(Vec::clear);
}

/// A panic has ended `thread`.
pub(super) fn ended(thread: ThreadId, message: String) {
    ENDED.with_borrow_mut(|all| all.push(Ended { thread, message, handed_to: None }));
}

/// The running thread has the panic that ended `thread` now.
pub(crate) fn hand_over(thread: ThreadId) {
    let to = panics::running();
    ENDED.with_borrow_mut(|all| {
        if let Some(at) = all.iter().position(|ended| ended.thread == thread) {
            let ended = all.remove(at);
            all.push(Ended { handed_to: to, ..ended });
        }
    });
}

/// Hands to the running thread every panic of these that nobody has; is there one?
pub(crate) fn hand_over_all(threads: &[ThreadId]) -> bool {
    let left: Vec<ThreadId> = ENDED.with_borrow(|all| {
        let left = all.iter().filter(|ended| ended.handed_to.is_none() && threads.contains(&ended.thread));
        left.map(|ended| ended.thread).collect()
    });
    // The first panic comes last: it is the one that the next panic of this thread passes on.
    left.iter().rev().for_each(|thread| hand_over(*thread));
    !left.is_empty()
}

/// The first panic that ended a thread and that nobody dealt with, or else that still unwinds one.
pub(super) fn first() -> Option<(ThreadId, String)> {
    let unhandled = || {
        ENDED.with_borrow(|all| {
            let first = all.iter().find(|ended| ended.handed_to.is_none())?;
            Some((first.thread, first.message.clone()))
        })
    };
    unhandled().or_else(panics::first_unwinding).map(|(thread, message)| cause(thread, message))
}

/// Where the panic of `thread` began, if it only passes another one on.
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
