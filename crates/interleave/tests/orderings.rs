//! `orderings`, checked by brute force: each program is explored with every assignment of orderings, and the answer
//! for one assignment must follow from the results for all of them.

mod parsed;
use interleave::report::{Style, advice, advice_json};
use interleave::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering, Ordering::*, fence};
use interleave::sync::{Arc, Mutex};
use interleave::{
    Advice, AtomicOperation, Need, OneOf, Options, OrderingChange, Orderings, Verdict, explore, orderings,
    orderings_at, thread,
};
use parsed::parsed;
use std::collections::BTreeSet;

const LOAD: &[Ordering] = &[Relaxed, Acquire, SeqCst];
const STORE: &[Ordering] = &[Relaxed, Release, SeqCst];
const UPDATE: &[Ordering] = &[Relaxed, Acquire, Release, AcqRel, SeqCst];

fn at_least(one: Ordering, other: Ordering) -> bool {
    one == other || other == Relaxed || one == SeqCst || (one == AcqRel && matches!(other, Acquire | Release))
}

fn all_at_least(one: &[Ordering], other: &[Ordering]) -> bool {
    one.iter().zip(other).all(|(one, other)| at_least(*one, *other))
}

/// A program with its orderings as arguments, each on a line of its own.
struct Parameters {
    levels: Vec<&'static [Ordering]>,
    /// Its correct return value.
    expected: u64,
    run: fn(&[Ordering]) -> u64,
}

impl Parameters {
    fn assignments(&self) -> Vec<Vec<Ordering>> {
        let with = |so_far: &[Ordering], order: Ordering| [so_far, &[order]].concat();
        self.levels.iter().fold(vec![Vec::new()], |all, levels| {
            all.iter().flat_map(|so_far| levels.iter().map(|order| with(so_far, *order))).collect()
        })
    }

    fn options(&self) -> Options<OneOf<u64>> {
        Options::new().expect(self.expected)
    }

    fn judged_by_brute_force(&self) {
        let all = self.assignments();
        let passes =
            |orders: &Vec<Ordering>| explore(&self.options(), || (self.run)(orders)).verdict == Verdict::Passed;
        let passing: Vec<_> = all.iter().filter(|orders| passes(orders)).cloned().collect();
        assert!(!passing.is_empty() && passing.len() < all.len(), "a program that can tell orderings apart");
        for written in &all {
            let found = orderings(&self.options(), || (self.run)(written));
            assert!(!found.limited, "{written:?}");
            match &found.advice {
                Advice::Mends(mends) => {
                    assert!(!passing.contains(written), "{written:?} passes");
                    let mends = mends.iter().map(|mend| self.after(written, &found, mend));
                    let mends: BTreeSet<String> = mends.map(|orders| format!("{orders:?}")).collect();
                    assert_eq!(mends, self.smallest_mends(written, &passing), "{written:?}");
                }
                Advice::Needs { needs, weakest } => {
                    assert!(passing.contains(written), "{written:?} fails");
                    let weakest = self.after(written, &found, weakest);
                    let is_weaker = |other: &&Vec<Ordering>| all_at_least(&weakest, other) && **other != weakest;
                    assert_eq!(passing.iter().find(is_weaker), None, "{weakest:?} can be weaker, from {written:?}");
                    assert!(passing.contains(&weakest), "{weakest:?} fails, from {written:?}");
                    self.needs_are_right(written, &found, needs, &passing);
                }
                advice => panic!("{written:?}: {advice:?}"),
            }
        }
    }

    /// The index of the site's argument: the orderings of a program are in the order of its lines.
    fn argument(&self, found: &Orderings, site: usize) -> usize {
        let mut lines: Vec<_> = found.sites.iter().map(|site| site.place.line()).collect();
        lines.dedup();
        // Sites that are always `Relaxed` come after those of the arguments.
        let index =
            lines.iter().position(|line| *line == found.sites[site].place.line()).expect("a line of a site");
        assert!(index < self.levels.len(), "site {site} is none of the arguments: {:?}", found.sites[site]);
        index
    }

