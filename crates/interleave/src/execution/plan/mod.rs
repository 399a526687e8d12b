//! Another program than the one that is written: other orderings, or another way to wait and to notify. An exploration under a
//! plan does that instead, so that nothing has to be compiled again, and notes what it meets that could be changed.

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
    /// Where the operation is.
    pub place: Place,
    /// What it is written for.
    pub operation: AtomicOperation,
    /// The ordering.
    pub order: Ordering,
}

/// What an ordering is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum AtomicOperation {
    /// A load.
    Load,
    /// A store.
    Store,
    /// A read-modify-write, also a compare-exchange that succeeds.
    Update,
    /// A compare-exchange that fails, and each load of `fetch_update`.
    Failure,
    /// A fence.
    Fence,
}

/// What counts instead of what is in the source.
#[derive(Default)]
pub(crate) struct Plan {
    changes: Vec<(Site, Ordering)>,
    waking: Option<Waking>,
    /// The orderings that operations were reached with.
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

    /// Notifies, waits and locked sections that were reached.
    pub(crate) fn met_waking(&self) -> &Met {
        &self.met_waking
    }

    /// Does this `notify_one` wake all?
    pub(crate) fn notifies_all(&self, place: Place) -> bool {
        self.met_waking.notify_one(place);
        self.waking == Some(Waking::NotifyAll(place))
    }

    /// Does this wait begin again while nothing has changed, and if so, may it end without a notify? Told where its condition
    /// variable and its mutex were created.
    pub(crate) fn waits_again(&self, wait: Place, condvar: Place, mutex: Place) -> Option<bool> {
        self.met_waking.wait(wait, condvar, mutex);
        match self.waking {
            Some(Waking::WaitAgain { place, spurious }) if place == wait => Some(spurious),
            _ => None,
        }
    }

    /// Who is notified at the end of a section that has changed its data: where the condition variable was created, and
    /// whether all that wait are woken.
    pub(crate) fn notifies_at_end(&self, section: Place, mutex: Place) -> Option<(Place, bool)> {
        self.met_waking.section(section, mutex);
        match self.waking {
            Some(Waking::NotifyAtEnd { locked, condvar, all }) if locked == section => Some((condvar, all)),
            _ => None,
        }
    }

    /// Each ordering that was met, in the order of the source.
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

    /// The access that counts instead of `access`. The load of a `fetch_update` is `updates`: it has the ordering of failure.
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

    /// The ordering of a fence; one that is `Relaxed` orders nothing.
    pub(crate) fn fence(&self, place: Place, order: Ordering) -> Ordering {
        self.instead_of(Site { place, operation: AtomicOperation::Fence, order })
    }
}

/// Each execution that `explore` begins follows `plan`.
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

/// What an execution that begins now follows.
pub(super) fn current() -> Option<Rc<Plan>> {
    PLAN.with_borrow(Clone::clone)
}
