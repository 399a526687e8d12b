//! What all atomics share: a handle, and the step that performs an operation. The values are in the execution graph.

#![allow(unsafe_code)]

use crate::execution::graph::{Access, Change, How, Kind};
use crate::execution::{ObjectRef, Operation, Race, State, Variant, perform, stop, with_state};
use crate::record::{Action, ObjectId, Place};
use std::cell::{Cell, UnsafeCell};
use std::fmt;
use std::sync::atomic::Ordering;

/// What all atomics share. The values are in the execution graph.
pub(super) struct Atomic<T> {
    object: ObjectRef,
    /// For access through `&mut self`.
    value: UnsafeCell<T>,
    /// The value may have been changed through `&mut self`.
    taken: Cell<bool>,
}

// SAFETY: the value is accessed only through `&mut self`, or in a step on the exploration's single OS thread while
// there is no reference to it.
unsafe impl<T: Send> Sync for Atomic<T> {}

impl<T> std::panic::RefUnwindSafe for Atomic<T> {}

impl<T: Copy + fmt::Debug + Bits> Atomic<T> {
    #[track_caller]
    pub(super) fn new(value: T, created: Place) -> Self {
        let object = ObjectRef::atomic(value.bits(), created);
        with_state(|s| {
            let id = object.of(s);
            if let Some(detail) = &mut s.detail {
                s.objects[id].value = Some(format!("{value:?}"));
                detail.texts.insert(id, text::<T>);
            }
        });
        Atomic { object, value: UnsafeCell::new(value), taken: Cell::new(false) }
    }

    /// Performs one step. Returns what it read, and whether it wrote. `updates`: it is the first load of an update
    /// that may be retried.
    #[track_caller]
    fn step(&self, place: Place, access: Access, updates: bool) -> (T, bool) {
        let (object, access) = with_state(|s| {
            (self.object(s), s.plan.as_ref().map_or(access, |plan| plan.access(place, access, updates)))
        });
        self.takes(object, place, access, false)
    }

    /// The object's number, after applying any change that the owner made.
    fn object(&self, s: &mut State) -> ObjectId {
        let object = self.object.of(s);
        if self.taken.take() {
            // SAFETY: the owner's `&mut` has ended, because there is a `&self`.
            s.begins_anew(object, unsafe { *self.value.get() }.bits());
        }
        object
    }

    /// The step itself. `plain`: a non-atomic read.
    #[track_caller]
    fn takes(&self, object: ObjectId, place: Place, access: Access, plain: bool) -> (T, bool) {
        let taken = |s: &mut State| (accessed::<T>(s, object, place, access), races(s, object, plain));
        let ((found, wrote), races) = perform(Operation::Atomic { object, access }, place, taken);
        if races {
            stop();
        }
        (T::from_bits(found), wrote)
    }

    /// A non-atomic read: an unordered store is a data race. To the memory model it is a relaxed load, whose ordering
    /// cannot be changed.
    #[track_caller]
    pub(super) fn plain_load(&self, place: Place) -> T {
        let access = Access { kind: Kind::Load, order: Ordering::Relaxed, failure: Ordering::Relaxed };
        let object = with_state(|s| self.object(s));
        self.takes(object, place, access, true).0
    }

    pub(super) fn load(&self, place: Place, order: Ordering) -> T {
        self.read(place, order, false)
    }

    /// Loads, computes and stores, and retries if another thread stored in between; `Err` if `change` returned
    /// `None`.
    pub(super) fn fetch_update(
        &self,
        place: Place,
        (set, fetch): (Ordering, Ordering),
        mut change: impl FnMut(T) -> Option<T>,
    ) -> Result<T, T> {
        let mut before = self.read(place, fetch, true);
        while let Some(after) = change(before) {
            match self.exchange(place, (before, after), (set, fetch), true) {
                Ok(before) => return Ok(before),
                Err(now) => before = now,
            }
        }
        Err(before)
    }

    fn read(&self, place: Place, order: Ordering, updates: bool) -> T {
        assert!(
            !matches!(order, Ordering::Release | Ordering::AcqRel),
            "there is no such thing as a {order:?} load"
        );
        self.step(place, Access { kind: Kind::Load, order, failure: order }, updates).0
    }

    pub(super) fn store(&self, place: Place, value: T, order: Ordering) {
        assert!(
            !matches!(order, Ordering::Acquire | Ordering::AcqRel),
            "there is no such thing as a {order:?} store"
        );
        self.step(place, Access { kind: Kind::Store(value.bits()), order, failure: order }, false);
    }

    pub(super) fn update(&self, place: Place, order: Ordering, how: How, operand: T) -> T {
        let change = Change { how, operand: operand.bits(), bits: T::BITS, signed: T::SIGNED };
        self.step(place, Access { kind: Kind::Update(change), order, failure: order }, false).0
    }

