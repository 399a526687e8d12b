//! The parts of `std` that the explorer cannot run, and what to write instead.

/// The modules of `std` that `common` stands in for, and what it has of each.
pub const REPLACED: [(&str, &[&str]); 4] = [
    (
        "sync",
        &[
            "Arc",
            "Barrier",
            "BarrierWaitResult",
            "Condvar",
            "LockResult",
            "Mutex",
            "MutexGuard",
            "OnceLock",
            "PoisonError",
            "RwLock",
            "RwLockReadGuard",
            "RwLockWriteGuard",
            "TryLockError",
            "TryLockResult",
            "WaitTimeoutResult",
            "Weak",
            "atomic",
            "mpsc",
        ],
    ),
    (
        "thread",
        &[
            "Builder",
            "JoinHandle",
            "Result",
            "Scope",
            "ScopedJoinHandle",
            "Thread",
            "ThreadId",
            "current",
            "panicking",
            "park",
            "scope",
            "spawn",
            "yield_now",
        ],
    ),
    ("time", &["Duration", "Instant"]),
    ("hint", &["spin_loop"]),
];

/// What to do instead of a sleep, which `common` does not have: afterwards nothing is certain that was not certain
/// before.
pub const NEVER_SLEEP: &str = "never sleep for a fixed time; wait until something has happened: on a condition variable \
                           (`wait`), for a message (`recv`) or for a thread (`join`)";

/// What to write in place of a path into a module of `std` that `common` stands in for.
pub fn instead(path: &[&str]) -> Option<String> {
    let [module, rest @ ..] = path else { return None };
    let (_, has) = REPLACED.iter().find(|(replaced, _)| replaced == module)?;
    let item = rest.first().copied().unwrap_or_default();
    Some(if *module == "thread" && is_sleep(item) {
        NEVER_SLEEP.to_string()
    } else if has.contains(&item) {
        format!("write `common::{}` instead: the explorer can run that", path.join("::"))
    } else if item.starts_with(char::is_alphabetic) && item != "self" {
        format!("no exercise needs it, and `common::{module}` does not have it")
    } else {
        format!("write `common::{module}` instead: the explorer can run that")
    })
}

/// A function of `std::thread` that only waits for time to pass.
pub fn is_sleep(item: &str) -> bool {
    matches!(item, "sleep" | "sleep_ms" | "sleep_until" | "park_timeout")
}
