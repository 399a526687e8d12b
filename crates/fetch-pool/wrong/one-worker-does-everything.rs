//! Starts one worker, however many were asked for.
//!
//! expect: pool-workers-overlap = over-synchronised

// REPLACE pool-new
let jobs = Mutex::new(Jobs { pending: VecDeque::new(), closed: false });
let shared = Arc::new(Shared { jobs, changed: Condvar::new() });
let worker = thread::spawn({
    let shared = Arc::clone(&shared);
    move || shared.work()
});
ThreadPool { shared, workers: vec![worker] }
// END REPLACE
