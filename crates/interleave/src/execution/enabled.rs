//! Which threads can take a step in a state, and in which variants.

use super::choice::{Choice, Mark, Name, Variant};
use super::footprint::{Count, Target};
use super::graph::{Access, View};
use super::object::ObjectState;
use super::operation::Operation;
use super::state::State;
use crate::record::{ObjectId, ThreadId};

impl State {
    /// All choices in this state, in a fixed order: first the thread that ran last, then the others, then spurious
    /// and early wake-ups. Empty if no thread can run. `stuck` says so even if a spurious wake-up could still come.
    pub(crate) fn choices(&mut self, choices: &mut Vec<Choice>) {
        choices.clear();
        let mut held_back = Vec::new();
        let last = self.current;
        let others = (0..self.threads.len()).filter(|thread| *thread != last);
        for thread in std::iter::once(last).chain(others) {
            if !self.can_go_on(thread) {
                continue;
            }
            if self.spins(thread) {
                held_back.push(thread);
                continue;
            }
            choices.push(Choice { thread, variant: Variant::Usual });
            // If all is sequentially consistent, whatever an old store would show is shown by a different order of
            // steps.
            self.other_ways(thread, self.settings.weak, choices);
        }
        if !held_back.is_empty() {
            self.held_back.set(true);
        }
        if choices.is_empty() {
            let busy = held_back.into_iter().filter(|thread| self.spins_busily(*thread));
            choices.extend(busy.map(|thread| Choice { thread, variant: Variant::Usual }));
        }
        if choices.is_empty() {
            self.time_passes(choices);
        }
        self.gifts(choices);
    }

    /// The variants besides the usual one in which `thread`, which can run, may do so. `old`: including stale reads.
    pub(crate) fn other_ways(&mut self, thread: ThreadId, old: bool, choices: &mut Vec<Choice>) {
        match self.threads[thread].pending {
            Operation::Notify { condvar, all: false } => {
                if let ObjectState::Condvar { waiters, .. } = &self.objects[condvar].state {
                    let others = 1..waiters.len().max(1);
                    choices.extend(others.map(|n| Choice { thread, variant: Variant::Waiter(n as u8) }));
                }
            }
            Operation::Atomic { object, access } => self.other_stores(thread, object, access, old, choices),
            _ => {}
        }
    }

    /// The older stores that a load may read, the earlier places that a store may take, and the spurious failure of a
    /// weak compare-exchange.
    fn other_stores(
        &mut self,
        thread: ThreadId,
        object: ObjectId,
        access: Access,
        old: bool,
        choices: &mut Vec<Choice>,
    ) {
        let location = self.location(object);
        let places = self.places(thread, location, access);
        let first = if old { places.start } else { places.end - 1 };
        for place in (first..places.end).rev() {
            let reads = access.reads();
            let order = &self.graph.locations[location].order;
            let found = order[if reads { place } else { place - 1 }];
            let name = self.name(found.event);
            let last = place + usize::from(reads) == order.len();
            let may_be = last || self.could_be_at(thread, location, access, place);
            if may_be && !last && !(reads && self.spins_with(thread, &found)) {
                let variant = if reads { Variant::From(name) } else { Variant::After(name) };
                choices.push(Choice { thread, variant });
            }
            let may_fail =
                access.is_weak() && access.writes(found.value).is_some() && self.has_left(Variant::Fails(name));
            if may_fail && (last || self.could_be_at(thread, location, access.failed(), place)) {
                choices.push(Choice { thread, variant: Variant::Fails(name) });
            }
        }
    }

    /// The stores that an access may read, or the places that it may take, as far as coherence allows.
    pub(crate) fn places(&self, thread: ThreadId, location: usize, access: Access) -> std::ops::Range<usize> {
        let count = self.graph.locations[location].order.len();
        let floor = self.graph.floor(thread, location);
        if access.reads() { floor..count } else { floor + 1..count + 1 }
    }

    /// May `thread` read the store at `place`, or write one there?
    fn could_be_at(&mut self, thread: ThreadId, location: usize, access: Access, place: usize) -> bool {
        let order = &self.graph.locations[location].order;
        let found = if access.reads() { order[place].value } else { 0 };
        // Nothing comes between a read-modify-write and the store it reads.
        let before = if access.reads() { place + 1 } else { place };
        if access.writes(found).is_some() && self.graph.is_update(location, before) {
            return false;
        }
        let weak = self.settings.weak;
        !self.graph.needs_a_look(access.order_at(found), weak)
            || self
                .graph
                .tries(thread, location, access, place, |graph, _| View::of(graph, |_| true).is_consistent(weak))
    }

    /// The index of an atomic's stores in the graph.
    pub(crate) fn location(&self, object: ObjectId) -> usize {
        match self.objects[object].state {
            ObjectState::Atomic { location } => location,
            _ => unreachable!("an atomic"),
        }
    }

