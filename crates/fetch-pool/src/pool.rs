//! A fixed number of worker threads that share one list of jobs: the lecture's `ThreadPoolExecutor`.
//!
//! It uses two files beside this one: `crew.rs` starts the threads, and `submit.rs` refuses jobs after a shutdown.

// SOLUTION pool-patience
use common::patience::lock_when;
// END SOLUTION
// GIVEN pool-imports
use crate::crew::Crew;
use crate::future::{Future, promise};
use crate::panicked::Panicked;
use crate::submit::Pending;
use common::panic::{AssertUnwindSafe, catch_unwind};
use common::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use common::thread;
use std::collections::VecDeque;
// END GIVEN

/// Runs jobs on worker threads. Dropping it waits until every job is done, as Python's `with` does.
///
/// ```
/// use fetch_pool::ThreadPool;
///
/// let pool = ThreadPool::new(2);
/// let answer = pool.submit(|| 6 * 7); // returns at once
/// assert_eq!(answer.result()?, 42); // waits
/// # Ok::<(), fetch_pool::JobError>(())
/// ```
pub struct ThreadPool {
    pub(crate) shared: Arc<Shared>,
    /// The worker threads.
    pub(crate) crew: Crew,
}

// GIVEN pool-state
/// Any closure that can be called once, in another thread; boxed, because each has a different size.
type Job = Box<dyn FnOnce() + Send>;

/// What the pool and its workers share.
pub(crate) struct Shared {
    jobs: Mutex<Jobs>,
    /// Waited on by idle workers, in `next_job`, until there is a job or the pool is closed. `add` wakes one of them,
    /// because it adds one job; `close` wakes all, because each has to end. A worker that wakes up checks again.
    changed: Condvar,
}

struct Jobs {
    pending: VecDeque<Job>,
    closed: bool,
}

impl std::fmt::Debug for Jobs {
    /// A closure cannot be printed, so this prints how many there are.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Jobs").field("pending", &self.pending.len()).field("closed", &self.closed).finish()
    }
}

impl ThreadPool {
    /// Makes the tables of an explorer show how many jobs are pending.
    pub fn show() {
        common::show::<Jobs>();
    }
}
// END GIVEN

impl ThreadPool {
    /// A pool of at most `workers` threads, named `worker 0`, `worker 1` and so on. A new job starts a thread if there
    /// are fewer threads than unfinished jobs. If the system refuses a thread, the others do all the work.
    ///
    /// # Panics
    ///
    /// If `workers` is 0.
    pub fn new(workers: usize) -> Self {
        Self::with_crew(Crew::new(workers, None))
    }

    /// Like [`new`](ThreadPool::new), but every worker calls `initializer` once, before its first job. If that panics,
    /// the pool is broken: no pending or later job runs, and the future of each says so.
    pub fn with_initializer(workers: usize, initializer: impl Fn() + Send + Sync + 'static) -> Self {
        Self::with_crew(Crew::new(workers, Some(Arc::new(initializer))))
    }

    fn with_crew(crew: Crew) -> Self {
        // GIVEN pool-new
        let jobs = Mutex::new(Jobs { pending: VecDeque::new(), closed: false });
        ThreadPool { shared: Arc::new(Shared { jobs, changed: Condvar::new() }), crew }
        // END GIVEN
    }

    /// Puts `job` at the end of the list and returns at once, with a future. `Send + 'static`: the job is sent to another
    /// thread, and borrows nothing that may be gone when it runs.
    ///
    /// # Panics
    ///
    /// If the pool was shut down, is broken, or has no worker because the system starts no thread.
    /// [`try_submit`](ThreadPool::try_submit) returns an error instead.
    pub fn submit<T, J>(&self, job: J) -> Future<T>
    where
        J: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        self.try_submit(job).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The part of `submit` that changes the list; a worker exists, and the list is open. No thread is started here: a worker
    /// takes the job from the list. The closure on the list runs `job` if `promise.begin()` returns true, and fulfils the
    /// promise, even if `job` panics (that part belongs to the exercise `pool-failures`).
    pub(crate) fn add<T, J>(&self, job: J) -> Future<T>
    where
        J: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        // SOLUTION pool-submit: pool-workers: list a job that fulfils the promise; wake a worker; return the future
        let (promise, future) = promise();
        let job = move || {
            if promise.begin() {
                // `AssertUnwindSafe`: data that a panic leaves half changed is the job's responsibility, as in Python.
                let outcome = catch_unwind(AssertUnwindSafe(job));
                promise.fulfil(outcome.map_err(Panicked::new));
            }
        };
        self.shared.lock().pending.push_back(Box::new(job));
        self.shared.changed.notify_one();
        future
        // END SOLUTION
    }

    /// Tells the workers that no more jobs will come: a worker that finds the list empty ends.
    pub(crate) fn close(&self) {
        // SOLUTION pool-close: pool-failures: close the list, and wake whoever has to know
        self.shared.lock().closed = true;
        self.shared.changed.notify_all();
        // END SOLUTION
    }

    /// Waits until every worker has ended. A worker that calls this waits for all others. Two threads, neither of them a
    /// worker, may call it at the same time, and then both wait: the second one for the lock of `workers`.
    pub(crate) fn join(&self) {
        let mut workers = self.crew.threads();
        // SOLUTION pool-join: pool-failures: wait for each of the workers; but a worker not for itself
        for worker in workers.drain(..) {
            if worker.thread().id() != thread::current().id() {
                worker.join().expect("a worker survives its jobs' panics");
            }
        }
        // END SOLUTION
    }
}

impl Drop for ThreadPool {
    /// Waits until every submitted job has run. A job may own the last handle to its pool; then it does not wait for
    /// itself.
    fn drop(&mut self) {
        self.begin_shutdown(Pending::Run);
        self.join();
    }
}

impl Shared {
    /// What a worker does: it runs one job after another, until no more will come. No panic ends it before: neither a job's
    /// panic, nor the panic of a result that the worker drops because no thread took it. Dropping a payload does not panic.
    pub(crate) fn work(&self) {
        // SOLUTION pool-work: pool-workers: take jobs and run them, until there are no more
        while let Some(job) = self.next_job() {
            // `add` has caught the job's own panic. But dropping a result that no thread took may panic as well, and
            // the worker must survive that, too.
            let _ = catch_unwind(AssertUnwindSafe(job));
        }
        // END SOLUTION
    }

    /// Waits for a job, and takes the oldest one. `None` if the pool is closed and the list is empty.
    fn next_job(&self) -> Option<Job> {
        // SOLUTION pool-next-job: pool-workers: wait for a job, or for the end
        let mut jobs = lock_when(&self.jobs, |jobs| !jobs.pending.is_empty());
        loop {
            if let Some(job) = jobs.pending.pop_front() {
                return Some(job);
            }
            if jobs.closed {
                return None;
            }
            jobs = self.changed.wait(jobs).unwrap_or_else(PoisonError::into_inner);
        }
        // END SOLUTION
    }

    // GIVEN pool-list
    /// Drops the pending jobs. Each owns its promise, so its future is cancelled. Dropping may run foreign code, so it
    /// happens after the lock is released.
    pub(crate) fn discard(&self) {
        let jobs = std::mem::take(&mut self.lock().pending);
        drop(jobs);
    }

    /// No job runs under this lock, so the list is correct even if the lock is poisoned.
    #[track_caller] // so an explorer shows the caller's line, which is more useful than this one
    fn lock(&self) -> MutexGuard<'_, Jobs> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }
    // END GIVEN
}
