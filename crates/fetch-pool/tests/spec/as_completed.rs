//! Exercise `as-completed`: futures in completion order.

use super::given::{Given, next, no_more, promised};
use checks::experiment::{Experiment, RngExt, SliceRandom, came_back, equal, holds};
use checks::model::{first_failing, prove, sleeps};
use checks::{Check, Finding};
use fetch_pool::{Panicked, as_completed};
use interleave::thread;

pub const CHECKS: &[Check] = &[
    Check::behaviour("completed-first-done-first", &FIRST_DONE_FIRST)
        .exercise("as-completed")
        .title("the first future done comes first, whatever the order of submission")
        .if_it_waits("`as_completed` or `next` waits although a future is done, or although all were given.")
        .points(2)
        .told(&[
            "Yields each future as soon as it is done, the fastest first.",
            "Futures in the order in which they complete: the lecture's `as_completed`, line 24.",
        ])
        .hints(&[
            "If you wait for one future's `result`, a different one may be done first. You cannot know which.",
            "`when_done` calls your closure when the future is done. Let each future send its number.",
        ]),
    Check::behaviour("completed-done-already", &DONE_ALREADY)
        .exercise("as-completed")
        .title("futures that are already done are given too, panicked or not")
        .if_it_waits("All futures are done, but `as_completed` or `next` waits.")
        .points(1)
        .told(&[
            "If several are done already, their order is unspecified.",
            "Its `next` waits until one more future is done, or its job panicked.",
        ])
        .hints(&["`when_done` also calls the closure if the future is already done: you need no special case."]),
    Check::behaviour("completed-tells-how-many", &TELLS_HOW_MANY)
        .exercise("as-completed")
        .title("the iterator knows how many futures are left, and ends after the last")
        .if_it_waits("`as_completed` or `next` waits although one more future is done, or although none is left.")
        .points(1)
        .told(&[
            "as-completed: how many are left, exactly",
            "as-completed: one that is done and was not given before; `None` after the last",
        ])
        .hints(&[
            "Count the futures that have not been given: `next` returns `None` at 0, and `size_hint` is exact.",
        ]),
    Check::behaviour("completed-dropped-early", &DROPPED_EARLY)
        .exercise("as-completed")
        .title("dropping the iterator early does not disturb the jobs")
        .if_it_waits("`as_completed` waits until a job is done, or a job waits until its future is taken.")
        .points(1)
        .told(&["It can be dropped early: the jobs go on."])
        .hints(&["`send` returns an error if the receiver is gone. Ignore it here: `let _ = …`."]),
    Check::model("completed-each-once", each_once)
        .exercise("as-completed")
        .title("each future is given once, when it is done, in every interleaving")
        .points(3)
        .told(&[
            "as-completed: one that is done and was not given before; `None` after the last",
            "as-completed: let each future say when it is done, in one channel",
        ])
        .hints(&[
            "A future may be done before `when_done`, between two calls of it, or long after.",
            "Let `next` wait for one number from the channel, and return the future with that number.",
        ]),
    Check::model("completed-sleeps", sleeps_until_one_is_done)
        .exercise("as-completed")
        .title("next sleeps until a future is done")
        .points(1)
        .told(&["Its `next` waits until one more future is done, or its job panicked."])
        .hints(&["Calling `is_done` again and again wastes processor time: `recv` sleeps."]),
];

/// From the order in which futures complete, never that of their numbers: what is given after each, and after all.
const FIRST_DONE_FIRST: Experiment<Vec<usize>, Vec<Given>> = Experiment {
    input: |generator| {
        let mut order: Vec<_> = (0..generator.random_range(3..=5)).collect();
        // Neither the first nor the last future submitted is the first one done.
        while order[0] == 0 || order[0] == order.len() - 1 {
            order.shuffle(generator);
        }
        order
    },
    observe: |order| {
        let (mut promises, futures) = promised(order.len());
        let mut completed = as_completed(futures);
        let mut seen = Vec::new();
        for number in order {
            promises[number].take().expect("each once").fulfil(Ok(number));
            seen.push(next(&mut completed));
            if seen.last() != Some(&Ok(number)) {
                return seen; // the code is wrong, and the next call could wait for ever
            }
        }
        seen.push(next(&mut completed));
        seen
    },
    judge: |order, seen| {
        for (number, given) in order.iter().zip(&seen) {
            equal(&format!("future {number} has just been done: what the iterator gave"), given, &Ok(*number))?;
        }
        equal("all futures were given: what came next", &seen.last().cloned().unwrap_or_else(no_more), &no_more())?;
        equal("the number of calls of `next`", &seen.len(), &(order.len() + 1))
    },
};

