//! Changes to how a program waits and notifies: one change at one place.

use crate::record::Place;
use std::cell::RefCell;

/// A change at one place of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// This `notify_one` wakes all waiters.
    NotifyAll(Place),
    /// This wait repeats as long as the value in the mutex is the one with which it began. If `spurious` is
    /// false, it never wakes up without a notify.
    WaitAgain { place: Place, spurious: bool },
    /// The section that locks here notifies the condition variables that were created there before it unlocks.
    NotifyAtEnd { locked: Place, condvar: Place, all: bool },
}

/// What executions did that could be changed.
#[derive(Default)]
pub(crate) struct Met {
    notifies: RefCell<Vec<Place>>,
    waits: RefCell<Vec<Wait>>,
    sections: RefCell<Vec<Section>>,
}

/// A wait, and where its condition variable and its mutex were created.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Wait {
    place: Place,
    condvar: Place,
    mutex: Place,
}

/// A section that changed the data of its mutex.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Section {
    locked: Place,
    mutex: Place,
}

impl Met {
    pub(super) fn notify_one(&self, place: Place) {
        note(&self.notifies, place);
    }

    pub(super) fn wait(&self, place: Place, condvar: Place, mutex: Place) {
        note(&self.waits, Wait { place, condvar, mutex });
    }

    pub(super) fn section(&self, locked: Place, mutex: Place) {
        note(&self.sections, Section { locked, mutex });
    }

    /// Every change that could be tried, in source order, the smallest first.
    pub(crate) fn changes(&self) -> Vec<Change> {
        let (mut notifies, waits) = (self.notifies.borrow().clone(), self.waits.borrow());
        notifies.sort();
        let mut places: Vec<Place> = waits.iter().map(|wait| wait.place).collect();
        places.sort();
        let mut sections = self.sections.borrow().clone();
        sections.sort_by_key(|section| section.locked);
        let mut ends = Vec::new();
        for section in sections {
            let mut condvars: Vec<_> =
                waits.iter().filter(|wait| wait.mutex == section.mutex).map(|wait| wait.condvar).collect();
            condvars.sort();
            condvars.dedup();
            ends.extend(condvars.into_iter().map(|condvar| (section.locked, condvar)));
        }
        ends.dedup();
        let at_end = |all| move |(locked, condvar)| Change::NotifyAtEnd { locked, condvar, all };
        let again = |place| [true, false].map(|spurious| Change::WaitAgain { place, spurious });
        let waits = places.into_iter().flat_map(again);
        let notifies = notifies.into_iter().map(Change::NotifyAll);
        let one = ends.clone().into_iter().map(at_end(false));
        waits.chain(notifies).chain(one).chain(ends.into_iter().map(at_end(true))).collect()
    }
}

fn note<T: PartialEq>(list: &RefCell<Vec<T>>, item: T) {
    let mut list = list.borrow_mut();
    if !list.contains(&item) {
        list.push(item);
    }
}
