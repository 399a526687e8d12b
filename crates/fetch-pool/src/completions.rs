//! Futures in the order in which they complete, up to a deadline: `as_completed` with a timeout.

use crate::Future;
use crate::deadline::Deadline;
use common::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use common::time::Duration;
use std::collections::VecDeque;
use std::fmt;

/// Yields each future as soon as it is done, the fastest first. After `timeout`, it yields one [`Unfinished`] with the
/// futures that are not done, and ends.
///
/// ```
/// use fetch_pool::{ThreadPool, as_completed_timeout};
/// use std::time::Duration;
///
/// let pool = ThreadPool::new(2);
/// let futures = [pool.submit(|| "a page"), pool.submit(|| "another")];
/// for future in as_completed_timeout(futures, Duration::from_secs(60)) {
///     println!("{}", future?.result()?); // does not wait
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn as_completed_timeout<T>(futures: impl IntoIterator<Item = Future<T>>, timeout: Duration) -> Completions<T> {
    Completions::new(futures, Deadline::after(timeout))
}

/// The iterator that [`as_completed_timeout`] returns. Its `next` waits until one more future is done, or until the
/// deadline.
pub struct Completions<T> {
    /// `None` for a future that has been yielded.
    futures: Vec<Option<Future<T>>>,
    left: usize,
    deadline: Deadline,
    arrivals: Arc<Arrivals>,
}

/// A future that is done adds its number here. This is a list with a condition variable and not a channel, because
/// loom's channels have no timeout.
struct Arrivals {
    numbers: Mutex<VecDeque<usize>>,
    /// Waited on by `next`, under the lock of `numbers`; notified by each future that is done. One waiter is woken,
    /// because only the owner of the iterator can wait.
    one_more: Condvar,
}

impl<T> Completions<T> {
    pub(crate) fn new(futures: impl IntoIterator<Item = Future<T>>, deadline: Deadline) -> Self {
        let futures: Vec<_> = futures.into_iter().map(Some).collect();
        let arrivals = Arc::new(Arrivals { numbers: Mutex::new(VecDeque::new()), one_more: Condvar::new() });
        for (number, future) in futures.iter().flatten().enumerate() {
            let arrivals = Arc::clone(&arrivals);
            future.when_done(move || {
                arrivals.lock().push_back(number);
                arrivals.one_more.notify_one();
            });
        }
        Completions { left: futures.len(), futures, deadline, arrivals }
    }

    /// From now on, only futures that are done already are yielded, and then an [`Unfinished`] if there are others.
    pub(crate) fn stop_waiting(&mut self) {
        self.deadline = Deadline::Passed;
    }
}

impl<T> Iterator for Completions<T> {
    type Item = Result<Future<T>, Unfinished<T>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.left == 0 {
            return None;
        }
        let mut numbers = self.arrivals.lock();
        loop {
            if let Some(number) = numbers.pop_front() {
                self.left -= 1;
                return self.futures[number].take().map(Ok);
            }
            match self.deadline.wait(&self.arrivals.one_more, numbers) {
                Some(later) => numbers = later,
                None => break,
            }
        }
        self.left = 0;
        let of = self.futures.len();
        Some(Err(Unfinished { futures: self.futures.drain(..).flatten().collect(), of }))
    }
}

impl Arrivals {
    /// No foreign code runs under this lock, so the list is correct even if the lock is poisoned.
    #[track_caller] // so an explorer shows the caller's line, which is more useful than this one
    fn lock(&self) -> MutexGuard<'_, VecDeque<usize>> {
        self.numbers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The deadline has passed, and some futures are not done. The error contains them, so that nothing is lost.
pub struct Unfinished<T> {
    /// The futures that are not done, in their original order.
    pub futures: Vec<Future<T>>,
    of: usize,
}

impl<T> fmt::Debug for Unfinished<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unfinished({} of {})", self.futures.len(), self.of)
    }
}

impl<T> fmt::Display for Unfinished<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "timed out: {} of {} futures unfinished", self.futures.len(), self.of)
    }
}

impl<T> std::error::Error for Unfinished<T> {}
