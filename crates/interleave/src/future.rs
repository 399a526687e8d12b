//! For tests of a small asynchronous core: polls one future at a time, and holds one waker.

use crate::sync::{Mutex, MutexGuard, PoisonError};
use crate::thread::{self, Thread};
use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

/// Wakes the polling thread.
struct Unparks(Thread);

impl Wake for Unparks {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.unpark();
    }
}

/// Polls `future` until it is ready. Between polls the thread [parks](thread::park), and its waker unparks it. A
/// spurious wake-up makes it poll once more, as an executor may.
///
/// # Panics
/// If called outside an explored program.
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

/// Keeps the last waker registered, like the type of this name in `futures`: a wake-up that is concurrent with a
/// registration is not lost.
pub struct AtomicWaker {
    waker: Mutex<Option<Waker>>,
}

impl AtomicWaker {
    /// Creates an `AtomicWaker` with no waker registered.
    ///
    /// # Panics
    /// If called outside an explored program.
    #[track_caller]
    pub fn new() -> Self {
        AtomicWaker { waker: Mutex::new(None) }
    }

    /// Registers `waker` in place of the previous one.
    #[track_caller]
    pub fn register(&self, waker: Waker) {
        let before = self.lock().replace(waker);
        drop(before); // not under the lock: it runs the program's code
    }

    /// Like [`register`](AtomicWaker::register), with a clone of `waker`.
    #[track_caller]
    pub fn register_by_ref(&self, waker: &Waker) {
        self.register(waker.clone());
    }

    /// Takes the registered waker and wakes it. Register again to be woken again.
    #[track_caller]
    pub fn wake(&self) {
        if let Some(waker) = self.take() {
            waker.wake();
        }
    }

    /// Takes the registered waker.
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
