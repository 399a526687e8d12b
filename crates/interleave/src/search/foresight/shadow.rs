//! The shadow: the state of an execution as far as it decides who can go on, and what each step will do. It takes steps
//! whose effects are known, and takes them back.

use super::effect::{Actor, Change, Effect, thing};
use super::want::Want;
use crate::execution::{Choice, Settings, State, Target, Variant, mix, stable};
use crate::record::ThreadId;
use std::time::Duration;

#[derive(Default)]
pub(super) struct Shadow {
    pub(super) threads: Vec<Actor>,
    /// How many objects the program has created.
    pub(super) objects: usize,
    /// Whatever was ever touched, in no order.
    things: Vec<(u64, Thing)>,
    /// Who stepped last.
    current: ThreadId,
    budgets: Budgets,
    taken: Vec<Taken>,
}

/// Wake-ups that nobody caused and that may still come.
#[derive(Clone, Copy, Default)]
struct Budgets {
    spurious: usize,
    early: usize,
}

/// What is at a target.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Thing {
    /// Stands for what can be found there, as far as the gate does not say it.
    pub(super) content: u64,
    pub(super) gate: Gate,
}

/// What decides who can go on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Gate {
    /// It stops nobody.
    #[default]
    Open,
    Lock {
        writer: bool,
        readers: usize,
    },
    Condvar {
        waiters: usize,
    },
    Channel {
        capacity: Option<usize>,
        length: usize,
        taken: usize,
        senders: usize,
        receiver: bool,
        clock: Duration,
    },
    /// A token is there, a thread is notified or has finished, a round is over, a cell is being initialised.
    Set(bool),
}

/// What a step has changed, to be taken back.
struct Taken {
    thread: ThreadId,
    before: Actor,
    current: ThreadId,
    budgets: Budgets,
    spawned: usize,
    created: usize,
    /// The things before, by their places.
    things: Vec<(usize, Thing)>,
}

impl Gate {
    pub(super) fn lets_in(self, shared: bool) -> bool {
        match self {
            Gate::Lock { writer, readers } => !writer && (shared || readers == 0),
            _ => true,
        }
    }

    pub(super) fn is_set(self) -> bool {
        self == Gate::Set(true)
    }
}

impl Thing {
    /// Stands for all that a step can find here.
    pub(super) fn key(self) -> u64 {
        match self.gate {
            // How many senders there are nobody can tell, only whether there is one.
            Gate::Channel { senders, clock, .. } => {
                mix(mix(self.content, u64::from(senders == 0)), clock.as_nanos() as u64)
            }
            _ => self.content,
        }
    }
}

impl Shadow {
    /// The shadow of `state`, in which no step has been taken.
    pub(super) fn of(state: &State) -> Self {
        let Settings { spurious_wakeups, early_timeouts, .. } = state.settings;
        let objects = state.objects.len();
        // A thread without an operation has finished already.
        let there = (0..objects).map(Target::Object).chain((0..state.threads.len()).map(Target::Finished));
        Shadow {
            threads: (0..state.threads.len()).map(|thread| Actor::of(thread, state)).collect(),
            objects,
            things: there.map(|target| (stable(target, state), thing(target, state))).collect(),
            current: state.current,
            budgets: Budgets { spurious: spurious_wakeups, early: early_timeouts },
            taken: Vec::new(),
        }
    }

    /// How many steps have been taken.
    pub(super) fn depth(&self) -> usize {
        self.taken.len()
    }

    pub(super) fn at(&self, target: u64) -> Thing {
        self.things.iter().find(|(name, _)| *name == target).map_or_else(Thing::default, |(_, thing)| *thing)
    }

    /// Stands for all that decides what `choice` does.
    pub(super) fn key(&self, choice: Choice) -> u64 {
        let actor = &self.threads[choice.thread];
        actor.want.map_or(0, |want| want.key(actor.history, choice.variant, self))
    }

    pub(super) fn take(&mut self, choice: Choice, effect: &Effect) {
        let Choice { thread, variant } = choice;
        let mut taken = Taken {
            thread,
            before: self.threads[thread],
            current: self.current,
            budgets: self.budgets,
            spawned: effect.spawned.len(),
            created: effect.created,
            things: Vec::with_capacity(effect.changes.len()),
        };
        for (target, change) in &effect.changes {
            taken.things.push(self.change(*target, *change));
        }
        self.threads[thread] = effect.after;
        self.threads.extend(&effect.spawned);
        self.objects += effect.created;
        self.current = thread;
        self.budgets.spurious -= usize::from(variant == Variant::Spurious);
        self.budgets.early -= usize::from(variant == Variant::Early);
        self.taken.push(taken);
    }

    /// Changes what is at `target`; gives its place, and what was there.
    fn change(&mut self, target: u64, change: Change) -> (usize, Thing) {
        let place = self.things.iter().position(|(name, _)| *name == target).unwrap_or_else(|| {
            self.things.push((target, Thing::default()));
            self.things.len() - 1
        });
        let thing = &mut self.things[place].1;
        let before = *thing;
        *thing = change.apply(before);
        (place, before)
    }

    pub(super) fn take_back(&mut self) {
        let Some(taken) = self.taken.pop() else { return };
        for (place, before) in taken.things.into_iter().rev() {
            self.things[place].1 = before;
        }
        self.threads.truncate(self.threads.len() - taken.spawned);
        self.threads[taken.thread] = taken.before;
        self.objects -= taken.created;
        self.current = taken.current;
        self.budgets = taken.budgets;
    }

    /// Is the execution over, whoever could still go on?
    pub(super) fn is_over(&self) -> bool {
        self.threads[0].want.is_none()
    }

    /// As [`State::choices`](crate::execution::State::choices), in the same order.
    pub(super) fn choices(&self) -> Vec<Choice> {
        let mut choices = Vec::new();
        let others = (0..self.threads.len()).filter(|thread| *thread != self.current);
        for thread in std::iter::once(self.current).chain(others) {
            let Some(want) = self.threads[thread].want.filter(|want| want.enabled(self)) else { continue };
            choices.push(Choice { thread, variant: Variant::Usual });
            if let Want::Notify { condvar, all: false } = want
                && let Gate::Condvar { waiters } = self.at(condvar).gate
            {
                choices.extend((1..waiters).map(|n| Choice { thread, variant: Variant::Waiter(n as u8) }));
            }
        }
        if choices.is_empty() {
            self.time_passes(&mut choices);
        }
        self.gifts(&mut choices);
        choices
    }

    fn allowed(&self, variant: Variant) -> impl Iterator<Item = (ThreadId, Want)> {
        let wants = self.threads.iter().enumerate().filter_map(|(thread, actor)| Some((thread, actor.want?)));
        wants.filter(move |(_, want)| want.allows(variant, self))
    }

    fn time_passes(&self, choices: &mut Vec<Choice>) {
        let variant = Variant::LastResort;
        let first = self.allowed(variant).filter_map(|(_, want)| want.deadline()).min();
        let due = self.allowed(variant).filter(|(_, want)| want.deadline() == first);
        choices.extend(due.map(|(thread, _)| Choice { thread, variant }));
    }

    fn gifts(&self, choices: &mut Vec<Choice>) {
        let stuck = choices.is_empty();
        for (variant, left) in [(Variant::Spurious, self.budgets.spurious), (Variant::Early, self.budgets.early)] {
            if left == 0 {
                continue;
            }
            for (thread, _) in self.allowed(variant) {
                if choices.is_empty() && stuck {
                    choices.push(Choice { thread: self.current, variant: Variant::Stuck });
                }
                choices.push(Choice { thread, variant });
            }
        }
    }
}
