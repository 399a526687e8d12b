//! What `as_completed` gives, as it is seen and judged.

use fetch_pool::Future;
use fetch_pool::future::{Promise, promise};

/// The value of the future that was given, or why there is none.
pub type Given = Result<usize, String>;

/// Promises of numbers, and their futures. Here nobody but the check keeps a promise: no pool has a part in it.
pub fn promised(count: usize) -> (Vec<Option<Promise<usize>>>, Vec<Future<usize>>) {
    (0..count).map(|_| promise()).map(|(promise, future)| (Some(promise), future)).unzip()
}

/// The next one that is given. Whoever has a future that is not done must not wait for its value.
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
