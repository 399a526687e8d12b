//! What an exploration found.

use crate::record::Record;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What [`explore`](crate::explore) found out about a program.
#[derive(Clone, Debug)]
#[must_use = "what was found is in the outcome; `check` panics if the program fails"]
#[non_exhaustive]
pub struct Outcome {
    /// In one word.
    pub verdict: Verdict,
    /// Executions that ran to their end; with [`Search::Optimal`](crate::Search::Optimal), one for each execution graph.
    pub executions: usize,
    /// `Ok` if this is a proof: every interleaving was covered, within the two bounds below.
    pub complete: Result<(), Unfinished>,
    /// Every value that the program returned, as `Debug` text, with the number of executions that gave it.
    pub values: BTreeMap<String, usize>,
    /// Those of them that [`Options::expect`](crate::Options::expect) does not allow.
    pub wrong_values: BTreeSet<String>,
    /// How many executions failed, by how.
    pub failures: Failures,
    /// The smallest execution that fails; or one that reached the limit on steps, if that is all that is wrong.
    pub counterexample: Option<Record>,
    /// Is it the smallest of all? Otherwise the search for it met a limit, and it is the smallest of those seen.
    pub smallest: bool,
    /// At most so many spurious wake-ups in one execution.
    pub spurious_wakeups: usize,
    /// At most so many early time-outs in one execution.
    pub early_timeouts: usize,
    /// A thread went round in a loop that it would never leave alone, and was held back until something had changed;
    /// executions in which it goes round more often, and finds the same, were not looked at.
    pub spins_cut: bool,
    /// The most threads that an execution had, the main one counted.
    pub threads: usize,
    /// Did a thread other than the main one, in any execution, touch anything of [`sync`](crate::sync), a
    /// [thread-local](crate::thread_local), or park? If none did, there was nothing to explore: perhaps the program still
    /// uses `std`'s primitives, which the explorer does not see.
    pub shared: bool,
    /// Could a spurious wake-up have come: did a thread wait at a condition variable, or park?
    pub waited: bool,
    /// Did a thread wait with a time-out?
    pub waited_with_timeout: bool,
    /// Only executions with at most so many preemptions were looked at, and there were others.
    pub preemption_bound: Option<usize>,
    /// Did the program use an ordering of memory other than `SeqCst`? Then what such orderings allow was explored as well.
    pub weak: bool,
    /// A weak compare-exchange may fail so often in one execution though it finds what it expects.
    pub weak_failures: usize,
    /// Did a thread do a weak compare-exchange?
    pub weak_exchange: bool,
    /// Fingerprints of the graphs, if [`Options::fingerprints`](crate::Options::fingerprints) asked for them.
    pub fingerprints: BTreeSet<u64>,
}

impl Outcome {
    /// How far the exploration went, in words: to be printed beside the verdict, which holds only so far.
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
    ///     "every interleaving; 2 threads, but nothing of `interleave` is shared: are its primitives std's?"
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
        let (weak, no_reason) = ("weak compare-exchange", "that fails for no reason");
        let budgets = [
            (self.waited, self.spurious_wakeups, "spurious wake-up", ""),
            (self.waited_with_timeout, self.early_timeouts, "early time-out", ""),
            (self.weak_exchange, self.weak_failures, weak, no_reason),
        ];
        let told = budgets.into_iter().filter(|(used, ..)| *used);
        let (some, none): (Vec<_>, Vec<_>) = told.partition(|(_, most, ..)| *most > 0);
        let some = some.into_iter().map(|(_, most, what, how)| format!("{} {how}", counted(most, what)));
        let some: Vec<String> = some.map(|budget| budget.trim_end().to_owned()).collect();
        if !some.is_empty() {
            text.push_str(&format!(", up to {} each", some.join(" and ")));
        }
        for (_, _, what, how) in none {
            text.push_str(format!(", no {what} {how}").trim_end());
        }
        if self.threads > 1 && !self.shared {
            let threads = self.threads;
            text.push_str(&format!(
                "; {threads} threads, but nothing of `interleave` is shared: are its primitives std's?"
            ));
        }
        if !self.smallest {
            text.push_str("; a smaller execution may fail too");
        }
        text
    }
}

/// How many executions failed, by how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failures {
    /// They returned a value that was not expected.
    pub wrong_values: usize,
    /// A panic ended them.
    pub panics: usize,
    /// No thread could go on.
    pub deadlocks: usize,
    /// No thread could go on, and a notify had found nobody waiting or woken another.
    pub lost_wakeups: usize,
    /// Threads went on without getting anywhere.
    pub livelocks: usize,
    /// Two accesses to data that is not atomic raced.
    pub data_races: usize,
    /// They were longer than the limit.
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

    /// How many there were in all.
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

/// Why an exploration is no proof.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unfinished {
    /// The limit on executions was reached.
    Executions {
        /// How many were begun.
        begun: usize,
    },
    /// An execution reached the limit on steps.
    Steps(usize),
    /// Only executions with at most so many preemptions were looked at.
    PreemptionBound(usize),
    /// The program said that some of it is not to be explored: [`stop_exploring`](crate::stop_exploring) or
    /// [`skip_branch`](crate::skip_branch).
    LeftOut,
    /// Only that many executions were looked at, chosen with that seed.
    Walks {
        /// Where the random numbers began.
        seed: u64,
        /// How many executions.
        count: usize,
    },
    /// Only that many executions were looked at, chosen by [PCT](crate::Search::Pct).
    Pct {
        /// Where the random numbers began.
        seed: u64,
        /// The depth of the bugs that the guarantee is for.
        depth: usize,
        /// How many executions.
        count: usize,
        /// How many of them the guarantee holds for: each finds a bug of that depth with a probability of at least
        /// 1 / (`threads` · `steps`^(`depth` − 1)).
        covered: usize,
        /// The most threads that an execution had.
        threads: usize,
        /// The most steps that an execution had.
        steps: usize,
    },
    /// It stopped at the first livelock: what follows could go on for ever.
    Livelock,
    /// It stopped at the first data race: what follows is not defined.
    DataRace,
    /// The program did something else under the same schedule; this says where.
    Nondeterministic(String),
}

impl fmt::Display for Unfinished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unfinished::Executions { begun } => {
                write!(f, "stopped after {}", counted(*begun, "execution"))
            }
            Unfinished::LeftOut => f.write_str("every interleaving but those that the program leaves out"),
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

/// The lab's word for what is wrong. `Display` prints it.
#[non_exhaustive]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nothing is wrong in any execution that was asked for.
    Passed,
    /// A wrong value in every execution.
    WrongResult,
    /// A wrong value or a panic, but only in some interleavings.
    RaceCondition,
    /// Two accesses to data that is not atomic, at least one a write, that nothing orders.
    DataRace,
    /// No thread can go on.
    Deadlock,
    /// No thread can go on, and a notify that would have helped found nobody waiting or woke another.
    LostWakeup,
    /// Threads go on without getting anywhere.
    Livelock,
    /// A panic in every execution.
    Panicked,
    /// The same schedule did not give the same execution.
    Nondeterministic,
    /// A limit was reached before the end.
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
