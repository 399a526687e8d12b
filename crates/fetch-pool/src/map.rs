//! One job for each item, with the results in the order of the items: the executor's `map`.

use crate::deadline::TimedOut;
use crate::{Future, JobError, ThreadPool};
use common::sync::Arc;
use common::time::Duration;
use std::collections::VecDeque;

impl ThreadPool {
    /// Runs `job` on each item. All items are submitted at once. The results come in the order of the items, and not in
    /// the order in which the jobs complete.
    ///
    /// # Panics
    ///
    /// Like [`submit`](ThreadPool::submit).
    pub fn map<I, T, F>(&self, job: F, items: impl IntoIterator<Item = I>) -> Map<'static, T>
    where
        F: Fn(I) -> T + Send + Sync + 'static,
        I: Send + 'static,
        T: Send + 'static,
    {
        let job = Arc::new(job);
        let futures = items.into_iter().map(|item| self.submit_item(&job, item)).collect();
        Map { futures, more: Box::new(|| None), begun: false }
    }

    /// Like [`map`](ThreadPool::map), but lazy: at most `buffer` jobs are running or have a result not taken yet. Each
    /// `next` submits the next item, so the items may be an endless sequence.
    ///
    /// ```
    /// use fetch_pool::ThreadPool;
    ///
    /// let pool = ThreadPool::new(2);
    /// let squares = pool.map_buffered(|number: u64| number * number, 1.., 4);
    /// let squares: Vec<_> = squares.take(3).collect::<Result<_, _>>()?;
    /// assert_eq!(squares, [1, 4, 9]);
    /// # Ok::<(), fetch_pool::JobError>(())
    /// ```
    ///
    /// # Panics
    ///
    /// If `buffer` is 0; and like [`submit`](ThreadPool::submit), here and in each `next`.
    pub fn map_buffered<'a, I, T, F, S>(&'a self, job: F, items: S, buffer: usize) -> Map<'a, T>
    where
        F: Fn(I) -> T + Send + Sync + 'static,
        I: Send + 'static,
        T: Send + 'static,
        S: IntoIterator<Item = I>,
        S::IntoIter: Send + 'a,
    {
        assert!(buffer > 0, "a buffer needs at least one place");
        let job = Arc::new(job);
        let mut items = items.into_iter();
        let mut more = move || items.next().map(|item| self.submit_item(&job, item));
        let futures = std::iter::from_fn(&mut more).take(buffer).collect();
        Map { futures, more: Box::new(more), begun: false }
    }

    fn submit_item<I, T, F>(&self, job: &Arc<F>, item: I) -> Future<T>
    where
        F: Fn(I) -> T + Send + Sync + 'static,
        I: Send + 'static,
        T: Send + 'static,
    {
        let job = Arc::clone(job);
        self.submit(move || job(item))
    }
}

/// The iterator that [`ThreadPool::map`] and [`ThreadPool::map_buffered`] return. Its `next` waits for the next
/// result in the order of the items. If it is dropped after the first `next`, jobs that have not begun are
/// cancelled, because their results are no longer wanted.
pub struct Map<'a, T> {
    futures: VecDeque<Future<T>>,
    /// Submits one more item, if there is one.
    more: Box<dyn FnMut() -> Option<Future<T>> + Send + 'a>,
    begun: bool,
}

impl<T> Map<'_, T> {
    /// Like `next`, but waits at most `timeout`.
    ///
    /// # Errors
    ///
    /// [`TimedOut`] if the next result is not there by then. Nothing is lost: call it again to go on waiting.
    pub fn next_timeout(&mut self, timeout: Duration) -> Result<Option<Result<T, JobError>>, TimedOut<()>> {
        let Some(future) = self.advance() else { return Ok(None) };
        match future.result_timeout(timeout) {
            Ok(result) => {
                self.refill();
                Ok(Some(result))
            }
            Err(TimedOut(future)) => {
                self.futures.push_front(future);
                Err(TimedOut(()))
            }
        }
    }

    fn advance(&mut self) -> Option<Future<T>> {
        self.begun = true;
        self.futures.pop_front()
    }

    fn refill(&mut self) {
        self.futures.extend((self.more)());
    }
}

impl<T> Iterator for Map<'_, T> {
    type Item = Result<T, JobError>;

    fn next(&mut self) -> Option<Self::Item> {
        let result = self.advance()?.result();
        self.refill();
        Some(result)
    }
}

impl<T> Drop for Map<'_, T> {
    fn drop(&mut self) {
        if self.begun {
            for future in &self.futures {
                future.cancel();
            }
        }
    }
}
