//! `std::sync`, with operations that the explorer sees. Names, signatures and meaning are the same, but every
//! operation is a step that the explorer can put in any order. `Arc` and `Weak` are `std`'s own.

pub mod atomic;
mod barrier;
mod condvar;
mod fresh;
mod hold;
mod lazy_lock;
mod lock;
pub mod mpsc;
mod mutex;
mod once;
mod once_lock;
mod rwlock;

pub use barrier::{Barrier, BarrierWaitResult};
pub use condvar::{Condvar, WaitTimeoutResult};
pub use lazy_lock::LazyLock;
pub use mutex::{Mutex, MutexGuard};
pub use once::{Once, OnceState};
pub use once_lock::OnceLock;
pub use rwlock::{RwLock, RwLockReadGuard, RwLockWriteGuard};
pub use std::sync::{Arc, LockResult, PoisonError, TryLockError, TryLockResult, Weak};
