//! What to explore, and within which bounds.

use std::fmt::{self, Debug};

/// The bounds of an exploration, and the values that the program may return. The defaults suit a program of two or
/// three threads and a dozen operations each, and accept every value.
///
/// ```
/// use interleave::{Options, Search};
///
/// let options = Options::new().expect(2).or(3).search(Search::Full).max_steps(500);
/// options.check(|| 1 + 1);
/// ```
#[derive(Clone)]
pub struct Options<E = AnyValue> {
    pub(crate) limits: Limits,
    pub(crate) expectation: E,
}

/// The bounds of an exploration.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// The expected values, in words.
    pub(crate) expected: String,
    pub(crate) search: Search,
    pub(crate) preemption_bound: Option<usize>,
    pub(crate) max_executions: usize,
    pub(crate) max_steps: usize,
    pub(crate) max_states: usize,
    pub(crate) max_explorations: usize,
    pub(crate) spurious_wakeups: usize,
    pub(crate) early_timeouts: usize,
    pub(crate) weak_failures: usize,
    pub(crate) fingerprints: bool,
    pub(crate) until_failure: bool,
}

/// How executions are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Search {
    /// Every execution graph once. Two executions are equivalent if every read reads from the same write, the writes
    /// to each atomic are in the same order, and so are the operations on every other object. The default.
    Optimal,
    /// Every order of steps, and every choice in each. Much slower, with the same result: for testing the explorer.
    Full,
    /// `count` random executions, for a program that is too large for a proof. The same `seed` always gives the same
    /// executions.
    Walks {
        /// The seed of the random number generator.
        seed: u64,
        /// The number of executions.
        count: usize,
    },
    /// `count` executions by PCT, for a program that is too large for a proof (Burckhardt, Kothari, Musuvathi &
    /// Nagarakatte, *A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs*, ASPLOS 2010). The same
    /// `seed` always gives the same executions.
    ///
    /// Each thread has a random priority, and the thread with the highest takes the next step. After `depth - 1`
    /// randomly chosen steps, the thread that took the step drops to the lowest priority. With *n* threads and at
    /// most *k* steps, each execution finds a bug of this depth with a probability of at least 1 / (*n* ·
    /// *k*^(`depth` − 1)). A random walk gives no such bound: it misses bugs that need one thread to be delayed for
    /// long.
    ///
    /// The explorer estimates *k* from the longest execution so far, and begins with an execution without drops to
    /// measure it. The bound holds for bugs that need no stale read, no spurious wake-up, no early time-out, no
    /// spurious failure of a weak compare-exchange, and no waiter other than the first for `notify_one`. Every second
    /// execution allows these; if there was an opportunity for one, the bound does not cover that execution. A thread
    /// that spins waits. A thread that reaches the same yield a second time drops to the lowest priority, so there is
    /// no bound for a bug that needs it to continue. [`Unfinished::Pct`](crate::Unfinished::Pct) gives the bound, and
    /// the number of executions for which it holds.
    ///
    /// ```
    /// use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    /// use interleave::{Options, Search, Verdict, explore, thread};
    ///
    /// // Fails only if the worker runs after all 30 loads: 1 random walk of 2^30, and 1 of 2 executions by PCT.
    /// let options = Options::new().expect(true).search(Search::Pct { seed: 1, depth: 1, count: 20 });
    /// let outcome = explore(&options, || {
    ///     let done = AtomicUsize::new(0);
    ///     thread::scope(|scope| {
    ///         scope.spawn(|| done.store(1, SeqCst));
    ///         (0..30).any(|_| done.load(SeqCst) == 1)
    ///     })
    /// });
    /// assert_eq!(outcome.verdict, Verdict::RaceCondition);
    /// ```
    Pct {
        /// The seed of the random number generator.
        seed: u64,
        /// The depth of the bug: in how many pairs of steps one must come before the other for the bug to show. 1 if
        /// a thread is late, 2 for a lost update or a deadlock of two locks, 3 for a deadlock of three. Few bugs are
        /// deeper. 0 counts as 1.
        depth: usize,
        /// The number of executions.
        count: usize,
    },
}

/// Which values a program may return. Made by [`Options::expect`] and [`Options::expect_that`].
pub trait Expectation<T> {
    /// May the program return `value`?
    fn allows(&self, value: &T) -> bool;
}

/// Accepts every value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnyValue;

/// Accepts only these values: see [`Options::expect`].
#[derive(Clone, Debug)]
pub struct OneOf<T>(Vec<T>);

/// Accepts the values for which a closure returns true: see [`Options::expect_that`].
#[derive(Clone)]
pub struct Predicate<F>(F);

impl<T> Expectation<T> for AnyValue {
    fn allows(&self, _: &T) -> bool {
        true
    }
}

