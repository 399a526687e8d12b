//! Futures in the order in which they complete: the lecture's `as_completed`, line 24.

// GIVEN completed-imports
use crate::Future;
use common::sync::mpsc;
// END GIVEN

/// Yields each future as soon as it is done, the fastest first. If several are done already, their order is unspecified.
///
/// ```
/// use fetch_pool::{ThreadPool, as_completed};
///
/// let pool = ThreadPool::new(2);
/// let futures = [pool.submit(|| "a page"), pool.submit(|| "another")];
/// for future in as_completed(futures) {
///     println!("{}", future.result()?); // does not wait
/// }
/// # Ok::<(), fetch_pool::JobError>(())
/// ```
pub fn as_completed<T>(futures: impl IntoIterator<Item = Future<T>>) -> AsCompleted<T> {
    // SOLUTION completed-start: as-completed: let each future say when it is done, in one channel
    // When a future is done, it sends its number to one channel.
    let (sender, done) = mpsc::channel();
    let futures: Vec<_> = futures.into_iter().map(Some).collect();
    for (number, future) in futures.iter().flatten().enumerate() {
        let sender = sender.clone();
        future.when_done(move || {
            let _ = sender.send(number); // fails if the iterator was dropped early
        });
    }
    AsCompleted { left: futures.len(), futures, done }
    // END SOLUTION
}

/// The iterator that [`as_completed`] returns. Its `next` waits until one more future is done, or its job panicked.
/// It can be dropped early: the jobs go on.
pub struct AsCompleted<T> {
    // GIVEN completed-state
    /// The number of futures not yielded yet.
    left: usize,
    futures: Vec<Option<Future<T>>>,
    done: mpsc::Receiver<usize>,
    // END GIVEN
}

impl<T> Iterator for AsCompleted<T> {
    type Item = Future<T>;

    fn next(&mut self) -> Option<Future<T>> {
        // SOLUTION completed-next: as-completed: one that is done and was not given before; `None` after the last
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        let number = self.done.recv().expect("every future sends its number once");
        self.futures[number].take()
        // END SOLUTION
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        // SOLUTION completed-left: as-completed: how many are left, exactly
        (self.left, Some(self.left))
        // END SOLUTION
    }
}

impl<T> ExactSizeIterator for AsCompleted<T> {}
