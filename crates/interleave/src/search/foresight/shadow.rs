//! The shadow: the state of an execution as far as it decides who can go on, and what each step will do. It takes steps
//! whose effects are known, and takes them back.

use super::effect::{Actor, thing};
use super::effects::{EffectId, Effects};
use super::want::Want;
use crate::execution::{Choice, Settings, State, Target, Variant, mix, stable};
use crate::record::ThreadId;
use std::time::Duration;

#[derive(Default)]
pub(super) struct Shadow {
    pub(super) threads: Vec<Actor>,
    /// How many objects the program has created.
    pub(super) objects: usize,
    /// Whatever was ever touched, in no order: what it is called in every interleaving (see [`stable`]), and what is there.
    names: Vec<u64>,
    things: Vec<Thing>,
    /// Who stepped last.
    current: ThreadId,
    budgets: Budgets,
    taken: Vec<Taken>,
    /// What those have changed, as it was before.
    changed: Vec<(Spot, Thing)>,
}

/// Where something is in the shadow: the same throughout the search.
pub(super) type Spot = u32;

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
        readers: u32,
    },
    Condvar {
        waiters: u32,
    },
    Channel {
        capacity: Option<u32>,
        length: u32,
        taken: u32,
        senders: u32,
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
    /// How many things had been changed before.
    changed: usize,
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
    pub(super) fn key(&self) -> u64 {
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
    /// From now on it is the shadow of `state`, in which no step has been taken.
    pub(super) fn begins(&mut self, state: &State) {
        let Settings { spurious_wakeups, early_timeouts, .. } = state.settings;
        self.objects = state.objects.len();
        // A thread without an operation has finished already.
        let there = (0..self.objects).map(Target::Object).chain((0..state.threads.len()).map(Target::Finished));
        self.names.clear();
        self.names.extend(there.clone().map(|target| stable(target, state)));
        self.things.clear();
        self.things.extend(there.map(|target| thing(target, state)));
        self.threads.clear();
        for thread in 0..state.threads.len() {
            let actor = Actor::of(thread, state, self);
            self.threads.push(actor);
        }
        self.current = state.current;
        self.budgets = Budgets { spurious: spurious_wakeups, early: early_timeouts };
        self.taken.clear();
        self.changed.clear();
    }

    /// How many steps have been taken.
    pub(super) fn depth(&self) -> usize {
        self.taken.len()
    }

    pub(super) fn at(&self, spot: Spot) -> &Thing {
        &self.things[spot as usize]
    }

    /// Where that is what is called `name`.
    pub(super) fn spot(&mut self, name: u64) -> Spot {
        let spot = self.names.iter().position(|other| *other == name).unwrap_or_else(|| {
            self.names.push(name);
            self.things.push(Thing::default());
            self.names.len() - 1
        });
        spot as Spot
    }

    /// Stands for all that decides what `choice` does.
    pub(super) fn key(&self, choice: Choice) -> u64 {
        let actor = &self.threads[choice.thread];
        actor.want.map_or(0, |want| want.key(actor.history, choice.variant, self))
    }

    pub(super) fn take(&mut self, choice: Choice, effects: &Effects, effect: EffectId) {
        let Choice { thread, variant } = choice;
        let (spawned, (after, created)) = (effects.spawned(effect), effects.after(effect));
        self.taken.push(Taken {
            thread,
            before: self.threads[thread],
            current: self.current,
            budgets: self.budgets,
            spawned: spawned.len(),
            created: created as usize,
            changed: self.changed.len(),
        });
        for (spot, change) in effects.changes(effect) {
            let thing = &mut self.things[*spot as usize];
            self.changed.push((*spot, *thing));
            change.apply(thing);
        }
        self.threads[thread] = after;
        self.threads.extend(spawned);
        self.objects += created as usize;
        self.current = thread;
        self.budgets.spurious -= usize::from(variant == Variant::Spurious);
        self.budgets.early -= usize::from(variant == Variant::Early);
    }

    pub(super) fn take_back(&mut self) {
        let Some(taken) = self.taken.pop() else { return };
        while self.changed.len() > taken.changed {
            let (spot, before) = self.changed.pop().expect("there are more");
            self.things[spot as usize] = before;
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

    /// As [`State::choices`](crate::execution::State::choices), in the same order, put behind those in `choices`.
    pub(super) fn choices(&self, choices: &mut Vec<Choice>) {
        let before = choices.len();
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
        if choices.len() == before {
            self.time_passes(choices);
        }
        self.gifts(choices, before);
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

    fn gifts(&self, choices: &mut Vec<Choice>, before: usize) {
        let stuck = choices.len() == before;
        for (variant, left) in [(Variant::Spurious, self.budgets.spurious), (Variant::Early, self.budgets.early)] {
            if left == 0 {
                continue;
            }
            for (thread, _) in self.allowed(variant) {
                if stuck && choices.len() == before {
                    choices.push(Choice { thread: self.current, variant: Variant::Stuck });
                }
                choices.push(Choice { thread, variant });
            }
        }
    }
}
