//! Exercise `queue-put-get`: a bounded queue whose threads sleep while they must wait.

use checks::experiment::{Experiment, Generator, RngExt, SliceRandom, equal};
use checks::model::{first_failing, if_stuck, prove, sleeps};
use checks::{Check, Finding};
use interleave::thread;
use producer_consumer::{Queue, ShutDown, Shutdown, models};

pub const CHECKS: &[Check] = &[
    Check::behaviour("queue-first-in-first-out", &FIRST_IN_FIRST_OUT)
        .exercise("queue-put-get")
        .title("items come out in the order in which they were put")
        .if_it_waits("`put` waits although there is room, or `get` waits although there is an item.")
        .points(1)
        .told(&["First in, first out.", "Removes the oldest item; waits while the queue is empty."])
        .hints(&["`put` adds at one end of the `VecDeque`, `get` takes from the other: `push_back`, `pop_front`."]),
    Check::behaviour("queue-fills-up", &FILLS_UP)
        .exercise("queue-put-get")
        .title("the queue holds as many items as its capacity")
        .if_it_waits("`put` waits although there is room, or `get` waits although there is an item. An item that was taken \
             leaves its room free, even before `task_done` is called for it.")
        .points(1)
        .told(&[
            "An empty queue that holds at most `capacity` items.",
            "Appends `item`, which counts as unfinished from now on; waits while the queue is full.",
        ])
        .hints(&[
            "The queue is full when it holds `capacity` items, and not before.",
            "An item that was taken leaves room even before `task_done` is called for it: compare `items.len()` with the \
             capacity, not `unfinished`.",
        ]),
    Check::behaviour("queue-shut-down", &SHUT_DOWN)
        .exercise("queue-put-get")
        .title("after a shutdown, get returns the items that are left, and put refuses new ones")
        .if_it_waits("The queue was shut down, but `put` or `get` waits.")
        .points(1)
        .told(&[
            "After that no item can be put, and no thread waits for an item that will not come:",
            "Returns the item if the queue is shut down, before or during the wait.",
            "If the queue was shut down and is empty.",
            "Items put before a [`Shutdown::Draining`] can still be got.",
        ])
        .hints(&[
            "Both must check `shut_down`: `put` before it appends, `get` when there is no item.",
            "`put` returns the item: `return Err(ShutDown(item))`. `get` has none: `return Err(ShutDown(()))`.",
        ]),
    Check::model("queue-get-sleeps", get_sleeps)
        .exercise("queue-put-get")
        .title("get sleeps while the queue is empty")
        .points(1)
        .told(&[
            "`put` waits while the queue is full, `get` while it is empty",
            "Waited on by `get` for an item.",
            "queue-put-get: wait while empty and not shut down; take the oldest; wake a producer",
        ])
        .hints(&[
            "A thread that checks again and again wastes processor time. Which thread can wake it when there is an item?",
            "`guard = not_empty.wait(guard)` releases the lock, sleeps until a notify, and takes the lock again.",
        ]),
    Check::model("queue-put-sleeps", put_sleeps)
        .exercise("queue-put-get")
        .title("put sleeps while the queue is full")
        .points(1)
        .told(&[
            "`put` waits while the queue is full, `get` while it is empty",
            "A full queue slows its producers down to the pace of the consumers",
            "Waited on by `put` for room.",
        ])
        .hints(&[
            "Without a limit a fast producer fills the memory. What must `put` check before it appends?",
            "While `items.len()` equals the capacity, wait on `not_full`.",
        ]),
    Check::model("queue-hands-over", hands_over)
        .exercise("queue-put-get")
        .title("one producer hands every item to one consumer, in order")
        .points(2)
        .told(&[
            "queue-put-get: wait while full and not shut down; append, count; wake a consumer",
            "queue-put-get: wait while empty and not shut down; take the oldest; wake a producer",
        ])
        .hints(&[
            "The table shows which thread sleeps, and what should have woken it; or which thread woke without a notify.",
            "A thread that wakes up, for whatever reason, must check its condition again: use `while`, not `if`.",
            "A thread that changes what another waits for must notify it: `put` adds an item, `get` makes room.",
        ]),
    Check::model("queue-keeps-its-capacity", keeps_its_capacity)
        .exercise("queue-put-get")
        .title("two producers never put more items than the capacity")
        .points(2)
        .told(&[
            "A queue between threads that holds a limited number of items",
            "An empty queue that holds at most `capacity` items.",
        ])
        .hints(&[
            "Between the notify and the moment when the woken thread holds the lock again, another thread can fill the room.",
            "So a thread that was woken must check again: `while full { wait }`, not `if full { wait }`.",
        ]),
    Check::model("queue-serves-two-consumers", serves_two_consumers)
        .exercise("queue-put-get")
        .title("two consumers get one item each")
        .points(2)
        .told(&["Notified by every `put`: one waiter is enough, because a put adds one item."])
        .hints(&[
            "There are two items, and two threads sleep. How many must be woken, and by which calls?",
            "If producers and consumers wait on the same condition variable, `notify_one` may wake the wrong kind.",
            "Does `put` notify only if the queue was empty? The second item may come before the first consumer runs, and \
             the second consumer needs a notify too.",
        ]),
    Check::model("queue-serves-two-producers", serves_two_producers)
        .exercise("queue-put-get")
        .title("two producers that wait for room both get it")
        .points(1)
        .told(&["Notified by every `get`: one waiter is enough, because a get makes room for one."])
        .hints(&[
            "Room for two items becomes free, and two producers sleep. How many must be woken, and by which calls?",
            "Does `get` notify only if the queue was full? The second item may be taken before the first producer runs, \
             and the second producer needs a notify too.",
        ]),
    Check::model("queue-shutdown-wakes-everybody", shutdown_wakes_everybody)
        .exercise("queue-put-get")
        .title("a shutdown ends every wait in put and get")
        .points(1)
        .told(&[
            "After that no item can be put, and no thread waits for an item that will not come:",
            "Returns the item if the queue is shut down, before or during the wait.",
            "If the queue was shut down and is empty.",
        ])
        .hints(&[
            "`shutdown` wakes every waiting thread. What does each of them check before it waits again?",
            "A shutdown must end the wait: `while full && !shut_down { wait }`, then check which of the two ended it.",
        ]),
];

