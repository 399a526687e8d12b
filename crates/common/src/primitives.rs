//! The switch: `std`'s primitives, or those of an explorer that runs every interleaving. Re-exports only, but for `std`'s
//! condition variable: `condvar.rs` says why, and proves that it is the same.
//!
//! Features choose, and not a `--cfg` for the compiler: that would rebuild every dependency, and leak into those that
//! read it. Where both features are on, as in an editor, `model` wins.
//!
//! What an explorer lacks is missing under its feature, so that code which needs it does not compile there.
//! `Arc` is always `std`'s: counting references has no interleaving worth exploring, and under loom a failing model
//! that holds loom's own `Arc` aborts the process instead of reporting.

#[cfg(any(not(any(feature = "model", feature = "loom")), all(test, feature = "model")))]
mod condvar;

#[cfg(not(any(feature = "model", feature = "loom")))]
mod backend {
    /// The primitives in use; every test binary asserts that it runs on those it was written for.
    pub const BACKEND: &str = "std";

    /// Locks, condition variables, channels and atomics.
    pub mod sync {
        pub use crate::primitives::condvar::Condvar;
        pub use std::sync::{Arc, Barrier, BarrierWaitResult, WaitTimeoutResult, Weak, atomic, mpsc};
        pub use std::sync::{LockResult, PoisonError, TryLockError, TryLockResult};
        pub use std::sync::{Mutex, MutexGuard, OnceLock, RwLock, RwLockReadGuard, RwLockWriteGuard};
    }
    /// Threads.
    pub mod thread {
        pub use std::thread::{Builder, JoinHandle, Result, Scope, ScopedJoinHandle, Thread, ThreadId};
        pub use std::thread::{current, panicking, park, scope, spawn, yield_now};
    }
    /// Durations, and a clock.
    pub mod time {
        pub use std::time::{Duration, Instant};
    }
    /// What a spinning thread tells the processor.
    pub mod hint {
        pub use std::hint::spin_loop;
    }
    /// Catching a panic.
    pub mod panic {
        pub use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
    }
}

#[cfg(feature = "model")]
mod backend {
    /// The primitives in use; every test binary asserts that it runs on those it was written for.
    pub const BACKEND: &str = "model";

    pub use interleave::{hint, panic, sync, thread, time};
}

#[cfg(all(feature = "loom", not(feature = "model")))]
mod backend {
    /// The primitives in use; every test binary asserts that it runs on those it was written for.
    pub const BACKEND: &str = "loom";

    /// Locks, condition variables, channels and atomics.
    pub mod sync {
        pub use loom::sync::{Condvar, Mutex, MutexGuard, atomic, mpsc};
        pub use std::sync::{Arc, LockResult, PoisonError};
    }
    /// Threads.
    pub mod thread {
        pub use loom::thread::{Builder, JoinHandle, ThreadId, current, panicking, spawn, yield_now};
        pub use std::thread::Result;
        /// `std`'s, for checks of behaviour: they must compile on loom and are never run there.
        pub use std::thread::scope;
    }
    /// Durations. Loom has no clock, and its waits never time out: `std`'s serves code that sets a far deadline.
    pub mod time {
        pub use std::time::{Duration, Instant};
    }
    /// What a spinning thread tells the processor.
    pub mod hint {
        pub use loom::hint::spin_loop;
    }
    /// Catching a panic.
    pub mod panic {
        pub use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
    }
}

pub use backend::{BACKEND, hint, panic, sync, thread, time};
