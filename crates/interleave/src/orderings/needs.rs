//! For a passing program: which orderings it needs, and how weak all of them can be together.

use super::levels::below;
use super::trials::{Orders, Trials};
use super::{Need, Site};
use crate::search::Judgement;

/// For each site, whether its ordering is needed while the others stay as written.
pub(super) fn needs(trials: &mut Trials<'_>) -> Vec<Need> {
    (0..trials.sites.len()).map(|site| need(trials, site)).collect()
}

fn need(trials: &mut Trials<'_>, site: usize) -> Need {
    let Site { operation, order, .. } = trials.sites[site];
    let mut orders = trials.written();
    let mut known = true;
    for weaker in below(operation, order) {
        orders[site] = weaker;
        match trials.judge(&orders) {
            Judgement::Passes => return Need::Weaker(weaker),
            Judgement::Unknown => known = false,
            Judgement::Fails => {}
        }
    }
    match below(operation, order).next_back() {
        None => Need::Weakest,
        Some(_) if !known => Need::Unknown,
        Some(weaker) => {
            orders[site] = weaker;
            let outcome = trials.failing(&orders);
            Need::Needed { instead: weaker, verdict: outcome.verdict, record: outcome.counterexample.map(Box::new) }
        }
    }
}

/// Orderings with which the program passes, and none of which can be weaker.
pub(super) fn weakest(trials: &mut Trials<'_>) -> Orders {
    let mut orders = trials.written();
    for site in 0..orders.len() {
        let Site { operation, order, .. } = trials.sites[site];
        for weaker in below(operation, order) {
            let mut fewer = orders.clone();
            fewer[site] = weaker;
            if trials.judge(&fewer) == Judgement::Passes {
                orders = fewer;
                break;
            }
        }
    }
    orders
}