/// Puts two items and takes one; then puts the third and takes the rest.
const FIRST_IN_FIRST_OUT: Experiment<[usize; 3], [usize; 3]> = Experiment {
    input: items,
    observe: |[first, second, third]| {
        let queue = Queue::new(3);
        queue.put(first).unwrap();
        queue.put(second).unwrap();
        let taken = queue.get().unwrap();
        queue.put(third).unwrap();
        [taken, queue.get().unwrap(), queue.get().unwrap()]
    },
    judge: |put, got| {
        equal(&format!("{} was put before {}: the item that came out first", put[0], put[1]), &got[0], &put[0])?;
        equal("the items that came out, in the order of the puts", &got, &put)
    },
};

const FILLS_UP: Experiment<usize, [usize; 2]> = Experiment {
    input: |generator| generator.random_range(2..=5),
    observe: |capacity| {
        let queue = Queue::new(capacity);
        (0..capacity).for_each(|item| queue.put(item).unwrap()); // there is room: this does not wait
        let len = queue.len();
        if len == capacity {
            queue.get().unwrap();
            queue.put(capacity).unwrap(); // there is room again, for one
        }
        [len, queue.len()]
    },
    judge: |capacity, [len, then]| {
        equal(&format!("the number of items after {capacity} puts"), &len, &capacity)?;
        equal("the number of items after a get and one more put", &then, &capacity)
    },
};

/// One item is put before the shutdown, one after it. What the second put refused, and what two gets returned.
const SHUT_DOWN: Experiment<[usize; 3], [Option<usize>; 3]> = Experiment {
    input: items,
    observe: |[before, after, _]| {
        let queue = Queue::new(2);
        queue.put(before).unwrap();
        queue.shutdown(Shutdown::Draining);
        let refused = queue.put(after).map_err(ShutDown::into_inner).err();
        [refused, queue.get().ok(), queue.get().ok()]
    },
    judge: |[before, after, _], [refused, got, then]| {
        equal("the item that put refused after the shutdown", &refused, &Some(after))?;
        equal(&format!("{before} was put before the shutdown: what get returned"), &got, &Some(before))?;
        equal("no item will come any more: what the next get returned", &then, &None)
    },
};

