//! Corrects `std`'s count of panics. `std` counts the panics of each OS thread, and decrements the count only when
//! unwinding ends. A model thread that is abandoned while it unwinds never gets there, and `std::thread::panicking`
//! would stay true on its OS thread. Then a `std::sync::Mutex` would no longer be poisoned, and destructors could
//! behave differently.

#![allow(unsafe_code)]

use corosensei::Coroutine;
use corosensei::Yielder;
use corosensei::stack::DefaultStack;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// More panics than threads can have.
const MOST: usize = 1_000;
const STACK_SIZE: usize = 256 * 1024;

/// Decrements the count for abandoned threads until it is zero.
pub(super) fn settle() {
    for _ in 0..MOST {
        if !std::thread::panicking() || count_down().is_none() {
            return;
        }
    }
}

/// Decrements the count by a panic that begins on one OS thread and ends on another: it increments the count there
/// and decrements it here. `None` if the system gives no thread or no memory, or unwinds in a way in which this is
/// untested; then the count stays too high.
fn count_down() -> Option<()> {
    if cfg!(not(unix)) {
        return None;
    }
    let stack = DefaultStack::new(STACK_SIZE).ok()?;
    let mut panic = Travelling(Coroutine::with_stack(stack, |yielder, ()| {
        drop(catch_unwind(AssertUnwindSafe(|| begin(yielder))));
    }));
    let begins = std::thread::scope(|scope| {
        let there = || {
            panic.resume();
        };
        let thread = std::thread::Builder::new().spawn_scoped(scope, there);
        thread.map(|thread| thread.join().is_ok())
    });
    begins.ok().filter(|begun| *begun)?;
    panic.resume();
    Some(())
}

/// Panics, and suspends in the middle of the unwinding. A separate function, so that no address of a thread-local
/// variable is kept for the end, which runs on a different OS thread.
#[inline(never)]
fn begin(yielder: &Yielder<(), ()>) {
    struct Stop<'a>(&'a Yielder<(), ()>);
    impl Drop for Stop<'_> {
        fn drop(&mut self) {
            self.0.suspend(());
        }
    }
    let _stop = Stop(yielder);
    resume_unwind(Box::new(())) // calls no hook
}

struct Travelling(Coroutine<(), (), (), DefaultStack>);

// SAFETY: a coroutine may be resumed on another OS thread if nothing on its stack belongs to the first. The stack has
// a reference to the coroutine's own yielder, an empty payload, and frames of `std` and of the unwinder in the middle
// of a panic. These hold no address of a thread-local variable: `std` increments the count before it raises the
// panic, in a frame (below `begin`) that is never returned to, and decrements it in `catch_unwind`, after the panic
// has left `begin`. The unwinders of unix (libgcc's and LLVM's) keep their state in the exception and on the stack.
// The two OS threads never run it at the same time: one has been joined before the other resumes it.
unsafe impl Send for Travelling {}

impl Travelling {
    fn resume(&mut self) {
        self.0.resume(());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn the_panic_count_is_reset_after_an_abandoned_panic() {
        for left in [1, 3] {
            let mut abandoned: Vec<_> = (0..left)
                .map(|_| {
                    let stack = DefaultStack::new(STACK_SIZE).expect("memory");
                    let body = |yielder: &Yielder<(), ()>, ()| begin(yielder);
                    let mut coroutine = Coroutine::with_stack(stack, body);
                    coroutine.resume(());
                    coroutine
                })
                .collect();
            assert!(std::thread::panicking());
            settle();
            assert!(!std::thread::panicking());
            for coroutine in &mut abandoned {
                // SAFETY: nothing points into the stack, and only the payload is leaked.
                unsafe { coroutine.force_reset() };
            }
        }
    }
}
