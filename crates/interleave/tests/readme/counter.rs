use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use interleave::{check, thread};

/* #[test] */
pub fn counts_to_two() {
    check(|| {
        let count = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| count.store(count.load(SeqCst) + 1, SeqCst));
            }
        });
        assert_eq!(count.load(SeqCst), 2);
    });
}
