//! The axioms of RC11 (Lahav, Vafeiadis, Kang, Hur & Dreyer, *Repairing Sequential Consistency in C/C++11*, PLDI
//! 2017) as amended by C++20, word for word over relations. They judge one complete execution; nothing here searches.
//!
//! There are two amendments: only read-modify-writes continue a release sequence (P0982), and sequentially consistent
//! operations respect *program order; happens-before; program order* whatever their locations (P0668). A third
//! amendment, which forbids a little more, is not included: see [`standard`].

use super::relation::{Relation, Set};
use super::standard;
use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Release, SeqCst};

/// What an event does. A failed compare-exchange is a read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Initial,
    Read,
    Write,
    Update,
    Fence,
    Lock,
    Unlock,
    Data,
}

/// The rules that the explorer implements.
pub const MODEL: Rules = Rules::Rc11WithEco;

/// The rules that an execution must obey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// RC11 as in the paper: sequentially consistent operations respect `mo` and `rb`.
    Rc11,
    /// As in C++20: they respect `eco`, which also goes through reads.
    Rc11WithEco,
    /// Sequentially consistent operations have one total order, as the standard words it.
    Standard,
    /// RC11 with a deliberate error.
    Without(Broken),
}

/// An axiom or a definition to leave out, to see that a test notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Only a read of the release store itself synchronises with it.
    ReleaseSequences,
    /// Later stores of the thread continue a release sequence, as before C++20.
    ReleaseSequencesOfStores,
    /// A read-modify-write may read any store.
    Atomicity,
    /// `SeqCst` is `AcqRel`.
    SeqCst,
    /// *Program order; happens-before; program order* orders only operations on different locations, as in the paper.
    SeqCstElsewhere,
    /// A failed compare-exchange has the success ordering.
    FailureOrdering,
    /// A fence synchronises with nothing.
    Fences,
    /// An unlock does not synchronise with later locks.
    Locks,
}

/// The events of an execution, and everything that is the same in all executions with these events.
#[derive(Default)]
pub struct Events {
    pub po: Relation,
    pub same_location: Relation,
    stores: Set,
    reads: Set,
    updates: Set,
    pub fences: Set,
    releases: Set,
    acquires: Set,
    pub seq_cst: Set,
}

/// What may differ: reads-from, and the orders of stores and of locks.
#[derive(Clone, Copy, Default)]
pub struct Execution {
    pub rf: Relation,
    pub mo: Relation,
    /// From each unlock to the later locks of its mutex.
    pub locks: Relation,
}

impl Rules {
    pub fn lacks(self, axiom: Broken) -> bool {
        self == Rules::Without(axiom)
    }
}

impl Events {
    /// Adds event number `index`. Initial values and locks have no ordering.
    pub fn add(&mut self, index: usize, effect: Effect, order: Option<Ordering>) {
        let event = 1 << index;
        let add = |set: &mut Set, is: bool| *set |= if is { event } else { 0 };
        add(&mut self.stores, matches!(effect, Effect::Write | Effect::Update));
        add(&mut self.reads, matches!(effect, Effect::Read | Effect::Update));
        add(&mut self.updates, effect == Effect::Update);
        add(&mut self.fences, effect == Effect::Fence);
        let reads_only = effect == Effect::Read;
        let writes_only = effect == Effect::Write;
        add(&mut self.releases, matches!(order, Some(Release | AcqRel | SeqCst)) && !reads_only);
        add(&mut self.acquires, matches!(order, Some(Acquire | AcqRel | SeqCst)) && !writes_only);
        add(&mut self.seq_cst, order == Some(SeqCst));
    }

    /// Does the model allow this execution?
    pub fn admit(&self, execution: &Execution, rules: Rules) -> bool {
        let Execution { rf, mo, locks } = execution;
        let no_thin_air = || self.po.or(rf).or(locks).is_acyclic();
        let hb = self.happens_before(execution, rules);
        let rb = self.reads_before(execution);
        let eco = rf.or(mo).or(&rb).transitive();
        let coherence = || hb.is_irreflexive() && hb.then(&eco).is_irreflexive();
        let atomicity = || Relation::identity(self.updates).and(&rb.then(mo)) == Relation::default();
        let sc = || match rules {
            Rules::Without(Broken::SeqCst) => true,
            Rules::Standard => standard::has_an_order(self, &self.synchronises(execution, rules), &hb, &eco),
            _ => self.partial_sc(&hb, mo, &rb, &eco, rules).is_acyclic(),
        };
        no_thin_air() && coherence() && (rules.lacks(Broken::Atomicity) || atomicity()) && sc()
    }

    /// `rb = rf⁻¹; mo`: from a read to the stores after the one it read. A read-modify-write does not precede itself.
    fn reads_before(&self, execution: &Execution) -> Relation {
        execution.rf.inverse().then(&execution.mo).without_same()
    }

    /// `hb = (po ∪ sw)⁺`; an unlock synchronises with the locks after it.
    pub fn happens_before(&self, execution: &Execution, rules: Rules) -> Relation {
        let locks = if rules.lacks(Broken::Locks) { Relation::default() } else { execution.locks };
        self.po.or(&self.synchronises(execution, rules)).or(&locks).transitive()
    }

    /// `sw = [E⊒rel]; ([F]; po)?; rs; rf; [R]; (po; [F])?; [E⊒acq]`
    fn synchronises(&self, execution: &Execution, rules: Rules) -> Relation {
        let rf = &execution.rf;
        // rs = [W]; (rf; [RMW])*
        let through = rf.into_set(self.updates).transitive().or_same();
        let stores = Relation::identity(self.stores);
        let rs = match rules {
            Rules::Without(Broken::ReleaseSequences) => stores,
            Rules::Without(Broken::ReleaseSequencesOfStores) => {
                let later = self.po.and(&self.same_location).into_set(self.stores).or_same();
                stores.then(&later).then(&through)
            }
            _ => stores.then(&through),
        };
        let fences = Relation::identity(if rules.lacks(Broken::Fences) { 0 } else { self.fences });
        let release = Relation::identity(self.releases).then(&fences.then(&self.po).or_same());
        let acquire = self.po.then(&fences).or_same().into_set(self.acquires);
        let read = rf.into_set(self.reads);
        release.then(&rs).then(&read).then(&acquire)
    }

    /// `psc = psc_base ∪ psc_F`, in which there must be no cycle.
    fn partial_sc(&self, hb: &Relation, mo: &Relation, rb: &Relation, eco: &Relation, rules: Rules) -> Relation {
        let po = &self.po;
        let apart = if rules.lacks(Broken::SeqCstElsewhere) { po.minus(&self.same_location) } else { *po };
        let seq_cst = Relation::identity(self.seq_cst);
        let fences = Relation::identity(self.seq_cst & self.fences);
        // scb = po ∪ po; hb; po ∪ hb|loc ∪ eco; in the paper, mo ∪ rb instead of eco
        let coherence = if rules == Rules::Rc11 { mo.or(rb) } else { *eco };
        let scb = po.or(&apart.then(hb).then(&apart)).or(&hb.and(&self.same_location)).or(&coherence);
        // psc_base = ([Esc] ∪ [Fsc]; hb?); scb; ([Esc] ∪ hb?; [Fsc])
        let before = seq_cst.or(&fences.then(&hb.or_same()));
        let after = seq_cst.or(&hb.or_same().then(&fences));
        let base = before.then(&scb).then(&after);
        // psc_F = [Fsc]; (hb ∪ hb; eco; hb); [Fsc]
        let around = hb.or(&hb.then(eco).then(hb));
        base.or(&fences.then(&around).then(&fences))
    }
}
