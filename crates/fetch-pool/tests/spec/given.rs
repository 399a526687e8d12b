//! What `as_completed` gives, in a form that checks can compare.

use fetch_pool::Future;
use fetch_pool::future::{Promise, promise};

/// The value of a future that `as_completed` gave, or the reason why it has no value.
pub type Given = Result<usize, String>;

/// Promises of numbers, and their futures. The check itself fulfils them: no pool is involved.
pub fn promised(count: usize) -> (Vec<Option<Promise<usize>>>, Vec<Future<usize>>) {
    (0..count).map(|_| promise()).map(|(promise, future)| (Some(promise), future)).unzip()
}

/// The value of the next future. Does not wait for the value if the future is not done.
pub fn next(completed: &mut impl Iterator<Item = Future<usize>>) -> Given {
    let future = completed.next().ok_or_else(|| no_more().unwrap_err())?;
    if !future.is_done() {
        return Err("a future that was not done".to_string());
    }
    future.result().map_err(|error| error.to_string())
}

/// After the last.
pub fn no_more() -> Given {
    Err("no future".to_string())
}
