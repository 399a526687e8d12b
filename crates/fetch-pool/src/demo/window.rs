//! Many jobs, few of them submitted: results as they complete, in memory that does not grow with the number of
//! jobs.
//!
//! `as_completed` takes all its futures at once. Where there are ten thousand, so many closures would wait in the
//! pool's list. Here the next job is submitted when a result is taken.

use fetch_pool::{Future, JobError, ThreadPool};
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};

/// Yields the results of `jobs` as they complete. At most `limit` of them are submitted and not yielded.
pub struct Window<'pool, I, T> {
    pool: &'pool ThreadPool,
    limit: usize,
    jobs: std::iter::Enumerate<I>,
    under_way: HashMap<usize, Future<T>>,
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

impl<'pool, I: Iterator, T> Window<'pool, I, T> {
    /// Submits nothing before the first result is asked for.
    pub fn new(pool: &'pool ThreadPool, limit: usize, jobs: I) -> Self {
        let (sender, done) = channel();
        Window { pool, limit: limit.max(1), jobs: jobs.enumerate(), under_way: HashMap::new(), sender, done }
    }
}

impl<I, J, T> Iterator for Window<'_, I, T>
where
    I: Iterator<Item = J>,
    J: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    type Item = Result<T, JobError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.under_way.len() < self.limit {
            let Some((number, job)) = self.jobs.next() else { break };
            let done = Done(number, self.sender.clone());
            let future = self.pool.submit(move || {
                let _done = done;
                job()
            });
            self.under_way.insert(number, future);
        }
        if self.under_way.is_empty() {
            return None;
        }
        let number = self.done.recv().expect("the window keeps a sender of its own");
        self.under_way.remove(&number).map(Future::result)
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
            move || number
        });
        let mut results = Vec::new();
        for result in Window::new(&pool, 8, jobs) {
            submitted.set(submitted.get() - 1);
            results.push(result.unwrap());
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
            move || {
                gate.inspect(|gate| gate.recv().unwrap());
                number
            }
        });
        let mut results = Window::new(&pool, 2, jobs).map(Result::unwrap);
        let first = [results.next().unwrap(), results.next().unwrap()];
        assert_eq!(first, [1, 2]);
        open.send(()).unwrap();
        assert_eq!((results.next(), results.next()), (Some(0), None));
    }

    #[test]
    fn a_panic_is_a_result_and_the_others_come() {
        let pool = ThreadPool::new(1);
        let jobs = [2, 0, 4].map(|number| move || 8 / number);
        let results: Vec<_> = Window::new(&pool, 1, jobs.into_iter()).collect();
        assert!(matches!(&results[..], [Ok(4), Err(_), Ok(2)]));
    }
}
