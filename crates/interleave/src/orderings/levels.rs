//! Which orderings an operation can have, and which of two is stronger.

use super::AtomicOperation;
use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Relaxed, Release, SeqCst};

/// The orderings that an operation can have, weaker ones first. A `Relaxed` fence stands for no fence.
pub(super) fn levels(operation: AtomicOperation) -> &'static [Ordering] {
    match operation {
        AtomicOperation::Load | AtomicOperation::Failure => &[Relaxed, Acquire, SeqCst],
        AtomicOperation::Store => &[Relaxed, Release, SeqCst],
        AtomicOperation::Update | AtomicOperation::Fence => &[Relaxed, Acquire, Release, AcqRel, SeqCst],
    }
}

/// Is `one` at least as strong as `other`?
pub(super) fn at_least(one: Ordering, other: Ordering) -> bool {
    match (one, other) {
        (SeqCst, _) | (_, Relaxed) => true,
        (AcqRel, Acquire | Release) => true,
        _ => one == other,
    }
}

/// How strong an ordering is, as a number.
pub(super) fn rank(order: Ordering) -> usize {
    match order {
        Relaxed => 0,
        Acquire | Release => 1,
        AcqRel => 2,
        _ => 3,
    }
}

/// `order` and every ordering that is not weaker: the fix may be `Acquire` instead of `Release`.
pub(super) fn instead(operation: AtomicOperation, order: Ordering) -> impl Iterator<Item = Ordering> {
    levels(operation).iter().copied().filter(move |level| *level == order || !at_least(order, *level))
}

/// The orderings weaker than `order`.
pub(super) fn below(operation: AtomicOperation, order: Ordering) -> impl DoubleEndedIterator<Item = Ordering> {
    levels(operation).iter().copied().filter(move |level| *level != order && at_least(order, *level))
}