/// Three different items.
fn items(generator: &mut Generator) -> [usize; 3] {
    let first = generator.random_range(1..100);
    let mut items = [first, first + 100, first + 200];
    items.shuffle(generator);
    items
}

fn get_sleeps() -> Finding {
    sleeps(models::wait_for_nothing)
}

fn put_sleeps() -> Finding {
    sleeps(|| {
        let queue = Queue::new(1);
        queue.put(1).unwrap();
        queue.put(2).unwrap();
    })
}

fn hands_over() -> Finding {
    let sizes = [(1, 1), (2, 1), (3, 2)];
    first_failing(sizes.into_iter().map(|(items, capacity)| {
        prove((0..items).collect(), || {
            let queue = Queue::new(capacity);
            thread::scope(|scope| {
                scope.spawn(|| (0..items).for_each(|item| queue.put(item).unwrap()));
                (0..items).map(|_| queue.get().unwrap()).collect::<Vec<_>>()
            })
        })
    }))
}

fn keeps_its_capacity() -> Finding {
    let sizes = [(1, 2), (2, 1)];
    first_failing(sizes.into_iter().map(|(producers, each)| {
        prove("within the capacity", || match models::longest(producers, each, 1) {
            0 | 1 => "within the capacity",
            _ => "the queue held more items than its capacity",
        })
    }))
}

/// The second item can be put before the first is taken only if there is room for both.
fn serves_two_consumers() -> Finding {
    let cause = "Two consumers wait and two items are put, but only one consumer was woken: every `put` must notify, even \
                 if the queue is not empty.";
    let with_room_for = |capacity| {
        prove(vec![1, 2], || {
            let queue = Queue::new(capacity);
            thread::scope(|scope| {
                let consumers = [scope.spawn(|| queue.get().unwrap()), scope.spawn(|| queue.get().unwrap())];
                queue.put(1).unwrap();
                queue.put(2).unwrap();
                let mut items: Vec<i32> = consumers.into_iter().map(|consumer| consumer.join().unwrap()).collect();
                items.sort_unstable();
                items
            })
        })
    };
    first_failing([with_room_for(1), if_stuck(cause, with_room_for(2))])
}

/// The second item can be taken before the first producer refills the queue only if the capacity is two.
fn serves_two_producers() -> Finding {
    let cause = "Two producers wait and two items are taken, but only one producer was woken: every `get` must notify, \
                 even if the queue is not full.";
    // A full queue, with as many producers and as many gets as its capacity. No get has to wait.
    let with_places = |places: usize| {
        prove(places, || {
            let queue = Queue::new(places);
            (0..places).for_each(|item| queue.put(item).unwrap());
            thread::scope(|scope| {
                (0..places).for_each(|_| _ = scope.spawn(|| queue.put(9).unwrap()));
                (0..places).for_each(|_| _ = queue.get().unwrap());
            });
            queue.len()
        })
    };
    first_failing([with_places(1), if_stuck(cause, with_places(2))])
}

fn shutdown_wakes_everybody() -> Finding {
    let how = Shutdown::Draining;
    let expected = "nothing was put into the full queue, and its items are still there";
    let puts = [1, 2].map(|producers| {
        let finding = prove(expected, || match models::shut_down_full(producers, how) {
            (0, Some(1)) => expected,
            (0, _) => "an item that was put before the shutdown is lost",
            _ => "an item was put after the shutdown, or into a full queue",
        });
        if_stuck(
            "A shutdown must end each wait in `put`: a thread that wakes there must check `shut_down` too.",
            finding,
        )
    });
    let expected = "nothing was put into the queue that a shutdown had emptied";
    let emptied = prove(expected, || match models::shut_down_full(1, Shutdown::Immediate) {
        (0, None) => expected,
        (0, _) => "`get` returned an item that the immediate shutdown should have dropped",
        _ => "an item was put after the shutdown: `put` must check `shut_down` even if there is room",
    });
    let expected = "no consumer got an item from the empty queue";
    let gets = [1, 2].map(|consumers| {
        let finding = prove(expected, || match models::shut_down_empty(consumers, how) {
            0 => expected,
            _ => "a consumer got an item although none was put",
        });
        if_stuck(
            "A shutdown must end each wait in `get`: a thread that wakes there must check `shut_down` too.",
            finding,
        )
    });
    first_failing([puts.to_vec(), vec![emptied], gets.to_vec()].concat())
}
