//! Which orderings of memory a program needs, by proof: each answer comes from an exploration of its own.

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

/// What [`orderings`] found out about a program.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Orderings {
    /// Of the program as it is written.
    pub verdict: Verdict,
    /// Every ordering that the program was seen to use, in the order of the source.
    pub sites: Vec<Site>,
    /// What they should be.
    pub advice: Advice,
    /// How many explorations that took.
    pub explorations: usize,
    /// A limit was reached: on executions, or on explorations. There may be more to say.
    pub limited: bool,
}

/// What the orderings of a program should be.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Advice {
    /// It fails, and passes with any of these changes. None of them can do with fewer lines or with weaker orderings; those of
    /// the weakest orderings are first. None at all if a limit was reached before one was found.
    Mends(Vec<Vec<OrderingChange>>),
    /// It fails with the strongest orderings too: the mistake is elsewhere.
    NoOrderingMends,
    /// It passes.
    Needs {
        /// For each site, what is known of its ordering while the others are as they are written.
        needs: Vec<Need>,
        /// Changes after which it still passes, and no ordering can be weaker.
        weakest: Vec<OrderingChange>,
    },
    /// Whether it passes as it is written is not known.
    Unknown,
}

/// Another ordering for a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderingChange {
    /// Index of the site.
    pub site: usize,
    /// The ordering instead of the one written. `Relaxed` for a fence: it is left out.
    pub order: Ordering,
}

/// Whether an ordering is needed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Need {
    /// With each weaker ordering, the program fails.
    Needed {
        /// The weaker ordering of the execution below. `Relaxed` for a fence: it is left out.
        instead: Ordering,
        /// What the program is found to be with it.
        verdict: Verdict,
        /// The smallest execution that fails with it.
        record: Option<Box<Record>>,
    },
    /// The program passes with this one, which is weaker, too.
    Weaker(Ordering),
    /// There is nothing weaker.
    Weakest,
    /// A limit was reached before it was known.
    Unknown,
}

/// Finds out which orderings of memory `program` needs. Each operation is explored with other orderings than those in the
/// source; nothing is compiled again.
///
/// If the program fails: the fewest lines with which it passes if their orderings are others, and the weakest that do.
/// If it passes: for each ordering whether a weaker one would do, and the weakest for all of them together. An answer is a
/// proof within the bounds that `options` have for an exploration. That stronger orderings only take executions away (Lahav,
/// Vafeiadis, Kang, Hur & Dreyer, PLDI 2017) saves most explorations. The idea is VSync's (Oberhauser et al., ASPLOS 2021).
///
/// # Panics
/// When called from within an explored program.
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

/// As [`orderings`], where only those that `may_change` holds of are changed: the others belong to somebody else's code.
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
