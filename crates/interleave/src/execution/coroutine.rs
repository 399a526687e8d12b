//! The switch between model threads: each is a stackful coroutine, and the explorer resumes one at a time. Besides
//! this file, only the objects' cells, the lifetimes of bodies and of a panic's line, and texts by type need `unsafe`.

#![allow(unsafe_code)]

use corosensei::stack::{DefaultStack, Stack};
use corosensei::{CoroutineResult, Yielder};
use std::cell::{Cell, RefCell};

/// As `std`'s threads have it, for recursion runs into the same wall; pages that are never touched cost nothing.
pub(crate) const STACK_SIZE: usize = 2 * 1024 * 1024;

thread_local! {
    /// The way back from the coroutine that is running on this OS thread.
    static YIELDER: Cell<*const Yielder<(), ()>> = const { Cell::new(std::ptr::null()) };
    /// Stacks of finished coroutines, used again: mapping one costs more than most executions.
    static STACKS: RefCell<Vec<DefaultStack>> = const { RefCell::new(Vec::new()) };
}

/// What a model thread runs. It must not unwind.
pub(crate) type Body = Box<dyn FnOnce()>;

/// A thread to be started, with the least size of its stack.
pub(crate) struct Newborn {
    pub(crate) body: Body,
    pub(crate) stack: usize,
}

/// One model thread's stack and registers.
pub(crate) struct Coroutine(Option<corosensei::Coroutine<(), (), (), DefaultStack>>);

impl Coroutine {
    pub(crate) fn new(Newborn { body, stack }: Newborn) -> Self {
        let fits = |kept: &DefaultStack| kept.base().get() - kept.limit().get() >= stack;
        let kept = STACKS.with_borrow_mut(|stacks| {
            let at = stacks.iter().rposition(fits)?;
            Some(stacks.swap_remove(at))
        });
        let size = stack.max(STACK_SIZE);
        let stack =
            kept.unwrap_or_else(|| DefaultStack::new(size).expect("memory for the stack of a model thread"));
        Coroutine(Some(corosensei::Coroutine::with_stack(stack, |yielder, ()| {
            YIELDER.set(yielder);
            body();
        })))
    }

    /// Runs until the next [`suspend`] or the end; says whether that was the end.
    pub(crate) fn resume(&mut self) -> bool {
        let inner = self.0.as_mut().expect("a coroutine is only dropped once");
        matches!(inner.resume(()), CoroutineResult::Return(()))
    }
}

impl Drop for Coroutine {
    /// A coroutine that has not finished is abandoned: what its frames own is leaked, no destructor of it runs.
    /// Unwinding it instead would run the program's destructors in a state that the program can never be in.
    fn drop(&mut self) {
        if let Some(mut inner) = self.0.take() {
            if !inner.done() {
                // SAFETY: the frames on this stack are never run again, so forgetting them is like `mem::forget` of
                // everything they own. Nothing outside points into them: model threads only share what outlives
                // the execution or is leaked with it, and the state of the execution, which holds no reference
                // to a frame, is cleared with it.
                unsafe { inner.force_reset() };
            }
            STACKS.with_borrow_mut(|stacks| stacks.push(inner.into_stack()));
        }
    }
}

/// Gives control back to the explorer until it resumes the calling coroutine.
pub(crate) fn suspend() {
    let yielder = YIELDER.get();
    // SAFETY: `execution::perform` only calls this while a coroutine of this OS thread is running. The pointer was
    // set when that coroutine was started or last resumed, and its yielder lives on its stack as long as it does.
    unsafe { (*yielder).suspend(()) };
    YIELDER.set(yielder);
}
