//! The result of an exploration.

use crate::record::Record;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What [`explore`](crate::explore) found out about a program.
#[derive(Clone, Debug)]
#[must_use = "what was found is in the outcome; `check` panics if the program fails"]
#[non_exhaustive]
pub struct Outcome {
    /// The verdict.
    pub verdict: Verdict,
    /// Executions that ran to their end. With [`Search::Optimal`](crate::Search::Optimal), one for each execution
    /// graph.
    pub executions: usize,
    /// `Ok` if this is a proof: every interleaving was covered, within the bounds below on spurious wake-ups and
    /// early time-outs.
    pub complete: Result<(), Unfinished>,
    /// Every value that the program returned, as `Debug` text, with the number of executions that returned it.
    pub values: BTreeMap<String, usize>,
    /// The values that [`Options::expect`](crate::Options::expect) does not allow.
    pub wrong_values: BTreeSet<String>,
    /// How many executions failed, and how.
    pub failures: Failures,
    /// The smallest failing execution; or one that reached the limit on steps, if nothing else failed.
    pub counterexample: Option<Record>,
    /// Whether the counterexample is the smallest of all. If not, the search for it reached a limit, and it is the
    /// smallest one seen.
    pub smallest: bool,
    /// The limit on spurious wake-ups in one execution.
    pub spurious_wakeups: usize,
    /// The limit on early time-outs in one execution.
    pub early_timeouts: usize,
    /// Whether a spinning thread was held back until something that it reads had changed. Executions in which it
    /// spins longer, and finds the same, were not explored.
    pub spins_cut: bool,
    /// The largest number of threads in an execution, including the main thread.
    pub threads: usize,
    /// Whether a thread other than the main thread touched anything of [`sync`](crate::sync) or a
    /// [thread-local](crate::thread_local), or parked, in any execution. If none did, there was nothing to explore:
    /// perhaps the program still uses `std`'s primitives, which the explorer does not see.
    pub shared: bool,
    /// Whether a spurious wake-up was possible: a thread waited on a condition variable, or parked.
    pub waited: bool,
    /// Whether a thread waited with a time-out.
    pub waited_with_timeout: bool,
    /// The preemption bound, if it excluded any executions.
    pub preemption_bound: Option<usize>,
    /// Whether the program used an ordering other than `SeqCst`. If so, the weak behaviours that it allows were
    /// explored too.
    pub weak: bool,
    /// The limit on spurious failures of weak compare-exchanges in one execution.
    pub weak_failures: usize,
    /// Whether a thread did a weak compare-exchange.
    pub weak_exchange: bool,
    /// Fingerprints of the graphs, if [`Options::fingerprints`](crate::Options::fingerprints) asked for them.
    pub fingerprints: BTreeSet<u64>,
}

impl Outcome {
    /// How far the exploration went, in words. Print it beside the verdict, which holds only within these bounds.
    ///
    /// ```
    /// use interleave::{Options, explore, sync::Mutex, thread};
    ///
    /// let outcome = explore(&Options::new(), || thread::park());
    /// assert_eq!(outcome.bounds(), "every interleaving, up to 1 spurious wake-up each");
    ///
    /// let outcome = explore(&Options::new(), || {
    ///     let count = std::sync::Mutex::new(0);
    ///     thread::scope(|scope| {
    ///         scope.spawn(|| *count.lock().unwrap() += 1);
    ///     });
    /// });
    /// assert_eq!(
    ///     outcome.bounds(),
    ///     "every interleaving; 2 threads, but they share nothing of `interleave`: does the program use std's primitives?"
    /// );
    /// ```
    pub fn bounds(&self) -> String {
        let mut text = match &self.complete {
            Ok(()) => "every interleaving".to_string(),
            Err(bound @ Unfinished::PreemptionBound(_)) => format!("every interleaving with {bound}"),
            Err(unfinished) => unfinished.to_string(),
        };
        if let Some(bound) = self.preemption_bound
            && !matches!(self.complete, Err(Unfinished::PreemptionBound(_)))
        {
            text.push_str(&format!(", {}", Unfinished::PreemptionBound(bound)));
        }
        let budgets = [
            (self.waited, self.spurious_wakeups, "spurious wake-up"),
            (self.waited_with_timeout, self.early_timeouts, "early time-out"),
            (self.weak_exchange, self.weak_failures, "spurious compare-exchange failure"),
        ];
        let used = budgets.into_iter().filter(|(used, ..)| *used);
        let (some, none): (Vec<_>, Vec<_>) = used.partition(|(_, most, _)| *most > 0);
        let some: Vec<String> = some.into_iter().map(|(_, most, what)| counted(most, what)).collect();
        if !some.is_empty() {
            text.push_str(&format!(", up to {} each", some.join(" and ")));
        }
        for (_, _, what) in none {
            text.push_str(&format!(", no {what}"));
        }
        if self.threads > 1 && !self.shared {
            let threads = self.threads;
            text.push_str(&format!(
                "; {threads} threads, but they share nothing of `interleave`: does the program use std's primitives?"
            ));
        }
        if !self.smallest {
            text.push_str("; a smaller execution may fail too");
        }
        text
    }
}