impl<T: PartialEq> Expectation<T> for OneOf<T> {
    fn allows(&self, value: &T) -> bool {
        self.0.contains(value)
    }
}

impl<T, F: Fn(&T) -> bool> Expectation<T> for Predicate<F> {
    fn allows(&self, value: &T) -> bool {
        (self.0)(value)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            expected: String::new(),
            search: Search::Optimal,
            preemption_bound: None,
            max_executions: 1_000_000,
            max_steps: 5_000,
            max_states: 200_000,
            max_explorations: 2_000,
            spurious_wakeups: 1,
            early_timeouts: 1,
            weak_failures: 1,
            fingerprints: false,
            until_failure: false,
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Options { limits: Limits::default(), expectation: AnyValue }
    }
}

impl<E> Debug for Options<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.limits.fmt(f)
    }
}

impl Options {
    /// The defaults: every interleaving, at most one spurious wake-up and one early time-out in each, and any return
    /// value.
    pub fn new() -> Self {
        Options::default()
    }

    /// The program must return `value`, or a value given to [`Options::or`] afterwards.
    pub fn expect<T: PartialEq + Debug>(self, value: T) -> Options<OneOf<T>> {
        let Options { limits, .. } = self;
        let limits = Limits { expected: crate::debug_text(&value), ..limits };
        Options { limits, expectation: OneOf(vec![value]) }
    }

    /// The program must return a value for which `allows` returns true. `told` describes these values, to follow the
    /// word "expected".
    ///
    /// ```
    /// use interleave::Options;
    ///
    /// Options::new().expect_that("an even number", |n| n % 2 == 0).check(|| 2);
    /// ```
    pub fn expect_that<T, F: Fn(&T) -> bool>(self, told: impl Into<String>, allows: F) -> Options<Predicate<F>> {
        let Options { limits, .. } = self;
        Options { limits: Limits { expected: told.into(), ..limits }, expectation: Predicate(allows) }
    }
}

impl<T: PartialEq + Debug> Options<OneOf<T>> {
    /// The program may also return `value`.
    pub fn or(mut self, value: T) -> Self {
        self.limits.expected += &format!(" or {}", crate::debug_text(&value));
        self.expectation.0.push(value);
        self
    }
}

impl<E> Options<E> {
    /// How executions are chosen.
    pub fn search(mut self, search: Search) -> Self {
        self.limits.search = search;
        self
    }

    /// Explores only executions with at most `bound` preemptions (switches away from a thread that could have
    /// continued), and all of these. Most bugs need no more than two (Musuvathi & Qadeer, *Iterative Context
    /// Bounding*, 2007).
    pub fn preemption_bound(mut self, bound: usize) -> Self {
        self.limits.preemption_bound = Some(bound);
        self
    }

    /// Stops after `count` executions (default 1,000,000). The exploration is then incomplete, which is never a pass.
    pub fn max_executions(mut self, count: usize) -> Self {
        self.limits.max_executions = count;
        self
    }

    /// Ends an execution after `count` steps (default 5,000).
    pub fn max_steps(mut self, count: usize) -> Self {
        self.limits.max_steps = count;
        self
    }

    /// Visits at most `count` states (default 200,000) in the search for the smallest counterexample, and in
    /// [`crate::graph`].
    pub fn max_states(mut self, count: usize) -> Self {
        self.limits.max_states = count;
        self
    }

    /// Starts at most `count` explorations (default 2,000) in [`crate::orderings`].
    pub fn max_explorations(mut self, count: usize) -> Self {
        self.limits.max_explorations = count;
        self
    }

    /// How many spurious wake-ups there may be in one execution (default 1).
    pub fn spurious_wakeups(mut self, count: usize) -> Self {
        self.limits.spurious_wakeups = count;
        self
    }

    /// How many waits may time out in one execution although another thread could run (default 1). A wait also times
    /// out if no thread can run; that is not limited.
    pub fn early_timeouts(mut self, count: usize) -> Self {
        self.limits.early_timeouts = count;
        self
    }

    /// How often a weak compare-exchange may fail in one execution although it finds the expected value (default 1).
    pub fn weak_failures(mut self, count: usize) -> Self {
        self.limits.weak_failures = count;
        self
    }

    /// Whether to collect a fingerprint of each execution's graph in [`crate::Outcome::fingerprints`] (default no).
    pub fn fingerprints(mut self, yes: bool) -> Self {
        self.limits.fingerprints = yes;
        self
    }

    /// Whether to stop at the first failing execution (default no). The verdict and its counterexample are then found
    /// sooner, and the counts cover only the executions until then.
    pub fn until_failure(mut self, yes: bool) -> Self {
        self.limits.until_failure = yes;
        self
    }
}
