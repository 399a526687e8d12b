//! One thread alone: the queue is a list that is filled at one end and emptied at the other.

use checks::Check;
use producer_consumer::Queue;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use std::collections::VecDeque;

pub const CHECKS: &[Check] = &[Check::property("queue-is-like-a-list", is_like_a_list)
    .exercise("queue-put-get")
    .title("any puts and gets of one thread leave what a list would hold")
    .points(1)
    .hidden()];

fn is_like_a_list() {
    // Always the same inputs: the same code gets the same verdict.
    let config = Config { failure_persistence: None, rng_seed: RngSeed::Fixed(19), ..Config::with_cases(60) };
    let inputs = (1..6_usize, vec(any::<bool>(), 0..60));
    let result = TestRunner::new(config).run(&inputs, |(capacity, puts)| {
        let (queue, mut list) = (Queue::new(capacity), VecDeque::new());
        for (item, put) in puts.into_iter().enumerate() {
            // What would wait for ever is left out.
            if put && list.len() < capacity {
                queue.put(item).unwrap();
                list.push_back(item);
            } else if !put && !list.is_empty() {
                prop_assert_eq!(queue.get().ok(), list.pop_front());
            }
            prop_assert_eq!(queue.len(), list.len());
        }
        Ok(())
    });
    if let Err(error) = result {
        let words: Vec<_> = error.to_string().split_whitespace().map(str::to_string).collect();
        panic!("{}", words.join(" ")); // in one line
    }
}
