//! The threads of a pool: each started when a job needs it, all joined at the end.

use crate::Panicked;
use crate::job_error::Broken;
use crate::submit::Refusal;
use common::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use common::sync::atomic::{AtomicUsize, Ordering::Relaxed}; // `Relaxed`: no other data hangs on this count
use common::sync::{Arc, Mutex, MutexGuard, PoisonError};
use common::thread;

/// What each worker runs before its first job.
pub(crate) type Initializer = Arc<dyn Fn() + Send + Sync>;

/// The worker threads of one pool, at most `most`.
pub(crate) struct Crew {
    most: usize,
    initializer: Option<Initializer>,
    roll: Arc<Mutex<Roll>>,
    /// How many jobs were submitted and are not done, cancelled or dropped.
    unfinished: Arc<AtomicUsize>,
    /// Locked by whoever joins them until all have ended: who comes second then waits here for the same.
    threads: Mutex<Vec<thread::JoinHandle<()>>>,
}

/// Who works here, and whether there is work. `try_submit` holds its lock until the job is on the list, so that no
/// shutdown and no failing initializer comes in between. No job runs under it.
pub(crate) struct Roll {
    /// Why no job is taken any more.
    pub refusal: Option<Refusal>,
    /// What the system said when it last refused a thread.
    pub short: Option<Arc<str>>,
    workers: Vec<thread::ThreadId>,
}

/// Carried by each job: one that is not done yet.
pub(crate) struct Unfinished(Arc<AtomicUsize>);

impl Crew {
    pub fn new(most: usize, initializer: Option<Initializer>) -> Self {
        assert!(most > 0, "a pool needs at least one worker");
        let roll = Arc::new(Mutex::new(Roll { refusal: None, short: None, workers: Vec::new() }));
        let unfinished = Arc::new(AtomicUsize::new(0));
        Crew { most, initializer, roll, unfinished, threads: Mutex::new(Vec::new()) }
    }

    #[track_caller] // an explorer then shows the caller's line, which says more than this one
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

    /// Counts one more job until it is done, and says how many there are with it.
    pub fn count(&self) -> (Unfinished, usize) {
        let count = self.unfinished.fetch_add(1, Relaxed) + 1;
        (Unfinished(Arc::clone(&self.unfinished)), count)
    }

    /// The job, counted. In a broken pool it does not run: it unwinds, and its future says why.
    pub fn enlist<T, J>(&self, job: J, unfinished: Unfinished) -> impl FnOnce() -> T + Send + use<T, J>
    where
        J: FnOnce() -> T + Send + 'static,
    {
        let roll = self.initializer.as_ref().map(|_| Arc::clone(&self.roll));
        move || {
            // Dropped before the result is there: who has the result and submits once more meets an idle worker.
            let _unfinished = unfinished;
            let refusal = roll.and_then(|roll| roll.lock().unwrap_or_else(PoisonError::into_inner).refusal.clone());
            if let Some(Refusal::Broken(broken)) = refusal {
                resume_unwind(Box::new(broken));
            }
            job()
        }
    }

    /// Starts one more thread, unless there is one for each of the `unfinished` jobs, or as many as may be: a
    /// worker that is not at a job comes back to the list. If the system refuses one, those that are there go on
    /// with all the work; the next job asks for one again.
    ///
    /// # Errors
    ///
    /// The system's words, if there is no worker and it refuses the first.
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
            work(); // in a broken pool, too: the jobs that are pending there have to fail
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
