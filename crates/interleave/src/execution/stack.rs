//! The stacks of coroutines. The frames of an abandoned thread stay in place for ever, like those of a thread that
//! sleeps for ever: a scoped thread of `std` may still write to them, and pinned values must not be overwritten
//! without running their destructors. Only the memory below them is reused.

#![allow(unsafe_code)]

use corosensei::stack::{DefaultStack, Stack as StackMemory, StackPointer};
use std::cell::RefCell;
use std::mem::ManuallyDrop;

/// The same as for `std`'s threads, so that recursion hits the same limit. Pages that are never touched cost nothing.
const SIZE: usize = 2 * 1024 * 1024;
/// Room on each mapping for the frames of abandoned threads, which take one or two kilobytes each.
const ABANDONED: usize = 256 * 1024;
/// The strictest alignment that any calling convention requires.
const ALIGNMENT: usize = 64;

thread_local! {
    /// Stacks that are not in use: mapping one costs more than most executions.
    static SPARE: RefCell<Vec<Stack>> = const { RefCell::new(Vec::new()) };
}

/// Memory for one coroutine at a time.
pub(super) struct Stack {
    memory: ManuallyDrop<DefaultStack>,
    /// Where the stack begins: above it are abandoned frames.
    base: StackPointer,
    /// The minimum size that every coroutine finds on it.
    size: usize,
}

impl Stack {
    /// A stack with room for `size` bytes, but at least as many as a thread of `std` has.
    pub(super) fn of(size: usize) -> Self {
        let size = size.max(SIZE);
        let spare = SPARE.with_borrow_mut(|spare| {
            let at = spare.iter().rposition(|stack| stack.size >= size)?;
            Some(spare.swap_remove(at))
        });
        spare.unwrap_or_else(|| {
            #[cfg(unix)]
            super::overflow::watch();
            let memory = DefaultStack::new(size + ABANDONED).expect("memory for the stack of a model thread");
            Stack { base: memory.base(), memory: ManuallyDrop::new(memory), size }
        })
    }

    /// What the overflow handler needs to know about it.
    #[cfg(unix)]
    pub(super) fn running(&self, spawned: Option<crate::record::Place>) -> super::overflow::Running {
        super::overflow::Running { guard: self.memory.limit().get(), size: self.size, spawned }
    }

    /// The coroutine on it has finished.
    pub(super) fn finished(self) {
        SPARE.with_borrow_mut(|spare| spare.push(self));
    }

    /// The coroutine on it is never resumed again. Its frames, all above `lowest`, stay.
    pub(super) fn abandoned(mut self, lowest: usize) {
        let top = self.memory.base().get();
        let used = top.checked_sub(lowest).filter(|used| *used <= ABANDONED - ALIGNMENT);
        // Windows moves the bounds of a stack itself, so there a stack with such frames is not reused at all.
        match used.and_then(|_| StackPointer::new(lowest / ALIGNMENT * ALIGNMENT)).filter(|_| cfg!(unix)) {
            Some(base) => {
                self.base = base;
                self.finished();
            }
            None => {
                self.retire();
                std::mem::forget(self);
            }
        }
    }

    /// There is no room left for abandoned frames: the addresses are never reused, and the memory is returned to the
    /// system. If a thread of `std` still writes there, it faults.
    fn retire(&self) {
        #[cfg(unix)]
        {
            let (low, high) = (self.memory.limit().get(), self.memory.base().get());
            let start = std::ptr::with_exposed_provenance_mut(low);
            // SAFETY: the range is the whole of a mapping that belongs to this stack, on which no coroutine runs or
            // will run. Later accesses fault, and these addresses are never handed out again, because the mapping
            // stays.
            unsafe {
                libc::madvise(start, high - low, libc::MADV_DONTNEED);
                libc::mprotect(start, high - low, libc::PROT_NONE);
            }
        }
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        if self.base == self.memory.base() {
            // SAFETY: the field is not used again. There are no frames on this memory: a coroutine owns its stack
            // until it is done, and none was abandoned here, because that moves the base.
            unsafe { ManuallyDrop::drop(&mut self.memory) };
        }
    }
}

// SAFETY: the range is a part of `memory`, from its guard page up to a base with the alignment that every system
// requires, and at least `SIZE` long: `abandoned` moves the base by at most `ABANDONED`.
unsafe impl StackMemory for Stack {
    fn base(&self) -> StackPointer {
        self.base
    }

    fn limit(&self) -> StackPointer {
        self.memory.limit()
    }

    #[cfg(windows)]
    fn teb_fields(&self) -> corosensei::stack::StackTebFields {
        self.memory.teb_fields()
    }

    #[cfg(windows)]
    fn update_teb_fields(&mut self, stack_limit: usize, guaranteed_stack_bytes: usize) {
        self.memory.update_teb_fields(stack_limit, guaranteed_stack_bytes);
    }
}
