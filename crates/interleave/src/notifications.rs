//! Which single change of a wait or a notify mends a program, by proof: each answer comes from an exploration of its own.

use crate::execution::Program;
use crate::execution::plan::{Plan, Waking, follow};
use crate::options::{Expectation, Limits, Options};
use crate::outcome::{Outcome, Verdict};
use crate::record::Place;
use crate::report::condvar_created_at;
use crate::search::{Judgement, explore_judged, judge, judged};
use std::fmt::{self, Debug};

/// What [`notifications`] found out about a program.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Notifications {
    /// Of the program as it is written.
    pub verdict: Verdict,
    /// Changes with each of which it passes; none if it passes as it is written.
    pub mends: Vec<Notification>,
    /// How many explorations that took.
    pub explorations: usize,
    /// A limit was reached: on executions, or on explorations. There may be more to say.
    pub limited: bool,
}

/// One change of how a program waits or notifies. `Display` says it: "`notify_all` at line 12".
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notification {
    /// `notify_all` instead of `notify_one`.
    All {
        /// Where it notifies.
        place: Place,
    },
    /// The wait is repeated until its condition holds: `while` instead of `if`.
    WaitAgain {
        /// Where it waits.
        place: Place,
    },
    /// A notify is missing in a locked section that changes the data.
    Missing {
        /// Where the section locks.
        locked: Place,
        /// Who is to be notified.
        condvar: String,
        /// Is `notify_one` not enough?
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
    /// The first mend in a sentence, if there is one.
    pub fn sentence(&self) -> Option<String> {
        self.mends.first().map(|mend| match mend {
            Notification::WaitAgain { .. } => format!("It passes if {mend}."),
            _ => format!("It passes with {mend}."),
        })
    }
}

/// Finds each single change of a wait or a notify that mends `program`: a `notify_one` that must be a `notify_all`, a wait
/// that must be repeated, a notify that is missing at the end of a locked section. A change is only listed if an exploration
/// with it passes. That a wait is repeated means here that it begins again while the value in the mutex is the one with
/// which it began, if such values [can be told apart](crate::show()); or that it also ends after a notify alone.
///
/// # Panics
/// When called from within an explored program.
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

/// As [`notifications`], where only what is at a place that `may_change` holds of is changed: the rest belongs to somebody
/// else's code.
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
        // Where `notify_one` mends it, `notify_all` does too; and one way of waiting again is enough.
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

/// The change in the program's own words, which are those of the execution that failed.
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
