//! Non-atomic data: two accesses race if one of them writes and they are not ordered, and only then.

// Every pointer is used within its access: the explorer ends an execution before accesses overlap.
#![allow(unsafe_code, clippy::undocumented_unsafe_blocks)]

use interleave::cell::UnsafeCell;
use interleave::record::{Action, End};
use interleave::sync::atomic::{AtomicBool, Ordering, fence};
use interleave::sync::{Arc, Barrier, Condvar, Mutex, OnceLock, RwLock, mpsc};
use interleave::{Options, Outcome, Search, Verdict, explore, report, thread};
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed, Release, SeqCst};

/// Data that threads share without a lock.
struct Data(UnsafeCell<u32>);

// SAFETY: all threads of an exploration run on one OS thread, and the explorer ends an execution before a race happens.
unsafe impl Sync for Data {}
unsafe impl Send for Data {}

impl Data {
    #[track_caller]
    fn new() -> Self {
        Data(UnsafeCell::new(0))
    }

    /// A method, because a closure would capture the field alone, which cannot be shared.
    fn cell(&self) -> &UnsafeCell<u32> {
        &self.0
    }

    #[track_caller]
    fn read(&self) -> u32 {
        self.0.with(|value| unsafe { *value })
    }

    #[track_caller]
    fn write(&self, new: u32) {
        self.0.with_mut(|value| unsafe { *value = new });
    }
}

fn outcomes(program: impl Fn()) -> [Outcome; 2] {
    [Search::Optimal, Search::Full].map(|search| explore(&Options::new().search(search), &program))
}

#[track_caller]
fn races(program: impl Fn()) {
    for outcome in outcomes(program) {
        assert_eq!(outcome.verdict, Verdict::DataRace, "{outcome:#?}");
        let record = outcome.counterexample.unwrap();
        let End::DataRace { steps: [earlier, later], .. } = record.end else { panic!("{record:#?}") };
        let is_access =
            |step: usize| matches!(record.steps[step].action, Action::CellRead { .. } | Action::CellWrite { .. });
        let is_creation = matches!(record.steps[earlier].action, Action::CellCreate { .. });
        assert!((is_creation || is_access(earlier)) && is_access(later), "{record:#?}");
        assert_ne!(record.steps[earlier].thread, record.steps[later].thread);
    }
}

#[track_caller]
fn passes(program: impl Fn()) {
    for outcome in outcomes(program) {
        assert_eq!(outcome.verdict, Verdict::Passed, "{outcome:#?}");
        assert_eq!(outcome.complete, Ok(()));
    }
}

fn message(store: Ordering, load: Ordering) {
    let (data, ready) = (Data::new(), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| {
            data.write(1);
            ready.store(true, store);
        });
        if ready.load(load) {
            assert_eq!(data.read(), 1);
        }
    });
}

#[test]
fn a_message_needs_release_and_acquire() {
    passes(|| message(Release, Acquire));
    passes(|| message(SeqCst, SeqCst));
    races(|| message(Relaxed, Relaxed));
    races(|| message(Release, Relaxed));
    races(|| message(Relaxed, Acquire));
}

#[test]
fn fences_order_a_message_as_its_orderings_would() {
    let message = |write: Option<Ordering>, read: Option<Ordering>| {
        move || {
            let (data, ready) = (Data::new(), AtomicBool::new(false));
            thread::scope(|scope| {
                scope.spawn(|| {
                    data.write(1);
                    write.into_iter().for_each(fence);
                    ready.store(true, Relaxed);
                });
                if ready.load(Relaxed) {
                    read.into_iter().for_each(fence);
                    data.read();
                }
            });
        }
    };
    passes(message(Some(Release), Some(Acquire)));
    passes(message(Some(AcqRel), Some(SeqCst)));
    races(message(None, Some(Acquire)));
    races(message(Some(Release), None));
    races(message(Some(Acquire), Some(Release)));
}