/// From which of two jobs panicked, and the value of the other: both values, `None` for the one that panicked.
const DONE_ALREADY: Experiment<(usize, usize), Vec<Option<usize>>> = Experiment {
    input: |generator| (generator.random_range(0..2), generator.random_range(1..100)),
    observe: |(panicked, value)| {
        let (mut promises, futures) = promised(2);
        promises[1 - panicked].take().expect("each once").fulfil(Ok(value));
        promises[panicked].take().expect("each once").fulfil(Err(Panicked::new(Box::new("no such page"))));
        let mut results: Vec<_> = as_completed(futures).map(|future| future.result().ok()).collect();
        results.sort_unstable();
        results
    },
    judge: |(_, value), results| {
        holds(results.len() == 2, too_few(results.len(), 2))?;
        equal("the results, with `None` for a job that panicked", &results, &vec![None, Some(value)])
    },
};

/// From a number of futures: whether no futures give nothing; before each `next`, how many are said to be left, and
/// whether one came.
const TELLS_HOW_MANY: Experiment<usize, (bool, Vec<(SizeHint, bool)>)> = Experiment {
    input: |generator| generator.random_range(2..=4),
    observe: |futures| {
        let none_of_none = as_completed::<u8>([]).next().is_none();
        let (mut promises, futures) = promised(futures);
        let mut completed = as_completed(futures);
        let mut told = Vec::new();
        while let Some(promise) = promises.pop() {
            let left = completed.size_hint();
            promise.expect("each once").fulfil(Ok(0));
            told.push((left, completed.next().is_some()));
            if told.last() != Some(&(exactly(promises.len() + 1), true)) {
                return (none_of_none, told); // the code is wrong, and the next call could wait for ever
            }
        }
        told.push((completed.size_hint(), completed.next().is_some()));
        (none_of_none, told)
    },
    judge: |futures, (none_of_none, told)| {
        holds(none_of_none, "`as_completed` of no futures gave a future")?;
        for (before, (left, came)) in (0..=futures).rev().zip(&told) {
            equal("`size_hint`: how many are left, at least and at most", left, &exactly(before))?;
            equal(&format!("whether a future came with {before} left"), came, &(before > 0))?;
        }
        equal("the number of calls of `next`", &told.len(), &(futures + 1))
    },
};

/// How many are left, at least and at most.
type SizeHint = (usize, Option<usize>);

fn exactly(left: usize) -> SizeHint {
    (left, Some(left))
}

/// The message if the iteration ends before the last future.
fn too_few(given: usize, of: usize) -> String {
    let cause = match given {
        0 => "does it count futures that are already done?",
        _ => "did `next` receive the number of a future that it had already given?",
    };
    format!("`next` returned `None` after {given} of {of} futures: {cause}")
}

const DROPPED_EARLY: Experiment<usize, ()> = Experiment {
    input: |generator| generator.random_range(1..=3),
    observe: |futures| {
        let (promises, futures) = promised(futures);
        drop(as_completed(futures));
        promises.into_iter().flatten().for_each(|promise| promise.fulfil(Ok(0)));
    },
    judge: came_back,
};

fn each_once() -> Finding {
    let sizes = [1, 2];
    first_failing(sizes.into_iter().map(|jobs| {
        let right = "each future once, and done";
        prove(right.to_string(), || {
            let (promises, futures) = promised(jobs);
            for (number, promise) in promises.into_iter().flatten().enumerate() {
                thread::spawn(move || promise.fulfil(Ok(number)));
            }
            let completed = as_completed(futures).map(|future| {
                let is_done = future.is_done();
                (future.result().expect("nothing panicked"), is_done)
            });
            let mut completed: Vec<_> = completed.collect();
            completed.sort_unstable();
            match completed {
                _ if completed.len() < jobs => too_few(completed.len(), jobs),
                _ if completed.iter().any(|(_, is_done)| !is_done) => {
                    "a future was given before it was done".to_string()
                }
                _ if completed.iter().map(|(number, _)| *number).eq(0..jobs) => right.to_string(),
                _ => format!("{jobs} futures had to be given once each, but these were given: {completed:?}"),
            }
        })
    }))
}

fn sleeps_until_one_is_done() -> Finding {
    sleeps(|| {
        let (_promises, futures) = promised(1);
        as_completed(futures).next();
    })
}
