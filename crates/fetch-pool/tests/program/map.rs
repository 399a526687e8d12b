//! `map`: results in the order of the items.

use fetch_pool::ThreadPool;
use std::sync::Mutex;
use std::sync::mpsc::channel;

#[test]
fn map_gives_results_in_the_order_of_the_items_whichever_is_done_first() {
    let pool = ThreadPool::new(3);
    // Item 2 opens the gate of item 1, which opens that of item 0: they complete in reverse.
    let (senders, gates): (Vec<_>, Vec<_>) = (0..3).map(|_| channel::<()>()).unzip();
    senders[2].send(()).unwrap();
    let gates: Vec<_> = gates.into_iter().map(Mutex::new).collect();
    let results = pool.map(
        move |item: usize| {
            gates[item].lock().unwrap().recv().unwrap();
            if item > 0 {
                senders[item - 1].send(()).unwrap();
            }
            item * 10
        },
        0..3,
    );
    let results: Vec<_> = results.map(Result::unwrap).collect();
    assert_eq!(results, [0, 10, 20]);
}

#[test]
fn map_gives_the_panic_of_one_item_and_the_results_of_the_others() {
    let pool = ThreadPool::new(2);
    let results: Vec<_> = pool.map(|item| 60 / item, [1, 0, 3]).collect();
    assert_eq!(*results[0].as_ref().unwrap(), 60);
    assert!(results[1].as_ref().unwrap_err().to_string().contains("divide by zero"));
    assert_eq!(*results[2].as_ref().unwrap(), 20);
}

#[test]
fn map_over_nothing_gives_nothing() {
    assert!(ThreadPool::new(1).map(|item: u8| item, []).next().is_none());
}
