//! What the reports say of programs that were explored: the words depend on what the engine records.

use interleave::report::{Style, diagnosis, table};
use interleave::sync::{OnceLock, RwLock};
use interleave::{Options, explore, thread};

#[test]
fn two_that_find_a_cell_empty_are_told_who_set_it_first() {
    let outcome = explore(&Options::new(), || {
        let cell = OnceLock::new();
        thread::scope(|scope| {
            for value in [42, 43] {
                let cell = &cell;
                scope.spawn(move || {
                    if cell.get().is_none() {
                        cell.set(value).expect("it was empty");
                    }
                });
            }
        });
    });
    let record = outcome.counterexample.expect("both find it empty");
    let sentence = diagnosis(&record);
    assert!(sentence.contains("found `cell` empty at line"), "{sentence}");
    assert!(sentence.contains("first: the `set` of thread"), "{sentence}");
    let table = table(&record, &Style::default());
    assert!(table.contains("look at cell: empty") && table.contains("initialise cell ← 4"), "{table}");
    assert!(table.contains("set cell fails: already 4"), "{table}");
}

#[test]
fn a_cell_that_was_found_full_shows_its_value() {
    let outcome = explore(&Options::new().expect("0"), || {
        let cell = OnceLock::new();
        *cell.get_or_init(|| 1) + *cell.get_or_init(|| 2) + *cell.get().unwrap()
    });
    let table = table(&outcome.counterexample.expect("it is 3"), &Style::default());
    assert_eq!(table.matches("look at cell → 1").count(), 2, "{table}");
}

#[test]
fn both_sides_of_a_rwlock_have_their_names() {
    let outcome = explore(&Options::new(), || {
        let cache = RwLock::new(0);
        *cache.write().unwrap() = 1;
        assert!(cache.try_write().is_ok());
        let first = cache.read().unwrap();
        assert!(cache.try_write().is_err());
        let second = cache.write().unwrap();
        *first + *second
    });
    let table = table(&outcome.counterexample.expect("a deadlock"), &Style::default());
    for words in ["write-lock cache: 0 → 1; unlock", "read-lock cache: sees 1", "try to lock cache fails"] {
        assert!(table.contains(words), "{words}: {table}");
    }
    assert!(table.contains("waits for write-lock cache, held by main since"), "{table}");
}
