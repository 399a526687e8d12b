//! Any number of tasks and workers, and any capacity.

use common::sync::Mutex;
use producer_consumer::{Queue, consumer, producer};
use proptest::prelude::*;
use std::thread;
use std::time::Duration;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn each_task_is_delivered_exactly_once(tasks in 0..200_usize, workers in 1..12_usize, capacity in 1..20_usize) {
        let (queue, results) = (Queue::new(capacity), Mutex::default());
        let seen = Mutex::new(vec![0; tasks]);
        thread::scope(|scope| {
            for worker in 0..workers {
                let (queue, results, seen) = (&queue, &results, &seen);
                scope.spawn(move || consumer(worker, queue, results, |task| {
                    assert!(queue.len() <= capacity);
                    seen.lock().unwrap()[task] += 1;
                }));
            }
            producer(&queue, tasks, |_| assert!(queue.len() <= capacity));
        });
        prop_assert_eq!(seen.into_inner().unwrap(), vec![1; tasks]);
        prop_assert_eq!(results.into_inner().unwrap().len(), tasks);
        prop_assert_eq!(queue.len(), 1, "the sentinel is left");
    }

    #[test]
    fn several_producers_lose_and_repeat_nothing(producers in 1..6_usize, each in 0..100_usize, capacity in 1..10_usize) {
        let queue = Queue::new(capacity);
        let mut received = Vec::new();
        thread::scope(|scope| {
            for number in 0..producers {
                let queue = &queue;
                scope.spawn(move || (0..each).for_each(|item| queue.put((number, item)).unwrap()));
            }
            received.extend((0..producers * each).map(|_| queue.get().unwrap()));
        });
        for number in 0..producers {
            let items = received.iter().filter(|(from, _)| *from == number).map(|(_, item)| *item);
            prop_assert!(items.eq(0..each), "one producer's items keep their order");
        }
    }

    #[test]
    fn every_way_to_get_loses_and_repeats_nothing(threads in 1..12_usize, items in 0..500_usize, way in 0..3_usize) {
        // The shortest wait there is, so that many of them end without an item.
        const SHORTEST: Duration = Duration::from_nanos(1);
        let queue = Queue::unbounded();
        let mut received = Vec::new();
        thread::scope(|scope| {
            for number in 0..threads {
                let queue = &queue;
                scope.spawn(move || {
                    (number..items).step_by(threads).for_each(|item| queue.put(Some(item)).unwrap());
                    queue.put(None).unwrap();
                });
            }
            let consume = || {
                let mut items = Vec::new();
                loop {
                    let item = match way {
                        0 => queue.get().ok(),
                        1 => queue.try_get().ok(),
                        _ => queue.get_timeout(SHORTEST).ok(),
                    };
                    match item {
                        Some(Some(item)) => items.push(item),
                        Some(None) => return items,
                        None => thread::yield_now(),
                    }
                }
            };
            let consumers: Vec<_> = (0..threads).map(|_| scope.spawn(consume)).collect();
            received.extend(consumers.into_iter().flat_map(|consumer| consumer.join().unwrap()));
        });
        received.sort_unstable();
        prop_assert!(received.into_iter().eq(0..items));
        prop_assert!(queue.is_empty());
    }
}