    fn after(&self, written: &[Ordering], found: &Orderings, changes: &[OrderingChange]) -> Vec<Ordering> {
        let mut after = written.to_vec();
        for change in changes {
            after[self.argument(found, change.site)] = change.order;
        }
        after
    }

    fn smallest_mends(&self, written: &[Ordering], passing: &[Vec<Ordering>]) -> BTreeSet<String> {
        let changes = |orders: &[Ordering]| orders.iter().zip(written).filter(|(a, b)| a != b).count();
        let weakens = |orders: &[Ordering]| orders.iter().zip(written).any(|(a, b)| a != b && at_least(*b, *a));
        let mends: Vec<_> = passing.iter().filter(|orders| !weakens(orders)).collect();
        let fewest = mends.iter().map(|orders| changes(orders)).min().expect("the strongest pass");
        let mends: Vec<_> = mends.into_iter().filter(|orders| changes(orders) == fewest).collect();
        let does_more = |one: &[Ordering], other: &[Ordering]| {
            (0..one.len()).all(|at| other[at] == written[at] || at_least(one[at], other[at]))
        };
        let is_more = |one: &[Ordering]| mends.iter().any(|other| *other != one && does_more(one, other));
        mends.iter().filter(|orders| !is_more(orders)).map(|orders| format!("{orders:?}")).collect()
    }

    fn needs_are_right(&self, written: &[Ordering], found: &Orderings, needs: &[Need], passing: &[Vec<Ordering>]) {
        for (site, need) in needs.iter().enumerate().filter(|(site, _)| found.sites[*site].order != Relaxed) {
            let argument = self.argument(found, site);
            let with = |order| {
                let mut orders = written.to_vec();
                orders[argument] = order;
                orders
            };
            let lower = self.levels[argument].iter().copied().filter(|order| at_least(written[argument], *order));
            let lower: Vec<_> = lower.filter(|order| *order != written[argument]).collect();
            let weaker: Vec<_> = lower.into_iter().filter(|order| passing.contains(&with(*order))).collect();
            match need {
                Need::Weaker(order) => assert!(weaker.contains(order), "{written:?}: {order:?} at {argument}"),
                Need::Needed { record, .. } => {
                    assert!(weaker.is_empty() && record.is_some(), "{written:?}: argument {argument}");
                }
                need => panic!("{written:?}: {need:?}"),
            }
        }
    }
}

fn spin_lock(orders: &[Ordering]) -> u64 {
    let (held, count) = (AtomicBool::new(false), AtomicU64::new(0));
    let (take, give) = (orders[0], orders[1]);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while held.swap(true, take) {
                    thread::yield_now();
                }
                let unlock = || held.store(false, give);
                count.store(count.load(Relaxed) + 1, Relaxed);
                unlock();
            });
        }
    });
    count.load(Relaxed)
}

#[test]
fn a_spin_lock_needs_acquire_and_release() {
    let levels = vec![UPDATE, STORE];
    Parameters { levels, expected: 2, run: spin_lock }.judged_by_brute_force();
}

/// Data handed over through a flag that a third thread passes on.
fn passed_on(orders: &[Ordering]) -> u64 {
    let (data, ready, passed) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let publish = || ready.store(1, orders[0]);
    let see = || ready.load(orders[1]);
    let pass = || passed.store(1, orders[2]);
    let arrive = || passed.load(orders[3]);
    thread::scope(|scope| {
        scope.spawn(|| {
            data.store(1, Relaxed);
            publish();
        });
        scope.spawn(|| {
            if see() == 1 {
                pass();
            }
        });
        scope.spawn(|| u64::from(arrive() == 1 && data.load(Relaxed) == 0)).join().unwrap()
    })
}

