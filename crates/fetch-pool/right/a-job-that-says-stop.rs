//! Closes the list with a sentinel at its end: each worker that gets it puts it back and ends.

// REPLACE pool-state
type Job = Box<dyn FnOnce() + Send>;

pub(crate) struct Shared {
    jobs: Mutex<VecDeque<Option<Job>>>,
    changed: Condvar,
}
// END REPLACE
// REPLACE pool-new
ThreadPool { shared: Arc::new(Shared { jobs: Mutex::new(VecDeque::new()), changed: Condvar::new() }), crew }
// END REPLACE
// REPLACE pool-submit
let (promise, future) = promise();
let job = move || {
    if promise.begin() {
        promise.fulfil(catch_unwind(AssertUnwindSafe(job)).map_err(Panicked::new));
    }
};
self.shared.lock().push_back(Some(Box::new(job)));
self.shared.changed.notify_one();
future
// END REPLACE
// REPLACE pool-close
self.shared.lock().push_back(None);
self.shared.changed.notify_one();
// END REPLACE
// REPLACE pool-join
let others = workers.drain(..).filter(|worker| worker.thread().id() != thread::current().id());
others.for_each(|worker| worker.join().expect("a worker survives its jobs' panics"));
// END REPLACE
// REPLACE pool-next-job
let jobs = self.changed.wait_while(self.lock(), |jobs| jobs.is_empty());
let mut jobs = jobs.unwrap_or_else(PoisonError::into_inner);
let job = jobs.pop_front()?;
if job.is_none() {
    jobs.push_back(None);
    self.changed.notify_one();
}
job
// END REPLACE
// REPLACE pool-list
pub(crate) fn discard(&self) {
    let mut list = self.lock();
    let (jobs, stop) = list.drain(..).partition::<VecDeque<_>, _>(Option::is_some);
    *list = stop;
    drop(list);
    drop(jobs);
}

fn lock(&self) -> MutexGuard<'_, VecDeque<Option<Job>>> {
    self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
}
// END REPLACE
