//! Explores a program repeatedly, each time with different orderings.

use super::Site;
use super::levels::at_least;
use crate::execution::Program;
use crate::execution::plan::{Plan, follow};
use crate::options::Limits;
use crate::outcome::Outcome;
use crate::search::{Judgement, explore_judged, judge};
use std::rc::Rc;
use std::sync::atomic::Ordering;

/// An ordering for each site.
pub(super) type Orders = Vec<Ordering>;

pub(super) struct Trials<'a> {
    limits: &'a Limits,
    program: Program<'a>,
    pub(super) sites: Vec<Site>,
    known: Vec<(Orders, Judgement)>,
    pub(super) explorations: usize,
    /// Something is not known, because a limit was reached.
    pub(super) limited: bool,
}

impl<'a> Trials<'a> {
    /// The program as written, and its first exploration.
    pub(super) fn new(
        limits: &'a Limits,
        may_change: &dyn Fn(&Site) -> bool,
        program: Program<'a>,
    ) -> (Self, Outcome) {
        let plan = Plan::of_orderings(Vec::new());
        let outcome = follow(&plan, || explore_judged(limits, program));
        let sites = plan.met().into_iter().filter(may_change).collect();
        (Trials { limits, program, sites, known: Vec::new(), explorations: 1, limited: false }, outcome)
    }

    pub(super) fn written(&self) -> Orders {
        self.sites.iter().map(|site| site.order).collect()
    }

    fn plan(&self, orders: &[Ordering]) -> Rc<Plan> {
        let changes = self.sites.iter().copied().zip(orders.iter().copied());
        Plan::of_orderings(changes.filter(|(site, order)| site.order != *order).collect())
    }

    /// Does the program pass with these orderings? Stronger orderings only remove executions. So if it fails with
    /// stronger ones, it fails with these; and if it passes with weaker ones, it passes with these.
    pub(super) fn judge(&mut self, orders: &[Ordering]) -> Judgement {
        let covers = |one: &[Ordering], other: &[Ordering]| one.iter().zip(other).all(|(a, b)| at_least(*a, *b));
        let follows = self.known.iter().find(|(known, judgement)| match judgement {
            Judgement::Fails => covers(known, orders),
            Judgement::Passes => covers(orders, known),
            Judgement::Unknown => known == orders,
        });
        if let Some((_, judgement)) = follows {
            return *judgement;
        }
        if self.explorations >= self.limits.max_explorations {
            self.limited = true;
            return Judgement::Unknown;
        }
        self.explorations += 1;
        let judgement = follow(&self.plan(orders), || judge(self.limits, self.program));
        self.limited |= judgement == Judgement::Unknown;
        self.known.push((orders.to_vec(), judgement));
        judgement
    }

    /// Explores the program with these orderings, for which it fails, to get its smallest failing execution.
    pub(super) fn failing(&self, orders: &[Ordering]) -> Outcome {
        let limits = Limits { until_failure: true, ..self.limits.clone() };
        follow(&self.plan(orders), || explore_judged(&limits, self.program))
    }
}
