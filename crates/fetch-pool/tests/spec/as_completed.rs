//! Exercise `as-completed`: futures in the order in which they are done.

use super::given::{Given, next, no_more, promised};
use checks::experiment::{Experiment, RngExt, SliceRandom, came_back, equal, holds};
use checks::model::{first_failing, prove, sleeps};
use checks::{Check, Finding};
use fetch_pool::{Panicked, as_completed};
use interleave::thread;

pub const CHECKS: &[Check] = &[
    Check::behaviour("completed-first-done-first", &FIRST_DONE_FIRST)
        .exercise("as-completed")
        .title("the first one done comes first, whatever the order of submission")
        .if_it_waits("A future is done, but `as_completed` or `next` waits for a different one; or all were given, and it waits.")
        .points(2)
        .told(&[
            "Yields each future as soon as it is done, the fastest first.",
            "Futures in the order in which they complete: the lecture's `as_completed`, line 24.",
        ])
        .hints(&[
            "Waiting for one future's `result` means waiting for that one. Which will be the first you cannot know.",
            "Every future can tell you: `when_done` calls what you give it. Let each send its number.",
        ]),
    Check::behaviour("completed-done-already", &DONE_ALREADY)
        .exercise("as-completed")
        .title("futures that are done already are given too, panicked or not")
        .if_it_waits("All futures are done, but `as_completed` or `next` waits.")
        .points(1)
        .told(&[
            "If several are done already, their order is unspecified.",
            "Its `next` waits until one more future is done, or its job panicked.",
        ])
        .hints(&["`when_done` also calls if the future is done by then: nothing special is needed."]),
    Check::behaviour("completed-tells-how-many", &TELLS_HOW_MANY)
        .exercise("as-completed")
        .title("it says how many are left, and ends after the last")
        .if_it_waits("`as_completed` or `next` waits although one more future is done, or none is left.")
        .points(1)
        .told(&[
            "as-completed: how many are left, exactly",
            "as-completed: one that is done and was not given before; `None` after the last",
        ])
        .hints(&["Count what has not been given: `next` returns `None` at 0, and `size_hint` is exact."]),
    Check::behaviour("completed-dropped-early", &DROPPED_EARLY)
        .exercise("as-completed")
        .title("who stops listening does not harm those who still work")
        .if_it_waits("`as_completed` waits until a job is done, or a job waits until somebody takes its future.")
        .points(1)
        .told(&["It can be dropped early: the jobs go on."])
        .hints(&["Sending into a channel that nobody listens to is an error. Here it is none: `let _ = …`."]),
    Check::model("completed-each-once", each_once)
        .exercise("as-completed")
        .title("each future is given once, and done, in every interleaving")
        .points(3)
        .told(&[
            "as-completed: one that is done and was not given before; `None` after the last",
            "as-completed: let each future say when it is done, in one channel",
        ])
        .hints(&[
            "A future may be done before you ask it, between two questions, or long after.",
            "Let `next` wait for one number from the channel, and give the future with that number.",
        ]),
    Check::model("completed-sleeps", sleeps_until_one_is_done)
        .exercise("as-completed")
        .title("next sleeps until one is done")
        .points(1)
        .told(&["Its `next` waits until one more future is done, or its job panicked."])
        .hints(&["Asking `is_done` again and again burns the processor: `recv` sleeps."]),
];

/// The order in which futures are done, never that of their numbers; what is given after each, and after all.
const FIRST_DONE_FIRST: Experiment<Vec<usize>, Vec<Given>> = Experiment {
    input: |generator| {
        let mut order: Vec<_> = (0..generator.random_range(3..=5)).collect();
        // The first one submitted is not the first one done, nor is the last one.
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
                return seen; // whatever comes after this means nothing, and might not come
            }
        }
        seen.push(next(&mut completed));
        seen
    },
    judge: |order, seen| {
        for (number, given) in order.iter().zip(&seen) {
            equal(&format!("number {number} was done just now: what is given"), given, &Ok(*number))?;
        }
        equal("all were given: what comes then", &seen.last().cloned().unwrap_or_else(no_more), &no_more())?;
        equal("how often it was asked", &seen.len(), &(order.len() + 1))
    },
};

/// Which of two jobs panicked, and the value of the other; both values, where a panicked one has none.
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
        equal("the results, where a panicked job gives `None`", &results, &vec![None, Some(value)])
    },
};

/// Of how many futures; whether nothing comes of none, how many it says are left before each, and whether one came.
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
                return (none_of_none, told); // what comes after this might not come at all
            }
        }
        told.push((completed.size_hint(), completed.next().is_some()));
        (none_of_none, told)
    },
    judge: |futures, (none_of_none, told)| {
        holds(none_of_none, "of no futures, one is given")?;
        for (before, (left, came)) in (0..=futures).rev().zip(&told) {
            equal("how many are left: `size_hint`, at least and at most", left, &exactly(before))?;
            equal(&format!("whether one more comes of {before}"), came, &(before > 0))?;
        }
        equal("how often it was asked", &told.len(), &(futures + 1))
    },
};

/// How many are left, at least and at most.
type SizeHint = (usize, Option<usize>);

fn exactly(left: usize) -> SizeHint {
    (left, Some(left))
}

/// What to say if the iteration ends before the last.
fn too_few(given: usize, of: usize) -> String {
    let cause = match given {
        0 => "does it count those that are done already?",
        _ => "did `next` receive the number of one that it had given before?",
    };
    format!("`next` gave `None` after {given} of {of} futures: {cause}")
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
                    "a future came before it was done".to_string()
                }
                _ if completed.iter().map(|(number, _)| *number).eq(0..jobs) => right.to_string(),
                _ => format!("{jobs} futures were to be given once each, and these were: {completed:?}"),
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
