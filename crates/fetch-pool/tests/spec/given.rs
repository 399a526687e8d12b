//! What `as_completed` gives, as it is seen and judged.

use fetch_pool::Future;
use fetch_pool::future::{Promise, promise};

/// The value of the future that was given, or why there is none.
pub type Given = Result<usize, String>;

/// Promises of numbers, and their futures. Only the check fulfils these promises; there is no pool.
pub fn promised(count: usize) -> (Vec<Option<Promise<usize>>>, Vec<Future<usize>>) {
    (0..count).map(|_| promise()).map(|(promise, future)| (Some(promise), future)).unzip()
}

/// The next future that is returned. Do not wait for the value of a future that is not done.
pub fn next(completed: &mut impl Iterator<Item = Future<usize>>) -> Given {
    let future = completed.next().ok_or_else(|| no_more().unwrap_err())?;
    if !future.is_done() {
        return Err("a future before it was done".to_string());
    }
    future.result().map_err(|error| error.to_string())
}

/// After the last.
pub fn no_more() -> Given {
    Err("no future".to_string())
}
