//! A plan makes a program behave differently from its source: with other orderings, or other waits and notifies. An
//! exploration under a plan needs no recompilation, and notes what it meets that could be changed.

mod waking;

pub(crate) use waking::{Change as Waking, Met};

use super::graph::{Access, Kind};
use crate::record::Place;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::Ordering;

thread_local! {
    static PLAN: RefCell<Option<Rc<Plan>>> = const { RefCell::new(None) };
}

/// An ordering in the source of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Site {
    /// The place of the operation.
    pub place: Place,
    /// The part of the operation that the ordering applies to.
    pub operation: AtomicOperation,
    /// The ordering.
    pub order: Ordering,
}

/// What an ordering applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum AtomicOperation {
    /// A load.
    Load,
    /// A store.
    Store,
    /// A read-modify-write, including a compare-exchange that succeeds.
    Update,
    /// A compare-exchange that fails, and each load of a `fetch_update`.
    Failure,
    /// A fence.
    Fence,
}

/// The changes to the source.
#[derive(Default)]
pub(crate) struct Plan {
    changes: Vec<(Site, Ordering)>,
    waking: Option<Waking>,
    /// The orderings of the operations that were reached.
    met: RefCell<Vec<Site>>,
    met_waking: Met,
}

impl Plan {
    pub(crate) fn of_orderings(changes: Vec<(Site, Ordering)>) -> Rc<Self> {
        Rc::new(Plan { changes, ..Plan::default() })
    }

    pub(crate) fn of_waking(waking: Option<Waking>) -> Rc<Self> {
        Rc::new(Plan { waking, ..Plan::default() })
    }

    /// The notifies, waits and locked sections that were reached.
    pub(crate) fn met_waking(&self) -> &Met {
        &self.met_waking
    }

    /// Does this `notify_one` wake all waiters?
    pub(crate) fn notifies_all(&self, place: Place) -> bool {
        self.met_waking.notify_one(place);
        self.waking == Some(Waking::NotifyAll(place))
    }

    /// Does this wait repeat until something has changed, and if so, may it end without a notify? The arguments say
    /// where its condition variable and its mutex were created.
    pub(crate) fn waits_again(&self, wait: Place, condvar: Place, mutex: Place) -> Option<bool> {
        self.met_waking.wait(wait, condvar, mutex);
        match self.waking {
            Some(Waking::WaitAgain { place, spurious }) if place == wait => Some(spurious),
            _ => None,
        }
    }

    /// Which condition variable to notify at the end of a section that has changed its data, given by where it was
    /// created, and whether to wake all waiters.
    pub(crate) fn notifies_at_end(&self, section: Place, mutex: Place) -> Option<(Place, bool)> {
        self.met_waking.section(section, mutex);
        match self.waking {
            Some(Waking::NotifyAtEnd { locked, condvar, all }) if locked == section => Some((condvar, all)),
            _ => None,
        }
    }

    /// Each ordering that was met, in source order.
    pub(crate) fn met(&self) -> Vec<Site> {
        let mut met = self.met.borrow().clone();
        met.sort_by_key(|written| (written.place, written.operation, format!("{:?}", written.order)));
        met
    }

    fn instead_of(&self, written: Site) -> Ordering {
        let mut met = self.met.borrow_mut();
        if !met.contains(&written) {
            met.push(written);
        }
        self.changes.iter().find(|(other, _)| *other == written).map_or(written.order, |(_, order)| *order)
    }

    /// The access to do in place of `access`. `updates`: it is the load of a `fetch_update`, which has the failure
    /// ordering.
    pub(crate) fn access(&self, place: Place, access: Access, updates: bool) -> Access {
        let instead = |operation, order| self.instead_of(Site { place, operation, order });
        match access.kind {
            Kind::Load if updates => Access { order: instead(AtomicOperation::Failure, access.order), ..access },
            Kind::Load => Access { order: instead(AtomicOperation::Load, access.order), ..access },
            Kind::Store(_) => Access { order: instead(AtomicOperation::Store, access.order), ..access },
            Kind::Update(_) => Access { order: instead(AtomicOperation::Update, access.order), ..access },
            Kind::Exchange { .. } => Access {
                order: instead(AtomicOperation::Update, access.order),
                failure: instead(AtomicOperation::Failure, access.failure),
                ..access
            },
        }
    }

    /// The ordering of a fence. `Relaxed` means no fence.
    pub(crate) fn fence(&self, place: Place, order: Ordering) -> Ordering {
        self.instead_of(Site { place, operation: AtomicOperation::Fence, order })
    }
}

/// Runs `explore` with each execution following `plan`.
pub(crate) fn follow<R>(plan: &Rc<Plan>, explore: impl FnOnce() -> R) -> R {
    struct Forget;
    impl Drop for Forget {
        fn drop(&mut self) {
            PLAN.set(None);
        }
    }
    PLAN.set(Some(Rc::clone(plan)));
    let _forget = Forget;
    explore()
}

/// The plan for an execution that begins now.
pub(super) fn current() -> Option<Rc<Plan>> {
    PLAN.with_borrow(Clone::clone)
}
