//! Futures in the order in which they are done: the lecture's `as_completed`, line 24.

use crate::Future;
use common::sync::mpsc;

/// Yields each future as soon as it is done, the fastest first.
///
/// ```
/// use fetch_pool::{ThreadPool, as_completed};
///
/// let pool = ThreadPool::new(2);
/// let futures = [pool.submit(|| "a page"), pool.submit(|| "another")];
/// for future in as_completed(futures) {
///     println!("{}", future.result()?); // does not wait
/// }
/// # Ok::<(), fetch_pool::Panicked>(())
/// ```
pub fn as_completed<T>(futures: impl IntoIterator<Item = Future<T>>) -> AsCompleted<T> {
    // Each future, when it is done, sends its number down one channel.
    let (sender, done) = mpsc::channel();
    let futures: Vec<_> = futures.into_iter().map(Some).collect();
    for (number, future) in futures.iter().flatten().enumerate() {
        let sender = sender.clone();
        future.when_done(move || {
            let _ = sender.send(number); // nobody listens if the iterator was dropped early
        });
    }
    AsCompleted { left: futures.len(), futures, done }
}

/// The iterator that [`as_completed`] returns. Its `next` waits until one more future is done.
pub struct AsCompleted<T> {
    /// How many have not been yielded.
    left: usize,
    futures: Vec<Option<Future<T>>>,
    done: mpsc::Receiver<usize>,
}

impl<T> Iterator for AsCompleted<T> {
    type Item = Future<T>;

    fn next(&mut self) -> Option<Future<T>> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        let number = self.done.recv().expect("every future sends its number once");
        self.futures[number].take()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<T> ExactSizeIterator for AsCompleted<T> {}
