//! Finds each single change to a wait or a notify that fixes a program. Each answer is proved by an exploration of
//! its own.

use crate::execution::Program;
use crate::execution::plan::{Plan, Waking, follow};
use crate::options::{Expectation, Limits, Options};
use crate::outcome::{Outcome, Verdict};
use crate::record::Place;
use crate::report::condvar_created_at;
use crate::search::{Judgement, explore_judged, judge, judged};
use std::fmt::{self, Debug};

/// The result of [`notifications`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Notifications {
    /// The verdict on the program as written.
    pub verdict: Verdict,
    /// The changes, each of which alone makes the program pass; empty if it passes as written.
    pub mends: Vec<Notification>,
    /// How many explorations this took.
    pub explorations: usize,
    /// A limit on executions or explorations was reached, so the list may be incomplete.
    pub limited: bool,
}

/// One change to how a program waits or notifies. `Display` describes it: "`notify_all` at line 12".
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notification {
    /// `notify_all` instead of `notify_one`.
    All {
        /// The line of the notify.
        place: Place,
    },
    /// The wait is repeated until its condition holds: `while` instead of `if`.
    WaitAgain {
        /// The line of the wait.
        place: Place,
    },
    /// A locked section that changes the data lacks a notify.
    Missing {
        /// The line that locks.
        locked: Place,
        /// The condition variable to notify.
        condvar: String,
        /// Whether `notify_all` is needed, because `notify_one` is not enough.
        all: bool,
    },
}

impl fmt::Display for Notification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notification::All { place } => write!(f, "`notify_all` at line {}", place.line()),
            Notification::WaitAgain { place } => {
                write!(f, "the wait at line {} is repeated until its condition holds", place.line())
            }
            Notification::Missing { locked, condvar, all } => {
                let notify = if *all { "notify_all" } else { "notify_one" };
                write!(f, "`{condvar}.{notify}()` in the section that locks at line {}", locked.line())
            }
        }
    }
}

impl Notifications {
    /// A sentence that describes the first change, if there is one.
    pub fn sentence(&self) -> Option<String> {
        self.mends.first().map(|mend| match mend {
            Notification::WaitAgain { .. } => format!("It passes if {mend}."),
            _ => format!("It passes with {mend}."),
        })
    }
}

/// Finds each single change to a wait or a notify that fixes `program`: a `notify_one` that must be a `notify_all`, a
/// wait that must be repeated, or a notify that is missing at the end of a locked section. A change is listed only if
/// an exploration with it passes.
///
/// A repeated wait is modelled as one that waits again as long as the value in the mutex is the one it began with, if
/// values of that type [can be compared](crate::show()). If that is not enough, the wait is tried without spurious
/// wake-ups too.
///
/// # Panics
/// If called from within an explored program.
///
/// # Examples
/// ```
/// use interleave::sync::{Condvar, Mutex};
/// use interleave::{Options, notifications, thread};
///
/// let found = notifications(&Options::new(), || {
///     let (open, opened) = (Mutex::new(false), Condvar::new());
///     thread::scope(|scope| {
///         for _ in 0..2 {
///             scope.spawn(|| {
///                 let mut guard = open.lock().unwrap();
///                 while !*guard {
///                     guard = opened.wait(guard).unwrap();
///                 }
///             });
///         }
///         *open.lock().unwrap() = true;
///         opened.notify_one();
///     });
/// });
/// // "It passes with `notify_all` at line 15."
/// assert!(found.sentence().unwrap().starts_with("It passes with `notify_all` at line "));
/// ```
pub fn notifications<T: Debug>(options: &Options<impl Expectation<T>>, program: impl Fn() -> T) -> Notifications {
    notifications_at(options, |_| true, program)
}

/// Like [`notifications`], but changes only places for which `may_change` returns true: the others belong to code
/// that is not yours.
pub fn notifications_at<T: Debug>(
    options: &Options<impl Expectation<T>>,
    may_change: impl Fn(Place) -> bool,
    program: impl Fn() -> T,
) -> Notifications {
    found(&options.limits, &may_change, &judged(options, program))
}

fn found(limits: &Limits, may_change: &dyn Fn(Place) -> bool, program: Program<'_>) -> Notifications {
    let plan = Plan::of_waking(None);
    let outcome = follow(&plan, || explore_judged(limits, program));
    let mut found = Notifications { verdict: outcome.verdict, mends: Vec::new(), explorations: 1, limited: false };
    let failed = outcome.failures.total() > outcome.failures.too_long;
    if !failed || outcome.verdict == Verdict::Nondeterministic {
        return found;
    }
    for change in plan.met_waking().changes() {
        let Some(mend) = named(change, &outcome).filter(|_| may_change(place(change))) else { continue };
        // Where `notify_one` fixes it, so does `notify_all`; and one way of repeating the wait is enough.
        let is_known = |other: &Notification| match (other, &mend) {
            (
                Notification::Missing { locked, condvar, .. },
                Notification::Missing { locked: at, condvar: of, .. },
            ) => (locked, condvar) == (at, of),
            (Notification::WaitAgain { place }, Notification::WaitAgain { place: at }) => place == at,
            _ => false,
        };
        if found.mends.iter().any(is_known) {
            continue;
        }
        if found.explorations >= limits.max_explorations {
            found.limited = true;
            break;
        }
        found.explorations += 1;
        match follow(&Plan::of_waking(Some(change)), || judge(limits, program)) {
            Judgement::Passes => found.mends.push(mend),
            Judgement::Fails => {}
            Judgement::Unknown => found.limited = true,
        }
    }
    found
}

fn place(change: Waking) -> Place {
    match change {
        Waking::NotifyAll(place) | Waking::WaitAgain { place, .. } => place,
        Waking::NotifyAtEnd { locked, .. } => locked,
    }
}

/// The change in the program's own names, taken from the failing execution.
fn named(change: Waking, outcome: &Outcome) -> Option<Notification> {
    Some(match change {
        Waking::NotifyAll(place) => Notification::All { place },
        Waking::WaitAgain { place, .. } => Notification::WaitAgain { place },
        Waking::NotifyAtEnd { locked, condvar, all } => {
            let condvar = condvar_created_at(outcome.counterexample.as_ref()?, condvar)?;
            Notification::Missing { locked, condvar, all }
        }
    })
}
