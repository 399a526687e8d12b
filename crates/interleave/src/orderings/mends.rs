//! For a failing program: the smallest set of lines whose orderings must change for it to pass.

use super::levels::{at_least, instead, levels, rank};
use super::trials::{Orders, Trials};
use crate::search::Judgement;
use std::sync::atomic::Ordering;

/// Every smallest fix, the one with the weakest orderings first; `None` if the program fails with the strongest
/// orderings too.
pub(super) fn mends(trials: &mut Trials<'_>) -> Option<Vec<Orders>> {
    let written = trials.written();
    let strongest: Orders = trials.sites.iter().map(|site| strongest(levels(site.operation))).collect();
    match trials.judge(&strongest) {
        Judgement::Fails => return None,
        Judgement::Unknown => return Some(Vec::new()),
        Judgement::Passes => {}
    }
    let lines = lines(trials, &written, &strongest);
    for size in 1..=lines.len() {
        let mut found: Vec<Orders> = Vec::new();
        for chosen in choose(size, lines.len()) {
            let sites: Vec<usize> = chosen.iter().flat_map(|line| lines[*line].iter().copied()).collect();
            let mut most = written.clone();
            sites.iter().for_each(|site| most[*site] = strongest[*site]);
            if trials.judge(&most) == Judgement::Passes {
                found.extend(weakest(trials, &written, &sites));
            }
        }
        if !found.is_empty() {
            found.sort_by_key(|orders| strength(orders));
            return Some(found);
        }
    }
    Some(Vec::new())
}

fn strongest(levels: &[Ordering]) -> Ordering {
    *levels.last().expect("every operation has orderings")
}

/// For each line with an ordering that could be stronger, its sites.
fn lines(trials: &Trials<'_>, written: &[Ordering], strongest: &[Ordering]) -> Vec<Vec<usize>> {
    let sites = || (0..written.len()).filter(|site| written[*site] != strongest[*site]);
    let line = |site: usize| (trials.sites[site].place.file(), trials.sites[site].place.line());
    let mut lines: Vec<_> = sites().map(line).collect();
    lines.dedup();
    lines.into_iter().map(|this| sites().filter(|site| line(*site) == this).collect()).collect()
}

/// Every way to choose `size` of the numbers `0..count`.
fn choose(size: usize, count: usize) -> Vec<Vec<usize>> {
    match size {
        0 => vec![Vec::new()],
        _ => (size - 1..count)
            .flat_map(|last| choose(size - 1, last).into_iter().map(move |some| [some, vec![last]].concat()))
            .collect(),
    }
}

/// All assignments that pass, change only these sites, weaken none of them, and are minimal.
fn weakest(trials: &mut Trials<'_>, written: &[Ordering], sites: &[usize]) -> Vec<Orders> {
    let mut all = vec![written.to_vec()];
    for site in sites {
        let others = || instead(trials.sites[*site].operation, written[*site]);
        let with = |orders: &Orders, order| {
            let mut orders = orders.clone();
            orders[*site] = order;
            orders
        };
        all = all.iter().flat_map(|orders| others().map(move |order| with(orders, order))).collect();
    }
    all.sort_by_key(|orders| (changed(orders, written).count(), strength(orders)));
    let mut found: Vec<Orders> = Vec::new();
    for orders in all {
        let does_more = |mend: &Orders| changed(mend, written).all(|site| at_least(orders[site], mend[site]));
        if !found.iter().any(does_more) && trials.judge(&orders) == Judgement::Passes {
            found.push(orders);
        }
    }
    found
}

fn changed(orders: &[Ordering], written: &[Ordering]) -> impl Iterator<Item = usize> {
    (0..orders.len()).filter(move |site| orders[*site] != written[*site])
}

fn strength(orders: &[Ordering]) -> usize {
    orders.iter().map(|order| rank(*order)).sum()
}
