//! Many jobs, few of them submitted: results as they complete, in memory that does not grow with the number of
//! jobs.
//!
//! `as_completed` takes all its futures at once. Where there are ten thousand, so many closures would wait in the
//! pool's list. Here the next job is submitted when a result is taken.

use fetch_pool::{Future, JobError, Refusal, ThreadPool};
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};

/// Yields the results of `jobs` as they complete, each with the key that its job came with. At most `limit` of them are
/// submitted and not yielded.
pub struct Window<'pool, I, K, T> {
    pool: &'pool ThreadPool,
    limit: usize,
    jobs: std::iter::Enumerate<I>,
    under_way: HashMap<usize, (K, Future<T>)>,
    sender: Sender<usize>,
    done: Receiver<usize>,
}

/// Says that a job is done when it is dropped, so that a job that panics says it too.
struct Done(usize, Sender<usize>);

impl Drop for Done {
    fn drop(&mut self) {
        _ = self.1.send(self.0); // nobody listens if the window was dropped early
    }
}

impl<'pool, I: Iterator, K, T> Window<'pool, I, K, T> {
    /// Submits nothing before the first result is asked for.
    pub fn new(pool: &'pool ThreadPool, limit: usize, jobs: I) -> Self {
        let (sender, done) = channel();
        Window { pool, limit: limit.max(1), jobs: jobs.enumerate(), under_way: HashMap::new(), sender, done }
    }
}

impl<I, K, J, T> Iterator for Window<'_, I, K, T>
where
    I: Iterator<Item = (K, J)>,
    J: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    /// The error: the pool took no job.
    type Item = Result<(K, Result<T, JobError>), Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.under_way.len() < self.limit {
            let Some((number, (key, job))) = self.jobs.next() else { break };
            let done = Done(number, self.sender.clone());
            let job = move || {
                let _done = done;
                job()
            };
            match self.pool.try_submit(job) {
                Ok(future) => _ = self.under_way.insert(number, (key, future)),
                Err(error) => return Some(Err(error.refusal)),
            }
        }
        if self.under_way.is_empty() {
            return None;
        }
        let number = self.done.recv().expect("the window keeps a sender of its own");
        self.under_way.remove(&number).map(|(key, future)| Ok((key, future.result())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn never_more_jobs_are_submitted_than_the_limit() {
        let pool = ThreadPool::new(4);
        let (submitted, most) = (Cell::new(0), Cell::new(0));
        let jobs = (0..10_000).map(|number| {
            submitted.set(submitted.get() + 1);
            most.set(submitted.get().max(most.get()));
            ((), move || number)
        });
        let mut results = Vec::new();
        for done in Window::new(&pool, 8, jobs) {
            submitted.set(submitted.get() - 1);
            results.push(done.unwrap().1.unwrap());
        }
        assert_eq!(most.get(), 8);
        results.sort_unstable();
        assert!(results.into_iter().eq(0..10_000));
    }

    #[test]
    fn a_job_that_is_done_overtakes_one_that_is_not() {
        let pool = ThreadPool::new(2);
        let (open, gate) = channel();
        let gate = std::sync::Mutex::new(Some(gate));
        let jobs = (0..3).map(|number| {
            let gate: Option<Receiver<()>> = if number == 0 { gate.lock().unwrap().take() } else { None };
            let job = move || {
                gate.inspect(|gate| gate.recv().unwrap());
                number
            };
            ((), job)
        });
        let mut results = Window::new(&pool, 2, jobs).map(|done| done.unwrap().1.unwrap());
        let first = [results.next().unwrap(), results.next().unwrap()];
        assert_eq!(first, [1, 2]);
        open.send(()).unwrap();
        assert_eq!((results.next(), results.next()), (Some(0), None));
    }

    #[test]
    fn a_panic_is_a_result_and_the_others_come() {
        let pool = ThreadPool::new(1);
        let jobs = [2, 0, 4].map(|number| (number, move || 8 / number));
        let results: Vec<_> = Window::new(&pool, 1, jobs.into_iter()).map(Result::unwrap).collect();
        assert!(matches!(&results[..], [(2, Ok(4)), (0, Err(_)), (4, Ok(2))]));
    }
}
