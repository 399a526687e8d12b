//! A fixed number of worker threads that share one list of jobs: the lecture's `ThreadPoolExecutor`.

// GIVEN pool-imports
use crate::future::{Future, promise};
use crate::panicked::Panicked;
use common::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use common::thread;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
// END GIVEN

/// Runs jobs on worker threads. Dropping it waits until every job is done, as Python's `with` does.
///
/// ```
/// use fetch_pool::ThreadPool;
///
/// let pool = ThreadPool::new(2);
/// let answer = pool.submit(|| 6 * 7); // returns at once
/// assert_eq!(answer.result()?, 42); // waits
/// # Ok::<(), fetch_pool::Panicked>(())
/// ```
pub struct ThreadPool {
    // GIVEN pool-handles
    shared: Arc<Shared>,
    workers: Vec<thread::JoinHandle<()>>,
    // END GIVEN
}

// GIVEN pool-state
/// Any closure that can be called once, in another thread; boxed, for each has a size of its own.
type Job = Box<dyn FnOnce() + Send>;

/// What the pool and its workers share.
struct Shared {
    jobs: Mutex<Jobs>,
    /// Waited on by idle workers, under the lock of `jobs`. `submit` wakes one of them, for it brings one job; `drop`
    /// wakes all, for each has to leave.
    changed: Condvar,
}

struct Jobs {
    pending: VecDeque<Job>,
    closed: bool,
}
// END GIVEN

impl ThreadPool {
    /// Starts `workers` threads, named `worker 0`, `worker 1` and so on.
    ///
    /// # Panics
    ///
    /// If `workers` is 0, or if the system refuses a thread.
    pub fn new(workers: usize) -> Self {
        assert!(workers > 0, "a pool needs at least one worker");
        // GIVEN pool-new
        let jobs = Mutex::new(Jobs { pending: VecDeque::new(), closed: false });
        let shared = Arc::new(Shared { jobs, changed: Condvar::new() });
        let mut pool = ThreadPool { shared, workers: Vec::new() };
        for number in 0..workers {
            let shared = Arc::clone(&pool.shared);
            let builder = thread::Builder::new().name(format!("worker {number}"));
            let worker = builder.spawn(move || shared.work()).expect("cannot start a worker thread");
            pool.workers.push(worker);
        }
        pool
        // END GIVEN
    }

    /// Puts `job` at the end of the list and returns at once, with the promise of its result. `Send + 'static`: it goes
    /// to another thread, and borrows nothing that could end before it has run.
    pub fn submit<T, J>(&self, job: J) -> Future<T>
    where
        J: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        // SOLUTION pool-submit: a promise and its future; a job that keeps the promise, even if it panics; wake a worker
        let (promise, future) = promise();
        let job = move || {
            // `AssertUnwindSafe`: what a panic leaves half done is the job's own concern, as in Python.
            let outcome = catch_unwind(AssertUnwindSafe(job));
            promise.fulfil(outcome.map_err(Panicked::new));
        };
        self.shared.lock().pending.push_back(Box::new(job));
        self.shared.changed.notify_one();
        future
        // END SOLUTION
    }

    /// Runs `job` on each item. The results come in the order of the items, whichever is done first.
    pub fn map<I, T, F>(&self, job: F, items: impl IntoIterator<Item = I>) -> Map<T>
    where
        F: Fn(I) -> T + Send + Sync + 'static,
        I: Send + 'static,
        T: Send + 'static,
    {
        let job = Arc::new(job);
        let submit = |item| {
            let job = Arc::clone(&job);
            self.submit(move || job(item))
        };
        let futures: Vec<_> = items.into_iter().map(submit).collect();
        Map { futures: futures.into_iter() }
    }
}

impl Drop for ThreadPool {
    /// Waits until every job submitted has run. A job may own the last handle to its pool: it does not wait for
    /// itself.
    fn drop(&mut self) {
        // SOLUTION pool-drop: close the list, wake all workers, and wait for each; but a worker not for itself
        self.shared.lock().closed = true;
        self.shared.changed.notify_all();
        for worker in self.workers.drain(..) {
            if worker.thread().id() != thread::current().id() {
                worker.join().expect("a worker survives its jobs' panics");
            }
        }
        // END SOLUTION
    }
}

impl Shared {
    /// The life of a worker: one job after another, until there are no more and there will be none.
    fn work(&self) {
        // SOLUTION pool-work: take jobs and run them, until there are no more
        while let Some(job) = self.next_job() {
            // `submit` has caught the job's own panic. Left is the drop of a result that nobody took: if that panics,
            // the worker must live on all the same.
            let _ = catch_unwind(AssertUnwindSafe(job));
        }
        // END SOLUTION
    }

    /// Waits for a job. `None` once the pool is closed and the list is empty.
    fn next_job(&self) -> Option<Job> {
        // SOLUTION pool-next-job: wait for a job, or for the end
        let mut jobs = self.lock();
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

    // GIVEN pool-lock
    /// No job runs under this lock, so a poisoned one still holds a list that is right.
    #[track_caller] // an explorer then shows the caller's line, which says more than this one
    fn lock(&self) -> MutexGuard<'_, Jobs> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }
    // END GIVEN
}

/// The iterator that [`ThreadPool::map`] returns. Its `next` waits for the next result in the order of the items.
pub struct Map<T> {
    futures: std::vec::IntoIter<Future<T>>,
}

impl<T> Iterator for Map<T> {
    type Item = Result<T, Panicked>;

    fn next(&mut self) -> Option<Self::Item> {
        self.futures.next().map(Future::result)
    }
}
