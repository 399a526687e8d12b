//! What to explore, and how far.

/// How far an exploration goes. The defaults suit a program of two or three threads and a dozen operations each.
///
/// ```
/// use interleave::{Options, Search};
///
/// let options = Options::new().expect("2").search(Search::Full).max_steps(500);
/// ```
#[derive(Clone, Debug)]
pub struct Options {
    pub(crate) expected: Vec<String>,
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
    /// let options = Options::new().expect("true").search(Search::Pct { seed: 1, depth: 1, count: 20 });
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

impl Default for Options {
    fn default() -> Self {
        Options {
            expected: Vec::new(),
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

impl Options {
    /// The defaults: every interleaving, with at most one spurious wake-up and one early time-out in each.
    pub fn new() -> Self {
        Options::default()
    }

    /// The program may return a value with this `Debug` text. May be given several times; if it never is, every value is
    /// as good as another.
    pub fn expect(mut self, value: impl Into<String>) -> Self {
        self.expected.push(value.into());
        self
    }

    /// How executions are chosen.
    pub fn search(mut self, search: Search) -> Self {
        self.search = search;
        self
    }

    /// Only executions with at most `bound` preemptions (switches away from a thread that could have gone on): most
    /// bugs need two (Musuvathi & Qadeer, *Iterative Context Bounding*, 2007). Explores every one of them.
    pub fn preemption_bound(mut self, bound: usize) -> Self {
        self.preemption_bound = Some(bound);
        self
    }

    /// Stops after that many executions (default 1,000,000): not finished, which is never a pass.
    pub fn max_executions(mut self, count: usize) -> Self {
        self.max_executions = count;
        self
    }

    /// Ends an execution after that many steps (default 5,000).
    pub fn max_steps(mut self, count: usize) -> Self {
        self.max_steps = count;
        self
    }

    /// Looks at that many states at most (default 200,000) for the smallest counterexample, and in [`crate::graph`].
    pub fn max_states(mut self, count: usize) -> Self {
        self.max_states = count;
        self
    }

    /// Begins so many explorations at most (default 2,000) in [`crate::orderings`].
    pub fn max_explorations(mut self, count: usize) -> Self {
        self.max_explorations = count;
        self
    }

    /// How many wake-ups that nobody caused there may be in one execution (default 1).
    pub fn spurious_wakeups(mut self, count: usize) -> Self {
        self.spurious_wakeups = count;
        self
    }

    /// How many waits may time out in one execution though others could go on (default 1). A wait also times out when
    /// nobody else can go on, as often as that happens.
    pub fn early_timeouts(mut self, count: usize) -> Self {
        self.early_timeouts = count;
        self
    }

    /// How often a weak compare-exchange may fail in one execution though it finds what it expects (default 1).
    pub fn weak_failures(mut self, count: usize) -> Self {
        self.weak_failures = count;
        self
    }

    /// Collect a fingerprint of each execution's graph in [`crate::Outcome::fingerprints`] (default no).
    pub fn fingerprints(mut self, yes: bool) -> Self {
        self.fingerprints = yes;
        self
    }

    /// Stop at the first execution that fails (default no): the verdict and its counterexample are there sooner, and the counts
    /// are those of the executions until then.
    pub fn until_failure(mut self, yes: bool) -> Self {
        self.until_failure = yes;
        self
    }

    /// What [`Options::expect`] was told, as one text.
    pub(crate) fn expectation(&self) -> String {
        self.expected.join(" or ")
    }

    pub(crate) fn is_wrong(&self, value: &str) -> bool {
        !self.expected.is_empty() && self.expected.iter().all(|expected| expected != value)
    }
}