#[test]
fn a_message_passed_on_by_a_third_thread_needs_all_four_orderings() {
    let levels = vec![STORE, LOAD, STORE, LOAD];
    Parameters { levels, expected: 0, run: passed_on }.judged_by_brute_force();
}

/// Each of two threads announces itself, and checks whether the other has; with a fence in between.
fn both_look(orders: &[Ordering]) -> u64 {
    let (one, other) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let first = || fence(orders[0]);
    let second = || fence(orders[1]);
    thread::scope(|scope| {
        let here = scope.spawn(|| {
            one.store(1, Relaxed);
            first();
            other.load(Relaxed)
        });
        let there = scope.spawn(|| {
            other.store(1, Relaxed);
            second();
            one.load(Relaxed)
        });
        u64::from(here.join().unwrap() + there.join().unwrap() == 0)
    })
}

#[test]
fn store_buffering_needs_seq_cst_fences() {
    let options = || Options::new().expect(0);
    // If the fences are weaker, stronger accesses are a fix too.
    let found =
        orderings_at(&options(), |site| site.operation == AtomicOperation::Fence, || both_look(&[AcqRel, AcqRel]));
    let Advice::Mends(mends) = &found.advice else { panic!("{found:?}") };
    let orders: Vec<Vec<_>> =
        mends.iter().map(|mend| mend.iter().map(|change| change.order).collect::<Vec<_>>()).collect();
    assert_eq!(orders, [vec![SeqCst, SeqCst]]);
    for written in [[AcqRel, SeqCst], [Release, Acquire]] {
        let found = orderings(&options(), || both_look(&written));
        let Advice::Mends(mends) = &found.advice else { panic!("{found:?}") };
        assert!(
            mends.iter().any(|mend| mend.iter().all(|c| found.sites[c.site].operation == AtomicOperation::Fence))
        );
        for mend in mends {
            assert!(mend.iter().all(|change| at_least(change.order, found.sites[change.site].order)), "{mend:?}");
        }
    }
    let found = orderings(&options(), || both_look(&[SeqCst, SeqCst]));
    let Advice::Needs { needs, .. } = &found.advice else { panic!("{found:?}") };
    let needed = |need: &&Need| matches!(need, Need::Needed { instead: AcqRel, .. });
    assert_eq!(needs.iter().filter(needed).count(), 2, "{needs:?}");
}

fn fences_of_a_lock(orders: &[Ordering]) -> u64 {
    let (data, ready) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let before = || fence(orders[0]);
    let after = || fence(orders[1]);
    thread::scope(|scope| {
        scope.spawn(|| {
            data.store(1, Relaxed);
            before();
            ready.store(1, Relaxed);
        });
        scope
            .spawn(|| {
                let seen = ready.load(Relaxed);
                after();
                u64::from(seen == 1 && data.load(Relaxed) == 0)
            })
            .join()
            .unwrap()
    })
}

#[test]
fn an_unneeded_fence_is_weakened_to_none() {
    let options = Options::new().expect(0);
    let found = orderings(&options, || fences_of_a_lock(&[SeqCst, SeqCst]));
    let Advice::Needs { needs, weakest } = &found.advice else { panic!("{found:?}") };
    assert!(matches!(needs[0], Need::Weaker(Release)) && matches!(needs[1], Need::Weaker(Acquire)), "{needs:?}");
    let weakest: Vec<_> = weakest.iter().map(|change| change.order).collect();
    assert_eq!(weakest, [Release, Acquire]);

    let found = orderings(&options, || {
        fence(SeqCst);
        0
    });
    assert!(advice(&found, &Style::default()).contains("could be left out"), "{found:?}");
}

