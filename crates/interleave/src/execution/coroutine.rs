//! The switch between model threads: each is a stackful coroutine, and the explorer resumes one at a time. Besides
//! this file and `stack`, only the objects' cells, the lifetimes of bodies and of a panic's line, texts by type, and
//! `std`'s count of panics need `unsafe`.

#![allow(unsafe_code)]

use super::stack::Stack;
use crate::record::Place;
use corosensei::{CoroutineResult, Yielder};
use std::cell::Cell;

thread_local! {
    /// The way back from the coroutine that is running on this OS thread.
    static YIELDER: Cell<*const Yielder<(), ()>> = const { Cell::new(std::ptr::null()) };
    /// An address below all frames of the coroutine that was suspended last.
    static LOWEST: Cell<usize> = const { Cell::new(0) };
}

/// What a model thread runs. It must not unwind.
pub(crate) type Body = Box<dyn FnOnce()>;

/// A thread to be started, with the least size of its stack.
pub(crate) struct Newborn {
    pub(crate) body: Body,
    pub(crate) stack: usize,
    /// The line that spawned it; the main thread has none.
    pub(crate) spawned: Option<Place>,
}

/// One model thread's stack and registers.
pub(crate) struct Coroutine {
    /// `None` only while it is dropped.
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

    /// Runs until the next [`suspend`] or the end; says whether that was the end.
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
    /// A coroutine that has not finished is abandoned: what its frames own is leaked, no destructor of it runs.
    /// Unwinding it instead would run the program's destructors in a state that the program can never be in.
    fn drop(&mut self) {
        let Some(mut inner) = self.inner.take() else { return };
        if inner.done() {
            inner.into_stack().finished();
            return;
        }
        // SAFETY: the frames on this stack are never run again, and they stay as they are: `abandoned` keeps the memory
        // above `lowest`. So this thread is, for everybody who points into its frames (a scoped thread of `std`, a list
        // of pinned waiters), a thread that sleeps for ever. What is overwritten below `lowest` are the frames of
        // `suspend` and of the switch, into which nobody points.
        unsafe { inner.force_reset() };
        inner.into_stack().abandoned(self.lowest);
    }
}

/// Gives control back to the explorer until it resumes the calling coroutine. Not inlined: what it calls lowest is then
/// below every frame of the program.
#[inline(never)]
pub(crate) fn suspend() {
    let lowest = std::hint::black_box(0_u8);
    LOWEST.set(std::ptr::from_ref(&lowest).addr());
    let yielder = YIELDER.get();
    // SAFETY: `execution::perform` only calls this while a coroutine of this OS thread is running. The pointer was
    // set when that coroutine was started or last resumed, and its yielder lives on its stack as long as it does.
    unsafe { (*yielder).suspend(()) };
    YIELDER.set(yielder);
}
