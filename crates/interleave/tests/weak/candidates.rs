//! Enumerates the candidate executions of a program: each way in which compare-exchanges may end, each order of
//! stores and of locks, and each source of a read. Those that the axioms admit are counted.
//!
//! A read-modify-write reads the store right before it in modification order. The axiom of atomicity requires that
//! anyway, and it alone keeps the candidates few enough to enumerate.

use super::axioms::{Broken, Effect, Events, Execution, Rules};
use super::choices::{for_each_choice, pairs, permutations};
use super::events::{Event, List};
use super::program::{Op, Program};
use std::collections::BTreeSet;

/// What a program may do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// Executions that differ in program order, reads-from, the order of locks, or the modification order.
    pub graphs_with_modification_orders: usize,
    /// Executions that differ in the first three of these.
    pub graphs: usize,
    /// The results of the loads, read-modify-writes and locks, thread by thread, and the final values of the
    /// locations, in `Debug` form.
    pub outcomes: BTreeSet<String>,
    /// Executions, as in the first count, that deadlock on locks. They are in no other count.
    pub deadlocks: usize,
    /// Whether two accesses to the data race in some execution.
    pub races: bool,
}

/// Everything that the axioms allow `program` to do.
pub fn allowed(program: &Program, rules: Rules) -> Allowed {
    let mut found = Found::default();
    for_each_choice(&ends(program), |ends| {
        let begun = program.threads.iter().zip(ends).enumerate();
        let ops: Vec<(usize, Op)> =
            begun.flat_map(|(thread, (ops, &end))| ops[..end].iter().map(move |&op| (thread, op))).collect();
        let stuck: Vec<usize> =
            program.threads.iter().zip(ends).filter_map(|(ops, &end)| ops.get(end)?.mutex()).collect();
        let effects: Vec<Vec<Effect>> = ops.iter().map(|(_, op)| effects(op)).collect();
        for_each_choice(&effects, |effects| {
            let events = ops.iter().zip(effects).map(|(&(thread, op), &effect)| Event { thread, op, effect });
            let list = List { locations: program.locations, events: events.collect() };
            let facts = list.facts(rules);
            Candidates { program, list, facts, stuck: &stuck, rules }.judge_all(&mut found);
        });
    });
    Allowed { graphs: found.sources.len(), ..found.allowed }
}

/// Where each thread may end: after its last operation, or before a lock that it waits for for ever.
fn ends(program: &Program) -> Vec<Vec<usize>> {
    let waits = |ops: &[Op]| (0..ops.len()).filter(|&i| matches!(ops[i], Op::Lock { .. })).collect::<Vec<_>>();
    program.threads.iter().map(|ops| [waits(ops), vec![ops.len()]].concat()).collect()
}

fn effects(op: &Op) -> Vec<Effect> {
    vec![match op {
        Op::Load { .. } => Effect::Read,
        Op::Store { .. } => Effect::Write,
        Op::Add { .. } | Op::Swap { .. } => Effect::Update,
        Op::CompareExchange { .. } => return vec![Effect::Update, Effect::Read],
        Op::Fence { .. } => Effect::Fence,
        Op::Lock { .. } => Effect::Lock,
        Op::Unlock { .. } => Effect::Unlock,
        Op::Data { .. } => Effect::Data,
    }]
}

#[derive(Default)]
struct Found {
    allowed: Allowed,
    /// Reads-from, and the orders of locks.
    sources: BTreeSet<Vec<Vec<usize>>>,
}

/// The candidates with these events.
struct Candidates<'a> {
    program: &'a Program,
    list: List,
    facts: Events,
    /// The mutexes that a thread waits for until the end.
    stuck: &'a [usize],
    rules: Rules,
}

