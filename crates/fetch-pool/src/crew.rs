//! The threads of a pool: each is started when a job needs it, and all are joined at the end.

use crate::Panicked;
use crate::job_error::Broken;
use crate::submit::Refusal;
use common::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use common::sync::atomic::{AtomicUsize, Ordering::Relaxed}; // `Relaxed`: the count guards no other data
use common::sync::{Arc, Mutex, MutexGuard, PoisonError};
use common::thread;

/// What each worker runs before its first job.
pub(crate) type Initializer = Arc<dyn Fn() + Send + Sync>;

/// The worker threads of one pool, at most `most`.
pub(crate) struct Crew {
    most: usize,
    initializer: Option<Initializer>,
    roll: Arc<Mutex<Roll>>,
    /// The number of jobs that were submitted and are not done, cancelled or dropped.
    unfinished: Arc<AtomicUsize>,
    /// A thread that joins them holds this lock until all have ended, so a second one waits here for the same.
    threads: Mutex<Vec<thread::JoinHandle<()>>>,
}

/// The workers, and whether the pool accepts jobs. `try_submit` holds its lock until the job is on the list, so that no
/// shutdown and no failing initializer comes in between. No job runs under this lock.
pub(crate) struct Roll {
    /// Why the pool accepts no more jobs.
    pub refusal: Option<Refusal>,
    /// The system's message when it last refused a thread.
    pub short: Option<Arc<str>>,
    workers: Vec<thread::ThreadId>,
}

/// Counts one unfinished job for as long as it lives; each job owns one.
pub(crate) struct Unfinished(Arc<AtomicUsize>);

impl Crew {
    pub fn new(most: usize, initializer: Option<Initializer>) -> Self {
        assert!(most > 0, "a pool needs at least one worker");
        let roll = Arc::new(Mutex::new(Roll { refusal: None, short: None, workers: Vec::new() }));
        let unfinished = Arc::new(AtomicUsize::new(0));
        Crew { most, initializer, roll, unfinished, threads: Mutex::new(Vec::new()) }
    }

    #[track_caller] // so an explorer shows the caller's line, which is more useful than this one
    pub fn roll(&self) -> MutexGuard<'_, Roll> {
        self.roll.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[track_caller]
    pub fn threads(&self) -> MutexGuard<'_, Vec<thread::JoinHandle<()>>> {
        self.threads.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the calling thread is one of the workers.
    pub fn is_member(&self) -> bool {
        self.roll().workers.contains(&thread::current().id())
    }

    /// Counts one more job until it is done. Returns the number of unfinished jobs as well, including this one.
    pub fn count(&self) -> (Unfinished, usize) {
        let count = self.unfinished.fetch_add(1, Relaxed) + 1;
        (Unfinished(Arc::clone(&self.unfinished)), count)
    }

    /// Wraps a counted job. In a broken pool the job does not run: it unwinds, and its future says why.
    pub fn enlist<T, J>(&self, job: J, unfinished: Unfinished) -> impl FnOnce() -> T + Send + use<T, J>
    where
        J: FnOnce() -> T + Send + 'static,
    {
        let roll = self.initializer.as_ref().map(|_| Arc::clone(&self.roll));
        move || {
            // Dropped before the result is there: a thread that has the result and submits again finds an idle worker.
            let _unfinished = unfinished;
            let refusal = roll.and_then(|roll| roll.lock().unwrap_or_else(PoisonError::into_inner).refusal.clone());
            if let Some(Refusal::Broken(broken)) = refusal {
                resume_unwind(Box::new(broken));
            }
            job()
        }
    }

    /// Starts one more thread, unless there is one for each of the `unfinished` jobs (an idle worker will take the job)
    /// or the maximum is reached. If the system refuses a thread, the existing workers do all the work, and the next
    /// job tries to start one again.
    ///
    /// # Errors
    ///
    /// Returns the system's message if it refuses the first worker.
    pub fn hire(
        &self,
        roll: &mut Roll,
        unfinished: usize,
        work: impl FnOnce() + Send + 'static,
    ) -> Result<(), Arc<str>> {
        let number = roll.workers.len();
        if number == self.most || number >= unfinished {
            return Ok(());
        }
        let (initializer, shared_roll) = (self.initializer.clone(), Arc::clone(&self.roll));
        let builder = thread::Builder::new().name(format!("worker {number}"));
        let started = builder.spawn(move || {
            if let Some(Err(payload)) = initializer.map(|initialize| catch_unwind(AssertUnwindSafe(&*initialize))) {
                let broken = Broken::new(&Panicked::new(payload));
                shared_roll.lock().unwrap_or_else(PoisonError::into_inner).refusal = Some(Refusal::Broken(broken));
            }
            work(); // in a broken pool as well, so that its pending jobs fail
        });
        match started {
            Ok(worker) => {
                roll.workers.push(worker.thread().id());
                self.threads().push(worker);
                Ok(())
            }
            Err(error) => {
                let words: Arc<str> = error.to_string().into();
                roll.short = Some(Arc::clone(&words));
                if number > 0 { Ok(()) } else { Err(words) }
            }
        }
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Relaxed);
    }
}
