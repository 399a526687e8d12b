//! What to explore, and how far.

use std::fmt::{self, Debug};

/// How far an exploration goes, and which values the program may return. The defaults suit a program of two or three threads
/// and a dozen operations each, and every value.
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

/// How far an exploration goes.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// Which value is expected, in words.
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
    /// Every execution graph once: two executions are the same if every read reads from the same write, the writes of each
    /// atomic are in the same order, and so are the operations on every other object. The default.
    Optimal,
    /// Every order of steps, and every choice in each. Much slower and with the same result: for checking the explorer.
    Full,
    /// `count` executions chosen at random, for a program that is too large for a proof. The same `seed` always
    /// gives the same ones.
    Walks {
        /// Where the random numbers begin.
        seed: u64,
        /// How many executions.
        count: usize,
    },
    /// `count` executions by PCT, for a program that is too large for a proof (Burckhardt, Kothari, Musuvathi &
    /// Nagarakatte, *A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs*, ASPLOS 2010). The same
    /// `seed` always gives the same ones.
    ///
    /// Each thread has a random priority, and the thread with the highest takes the next step. After `depth - 1` of the
    /// steps, drawn at random, the thread that took it drops to the lowest priority. With *n* threads and at most *k*
    /// steps, each execution finds a bug of this depth with a probability of at least 1 / (*n* · *k*^(`depth` − 1)). A
    /// random walk gives no such bound: it misses a bug that needs one thread to be late for long.
    ///
    /// The explorer learns *k* from the longest execution so far; the first, without drops, measures it. The bound is for
    /// bugs that need no old value, no spurious wake-up, no early time-out, no weak failure, and no other waiter than the
    /// first for `notify_one`. Every other execution may have these; if it could, the bound is not for it. A thread that
    /// spins waits. A thread that comes by the same yield a second time drops to the lowest priority, so there is no bound
    /// for a bug that needs it to go on.
    /// [`Unfinished::Pct`](crate::Unfinished::Pct) says for how many executions the bound holds, and what it is.
    ///
    /// ```
    /// use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
    /// use interleave::{Options, Search, Verdict, explore, thread};
    ///
    /// // Wrong only if the worker is later than all 30 loads: 1 random walk of 2^30, and 1 of 2 executions by PCT.
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
        /// Where the random numbers begin.
        seed: u64,
        /// In how many pairs of steps one must come before the other for the bug to show: 1 if a thread is late, 2 for a
        /// lost update or a deadlock of two locks, 3 for a deadlock of three. Few bugs need more. 0 counts as 1.
        depth: usize,
        /// How many executions.
        count: usize,
    },
}

/// Which values are right. [`Options::expect`] and [`Options::expect_that`] make one.
pub trait Expectation<T> {
    /// May the program return `value`?
    fn allows(&self, value: &T) -> bool;
}

/// Every value is as good as another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnyValue;

/// These values are right, and no others: see [`Options::expect`].
#[derive(Clone, Debug)]
pub struct OneOf<T>(Vec<T>);

/// The values are right for which a closure says so: see [`Options::expect_that`].
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
    /// The defaults: every interleaving, with at most one spurious wake-up and one early time-out in each, and every value.
    pub fn new() -> Self {
        Options::default()
    }

    /// The program must return `value`, or one that is named with [`Options::or`] after it.
    pub fn expect<T: PartialEq + Debug>(self, value: T) -> Options<OneOf<T>> {
        let Options { limits, .. } = self;
        let limits = Limits { expected: crate::debug_text(&value), ..limits };
        Options { limits, expectation: OneOf(vec![value]) }
    }

    /// The program must return a value for which `allows` holds. `told` says in words which these are, after "expected".
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
    /// Or it must return `value`.
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

    /// Only executions with at most `bound` preemptions (switches away from a thread that could have gone on): most
    /// bugs need two (Musuvathi & Qadeer, *Iterative Context Bounding*, 2007). Explores every one of them.
    pub fn preemption_bound(mut self, bound: usize) -> Self {
        self.limits.preemption_bound = Some(bound);
        self
    }

    /// Stops after that many executions (default 1,000,000): not finished, which is never a pass.
    pub fn max_executions(mut self, count: usize) -> Self {
        self.limits.max_executions = count;
        self
    }

    /// Ends an execution after that many steps (default 5,000).
    pub fn max_steps(mut self, count: usize) -> Self {
        self.limits.max_steps = count;
        self
    }

    /// Looks at that many states at most (default 200,000) for the smallest counterexample, and in [`crate::graph`].
    pub fn max_states(mut self, count: usize) -> Self {
        self.limits.max_states = count;
        self
    }

    /// Begins so many explorations at most (default 2,000) in [`crate::orderings`].
    pub fn max_explorations(mut self, count: usize) -> Self {
        self.limits.max_explorations = count;
        self
    }

    /// How many wake-ups that nobody caused there may be in one execution (default 1).
    pub fn spurious_wakeups(mut self, count: usize) -> Self {
        self.limits.spurious_wakeups = count;
        self
    }

    /// How many waits may time out in one execution though others could go on (default 1). A wait also times out when
    /// nobody else can go on, as often as that happens.
    pub fn early_timeouts(mut self, count: usize) -> Self {
        self.limits.early_timeouts = count;
        self
    }

    /// How often a weak compare-exchange may fail in one execution though it finds what it expects (default 1).
    pub fn weak_failures(mut self, count: usize) -> Self {
        self.limits.weak_failures = count;
        self
    }

    /// Collect a fingerprint of each execution's graph in [`crate::Outcome::fingerprints`] (default no).
    pub fn fingerprints(mut self, yes: bool) -> Self {
        self.limits.fingerprints = yes;
        self
    }

    /// Stop at the first execution that fails (default no): the verdict and its counterexample are there sooner, and the counts
    /// are those of the executions until then.
    pub fn until_failure(mut self, yes: bool) -> Self {
        self.limits.until_failure = yes;
        self
    }
}
