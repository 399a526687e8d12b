//! Starts one worker, however many were asked for.
//!
//! expect: pool-workers-overlap = over-synchronised
//! expect: pool-dropped-by-a-worker = wrong result

// REPLACE pool-new
let jobs = Mutex::new(Jobs { pending: VecDeque::new(), closed: false });
ThreadPool { shared: Arc::new(Shared { jobs, changed: Condvar::new() }), crew: Crew::new(1, None) }
// END REPLACE
