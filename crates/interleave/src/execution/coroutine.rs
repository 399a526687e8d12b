//! The switch between model threads: each is a stackful coroutine, and the explorer resumes one at a time. Besides
//! this file and `stack`, `unsafe` is needed only for the objects' cells, the lifetimes of thread bodies and of a
//! panic's location, texts by type, and `std`'s count of panics.

#![allow(unsafe_code)]

use super::stack::Stack;
use crate::record::Place;
use corosensei::{CoroutineResult, Yielder};
use std::cell::Cell;

thread_local! {
    /// The way back from the coroutine that is running on this OS thread.
    static YIELDER: Cell<*const Yielder<(), ()>> = const { Cell::new(std::ptr::null()) };
    /// An address below all frames of the last coroutine that was suspended.
    static LOWEST: Cell<usize> = const { Cell::new(0) };
}

/// What a model thread runs. It must not unwind.
pub(crate) type Body = Box<dyn FnOnce()>;

/// A thread that has not started, with the minimum size of its stack.
pub(crate) struct Newborn {
    pub(crate) body: Body,
    pub(crate) stack: usize,
    /// The line that spawned it; `None` for the main thread.
    pub(crate) spawned: Option<Place>,
}

/// A model thread's stack and registers.
pub(crate) struct Coroutine {
    /// `None` only while it is being dropped.
    inner: Option<corosensei::Coroutine<(), (), (), Stack>>,
    /// An address below all its frames.
    lowest: usize,
    #[cfg(unix)]
    running: super::overflow::Running,
}

impl Coroutine {
    pub(crate) fn new(Newborn { body, stack, spawned }: Newborn) -> Self {
        let stack = Stack::of(stack);
        #[cfg(unix)]
        let running = stack.running(spawned);
        #[cfg(not(unix))]
        let _ = spawned;
        let inner = corosensei::Coroutine::with_stack(stack, |yielder, ()| {
            YIELDER.set(yielder);
            body();
        });
        Coroutine {
            inner: Some(inner),
            lowest: 0,
            #[cfg(unix)]
            running,
        }
    }

    /// Runs until the next [`suspend`] or the end; returns whether that was the end.
    pub(crate) fn resume(&mut self) -> bool {
        let inner = self.inner.as_mut().expect("a coroutine is only dropped once");
        #[cfg(unix)]
        super::overflow::set_running(Some(self.running));
        let ended = matches!(inner.resume(()), CoroutineResult::Return(()));
        #[cfg(unix)]
        super::overflow::set_running(None);
        self.lowest = LOWEST.get();
        ended
    }
}

impl Drop for Coroutine {
    /// Abandons a coroutine that has not finished: what its frames own is leaked, and no destructor runs. Unwinding
    /// it would run the program's destructors in a state that the program can never be in.
    fn drop(&mut self) {
        let Some(mut inner) = self.inner.take() else { return };
        if inner.done() {
            inner.into_stack().finished();
            return;
        }
        // SAFETY: the frames on this stack never run again, and they are not overwritten: `abandoned` keeps the
        // memory above `lowest`. To anything that points into its frames (a scoped thread of `std`, a list of pinned
        // waiters), this thread is one that sleeps for ever. Only the frames of `suspend` and of the switch, below
        // `lowest`, are overwritten, and nothing points into those.
        unsafe { inner.force_reset() };
        inner.into_stack().abandoned(self.lowest);
    }
}

/// Returns control to the explorer until it resumes the calling coroutine. Not inlined, so that the frames that it
/// calls are below every frame of the program.
#[inline(never)]
pub(crate) fn suspend() {
    let lowest = std::hint::black_box(0_u8);
    LOWEST.set(std::ptr::from_ref(&lowest).addr());
    let yielder = YIELDER.get();
    // SAFETY: `execution::perform` calls this only while a coroutine of this OS thread is running. The pointer was
    // set when that coroutine was started or last resumed, and its yielder lives on the coroutine's stack as long as
    // the coroutine does.
    unsafe { (*yielder).suspend(()) };
    YIELDER.set(yielder);
}
