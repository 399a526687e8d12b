//! Sequentially consistent operations among weaker ones: the order between them, even across threads, is kept in
//! their single total order.

use crate::values;
use interleave::sync::Mutex;
use interleave::sync::atomic::{
    AtomicU32,
    Ordering::{Relaxed, SeqCst},
};
use interleave::thread;

/// The two atomics of store buffering. Something in the program is weak, so that their orderings count.
fn buffers() -> [AtomicU32; 2] {
    let atomics = [AtomicU32::new(0), AtomicU32::new(0)];
    atomics[0].load(Relaxed);
    atomics
}

/// One thread's side of store buffering.
fn other_side([x, y]: &[AtomicU32; 2]) -> u32 {
    y.store(1, SeqCst);
    x.load(SeqCst)
}

#[test]
fn the_last_operation_of_a_thread_comes_before_those_after_its_join() {
    let program = || {
        let buffers = buffers();
        let [x, y] = &buffers;
        thread::scope(|scope| {
            let other = scope.spawn(|| other_side(&buffers));
            scope.spawn(|| x.store(1, SeqCst)).join().unwrap();
            (y.load(SeqCst), other.join().unwrap())
        })
    };
    assert_eq!(values(program), ["(0, 1)", "(1, 0)", "(1, 1)"]);
}

#[test]
fn the_first_operation_of_a_thread_comes_after_those_before_its_start() {
    let program = || {
        let buffers = buffers();
        let [x, y] = &buffers;
        thread::scope(|scope| {
            let other = scope.spawn(|| other_side(&buffers));
            x.store(1, SeqCst);
            let late = scope.spawn(|| y.load(SeqCst));
            (late.join().unwrap(), other.join().unwrap())
        })
    };
    assert_eq!(values(program), ["(0, 1)", "(1, 0)", "(1, 1)"]);
}

#[test]
fn an_operation_under_a_lock_comes_before_those_of_the_next_holder() {
    let program = || {
        let buffers = buffers();
        let [x, y] = &buffers;
        let stored = Mutex::new(false);
        thread::scope(|scope| {
            let other = scope.spawn(|| other_side(&buffers));
            scope.spawn(|| {
                let mut stored = stored.lock().unwrap();
                *stored = true;
                x.store(1, SeqCst);
            });
            let stored = *stored.lock().unwrap();
            let read = (y.load(SeqCst), other.join().unwrap());
            stored.then_some(read)
        })
    };
    assert_eq!(values(program), ["None", "Some((0, 1))", "Some((1, 0))", "Some((1, 1))"]);
}
