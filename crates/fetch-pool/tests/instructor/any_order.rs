//! Any number of futures that complete in any order, some of them before the first `next`.

use super::given::{Given, next, no_more, promised};
use checks::Check;
use checks::experiment::{Experiment, Generator, RngExt, SliceRandom, equal};
use fetch_pool::as_completed;

pub const CHECKS: &[Check] = &[Check::property("completed-in-any-order", &COMPLETED_IN_ANY_ORDER)
    .exercise("as-completed")
    .title("futures come in the order in which they are done, whatever it is")
    .if_it_waits("`as_completed` or `next` waits although a future is done, or although all were given.")
    .points(1)
    .told(&["Yields each future as soon as it is done, the fastest first."])
    .hidden()];

/// `ORDERS` cases for each number of futures below `MOST`.
const MOST: usize = 12;
const ORDERS: usize = 5;

/// The order in which futures complete, and how many of them complete before the first `next`.
type Case = (Vec<usize>, usize);

const COMPLETED_IN_ANY_ORDER: Experiment<Vec<Case>, Vec<Vec<Given>>> = Experiment {
    input: |generator| (0..MOST * ORDERS).map(|case| order(generator, case / ORDERS)).collect(),
    observe: |cases| cases.into_iter().map(completed).collect(),
    judge: |cases, seen| {
        equal("how many cases were seen", &seen.len(), &cases.len())?;
        cases.into_iter().zip(seen).try_for_each(in_order)
    },
};

fn order(generator: &mut Generator, futures: usize) -> Case {
    let mut order: Vec<_> = (0..futures).collect();
    order.shuffle(generator);
    (order, generator.random_range(0..=futures))
}

/// What `next` returns, up to the first `None`. Each of the later futures completes just before its `next`.
fn completed((order, before): Case) -> Vec<Given> {
    let (mut promises, futures) = promised(order.len());
    let mut keep = |number: usize| promises[number].take().expect("each once").fulfil(Ok(number));
    order[..before].iter().for_each(|&number| keep(number));
    let mut completed = as_completed(futures);
    let mut seen = Vec::new();
    for (place, &number) in order.iter().enumerate() {
        if place >= before {
            keep(number);
        }
        seen.push(next(&mut completed));
        if seen.last().is_some_and(Result::is_err) {
            return seen;
        }
    }
    seen.push(next(&mut completed));
    seen
}

fn in_order(((order, before), mut seen): (Case, Vec<Given>)) -> Result<(), String> {
    let what = format!("done in the order {order:?}, the first {before} before any `next`: what the iterator gave");
    let mut expected: Vec<Given> = order.into_iter().map(Ok).collect();
    expected.push(no_more());
    // Those that were done before the first `next` come in any order.
    expected[..before].sort_unstable();
    let early = before.min(seen.len());
    seen[..early].sort_unstable();
    equal(&what, &seen, &expected)
}
