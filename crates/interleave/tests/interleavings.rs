//! The number of interleavings that lead to each outcome: known numbers, and generated programs whose interleavings are also
//! counted one by one.

mod generated;

use generated::{Dice, generated, run};
use interleave::record::{Action, End};
use interleave::sync::atomic::{AtomicUsize, Ordering, Ordering::Relaxed, Ordering::SeqCst};
use interleave::sync::{Arc, Mutex, RwLock};
use interleave::{Interleavings, Options, Search, StateGraph, Uncounted, explore, graph, interleavings, thread};
use std::collections::{BTreeMap, BTreeSet};

/// `threads` threads increment a counter `increments` times each: read, then write.
fn racy(threads: usize, increments: usize, order: Ordering) -> usize {
    let count = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                for _ in 0..increments {
                    let seen = count.load(order);
                    thread::yield_now();
                    count.store(seen + 1, order);
                }
            });
        }
    });
    count.load(order)
}

fn values(counted: Result<Interleavings, Uncounted>) -> Vec<(String, usize)> {
    counted.expect("it can be counted").values.into_iter().collect()
}

fn pair((value, count): (u32, usize)) -> (String, usize) {
    (value.to_string(), count)
}

#[test]
fn the_interleavings_of_a_racy_counter_are_as_counted_by_hand() {
    for order in [SeqCst, Relaxed] {
        let counted = |threads, times| values(interleavings(&Options::new(), || racy(threads, times, order)));
        assert_eq!(counted(2, 1), [(1, 4), (2, 2)].map(pair), "2 of 6 are right");
        let three = counted(3, 1);
        assert_eq!(three.last(), Some(&pair((3, 6))));
        assert_eq!(three.iter().map(|(_, count)| count).sum::<usize>(), 90, "6!/(2! 2! 2!)");
        let twice = counted(2, 2);
        assert_eq!(twice.iter().map(|(_, count)| count).sum::<usize>(), 70, "8!/(4! 4!)");
    }
}

#[test]
fn under_one_lock_the_interleavings_are_the_orders_in_which_threads_take_it() {
    let counted = interleavings(&Options::new(), || {
        let count = Arc::new(Mutex::new(0));
        let increment = |_| {
            let count = Arc::clone(&count);
            thread::spawn(move || *count.lock().unwrap() += 1)
        };
        let threads: Vec<_> = (0..3).map(increment).collect();
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        *count.lock().unwrap()
    });
    assert_eq!(values(counted), [(3, 6)].map(pair));
}

#[test]
fn an_outcome_that_only_a_weak_ordering_allows_has_no_interleaving() {
    let program = || {
        let (data, ready) = (AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                data.store(7, Relaxed);
                ready.store(1, Relaxed);
            });
            (ready.load(Relaxed) == 1).then(|| data.load(Relaxed))
        })
    };
    assert!(explore(&Options::new(), program).values.contains_key("Some(0)"));
    let counted = interleavings(&Options::new(), program).unwrap().values;
    // The flag is read before both stores, between them, or after them.
    assert_eq!(counted, BTreeMap::from([("None".to_owned(), 2), ("Some(7)".to_owned(), 1)]));
}

#[test]
fn a_program_that_cannot_be_counted_gets_a_reason() {
    let many = interleavings(&Options::new(), || racy(6, 3, SeqCst));
    assert_eq!(many, Err(Uncounted::TooManyStates));
    let readers = interleavings(&Options::new(), || {
        let lock = RwLock::new(0);
        thread::scope(|scope| {
            scope.spawn(|| *lock.write().unwrap() += 1);
            *lock.read().unwrap()
        })
    });
    assert_eq!(readers, Err(Uncounted::Readers));
}

/// The number of paths to each outcome: of all, and of those that differ in more than joins and yields.
#[derive(Default)]
struct Ways {
    all: BTreeMap<String, usize>,
    different: BTreeMap<String, BTreeSet<Vec<String>>>,
}

/// Follows every path through the graph, one by one.
fn ways(graph: &StateGraph) -> Ways {
    let mut found = Ways::default();
    let mut open = vec![(0, Vec::new())];
    while let Some((node, way)) = open.pop() {
        if let Some(end) = &graph.nodes[node].end {
            let end = match end {
                End::Returned { value } => value.clone(),
                other => kind(other).to_owned(),
            };
            *found.all.entry(end.clone()).or_default() += 1;
            found.different.entry(end).or_default().insert(way.clone());
        }
        for edge in graph.edges.iter().filter(|edge| edge.from == node) {
            let mut way = way.clone();
            let first = edge.steps.first().map(|step| &step.action);
            if !matches!(first, Some(Action::Join { .. } | Action::StepAside { .. })) {
                way.push(format!("{}{}", edge.thread, edge.mark));
            }
            open.push((edge.to, way));
        }
    }
    found
}

fn kind(end: &End) -> &'static str {
    match end {
        End::Panicked { .. } => "panicked",
        End::Deadlocked => "deadlocked",
        End::LostWakeup { .. } => "lost wake-up",
        other => panic!("no such end is expected: {other:?}"),
    }
}

/// The numbers of values and failures in one map, so that the full search and the count can be compared.
fn by_outcome(values: &BTreeMap<String, usize>, failures: &interleave::Failures) -> BTreeMap<String, usize> {
    let failures = [
        ("panicked", failures.panics),
        ("deadlocked", failures.deadlocks),
        ("lost wake-up", failures.lost_wakeups),
    ];
    let failures =
        failures.into_iter().filter(|(_, count)| *count > 0).map(|(kind, count)| (kind.to_owned(), count));
    values.clone().into_iter().chain(failures).collect()
}

fn count_as_one_by_one(seed: u64, kinds: usize, wanted: usize) {
    let mut dice = Dice(seed);
    let (mut compared, mut tried) = (0, 0);
    while compared < wanted {
        tried += 1;
        assert!(tried < 4 * wanted, "most programs are too large: {compared} of {tried}");
        let program = generated(&mut dice, kinds);
        let (spurious, timeouts) = (dice.below(3), dice.below(3));
        let options = Options::new().spurious_wakeups(spurious).early_timeouts(timeouts);
        let full = options.clone().search(Search::Full).max_executions(2_000).max_states(1);
        let full = explore(&full, || run(&program));
        if full.complete.is_err() {
            continue;
        }
        let counted = match interleavings(&options, || run(&program)) {
            Err(Uncounted::Readers) => continue,
            counted => counted.unwrap(),
        };
        let graph = graph(&options, || run(&program));
        assert!(graph.complete);
        let ways = ways(&graph);
        let about = format!("{program:?}, {spurious} spurious wake-ups, {timeouts} early time-outs");
        assert_eq!(ways.all, by_outcome(&full.values, &full.failures), "{about}");
        let different: BTreeMap<_, _> = ways.different.into_iter().map(|(end, ways)| (end, ways.len())).collect();
        assert_eq!(by_outcome(&counted.values, &counted.failures), different, "{about}");
        compared += 1;
    }
}

#[test]
fn the_count_equals_counting_one_by_one_for_generated_programs_of_atomics_locks_and_condvars() {
    count_as_one_by_one(0x2545_f491_4f6c_dd1d, 9, 200);
}

#[test]
fn the_count_equals_counting_one_by_one_for_generated_programs_of_every_primitive() {
    count_as_one_by_one(0xd1b5_4a32_d192_ed03, 21, 200);
}
