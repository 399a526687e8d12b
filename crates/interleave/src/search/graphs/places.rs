//! Steps that take the place of earlier ones: an operation on an object other than an atomic could have come before
//! operations that are already there. See [`parts`](super::parts) for how far back.

use super::parts::{is_usual, parts};
use super::script::{Entry, Script};
use super::{Graphs, place};
use crate::execution::graph::{EventId, bit, join_row, set_bit};
use crate::execution::{Choice, Count, Gate, Operation, State, Target, Variant};
use crate::record::ThreadId;

/// A way for a waiting thread to come earlier.
struct Earlier {
    operation: Operation,
    target: Target,
    /// The events that must have happened.
    needed: Vec<u64>,
    /// The thread stops waiting on its condition variable, so it must not have been woken.
    leaves: bool,
}

/// The place that another event gives up.
struct Taken {
    gate: Gate,
    /// The thread has been woken there.
    woken: bool,
    since: u32,
    precedence: u64,
    /// Without the other event it is not yet time: the thread times out early, and in no other way.
    early: bool,
}

/// Suppose two waits end spuriously or early in a state in which no thread can run, each without the other. That is one
/// execution, not two, so one of them takes precedence. Did an event that should have come later come before that of
/// `thread`, with nothing since that `thread` notices?
pub(super) fn comes_late(state: &State, thread: ThreadId, stays: &dyn Fn(EventId) -> bool) -> bool {
    let graph = &state.graph;
    if !graph.has_precedence(thread) {
        return false;
    }
    let target = match state.threads[thread].pending {
        Operation::Wake { condvar, .. } => Some(Target::Object(condvar)),
        operation => operation.target(thread),
    };
    let events = (1..graph.events.len()).filter(|event| stays(*event));
    let notices = |event: EventId| {
        graph.events[event].thread == thread
            || graph.touches(event).iter().any(|touch| touch.races && Some(touch.target) == target)
    };
    let first = |event: EventId| graph.events[event].precedence >> thread & 1 == 1;
    let last = events.filter(|event| notices(*event) || first(*event)).last();
    last.is_some_and(|event| first(event) && !notices(event))
}

impl Graphs {
    /// The next operation of `thread`, if it is on an object other than an atomic, takes the place of earlier
    /// operations there.
    pub(super) fn takes_places(&mut self, state: &State, thread: ThreadId) {
        let operation = state.threads[thread].pending;
        let prefix = state.graph.prefix(thread);
        if let Operation::Wake { condvar, .. } = operation {
            let woken = state.threads[thread].woken_by;
            if let Some(by) = woken {
                let mut needed = prefix.clone();
                join_row(&mut needed, state.graph.past(by));
                set_bit(&mut needed, by);
                let target = operation.target(thread).expect("a mutex");
                self.take_places(state, thread, &Earlier { operation, target, needed, leaves: false });
            }
            if state.threads[thread].left.is_none() {
                let target = Target::Object(condvar);
                self.take_places(state, thread, &Earlier { operation, target, needed: prefix, leaves: true });
            }
        } else if let Some(target) = operation.target(thread) {
            self.take_places(state, thread, &Earlier { operation, target, needed: prefix, leaves: false });
        }
    }

    fn take_places(&mut self, state: &State, thread: ThreadId, earlier: &Earlier) {
        let graph = &state.graph;
        // Usually the last event that touched the target is already in the past, and so are those before it.
        let nobody_else = || state.touched_last(earlier.target).is_none_or(|event| bit(&earlier.needed, event));
        let may_time_out = earlier.operation.deadline().is_some() || graph.has_timed_out();
        if !may_time_out && !state.threads[0].finished && nobody_else() {
            return;
        }
        let mut gate = state.gate(earlier.target);
        let mut woken = state.threads[thread].is_woken();
        // The last step of the main thread ends all other threads.
        let end = state.threads[0].finished.then(|| graph.last(0)).flatten();
        let deadline = earlier.operation.deadline();
        let later = |stays: &dyn Fn(EventId) -> bool| {
            deadline.and_then(|deadline| graph.later_than(thread, deadline, stays))
        };
        let mut due = later(&|_| true).is_some();
        for part in parts(graph, &earlier.needed) {
            if !is_usual(graph, &part, &earlier.needed, None) {
                return;
            }
            if part.write {
                continue;
            }
            woken &= state.threads[thread].woken_by != Some(part.event);
            let touch = graph.touches(part.event).iter().find(|touch| touch.target == earlier.target);
            if let Some(touch) = touch {
                gate -= touch.change;
            }
            // Any thread could have prevented a time-out that came because no thread could run.
            let last_resort = graph.events[part.event].variant == Variant::LastResort;
            let ends = end == Some(part.event);
            let races = touch.is_some_and(|touch| touch.races);
            let still_due = due
                && later(&|event| graph.events[event].stamp < part.stamp || bit(&earlier.needed, event)).is_some();
            let early = std::mem::replace(&mut due, still_due) != still_due && !races && !last_resort && !ends;
            if last_resort || ends || races || early {
                let precedence = match (races, ends || early) {
                    (true, _) => 0,
                    // Of two spurious or early wake-ups here, that of the first thread comes first.
                    (false, true) => u64::MAX >> (63 - thread) >> 1 | 1 << 63,
                    (false, false) => 1 << graph.events[part.event].thread,
                };
                let place = Taken { gate, woken, since: part.stamp, precedence, early };
                self.take_place(state, thread, earlier, &place);
            }
        }
    }

    /// `thread` takes the place at which the target has this gate, in every possible way.
    fn take_place(
        &mut self,
        state: &State,
        thread: ThreadId,
        earlier: &Earlier,
        &Taken { gate, woken, since, precedence, early }: &Taken,
    ) {
        let operation = earlier.operation;
        let graph = &state.graph;
        let stays = |event: EventId| graph.events[event].stamp < since || bit(&earlier.needed, event);
        let mut ways = Vec::new();
        let deadline = operation.deadline();
        let due = deadline.is_some_and(|deadline| graph.later_than(thread, deadline, &stays).is_some());
        let late = if due { Variant::Due } else { Variant::Early };
        match operation {
            Operation::Wake { deadline, spurious, .. } if earlier.leaves => {
                if !woken {
                    ways.extend(spurious.then_some(Variant::Spurious));
                    ways.extend(deadline.map(|_| late));
                }
            }
            _ => {
                if operation.ready(gate) {
                    ways.push(Variant::Usual);
                    if let Operation::Notify { all: false, .. } = operation {
                        ways.extend((1..gate[Count::ONE].max(1)).map(|n| Variant::Waiter(n as u8)));
                    }
                    if let Operation::Wake { deadline: Some(_), .. } = operation
                        && state.threads[thread].notified
                    {
                        ways.push(late);
                    }
                }
                ways.extend([Variant::Spurious, late].into_iter().filter(|way| operation.ends_early(*way, gate)));
            }
        }
        if !ways.is_empty() && state.would_spin(thread, &stays) {
            return;
        }
        for variant in ways {
            let gift = variant.is_a_gift();
            // A time-out that is due now may not have been due then.
            let late = gift && variant != Variant::Due && comes_late(state, thread, &stays);
            if late || (precedence != 0 && !gift) || (early && variant != Variant::Early) {
                continue;
            }
            if self.is_affordable(state, variant, &stays) {
                let mut script = Script::of(state, stays);
                let choice = Choice { thread, variant };
                script.entries.push(Entry { precedence, ..Entry::new(choice, place(state, thread), true) });
                self.open.push(script);
            }
        }
    }
}
