//! Arithmetic on the system time.

use super::time::{Duration, SystemTime, UNIX_EPOCH};

/// The number of facts about the system time that hold: all of them, at any time.
pub(super) fn facts() -> usize {
    let (now, second) = (SystemTime::now(), Duration::from_secs(1));
    let mut later = now + second;
    later += second;
    let before = later.checked_sub(second).expect("it is after now") - second;
    // The clock of a machine may be set meanwhile.
    let elapsed = now.elapsed().unwrap_or_else(|error| error.duration());
    let facts = [
        now >= UNIX_EPOCH,
        before == now,
        elapsed < 3600 * second,
        now.checked_add(second).is_some_and(|then| then < later),
        later.duration_since(now).ok() == Some(2 * second),
        now.duration_since(later).is_err_and(|error| error.duration() == 2 * second),
    ];
    facts.into_iter().filter(|fact| *fact).count()
}
