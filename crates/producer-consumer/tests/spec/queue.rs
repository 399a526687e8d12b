//! Exercise `queue-put-get`: a bounded queue whose users sleep while they cannot go on.

use checks::experiment::{Experiment, Generator, RngExt, SliceRandom, equal};
use checks::model::{first_failing, if_stuck, prove, sleeps};
use checks::{Check, Finding};
use interleave::thread;
use producer_consumer::{Queue, ShutDown, Shutdown, models};

pub const CHECKS: &[Check] = &[
    Check::behaviour("queue-first-in-first-out", &FIRST_IN_FIRST_OUT)
        .exercise("queue-put-get")
        .title("items come out in the order in which they went in")
        .if_it_waits("`put` waits although there is room, or `get` although there is an item.")
        .points(1)
        .told(&["First in, first out.", "Removes the oldest item; waits while the queue is empty."])
        .hints(&["`put` adds at one end of the `VecDeque`, `get` takes from the other: `push_back`, `pop_front`."]),
    Check::behaviour("queue-fills-up", &FILLS_UP)
        .exercise("queue-put-get")
        .title("as many items fit in as the capacity says")
        .if_it_waits("`put` waits although there is room, or `get` although there is an item. Room is what the items in the \
             queue leave: those that were taken need none, done or not.")
        .points(1)
        .told(&[
            "An empty queue that holds at most `capacity` items.",
            "Appends `item`, which counts as unfinished from now on; waits while the queue is full.",
        ])
        .hints(&[
            "The queue is full when it holds `capacity` items, and no sooner.",
            "What was taken leaves room, also if nobody has called `task_done` for it: `items.len()` counts, not `unfinished`.",
        ]),
    Check::behaviour("queue-shut-down", &SHUT_DOWN)
        .exercise("queue-put-get")
        .title("a queue that was shut down gives what is left, and takes nothing more")
        .if_it_waits("The queue was shut down, but `put` or `get` waits.")
        .points(1)
        .told(&[
            "After that no item can be put, and no thread waits for an item that will not come:",
            "Returns the item if the queue is shut down, before or during the wait.",
            "If the queue was shut down and is empty.",
            "Items put before a [`Shutdown::Draining`] can still be got.",
        ])
        .hints(&[
            "Who looks at `shut_down`? `put` before it appends, `get` once there is no item.",
            "`put` gives the item back: `return Err(ShutDown(item))`. `get` has none: `return Err(ShutDown(()))`.",
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
            "A thread that looks again and again burns the processor. Who can wake it when there is something to see?",
            "`guard = not_empty.wait(guard)` gives the lock back, sleeps until somebody notifies, and takes it again.",
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
            "Without a limit a fast producer fills the memory. What must `put` look at before it adds?",
            "While `items.len()` equals the capacity, wait at `not_full`.",
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
            "The table shows who sleeps, and what should have woken it; or who woke though nobody notified it.",
            "A thread that wakes, for whatever reason, looks at the condition again: in a `while`, not an `if`.",
            "Whoever changes what another waits for has to notify it: `put` brings an item, `get` leaves room.",
        ]),
    Check::model("queue-keeps-its-capacity", keeps_its_capacity)
        .exercise("queue-put-get")
        .title("two producers never put more in than fits")
        .points(2)
        .told(&[
            "A queue between threads that holds a limited number of items",
            "An empty queue that holds at most `capacity` items.",
        ])
        .hints(&[
            "Between the notify and the moment when the woken thread has the lock again, another can take the room.",
            "So being woken proves nothing: `while full { wait }`, not `if full { wait }`.",
        ]),
    Check::model("queue-serves-two-consumers", serves_two_consumers)
        .exercise("queue-put-get")
        .title("two consumers get one item each")
        .points(2)
        .told(&["Notified by every `put`: one waiter is enough, because a put adds one item."])
        .hints(&[
            "Two items and two sleepers: how many have to be woken, and by whom?",
            "If producers and consumers wait at the same condition variable, `notify_one` may wake the wrong kind.",
            "Does `put` notify only if the queue was empty? The second item comes before the first sleeper runs, and \
             the second sleeper needs a notify, too.",
        ]),
    Check::model("queue-serves-two-producers", serves_two_producers)
        .exercise("queue-put-get")
        .title("two producers that wait for room both get it")
        .points(1)
        .told(&["Notified by every `get`: one waiter is enough, because a get makes room for one item."])
        .hints(&[
            "Two places become free and two producers sleep: how many have to be woken, and by whom?",
            "Does `get` notify only if the queue was full? The second place becomes free before the first producer \
             runs, and the second producer needs a notify, too.",
        ]),
    Check::model("queue-shutdown-wakes-everybody", shutdown_wakes_everybody)
        .exercise("queue-put-get")
        .title("whoever waits in put or get goes on when the queue is shut down")
        .points(1)
        .told(&[
            "After that no item can be put, and no thread waits for an item that will not come:",
            "Returns the item if the queue is shut down, before or during the wait.",
            "If the queue was shut down and is empty.",
        ])
        .hints(&[
            "`shutdown` wakes everybody who waits. What do they look at then, before they wait again?",
            "Being shut down ends the wait: `while full && !shut_down { wait }`, and then see which of the two it was.",
        ]),
];

