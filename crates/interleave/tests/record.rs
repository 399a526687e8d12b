//! What a record says about each step, beyond what the tables show.

use interleave::record::{Action, Record, Step};
use interleave::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use interleave::sync::{Condvar, Mutex, RwLock};
use interleave::{Options, Verdict, explore, replay, thread};

fn first_execution(program: impl Fn()) -> Record {
    replay("", &Options::new(), program).expect("the empty schedule fits every program")
}

fn written(record: &Record) -> Vec<bool> {
    let written = |step: &Step| match step.action {
        Action::Unlock { written, .. } | Action::Wait { written, .. } => Some(written),
        _ => None,
    };
    record.steps.iter().filter_map(written).collect()
}

#[test]
fn a_write_of_an_equal_value_differs_from_a_read() {
    let record = first_execution(|| {
        let lock = Mutex::new(1);
        *lock.lock().unwrap() = 1;
        assert_eq!(*lock.lock().unwrap(), 1);
        let lock = RwLock::new(1);
        *lock.write().unwrap() = 1;
        assert_eq!(*lock.write().unwrap(), 1);
        assert_eq!(*lock.read().unwrap(), 1);
    });
    assert_eq!(written(&record), [true, false, true, false, false]);
}

#[test]
fn checking_a_condition_does_not_count_as_a_write() {
    let record = first_execution(|| {
        let (lock, changed) = (Mutex::new(0), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| drop(changed.wait_while(lock.lock().unwrap(), |value| *value == 0)));
            scope.spawn(|| {
                *lock.lock().unwrap() = 1;
                changed.notify_one();
            });
        });
    });
    assert_eq!(written(&record), [false, true, false]);
}

#[test]
fn a_panic_has_its_line_and_the_values_that_it_leaves() {
    let outcome = explore(&Options::new(), || {
        let balance = Mutex::new(0_i32);
        let mut balance = balance.lock().unwrap();
        *balance -= 1;
        assert!(*balance >= 0, "overdrawn");
    });
    let record = outcome.counterexample.expect("it fails");
    let panic = record.steps.iter().position(|step| matches!(step.action, Action::Panic { .. })).expect("a panic");
    let place = record.steps[panic].place.expect("its line");
    assert!(place.file().ends_with("tests/record.rs"), "{place}");
    assert_eq!(place.line(), line!() - 6);
    let Action::Unlock { before, after, .. } = &record.steps[panic + 1].action else { panic!("{record:?}") };
    assert_eq!((before.as_deref(), after.as_deref()), (Some("0"), Some("-1")));
}

#[test]
fn a_read_of_a_store_40_before_the_last_can_be_replayed() {
    let program = || {
        let (count, done) = (AtomicUsize::new(0), AtomicBool::new(false));
        thread::scope(|scope| {
            scope.spawn(|| {
                (1..=40).for_each(|now| count.store(now, Relaxed));
                done.store(true, Relaxed);
            });
            done.load(Relaxed) && count.load(Relaxed) == 0
        })
    };
    let options = Options::new().expect(false);
    let outcome = explore(&options, program);
    assert_eq!(outcome.verdict, Verdict::RaceCondition, "{outcome:#?}");
    let record = outcome.counterexample.unwrap();
    assert_eq!(replay(&record.schedule, &options, program).unwrap().end, record.end);
}