#[test]
fn a_read_modify_write_continues_a_release_sequence_and_a_store_ends_it() {
    let relayed = |relay: fn(&AtomicBool)| {
        move || {
            let (data, ready) = (Data::new(), AtomicBool::new(false));
            thread::scope(|scope| {
                scope.spawn(|| {
                    data.write(1);
                    ready.store(true, Release);
                });
                scope.spawn(|| relay(&ready));
                if ready.load(Acquire) {
                    data.read();
                }
            });
        }
    };
    passes(relayed(|ready| _ = ready.fetch_and(true, Relaxed)));
    races(relayed(|ready| ready.store(true, Relaxed)));
}

#[test]
fn readers_do_not_race_and_a_writer_races_with_each() {
    let two = |one: fn(&Data), other: fn(&Data)| {
        move || {
            let data = Data::new();
            thread::scope(|scope| {
                scope.spawn(|| one(&data));
                scope.spawn(|| other(&data));
            });
        }
    };
    passes(two(|data| _ = data.read(), |data| _ = data.read()));
    races(two(|data| data.write(1), |data| _ = data.read()));
    races(two(|data| _ = data.read(), |data| data.write(1)));
    races(two(|data| data.write(1), |data| data.write(1)));
}

#[test]
fn spawn_and_join_order_accesses() {
    passes(|| {
        let data = Arc::new(Data::new());
        data.write(1);
        let child = {
            let data = Arc::clone(&data);
            thread::spawn(move || data.write(data.read() + 1))
        };
        child.join().unwrap();
        assert_eq!(data.read(), 2);
    });
    races(|| {
        let data = Arc::new(Data::new());
        let child = {
            let data = Arc::clone(&data);
            thread::spawn(move || data.write(1))
        };
        data.read();
        child.join().unwrap();
    });
}

#[test]
fn a_lock_orders_accesses_under_it_and_no_others() {
    let beside = |work: fn(&Mutex<()>, &Data)| {
        move || {
            let (lock, data) = (Mutex::new(()), Data::new());
            thread::scope(|scope| {
                scope.spawn(|| work(&lock, &data));
                scope.spawn(|| work(&lock, &data));
            });
        }
    };
    passes(beside(|lock, data| {
        let _guard = lock.lock().unwrap();
        data.write(data.read() + 1);
    }));
    // After the unlock, which belongs to the step before it.
    races(beside(|lock, data| {
        drop(lock.lock().unwrap());
        data.write(1);
    }));
    races(beside(|lock, data| {
        let guard = lock.lock().unwrap();
        data.cell().with_mut(|value| {
            drop(guard);
            unsafe { *value = 1 };
        });
    }));
}

#[test]
fn an_access_lasts_until_its_pointer_is_dropped() {
    let held = |early: bool| {
        move || {
            let (data, ready) = (Data::new(), AtomicBool::new(false));
            thread::scope(|scope| {
                scope.spawn(|| {
                    let pointer = data.cell().get_mut();
                    pointer.with(|value| unsafe { *value = 1 });
                    if early {
                        drop(pointer);
                        ready.store(true, Release);
                    } else {
                        ready.store(true, Release);
                        drop(pointer);
                    }
                });
                if ready.load(Acquire) {
                    assert_eq!(unsafe { *data.cell().get().deref() }, 1);
                }
            });
        }
    };
    passes(held(true));
    races(held(false));
}

#[test]
fn a_write_under_a_read_lock_is_a_data_race() {
    passes(|| {
        let (lock, data) = (RwLock::new(()), Data::new());
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let _shared = lock.read().unwrap();
                    data.read();
                });
            }
            let _alone = lock.write().unwrap();
            data.write(1);
        });
    });
    races(|| {
        let (lock, data) = (RwLock::new(()), Data::new());
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let _shared = lock.read().unwrap();
                    data.write(1);
                });
            }
        });
    });
}

