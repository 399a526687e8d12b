//! Sleep sets (Godefroid 1996): choices that need not be taken, since what they lead to has been explored.
//!
//! When a choice has been explored from a state, it goes to *sleep* for the choices explored after it, until one of them
//! touches what it touched: up to there the order of the two makes no difference, and the other order was explored.
//! What a transition touches is recorded as it happens, so no guess about a thread's future is needed.

use crate::execution::{Choice, Mode, State, stable};
use std::rc::Rc;

/// Something that a transition touched, named by what is the same in every interleaving, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Touch {
    target: u64,
    mode: Mode,
}

/// A choice that need not be taken, and what it touched when it was.
pub(super) type Sleeping = (Choice, Rc<[Touch]>);

/// What the transition touched that led to `state`, into `touched`.
pub(super) fn touches(state: &State, touched: &mut Vec<Touch>) {
    let named = state.footprint.accesses().iter();
    touched.clear();
    touched.extend(named.map(|access| Touch { target: stable(access.target, state), mode: access.mode }));
}

/// Does `choice` sleep?
pub(super) fn sleeps(sleep: &[Sleeping], choice: Choice) -> bool {
    sleep.iter().any(|(sleeper, _)| *sleeper == choice)
}

/// Does this one still sleep after `taken`, which touched `touched`?
pub(super) fn sleeps_on((sleeper, theirs): &Sleeping, taken: Choice, touched: &[Touch]) -> bool {
    sleeper.thread != taken.thread && independent(theirs, touched)
}

/// Do two transitions of different threads give the same state in either order?
fn independent(one: &[Touch], other: &[Touch]) -> bool {
    let harmless = |a: &Touch, b: &Touch| a.target != b.target || (a.mode == b.mode && a.mode != Mode::Write);
    one.iter().all(|a| other.iter().all(|b| harmless(a, b)))
}
