//! Exercise `as-completed`: futures in the order in which they are done.

use checks::model::{first_failing, prove, sleeps};
use checks::{Check, Finding};
use fetch_pool::future::{Promise, promise};
use fetch_pool::{Future, Panicked, as_completed};
use interleave::thread;

pub const CHECKS: &[Check] = &[
    Check::behaviour("completed-first-done-first", first_done_first)
        .exercise("as-completed")
        .title("the first one done comes first, whatever the order of submission")
        .points(2)
        .hints(&[
            "Waiting for one future's `result` means waiting for that one. Which will be the first you cannot know.",
            "Every future can tell you: `when_done` calls what you give it. Let each send its number.",
        ]),
    Check::behaviour("completed-done-already", done_already)
        .exercise("as-completed")
        .title("futures that are done already are given too, panicked or not")
        .points(1)
        .hints(&["`when_done` also calls if the future is done by then: nothing special is needed."]),
    Check::behaviour("completed-tells-how-many", tells_how_many)
        .exercise("as-completed")
        .title("it says how many are left, and ends after the last")
        .points(1)
        .hints(&["Count what has not been given: `next` returns `None` at 0, and `size_hint` is exact."]),
    Check::behaviour("completed-dropped-early", dropped_early)
        .exercise("as-completed")
        .title("who stops listening does not harm those who still work")
        .points(1)
        .hints(&["Sending into a channel that nobody listens to is an error. Here it is none: `let _ = …`."]),
    Check::model("completed-each-once", each_once)
        .exercise("as-completed")
        .title("each future is given once, and done, in every interleaving")
        .points(3)
        .hints(&[
            "A future may be done before you ask it, between two questions, or long after.",
            "Let `next` wait for one number from the channel, and give the future with that number.",
        ]),
    Check::model("completed-sleeps", sleeps_until_one_is_done)
        .exercise("as-completed")
        .title("next sleeps until one is done")
        .points(1)
        .hints(&["Asking `is_done` again and again burns the processor: `recv` sleeps."]),
];

fn first_done_first() {
    let (mut promises, futures) = promised(3);
    let mut completed = as_completed(futures);
    for number in [2, 0, 1] {
        promises[number].take().expect("each once").fulfil(Ok(number));
        let future = completed.next().expect("one more is done");
        assert!(future.is_done(), "a future was given before it was done");
        assert_eq!(future.result().expect("nothing panicked"), number, "the one that was done just now");
    }
    assert!(completed.next().is_none(), "all were given");
}

fn done_already() {
    let (mut promises, futures) = promised(2);
    promises[0].take().expect("each once").fulfil(Ok(0));
    promises[1].take().expect("each once").fulfil(Err(Panicked::new(Box::new("no such page"))));
    let mut results: Vec<_> = as_completed(futures).map(|future| future.result().ok()).collect();
    results.sort_unstable();
    assert_eq!(results, [None, Some(0)], "a panicked one gives `None` here");
}

fn tells_how_many() {
    assert!(as_completed::<u8>([]).next().is_none(), "of no futures, none is given");
    let (mut promises, futures) = promised(2);
    let mut completed = as_completed(futures);
    for left in [2, 1] {
        assert_eq!(completed.len(), left, "how many are left");
        promises[left - 1].take().expect("each once").fulfil(Ok(left));
        assert!(completed.next().is_some(), "one is done");
    }
    assert_eq!(completed.len(), 0, "how many are left");
    assert!(completed.next().is_none(), "all were given");
}

fn dropped_early() {
    let (promises, futures) = promised(2);
    drop(as_completed(futures));
    promises.into_iter().flatten().for_each(|promise| promise.fulfil(Ok(0)));
}

fn each_once() -> Finding {
    let sizes = [1, 2];
    first_failing(sizes.map(|jobs| {
        prove((0..jobs).map(|number| (number, true)).collect(), || {
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
            completed
        })
    }))
}

fn sleeps_until_one_is_done() -> Finding {
    sleeps(|| {
        let (_promises, futures) = promised(1);
        as_completed(futures).next();
    })
}

/// Promises of numbers, and their futures. Here nobody but the check keeps a promise: no pool has a part in it.
pub fn promised(count: usize) -> (Vec<Option<Promise<usize>>>, Vec<Future<usize>>) {
    (0..count).map(|_| promise()).map(|(promise, future)| (Some(promise), future)).unzip()
}