#[test]
fn channels_barriers_once_locks_and_condition_variables_order_accesses() {
    passes(|| {
        let data = Data::new();
        let (sender, receiver) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(|| {
                data.write(1);
                sender.send(()).unwrap();
            });
            receiver.recv().unwrap();
            data.read();
        });
    });
    passes(|| {
        let (data, barrier) = (Data::new(), Barrier::new(2));
        thread::scope(|scope| {
            scope.spawn(|| {
                data.write(1);
                barrier.wait();
                data.read();
            });
            barrier.wait();
            data.read();
        });
    });
    passes(|| {
        let (data, once) = (Data::new(), OnceLock::new());
        let first = || _ = once.get_or_init(|| data.write(1));
        thread::scope(|scope| {
            scope.spawn(first);
            first();
            data.read();
        });
    });
    passes(|| {
        let (pair, data) = ((Mutex::new(false), Condvar::new()), Data::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                data.write(1);
                *pair.0.lock().unwrap() = true;
                pair.1.notify_one();
            });
            let guard = pair.0.lock().unwrap();
            drop(pair.1.wait_while(guard, |ready| !*ready).unwrap());
            data.read();
        });
    });
}

#[test]
fn an_unpark_orders_accesses_and_a_spurious_wake_up_does_not() {
    let program = || {
        let data = Data::new();
        thread::scope(|scope| {
            let waiter = scope.spawn(|| {
                thread::park();
                data.read();
            });
            data.write(1);
            waiter.thread().unpark();
        });
    };
    races(program);
    let outcome = explore(&Options::new().spurious_wakeups(0), program);
    assert_eq!((outcome.verdict, outcome.complete), (Verdict::Passed, Ok(())));
}

#[test]
fn only_the_owner_takes_the_value_out() {
    passes(|| {
        let data = Arc::new(Data::new());
        let writer = {
            let data = Arc::clone(&data);
            thread::spawn(move || data.write(7))
        };
        writer.join().unwrap();
        assert_eq!(Arc::into_inner(data).unwrap().0.into_inner(), 7);
    });
}

/// A spin lock around non-atomic data, as in a lock-free library.
fn spin_lock(take: Ordering, give: Ordering) -> u32 {
    let (held, count) = (AtomicBool::new(false), Data::new());
    let add = || {
        while held.swap(true, take) {
            std::hint::black_box(());
            interleave::hint::spin_loop();
        }
        count.write(count.read() + 1);
        held.store(false, give);
    };
    thread::scope(|scope| {
        scope.spawn(add);
        scope.spawn(add);
    });
    count.read()
}

#[test]
fn a_spin_lock_protects_its_data_with_acquire_and_release() {
    let outcome = explore(&Options::new().expect(2), || spin_lock(Acquire, Release));
    assert_eq!((outcome.verdict, outcome.complete), (Verdict::Passed, Ok(())));
}

#[test]
fn the_report_names_both_accesses_and_the_ordering_that_is_missing() {
    let outcome = explore(&Options::new(), || spin_lock(Acquire, Relaxed));
    assert_eq!(outcome.verdict, Verdict::DataRace);
    assert_eq!(outcome.bounds(), "stopped at the first data race");
    let record = outcome.counterexample.unwrap();
    let table = report::table(&record, &report::Style::default());
    insta::assert_snapshot!(table.replace('\\', "/"));
    let json = crate::parsed::parsed(&report::json(&record));
    let arrows = json["arrows"].as_array().unwrap();
    assert!(
        arrows
            .iter()
            .any(|arrow| (&arrow["from"], &arrow["to"], &arrow["kind"]) == (&3.into(), &4.into(), &"Read".into())),
        "{arrows:?}"
    );
    let outcome = explore(&Options::new(), || spin_lock(Relaxed, Release));
    let table = report::table(&outcome.counterexample.unwrap(), &report::Style::default());
    assert!(table.contains("is Relaxed, so what came before row"), "{table}");
    let again = interleave::replay(&record.schedule, &Options::new(), || spin_lock(Acquire, Relaxed)).unwrap();
    assert_eq!(again.end, record.end);
}

#[test]
fn a_thread_spawned_during_an_access_is_not_ordered_after_its_end() {
    races(|| {
        let data = Arc::new(Data::new());
        let child = data.cell().with_mut(|value| {
            let data = Arc::clone(&data);
            let child = thread::spawn(move || data.read());
            unsafe { *value = 1 };
            child
        });
        child.join().unwrap();
    });
}
