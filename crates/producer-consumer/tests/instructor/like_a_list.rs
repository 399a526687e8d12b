//! In one thread, the queue behaves as a list that is filled at one end and emptied at the other.

use checks::Check;
use checks::experiment::{Experiment, Generator, RngExt, equal};
use producer_consumer::Queue;
use std::collections::VecDeque;

pub const CHECKS: &[Check] = &[Check::property("queue-is-like-a-list", &IS_LIKE_A_LIST)
    .exercise("queue-put-get")
    .title("after any puts and gets in one thread, the queue holds what a list would")
    .if_it_waits("`put` waits although there is room, or `get` waits although there is an item.")
    .points(1)
    .told(&["First in, first out."])
    .hidden()];

/// The number of steps in the longest case.
const LONGEST: usize = 60;

/// A capacity, and the steps in order: `true` is a put, `false` a get.
type Case = (usize, Vec<bool>);
/// For each step, the item if it was a get, and how many items there were afterwards.
type Steps = Vec<(Option<usize>, usize)>;

const IS_LIKE_A_LIST: Experiment<Vec<Case>, Vec<Steps>> = Experiment {
    input: |generator| (0..LONGEST).map(|length| case(generator, length)).collect(),
    observe: |cases| cases.into_iter().map(steps).collect(),
    judge: |cases, seen| {
        equal("how many cases were seen", &seen.len(), &cases.len())?;
        cases.into_iter().zip(seen).try_for_each(|(case, seen)| as_a_list(case, &seen))
    },
};

/// Draws only steps that do not wait.
fn case(generator: &mut Generator, length: usize) -> Case {
    let capacity = generator.random_range(1..6);
    let mut len = 0;
    let puts = (0..length).map(|_| {
        let put = len == 0 || (len < capacity && generator.random());
        len = if put { len + 1 } else { len - 1 };
        put
    });
    (capacity, puts.collect())
}

fn steps((capacity, puts): Case) -> Steps {
    let queue = Queue::new(capacity);
    let steps = puts.into_iter().enumerate().map(|(item, put)| {
        let got = if put { queue.put(item).map(|()| None).unwrap() } else { queue.get().ok() };
        (got, queue.len())
    });
    steps.collect()
}

fn as_a_list((capacity, puts): Case, seen: &Steps) -> Result<(), String> {
    let mut list = VecDeque::new();
    let mut done = Vec::new();
    equal("how many steps were seen", &seen.len(), &puts.len())?;
    for ((item, put), (got, len)) in puts.into_iter().enumerate().zip(seen) {
        let mut expected = None;
        if put {
            done.push(format!("put({item})"));
            list.push_back(item);
        } else {
            done.push("get()".to_string());
            expected = list.pop_front();
        }
        let what = |what| format!("capacity {capacity}: {}: {what}", done.join(", "));
        equal(&what("what the last step returned"), got, &expected)?;
        equal(&what("the number of items in the queue"), len, &list.len())?;
    }
    Ok(())
}