    pub(super) fn exchange(
        &self,
        place: Place,
        (current, new): (T, T),
        orders: (Ordering, Ordering),
        weak: bool,
    ) -> Result<T, T> {
        let (order, failure) = orders;
        assert!(
            !matches!(failure, Ordering::Release | Ordering::AcqRel),
            "there is no such thing as a {failure:?} failure ordering"
        );
        let kind = Kind::Exchange { expected: current.bits(), new: new.bits(), weak };
        let (found, wrote) = self.step(place, Access { kind, order, failure }, false);
        if wrote { Ok(found) } else { Err(found) }
    }

    /// The value for the only owner: that of the last store, because all stores happened before.
    pub(super) fn last(&self) -> T {
        let last = crate::execution::if_exploring(|s| {
            let location = self.object.of_if_alive(s).map(|object| s.location(object))?;
            Some(T::from_bits(s.graph.locations[location].last().value))
        });
        // SAFETY: there is no other owner.
        last.flatten().filter(|_| !self.taken.get()).unwrap_or_else(|| unsafe { *self.value.get() })
    }

    pub(super) fn get_mut(&mut self) -> &mut T {
        *self.value.get_mut() = self.last();
        self.taken.set(true);
        self.value.get_mut()
    }
}

/// The text of a value of this type.
fn text<T: fmt::Debug + Bits>(bits: u64) -> String {
    format!("{:?}", T::from_bits(bits))
}

/// Performs the running thread's access to `object`, in the variant that the explorer chose. Returns what it read,
/// and whether it wrote.
fn accessed<T: fmt::Debug + Bits>(s: &mut State, object: ObjectId, place: Place, access: Access) -> (u64, bool) {
    let text = text::<T>;
    let location = s.location(object);
    let stores = s.graph.locations[location].order.len();
    let named = match s.variant {
        Variant::From(name) | Variant::After(name) | Variant::Fails(name) => s.place_of(location, name),
        _ => None,
    };
    let source = access.reads().then(|| named.unwrap_or(stores - 1));
    let found = s.graph.locations[location].order[source.unwrap_or(stores - 1)];
    let fails = matches!(s.variant, Variant::Fails(_));
    let new = access.writes(found.value).filter(|_| !fails);
    s.shares();
    s.saw_weak |= !access.is_strict();
    s.used.weak_exchange |= access.is_weak();
    if source.is_some() {
        match T::IS_ADDRESS {
            true => s.observes_address(&found),
            false => s.observes_from(found.value, s.left_by(&found)),
        }
        if fails {
            s.observes(1);
        }
        let thread = s.thread();
        thread.clock = thread.clock.max(found.clock);
    }
    let stale = named.is_some_and(|place| place + 1 < stores);
    let clock = s.thread().clock;
    let write = new.map(|new| (source.or(named).map_or(stores, |at| at + 1), new, clock));
    s.graph.accesses(s.event, location, access, source, write);
    if new.is_some_and(|new| new != found.value) {
        s.changes(object);
    }
    if s.detailed() {
        let action = match (access.kind, new) {
            (Kind::Exchange { expected, .. }, None) => {
                Action::Read { object, value: text(found.value), expected: Some(text(expected)) }
            }
            (_, None) => Action::Read { object, value: text(found.value), expected: None },
            (Kind::Store(_), Some(new)) => Action::Write { object, value: text(new) },
            (_, Some(new)) => Action::Update { object, before: text(found.value), after: text(new) },
        };
        if new.is_some() {
            s.objects[object].value = Some(text(s.graph.locations[location].last().value));
        }
        let order = if fails { access.failure } else { access.order_at(found.value) };
        s.note_access(place, (action, order), source.map(|_| found.event), stale);
    }
    (found.value, new.is_some())
}

/// Does the running thread's latest access to `object` race with an earlier one? If so, the execution ends.
fn races(s: &mut State, object: ObjectId, plain: bool) -> bool {
    let (event, location) = (s.event, s.location(object));
    if plain {
        s.graph.reads_plainly(event, location);
    }
    let Some(other) = s.graph.races_with(event, location) else { return false };
    let step = |event| s.detail.as_ref().and_then(|detail| detail.row_of(event)).unwrap_or(event);
    s.race = Some(Race { object, steps: [step(other), step(event)] });
    true
}

/// A value as 64 bits.
pub(super) trait Bits {
    const BITS: u32;
    const SIGNED: bool;
    /// May equal values differ from one execution to the next, as addresses do?
    const IS_ADDRESS: bool = false;
    fn bits(self) -> u64;
    fn from_bits(bits: u64) -> Self;
}
