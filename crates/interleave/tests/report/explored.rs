//! Reports of explored programs: their words depend on what the engine records.

use interleave::report::{Style, diagnosis, table};
use interleave::sync::{Mutex, OnceLock, RwLock};
use interleave::{Options, explore, thread};

#[test]
fn two_threads_that_find_a_once_lock_empty_name_the_one_that_set_it_first() {
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
    let outcome = explore(&Options::new().expect(0), || {
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

#[test]
fn a_second_read_behind_a_waiting_writer_names_the_writer() {
    let outcome = explore(&Options::new(), || {
        let cache = RwLock::new(0);
        thread::scope(|scope| {
            scope.spawn(|| {
                let first = cache.read().unwrap();
                *first + *cache.read().unwrap()
            });
            scope.spawn(|| *cache.write().unwrap() += 1);
        });
    });
    let sentence = diagnosis(&outcome.counterexample.expect("a deadlock"));
    assert!(sentence.starts_with("Thread 1 reads `cache` since line "), "{sentence}");
    assert!(sentence.contains(" to read it once more; thread 2 waits at line "), "{sentence}");
    assert!(sentence.ends_with(" to write, which keeps new readers out: neither can go on."), "{sentence}");
}

#[test]
fn a_panic_shows_its_line_and_the_values_that_it_leaves() {
    let outcome = explore(&Options::new(), || {
        let stock = Mutex::new(0);
        let mut stock = stock.lock().unwrap();
        *stock -= 1;
        assert!(*stock >= 0, "sold out");
    });
    let table = table(&outcome.counterexample.expect("it panics"), &Style::default());
    assert!(table.contains("lock stock: 0 → -1"), "{table}");
    let line = line!() - 4;
    let row = table.lines().find(|line| line.contains("PANIC: sold out")).expect("a row");
    assert!(row.ends_with(&format!("explored.rs:{line}")), "{table}");
    assert!(table.contains(&format!("{line} │ assert!(*stock >= 0")), "{table}");
    assert!(table.contains("At the panic: stock = -1.\n"), "{table}");
}

#[test]
fn a_write_of_an_equal_value_is_a_write() {
    let outcome = explore(&Options::new().expect(0), || {
        let count = Mutex::new(1);
        let seen = *count.lock().unwrap();
        *count.lock().unwrap() = seen;
        seen
    });
    let table = table(&outcome.counterexample.expect("it is 1"), &Style::default());
    assert!(table.contains("lock count: sees 1; unlock") && table.contains("lock count: 1 → 1; unlock"), "{table}");
}

#[test]
fn an_increment_lost_between_two_locked_sections_is_called_lost() {
    let outcome = explore(&Options::new().expect(2), || {
        let count = Mutex::new(0);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let seen = *count.lock().unwrap();
                    *count.lock().unwrap() = seen + 1;
                });
            }
        });
        *count.lock().unwrap()
    });
    assert_eq!(
        diagnosis(&outcome.counterexample.expect("it can be 1")),
        "Thread 1 read 0 from `count` before thread 2 wrote 1, so one increment was lost."
    );
}

#[test]
fn the_hint_to_call_show_is_printed_once_for_a_hidden_value() {
    #[derive(Debug)]
    struct Account {
        balance: i32,
    }
    let program = || {
        let mut account = Mutex::new(Account { balance: 0 });
        account.lock().unwrap().balance += 1;
        account.get_mut().unwrap().balance
    };
    let table = || {
        let outcome = explore(&Options::new().expect(0), program);
        table(&outcome.counterexample.expect("it is 1"), &Style::default())
    };
    let hint = "Values of `account` are not shown: call interleave::show::<T>() first,";
    assert_eq!(table().matches(hint).count(), 1, "{}", table());
    assert!(table().contains("lock account: written; unlock"), "{}", table());
    interleave::show::<Account>();
    assert!(!table().contains("show") && table().contains("lock account: balance 0 → 1"), "{}", table());
}
