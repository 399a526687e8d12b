//! Catches the panic of the job, and not that of a result which nobody took.
//!
//! expect: pool-survives-a-dropped-result = panicked

// REPLACE pool-work
while let Some(job) = self.next_job() {
    job();
}
// END REPLACE
