//! Catches the panic of the job, but not the panic of a result that is dropped because no thread took it.
//!
//! expect: pool-survives-a-dropped-result = panicked

// REPLACE pool-work
while let Some(job) = self.next_job() {
    job();
}
// END REPLACE
