//! What a test of a small asynchronous core needs: one future at a time, and a place for its waker.

use crate::sync::{Mutex, MutexGuard, PoisonError};
use crate::thread::{self, Thread};
use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

/// Wakes the thread that polls.
struct Unparks(Thread);

impl Wake for Unparks {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.unpark();
    }
}

/// Polls `future` until it is ready; in between the thread [parks](thread::park), and its waker unparks it. A wake-up that
/// nobody caused makes it poll once more, as an executor may.
///
/// # Panics
/// Outside an exploration.
///
/// # Examples
/// ```
/// use interleave::future::{AtomicWaker, block_on};
/// use interleave::sync::atomic::{AtomicBool, Ordering::Relaxed};
/// use interleave::{check, thread};
/// use std::future::poll_fn;
/// use std::sync::Arc;
/// use std::task::Poll;
///
/// check(|| {
///     let shared = Arc::new((AtomicBool::new(false), AtomicWaker::new()));
///     let other = Arc::clone(&shared);
///     thread::spawn(move || {
///         other.0.store(true, Relaxed);
///         other.1.wake();
///     });
///     block_on(poll_fn(|context| {
///         shared.1.register_by_ref(context.waker());
///         match shared.0.load(Relaxed) {
///             true => Poll::Ready(()),
///             false => Poll::Pending,
///         }
///     }));
/// });
/// ```
#[track_caller]
pub fn block_on<F: Future>(future: F) -> F::Output {
    let waker = Waker::from(Arc::new(Unparks(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}

/// Keeps the waker that was registered last, as the type of this name in `futures` does: a wake-up at the same time as a
/// registration is not lost.
pub struct AtomicWaker {
    waker: Mutex<Option<Waker>>,
}

impl AtomicWaker {
    /// Nobody is registered.
    ///
    /// # Panics
    /// Outside an exploration.
    #[track_caller]
    pub fn new() -> Self {
        AtomicWaker { waker: Mutex::new(None) }
    }

    /// `waker` is to be woken, and no longer the one before.
    #[track_caller]
    pub fn register(&self, waker: Waker) {
        let before = self.lock().replace(waker);
        drop(before); // not under the lock: it is somebody's code
    }

    /// As [`register`](AtomicWaker::register), of a clone.
    #[track_caller]
    pub fn register_by_ref(&self, waker: &Waker) {
        self.register(waker.clone());
    }

    /// Wakes the registered waker, which is forgotten: to be woken again, register again.
    #[track_caller]
    pub fn wake(&self) {
        if let Some(waker) = self.take() {
            waker.wake();
        }
    }

    /// The registered waker, which is forgotten.
    #[track_caller]
    pub fn take(&self) -> Option<Waker> {
        self.lock().take()
    }

    #[track_caller]
    fn lock(&self) -> MutexGuard<'_, Option<Waker>> {
        self.waker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for AtomicWaker {
    #[track_caller]
    fn default() -> Self {
        AtomicWaker::new()
    }
}

impl fmt::Debug for AtomicWaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AtomicWaker").finish_non_exhaustive()
    }
}