/// How many executions failed, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failures {
    /// Returned a value that was not expected.
    pub wrong_values: usize,
    /// Ended by a panic.
    pub panics: usize,
    /// Deadlocked: no thread could run.
    pub deadlocks: usize,
    /// Deadlocked after a lost wake-up: a notify had found no waiter, or had woken a different one.
    pub lost_wakeups: usize,
    /// Livelocked: threads ran without making progress.
    pub livelocks: usize,
    /// Had a data race: two unordered accesses to non-atomic data, at least one a write.
    pub data_races: usize,
    /// Reached the limit on steps.
    pub too_long: usize,
}

impl Failures {
    pub(crate) fn add(&mut self, more: Failures) {
        let Failures { wrong_values, panics, deadlocks, lost_wakeups, livelocks, data_races, too_long } = more;
        self.wrong_values += wrong_values;
        self.panics += panics;
        self.deadlocks += deadlocks;
        self.lost_wakeups += lost_wakeups;
        self.livelocks += livelocks;
        self.data_races += data_races;
        self.too_long += too_long;
    }

    /// The number of failed executions.
    pub fn total(&self) -> usize {
        self.wrong_values
            + self.panics
            + self.deadlocks
            + self.lost_wakeups
            + self.livelocks
            + self.data_races
            + self.too_long
    }
}

/// `1 execution`, `2 executions`.
pub(crate) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Why an exploration is not a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unfinished {
    /// The limit on executions was reached.
    Executions {
        /// How many were started.
        begun: usize,
    },
    /// An execution reached the limit on steps.
    Steps(usize),
    /// Only executions with at most this many preemptions were explored.
    PreemptionBound(usize),
    /// The program excluded a part of itself, with [`stop_exploring`](crate::stop_exploring) or
    /// [`skip_branch`](crate::skip_branch).
    LeftOut,
    /// Only random executions were run.
    Walks {
        /// The seed.
        seed: u64,
        /// The number of executions.
        count: usize,
    },
    /// Only executions chosen by [PCT](crate::Search::Pct) were run.
    Pct {
        /// The seed.
        seed: u64,
        /// The depth of bugs that the guarantee covers.
        depth: usize,
        /// The number of executions.
        count: usize,
        /// The number of executions for which the guarantee holds: each finds a bug of that depth with a probability
        /// of at least 1 / (`threads` · `steps`^(`depth` − 1)).
        covered: usize,
        /// The largest number of threads in an execution.
        threads: usize,
        /// The largest number of steps in an execution.
        steps: usize,
    },
    /// Stopped at the first livelock: the executions after it could be endless.
    Livelock,
    /// Stopped at the first data race: behaviour after it is undefined.
    DataRace,
    /// The program behaved differently under the same schedule; the text says where.
    Nondeterministic(String),
}

impl fmt::Display for Unfinished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unfinished::Executions { begun } => {
                write!(f, "stopped after {}", counted(*begun, "execution"))
            }
            Unfinished::LeftOut => f.write_str("every interleaving except those that the program excludes"),
            Unfinished::Steps(n) => write!(f, "an execution took more than {n} steps"),
            Unfinished::PreemptionBound(n) => {
                write!(f, "at most {}", counted(*n, "preemption"))
            }
            Unfinished::Walks { seed, count } => {
                write!(f, "{count} executions chosen at random, seed {seed}")
            }
            Unfinished::Pct { seed, depth, count, covered, threads, steps } => {
                write!(f, "{count} executions by PCT at depth {depth}, seed {seed}")?;
                if *covered == 0 {
                    return Ok(());
                }
                let changes = u32::try_from(depth - 1).unwrap_or(u32::MAX);
                let one_in = (*threads as u128).saturating_mul((*steps as u128).saturating_pow(changes));
                write!(
                    f,
                    ": {covered} of them each find a bug of that depth with a probability of at least 1 in {one_in} \
                     (threads: {threads}, steps: {steps})"
                )
            }
            Unfinished::Livelock => write!(f, "stopped at the first livelock"),
            Unfinished::DataRace => write!(f, "stopped at the first data race"),
            Unfinished::Nondeterministic(what) => f.write_str(what),
        }
    }
}

/// What is wrong with a program. `Display` prints it in words.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// No explored execution fails.
    Passed,
    /// A wrong value in every execution.
    WrongResult,
    /// A wrong value or a panic, in some interleavings but not in all.
    RaceCondition,
    /// Two accesses to non-atomic data, at least one of them a write, are not ordered by happens-before.
    DataRace,
    /// No thread can run.
    Deadlock,
    /// No thread can run, and a notify that would have helped found no waiter or woke a different one.
    LostWakeup,
    /// Threads run without making progress.
    Livelock,
    /// A panic in every execution.
    Panicked,
    /// The same schedule gave two different executions.
    Nondeterministic,
    /// A limit was reached before the exploration was complete.
    OutOfBounds,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Verdict::Passed => "passed",
            Verdict::WrongResult => "wrong result",
            Verdict::RaceCondition => "race condition",
            Verdict::DataRace => "data race",
            Verdict::Deadlock => "deadlock",
            Verdict::LostWakeup => "lost wake-up",
            Verdict::Livelock => "livelock",
            Verdict::Panicked => "panicked",
            Verdict::Nondeterministic => "nondeterministic",
            Verdict::OutOfBounds => "out of bounds",
        })
    }
}