impl Candidates<'_> {
    fn judge_all(&self, found: &mut Found) {
        let reads = self.list.numbers(Event::reads);
        let locks: Vec<_> = (0..self.program.mutexes).map(|mutex| self.lock_orders(mutex)).collect();
        let stores: Vec<_> = (0..self.program.locations).map(|at| self.modification_orders(at)).collect();
        for_each_choice(&locks, |locks| {
            for_each_choice(&stores, |stores| {
                let sources: Vec<Vec<usize>> = reads.iter().map(|&read| self.sources(read, stores)).collect();
                for_each_choice(&sources, |sources| {
                    let sources: Vec<(usize, usize)> = reads.iter().copied().zip(sources.iter().copied()).collect();
                    self.judge(locks, stores, &sources, found);
                });
            });
        });
    }

    /// The possible orders of the locks of a mutex. A thread that does not unlock it comes last, and there is such a
    /// thread if another waits for the mutex until the end.
    fn lock_orders(&self, mutex: usize) -> Vec<Vec<usize>> {
        let unlocks = |&lock: &usize| self.list.unlock(lock).is_some();
        let possible = |order: &Vec<usize>| match order.split_last() {
            Some((last, others)) => others.iter().all(unlocks) && !(self.stuck.contains(&mutex) && unlocks(last)),
            None => !self.stuck.contains(&mutex),
        };
        permutations(&self.list.numbers(|e| e.op == Op::Lock { mutex })).into_iter().filter(possible).collect()
    }

    fn modification_orders(&self, at: usize) -> Vec<Vec<usize>> {
        let stores = self.list.numbers(|e| e.writes() && e.op.location() == Some(at));
        permutations(&stores).into_iter().map(|order| [vec![at], order].concat()).collect()
    }

    /// The stores that an event may read from.
    fn sources(&self, read: usize, stores: &[Vec<usize>]) -> Vec<usize> {
        let event = self.list.event(read).expect("initial values read nothing");
        let order = &stores[event.op.location().expect("it reads a location")];
        match order.iter().position(|&store| store == read) {
            Some(at) if !self.rules.lacks(Broken::Atomicity) => vec![order[at - 1]],
            _ => order.iter().copied().filter(|&store| store != read).collect(),
        }
    }

    fn judge(&self, locks: &[Vec<usize>], stores: &[Vec<usize>], sources: &[(usize, usize)], found: &mut Found) {
        let Some(read) = self.list.values(sources) else { return };
        let mut execution = Execution::default();
        sources.iter().for_each(|&(read, source)| execution.rf.add(source, read));
        for (one, other) in stores.iter().flat_map(|order| pairs(order)) {
            execution.mo.add(one, other);
        }
        for (one, other) in locks.iter().flat_map(|order| pairs(order)) {
            execution.locks.add(self.list.unlock(one).expect("who does not unlock is last"), other);
        }
        if !self.facts.admit(&execution, self.rules) {
            return;
        }
        found.allowed.races |= self.races(&execution, locks, &read);
        if !self.stuck.is_empty() {
            found.allowed.deadlocks += 1;
            return;
        }
        found.allowed.graphs_with_modification_orders += 1;
        let source = sources.iter().map(|&(_, source)| source).collect();
        // Which compare-exchanges read and which write follows from what they read.
        found.sources.insert(locks.iter().cloned().chain([source]).collect());
        found.allowed.outcomes.insert(self.outcome(locks, stores, &read));
    }

    /// Are there two accesses to the data, at least one a write, neither of which happens before the other?
    fn races(&self, execution: &Execution, locks: &[Vec<usize>], read: &[(usize, usize)]) -> bool {
        let accesses = self.list.numbers(|event| event.effect == Effect::Data);
        if accesses.len() < 2 {
            return false;
        }
        let event = |number: usize| self.list.event(number).expect("an access");
        let happens = |number: &usize| {
            let own = self.list.numbers(|other| other.thread == event(*number).thread);
            let before = own.into_iter().filter(|other| other < number);
            before.filter_map(|other| gave(other, locks, read)).next_back() != Some(0)
        };
        let accesses: Vec<usize> = accesses.into_iter().filter(happens).collect();
        let hb = self.facts.happens_before(execution, self.rules);
        let writes = |number: usize| event(number).op == Op::Data { write: true };
        pairs(&accesses).any(|(one, other)| {
            let ordered = hb.has(one, other) || hb.has(other, one);
            (writes(one) || writes(other)) && event(one).thread != event(other).thread && !ordered
        })
    }

    fn outcome(&self, locks: &[Vec<usize>], stores: &[Vec<usize>], read: &[(usize, usize)]) -> String {
        let gave = |number| gave(number, locks, read);
        let gave: Vec<usize> = self.list.numbers(|_| true).into_iter().filter_map(gave).collect();
        let last = |order: &Vec<usize>| self.list.written(*order.last()?, read);
        let memory: Vec<usize> = stores.iter().filter_map(last).collect();
        format!("{:?}", (gave, memory))
    }
}

/// The result of an event for its thread, if it reads or locks.
fn gave(number: usize, locks: &[Vec<usize>], read: &[(usize, usize)]) -> Option<usize> {
    let locked = || locks.iter().find_map(|order| order.iter().position(|&lock| lock == number));
    read.iter().find(|(event, _)| *event == number).map(|&(_, value)| value).or_else(locked)
}
