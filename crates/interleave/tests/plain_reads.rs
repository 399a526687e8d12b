//! `unsync_load` of loom's atomics: a non-atomic read, and the stores that race with it.

use interleave::loom::sync::Arc;
use interleave::loom::sync::atomic::{AtomicUsize, Ordering::*};
use interleave::{Options, Search, Verdict, explore, loom, thread};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The result of both searches for a thread that stores 1 after `before`, and another that does `then`.
fn plain_reads(before: fn(&[AtomicUsize; 2]), then: fn(&[AtomicUsize; 2])) -> [Verdict; 2] {
    [Search::Optimal, Search::Full].map(|search| {
        let outcome = explore(&Options::new().search(search), || {
            let shared = Arc::new([0, 0].map(AtomicUsize::new));
            let other = Arc::clone(&shared);
            let thread = thread::spawn(move || {
                before(&other);
                other[0].store(1, Relaxed);
                other[1].store(2, Release);
            });
            then(&shared);
            thread.join().unwrap();
            assert_eq!(plain(&shared[0]), 1);
        });
        outcome.verdict
    })
}

/// A non-atomic read of `atomic`.
fn plain(atomic: &AtomicUsize) -> usize {
    // SAFETY: this is what the exploration checks.
    #[allow(unsafe_code)]
    unsafe {
        atomic.unsync_load()
    }
}

#[test]
fn a_plain_read_of_an_atomic_that_another_thread_stores_to_is_a_data_race() {
    let passed = [Verdict::Passed; 2];
    let races = [Verdict::DataRace; 2];
    // There is no other plain read before the join.
    assert_eq!(plain_reads(|_| (), |shared| _ = shared[0].load(Relaxed)), passed);
    assert_eq!(plain_reads(|_| (), |shared| _ = plain(&shared[0])), races);
    // Either the store happens before the read, or the read does not take place.
    assert_eq!(plain_reads(|_| (), |shared| _ = (shared[1].load(Acquire) == 2).then(|| plain(&shared[0]))), passed);
    assert_eq!(plain_reads(|_| (), |shared| _ = (shared[1].load(Relaxed) == 2).then(|| plain(&shared[0]))), races);
    // Either the read happens before the store, or it is merely earlier.
    let waits = |shared: &[AtomicUsize; 2]| while shared[1].load(Acquire) == 0 {};
    assert_eq!(
        plain_reads(waits, |shared| {
            plain(&shared[0]);
            shared[1].store(1, Release);
        }),
        passed
    );
    assert_eq!(
        plain_reads(waits, |shared| {
            plain(&shared[0]);
            shared[1].store(1, Relaxed);
        }),
        races
    );
}

#[test]
fn a_plain_read_that_races_is_reported_with_both_lines() {
    let payload = catch_unwind(AssertUnwindSafe(|| {
        loom::model(|| {
            let count = Arc::new(AtomicUsize::new(0));
            let other = Arc::clone(&count);
            let thread = thread::spawn(move || other.fetch_add(1, SeqCst));
            plain(&count);
            thread.join().unwrap();
        });
    }))
    .expect_err("it fails");
    let told = payload.downcast::<String>().expect("a message");
    assert!(told.starts_with("interleave: data race"), "{told}");
    let told = told.replace('\n', " ");
    let accesses = "the main thread's read of `count` at line 32 and thread 1's write at line 70";
    assert!(told.contains(accesses), "{told}");
}