#[test]
fn the_failure_ordering_is_a_site_of_its_own_and_fetch_update_has_two_sites() {
    let setup = |failure| {
        move || {
            let (data, state) = (AtomicUsize::new(0), AtomicUsize::new(0));
            thread::scope(|scope| {
                scope.spawn(|| {
                    data.store(1, Relaxed);
                    state.store(1, Release);
                });
                scope
                    .spawn(|| match state.compare_exchange(0, 2, Relaxed, failure) {
                        Ok(_) => 1,
                        Err(_) => data.load(Relaxed),
                    })
                    .join()
                    .unwrap()
            })
        }
    };
    let found = orderings(&Options::new().expect(1), setup(Relaxed));
    let told = found.sentence().expect("it fails");
    assert!(told.starts_with("It passes with `Acquire` for the failed exchange at line "), "{told}");

    let found = orderings(&Options::new(), || {
        let count = AtomicUsize::new(0);
        count.fetch_update(SeqCst, Acquire, |count| Some(count + 1)).unwrap()
    });
    let sites: Vec<_> = found.sites.iter().map(|site| (site.operation, site.order)).collect();
    assert_eq!(sites, [(AtomicOperation::Update, SeqCst), (AtomicOperation::Failure, Acquire)]);
}

#[test]
fn a_bug_that_is_not_about_orderings_is_not_fixed_by_one() {
    let found = orderings(&Options::new().expect(2), || {
        let count = Arc::new(AtomicUsize::new(0));
        let other = Arc::clone(&count);
        let other = thread::spawn(move || other.store(other.load(Relaxed) + 1, Relaxed));
        count.store(count.load(Relaxed) + 1, Relaxed);
        other.join().unwrap();
        count.load(Relaxed)
    });
    assert!(matches!(found.advice, Advice::NoOrderingMends), "{found:?}");
    assert_eq!(
        found.sentence().as_deref(),
        Some("No ordering fixes this: it fails with `SeqCst` everywhere too. The bug is elsewhere.")
    );
    assert_eq!(parsed(&advice_json(&found))["mends"], serde_json::json!([]));
}

#[test]
fn a_program_without_atomics_has_no_sites() {
    let found = orderings(&Options::new(), || *Mutex::new(0).lock().unwrap());
    assert!(found.sites.is_empty());
    assert!(advice(&found, &Style::default()).starts_with("It passes, and uses no atomic operation."));
}

#[test]
fn only_permitted_orderings_are_changed() {
    let found = orderings_at(
        &Options::new().expect(2),
        |site| site.operation == AtomicOperation::Store,
        || spin_lock(&[Relaxed, Relaxed]),
    );
    assert!(matches!(found.advice, Advice::NoOrderingMends), "{found:?}");
    assert!(found.sites.iter().all(|site| site.operation == AtomicOperation::Store));
}

#[test]
fn nothing_is_claimed_beyond_a_reached_limit() {
    let text = |orders: [Ordering; 2], most| {
        let options = Options::new().expect(2).max_explorations(most);
        let found = orderings(&options, || spin_lock(&orders));
        (advice(&found, &Style::default()), found)
    };
    let (told, found) = text([Acquire, Release], 1);
    assert!(
        found.limited && told.starts_with("It passes. Whether 2 of its orderings could be weaker is not known."),
        "{told}"
    );
    let mut cut_short = 0;
    for most in 2..40 {
        let (told, found) = text([Relaxed, Relaxed], most);
        let Advice::Mends(mends) = &found.advice else { panic!("{found:?}") };
        assert_eq!(told.contains("No fix changes fewer lines"), !mends.is_empty() && !found.limited, "{told}");
        cut_short += usize::from(!mends.is_empty() && found.limited);
    }
    assert!(cut_short > 0, "no limit fell between the first mend and the end");
}

#[test]
fn a_reached_limit_is_reported() {
    let options = Options::new().expect(2).max_executions(1);
    let found = orderings(&options, || spin_lock(&[Acquire, Release]));
    assert!(found.limited && matches!(found.advice, Advice::Unknown), "{found:?}");
    assert!(advice(&found, &Style::default()).contains("a limit was reached"));
}
