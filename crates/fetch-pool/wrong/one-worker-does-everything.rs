//! Starts one worker, whatever the number of workers should be.
//!
//! expect: pool-workers-overlap = over-synchronised
//! expect: pool-dropped-by-a-worker = wrong result

// REPLACE pool-new
let jobs = Mutex::new(Jobs { pending: VecDeque::new(), closed: false });
ThreadPool { shared: Arc::new(Shared { jobs, changed: Condvar::new() }), crew: Crew::new(1, None) }
// END REPLACE