    /// No thread can run without a time-out: the wait that ends first times out.
    pub(crate) fn time_passes(&self, choices: &mut Vec<Choice>) {
        let variant = Variant::LastResort;
        let timed = |thread: &ThreadId| {
            !self.threads[*thread].finished && self.threads[*thread].pending.allows(variant, *thread, self)
        };
        let first = (0..self.threads.len()).filter(timed).filter_map(|t| self.threads[t].pending.deadline()).min();
        let due = (0..self.threads.len()).filter(timed).filter(|t| self.threads[*t].pending.deadline() == first);
        choices.extend(due.map(|thread| Choice { thread, variant }));
    }

    /// Spurious and early wake-ups, as far as their budgets allow.
    fn gifts(&self, choices: &mut Vec<Choice>) {
        let stuck = choices.is_empty();
        for variant in [Variant::Spurious, Variant::Due, Variant::Early] {
            for thread in 0..self.threads.len() {
                if self.gives(thread, variant) {
                    if choices.is_empty() && stuck {
                        choices.push(Choice { thread: self.current, variant: Variant::Stuck });
                    }
                    choices.push(Choice { thread, variant });
                }
            }
        }
    }

    /// Can `thread` continue in this variant, without anything that causes it?
    pub(crate) fn gives(&self, thread: ThreadId, variant: Variant) -> bool {
        let state = &self.threads[thread];
        let due = self.is_due(thread);
        if state.finished || (variant == Variant::Due && !due) || (variant == Variant::Early && due) {
            return false;
        }
        self.has_left(variant) && state.pending.allows(variant, thread, self)
    }

    /// Is the budget of `variant` not used up?
    pub(crate) fn has_left(&self, variant: Variant) -> bool {
        match variant {
            Variant::Fails(_) => self.settings.weak_failures > self.cost.weak_failures,
            Variant::Spurious => self.settings.spurious_wakeups > self.cost.spurious_wakeups,
            Variant::Early => self.settings.early_timeouts > self.cost.early_timeouts,
            _ => true,
        }
    }

    /// Is another thread already later than the deadline of `thread`?
    pub(crate) fn is_due(&self, thread: ThreadId) -> bool {
        let deadline = self.threads[thread].pending.deadline();
        deadline.is_some_and(|deadline| self.threads.iter().any(|other| other.clock > deadline))
    }

    /// Can `thread` continue in the usual way?
    pub(crate) fn can_go_on(&self, thread: ThreadId) -> bool {
        !self.threads[thread].finished && self.threads[thread].pending.enabled(thread, self)
    }

    /// Would leaving the running thread now be a preemption?
    pub(crate) fn leaving_is_preemption(&self) -> bool {
        self.can_go_on(self.current) && !self.threads[self.current].stepped_aside
    }

    /// The step of `thread` that `mark` stands for, if the thread can take it, even if it only spins. Spurious and
    /// early wake-ups are not included.
    pub(crate) fn marked(&self, thread: ThreadId, mark: Mark) -> Option<Choice> {
        let pending = self.threads.get(thread).filter(|_| self.can_go_on(thread))?.pending;
        let store = |older: u16| {
            let Operation::Atomic { object, access } = pending else { return None };
            let order = &self.graph.locations[self.location(object)].order;
            let place = order.len().checked_sub(1 + usize::from(older))?;
            Some((self.name(order[place].event), access.reads()))
        };
        let variant = match mark {
            Mark::None => Variant::Usual,
            Mark::Waiter(n) => Variant::Waiter(n),
            Mark::Older(older) => match store(older)? {
                (name, true) => Variant::From(name),
                (name, false) => Variant::After(name),
            },
            Mark::FailsOlder(older) => Variant::Fails(store(older)?.0),
            Mark::Spurious | Mark::TimeOut => return None,
        };
        let possible = match (variant, pending) {
            (Variant::Waiter(n), Operation::Notify { condvar, all: false }) => {
                self.gate(Target::Object(condvar))[Count::ONE] > i32::from(n)
            }
            (Variant::Waiter(_), _) => false,
            _ => true,
        };
        possible.then_some(Choice { thread, variant })
    }

    /// How a schedule writes `choice` in this state.
    pub(crate) fn mark(&self, choice: Choice) -> Mark {
        match choice.variant {
            Variant::Usual | Variant::Stuck => Mark::None,
            Variant::Waiter(n) => Mark::Waiter(n),
            Variant::Spurious => Mark::Spurious,
            Variant::Early | Variant::Due | Variant::LastResort => Mark::TimeOut,
            Variant::From(name) | Variant::After(name) => match self.older(choice.thread, name) {
                0 => Mark::None,
                older => Mark::Older(older),
            },
            Variant::Fails(name) => match self.older(choice.thread, name) {
                0 => Mark::Spurious,
                older => Mark::FailsOlder(older),
            },
        }
    }

    /// How many stores come after the one with this name, in the atomic that `thread` is about to access.
    fn older(&self, thread: ThreadId, name: Name) -> u16 {
        let Operation::Atomic { object, .. } = self.threads[thread].pending else { return 0 };
        let location = self.location(object);
        let stores = self.graph.locations[location].order.len();
        self.place_of(location, name).map_or(0, |place| (stores - 1 - place) as u16)
    }
}
