//! Compare-exchange, weak and strong, and what is built on it; arithmetic on pointers.

use crate::values;
use interleave::sync::atomic::{AtomicPtr, AtomicUsize, Ordering::SeqCst};
use interleave::thread;

#[test]
fn compare_exchange_weak_may_fail_spuriously_and_compare_exchange_does_not() {
    let strong = || AtomicUsize::new(0).compare_exchange(0, 1, SeqCst, SeqCst);
    assert_eq!(values(strong), ["Ok(0)"]);
    let weak = || AtomicUsize::new(0).compare_exchange_weak(0, 1, SeqCst, SeqCst);
    assert_eq!(values(weak), ["Err(0)", "Ok(0)"]);
}

#[test]
fn fetch_update_retries_after_a_spurious_failure() {
    let program = || AtomicUsize::new(1).fetch_update(SeqCst, SeqCst, |value| Some(value + 1));
    assert_eq!(values(program), ["Ok(1)"]);
}

#[test]
fn an_update_loses_no_increment_of_another_thread() {
    let program = || {
        let count = AtomicUsize::new(0);
        let add = || count.update(SeqCst, SeqCst, |value| value + 1);
        let mut before = thread::scope(|scope| {
            let other = scope.spawn(add);
            [add(), other.join().unwrap()]
        });
        before.sort_unstable();
        (before, count.into_inner())
    };
    assert_eq!(values(program), ["([0, 1], 2)"]);
}

#[test]
fn a_fetch_update_that_returns_none_writes_nothing() {
    let program = || {
        let count = AtomicUsize::new(7);
        (count.try_update(SeqCst, SeqCst, |_| None), count.try_update(SeqCst, SeqCst, |value| Some(value + 1)))
    };
    assert_eq!(values(program), ["(Err(7), Ok(7))"]);
}

#[test]
fn a_pointer_is_moved_by_values_and_by_bytes_and_its_bits_are_changed() {
    let program = || {
        let mut list = [0_u32; 8];
        let first = list.as_mut_ptr();
        let pointer = AtomicPtr::from(first);
        let moved = [
            pointer.fetch_ptr_add(3, SeqCst),
            pointer.fetch_ptr_sub(1, SeqCst),
            pointer.fetch_byte_add(8, SeqCst),
            pointer.fetch_byte_sub(4, SeqCst),
            pointer.fetch_or(1, SeqCst),
            pointer.fetch_xor(3, SeqCst),
            pointer.fetch_and(!3, SeqCst),
            pointer.load(SeqCst),
        ];
        moved.map(|pointer| pointer.addr() - first.addr())
    };
    assert_eq!(values(program), ["[0, 12, 8, 16, 12, 13, 14, 12]"]);
}

#[test]
fn two_threads_that_move_a_pointer_move_it_twice() {
    let program = || {
        let mut list = [0_u32; 2];
        let pointer = AtomicPtr::new(list.as_mut_ptr());
        thread::scope(|scope| {
            scope.spawn(|| _ = pointer.fetch_ptr_add(1, SeqCst));
            pointer.update(SeqCst, SeqCst, |pointer| pointer.wrapping_add(1));
        });
        pointer.into_inner().addr() - list.as_ptr().addr()
    };
    assert_eq!(values(program), ["8"]);
}
