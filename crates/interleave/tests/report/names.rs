//! Names of objects whose creation does not reveal them.

use interleave::report::{Style, diagnosis, table};
use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use interleave::sync::{Arc, Mutex};
use interleave::{Options, explore, thread};

#[test]
fn the_parts_of_a_tuple_are_named_by_their_use() {
    let outcome = explore(&Options::new(), || {
        let pair = (Mutex::new(0), Mutex::new(0));
        let (left, _) = &pair;
        let first = left.lock().unwrap();
        let second = left.lock().unwrap();
        *first + *second
    });
    let sentence = diagnosis(&outcome.counterexample.expect("a deadlock"));
    assert!(sentence.contains("`left`, which it holds itself"), "{sentence}");
}

#[test]
fn objects_used_under_each_others_names_keep_their_numbers() {
    let outcome = explore(&Options::new(), || {
        let forks = Arc::new([Mutex::new(0), Mutex::new(0)]);
        let eat = |left: &Mutex<i32>, right: &Mutex<i32>| {
            let mut left = left.lock().unwrap();
            let mut right = right.lock().unwrap();
            *left += 1;
            *right += 1;
        };
        let mine = Arc::clone(&forks);
        let other = thread::spawn(move || eat(&mine[1], &mine[0]));
        eat(&forks[0], &forks[1]);
        other.join().unwrap();
    });
    let sentence = diagnosis(&outcome.counterexample.expect("a deadlock"));
    assert!(sentence.contains("holds `forks[0]` and waits for `forks[1]`"), "{sentence}");
}

#[test]
fn a_variable_that_stands_for_several_objects_names_none() {
    let outcome = explore(&Options::new(), || {
        let forks = [Mutex::new(0), Mutex::new(0)];
        for fork in &forks {
            *fork.lock().unwrap() += 1;
        }
        panic!("enough");
    });
    let table = table(&outcome.counterexample.expect("a panic"), &Style::default());
    assert!(table.contains("lock forks[0]: 0 → 1") && table.contains("lock forks[1]: 0 → 1"), "{table}");
}

#[test]
fn an_element_of_an_array_is_named_as_the_element_and_not_as_its_owner() {
    struct Stack {
        head: AtomicUsize,
        next: [AtomicUsize; 2],
        slots: [AtomicUsize; 1],
    }
    let outcome = explore(&Options::new(), || {
        let stack = Arc::new(Stack {
            head: AtomicUsize::new(2),
            next: [AtomicUsize::new(0), AtomicUsize::new(1)],
            slots: [AtomicUsize::new(7)],
        });
        let slot = &stack.slots[0];
        panic!("{}", stack.head.load(SeqCst) + stack.next[1].load(SeqCst) + slot.load(SeqCst));
    });
    let table = table(&outcome.counterexample.expect("a panic"), &Style::default());
    for read in ["read head → 2", "read next[1] → 1", "read slots[0] → 7"] {
        assert!(table.contains(read), "{table}");
    }
}