/// Two are put and one taken; then the third is put, and the others are taken.
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
        equal(&format!("{} was put before {}: what came first", put[0], put[1]), &got[0], &put[0])?;
        equal("in the order of the puts, what came out", &got, &put)
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
        equal(&format!("the items in a queue after {capacity} puts"), &len, &capacity)?;
        equal("after a get and one more put", &then, &capacity)
    },
};

/// One is put before the shutdown, another after it: what put gives back, and what two gets give.
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
        equal("nothing is put after a shutdown: what put gives back", &refused, &Some(after))?;
        equal(&format!("{before} was put before the shutdown: what get gives"), &got, &Some(before))?;
        equal("there will never be another item: what get gives then", &then, &None)
    },
};

/// No two are the same.
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
            _ => "there were more items in the queue than fit",
        })
    }))
}

/// Only with room for both items can the second be put before anybody has taken the first.
fn serves_two_consumers() -> Finding {
    let cause = "Two consumers wait and two items are put, but only one of them was woken: every `put` has to notify, also \
                 one into a queue that is not empty.";
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

/// Only with two places can the second become free before anybody has taken the first.
fn serves_two_producers() -> Finding {
    let cause = "Two producers wait and two places become free, but only one of them was woken: every `get` has to notify, \
                 also one from a queue that is not full.";
    // A full queue, as many producers as it has places, and as many gets, none of which has to wait.
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
    let expected = "nothing was put into the full queue, and what it held is left";
    let puts = [1, 2].map(|producers| {
        let finding = prove(expected, || match models::shut_down_full(producers, how) {
            (0, Some(1)) => expected,
            (0, _) => "what was put before the shutdown is lost",
            _ => "an item was put after the shutdown, or into a full queue",
        });
        if_stuck("A shutdown has to end each wait in `put`: who wakes there looks at `shut_down`, too.", finding)
    });
    let expected = "nothing was put into the queue that a shutdown had emptied";
    let emptied = prove(expected, || match models::shut_down_full(1, Shutdown::Immediate) {
        (0, None) => expected,
        (0, _) => "what an immediate shutdown drops could still be got",
        _ => "an item was put after the shutdown: `put` has to look at `shut_down` also where it finds room",
    });
    let expected = "no consumer got an item from the empty queue";
    let gets = [1, 2].map(|consumers| {
        let finding = prove(expected, || match models::shut_down_empty(consumers, how) {
            0 => expected,
            _ => "a consumer got an item though nobody had put one",
        });
        if_stuck("A shutdown has to end each wait in `get`: who wakes there looks at `shut_down`, too.", finding)
    });
    first_failing([puts.to_vec(), vec![emptied], gets.to_vec()].concat())
}
