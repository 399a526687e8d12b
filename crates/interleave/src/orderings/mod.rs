//! Proves which memory orderings a program needs. Each answer comes from an exploration of its own.

mod levels;
mod mends;
mod needs;
mod trials;

pub use crate::execution::plan::{AtomicOperation, Site};

use crate::execution::Program;
use crate::options::{Expectation, Limits, Options};
use crate::outcome::Verdict;
use crate::record::Record;
use crate::search::judged;
use std::fmt::Debug;
use std::sync::atomic::Ordering;
use trials::{Orders, Trials};

/// The result of [`orderings`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Orderings {
    /// The verdict on the program as written.
    pub verdict: Verdict,
    /// Every ordering that the program uses, in source order.
    pub sites: Vec<Site>,
    /// What the orderings should be.
    pub advice: Advice,
    /// How many explorations this took.
    pub explorations: usize,
    /// A limit on executions or explorations was reached, so the advice may be incomplete.
    pub limited: bool,
}

/// What the orderings of a program should be.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Advice {
    /// The program fails, and passes with any of these changes. Each uses as few lines and as weak orderings as
    /// possible; those with the weakest orderings come first. Empty if a limit was reached before one was found.
    Mends(Vec<Vec<OrderingChange>>),
    /// The program fails with the strongest orderings too: the bug is elsewhere.
    NoOrderingMends,
    /// The program passes.
    Needs {
        /// For each site, whether its ordering is needed while the others stay as written.
        needs: Vec<Need>,
        /// Changes after which the program still passes and no ordering can be weaker.
        weakest: Vec<OrderingChange>,
    },
    /// It is not known whether the program passes as written.
    Unknown,
}

/// A different ordering for a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderingChange {
    /// Index of the site.
    pub site: usize,
    /// The new ordering. `Relaxed` for a fence means that the fence is removed.
    pub order: Ordering,
}

/// Whether an ordering is needed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Need {
    /// With any weaker ordering, the program fails.
    Needed {
        /// The weaker ordering used in the execution below. `Relaxed` for a fence means that the fence is removed.
        instead: Ordering,
        /// The verdict with that ordering.
        verdict: Verdict,
        /// The smallest execution that fails with it.
        record: Option<Box<Record>>,
    },
    /// The program also passes with this weaker ordering.
    Weaker(Ordering),
    /// There is no weaker ordering.
    Weakest,
    /// A limit was reached before this was known.
    Unknown,
}

/// Finds out which memory orderings `program` needs. Operations are explored with orderings other than those in the
/// source; nothing is recompiled.
///
/// If the program fails, the result is the smallest set of lines that fixes it, with the weakest orderings that do.
/// If it passes, the result says for each ordering whether a weaker one would do, and gives the weakest orderings for
/// all of them together. Each answer is a proof within the bounds of `options`. Most explorations are skipped,
/// because stronger orderings can only remove executions (Lahav, Vafeiadis, Kang, Hur & Dreyer, PLDI 2017). The idea
/// is VSync's (Oberhauser et al., ASPLOS 2021).
///
/// # Panics
/// If called from within an explored program.
///
/// # Examples
/// ```
/// use interleave::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
/// use interleave::{Advice, Options, orderings, thread};
///
/// let orderings = orderings(&Options::new(), || {
///     let (data, ready) = (AtomicU32::new(0), AtomicBool::new(false));
///     thread::scope(|scope| {
///         scope.spawn(|| {
///             data.store(42, Relaxed);
///             ready.store(true, Relaxed);
///         });
///         if ready.load(Relaxed) {
///             assert_eq!(data.load(Relaxed), 42);
///         }
///     });
/// });
/// // "It passes with `Release` at line 8 and `Acquire` at line 10."
/// let sentence = orderings.sentence().unwrap();
/// assert!(sentence.starts_with("It passes with `Release` at line "));
/// assert!(sentence.contains(" and `Acquire` at line "));
/// ```
pub fn orderings<T: Debug>(options: &Options<impl Expectation<T>>, program: impl Fn() -> T) -> Orderings {
    orderings_at(options, |_| true, program)
}

/// Like [`orderings`], but changes only places for which `may_change` returns true: the others belong to code that is
/// not yours.
pub fn orderings_at<T: Debug>(
    options: &Options<impl Expectation<T>>,
    may_change: impl Fn(&Site) -> bool,
    program: impl Fn() -> T,
) -> Orderings {
    found(&options.limits, &may_change, &judged(options, program))
}

fn found(limits: &Limits, may_change: &dyn Fn(&Site) -> bool, program: Program<'_>) -> Orderings {
    let (mut trials, outcome) = Trials::new(limits, may_change, program);
    let changes = |trials: &Trials<'_>, orders: &Orders| {
        let changed =
            orders.iter().zip(&trials.sites).enumerate().filter(|(_, (order, site))| **order != site.order);
        changed.map(|(site, (order, _))| OrderingChange { site, order: *order }).collect::<Vec<_>>()
    };
    let failed = outcome.failures.total() > outcome.failures.too_long;
    let advice = match outcome.verdict {
        Verdict::Passed if outcome.complete.is_ok() => {
            let needs = needs::needs(&mut trials);
            let weakest = needs::weakest(&mut trials);
            Advice::Needs { needs, weakest: changes(&trials, &weakest) }
        }
        Verdict::Nondeterministic => Advice::Unknown,
        _ if failed => match mends::mends(&mut trials) {
            None => Advice::NoOrderingMends,
            Some(mends) => Advice::Mends(mends.iter().map(|mend| changes(&trials, mend)).collect()),
        },
        _ => Advice::Unknown,
    };
    let limited = trials.limited || matches!(advice, Advice::Unknown);
    Orderings { verdict: outcome.verdict, sites: trials.sites, advice, explorations: trials.explorations, limited }
}
