//! If all steps of a program are on one lock, its number of equivalence classes is known.

use interleave::sync::{Arc, Mutex};
use interleave::{Options, Verdict, explore, thread};

fn locked(threads: usize, increments: usize) -> usize {
    let count = Arc::new(Mutex::new(0));
    let threads: Vec<_> = (0..threads)
        .map(|_| {
            let count = Arc::clone(&count);
            thread::spawn(move || {
                for _ in 0..increments {
                    *count.lock().unwrap() += 1;
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    *count.lock().unwrap()
}

fn factorial(n: usize) -> usize {
    (1..=n).product()
}

#[test]
fn a_locked_counter_has_one_equivalence_class_for_each_order_of_its_locks() {
    for (threads, increments) in [(1, 3), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2), (4, 1), (5, 1)] {
        let options = Options::new().expect(threads * increments);
        let outcome = explore(&options, || locked(threads, increments));
        let orders = factorial(threads * increments) / factorial(increments).pow(threads as u32);
        assert_eq!(outcome.verdict, Verdict::Passed, "{threads}×{increments}: {outcome:?}");
        assert_eq!(outcome.executions, orders, "{threads}×{increments}");
    }
}
