//! Threads that have not finished when an execution ends: their stack frames stay in place for ever, because a scoped
//! thread of `std` may still use them.

use interleave::sync::Mutex;
use interleave::{Options, replay, thread};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::SeqCst};

fn options() -> Options {
    Options::new().spurious_wakeups(0)
}

/// The address of a frame of the caller.
fn address<T>(local: &T) -> usize {
    std::ptr::from_ref(local).addr()
}

#[test]
fn the_frames_of_an_abandoned_thread_are_not_reused() {
    const WORDS: usize = 64;
    let frames = std::sync::Mutex::new(BTreeSet::new());
    for _ in 0..2_000 {
        let parks = || {
            let local = [0_u64; WORDS];
            frames.lock().unwrap().insert(address(std::hint::black_box(&local)));
            thread::park();
        };
        let deadlock = || {
            thread::scope(|scope| {
                scope.spawn(parks);
                scope.spawn(parks);
            });
        };
        replay("", &options(), deadlock).expect("nothing is asked of it");
    }
    let frames: Vec<usize> = frames.into_inner().unwrap().into_iter().collect();
    assert_eq!(frames.len(), 4_000);
    assert!(frames.windows(2).all(|two| two[1] - two[0] >= WORDS * size_of::<u64>()));
}

#[test]
fn a_scoped_thread_of_std_may_keep_using_an_abandoned_stack() {
    static STOP: AtomicBool = AtomicBool::new(false);
    static ROUNDS: AtomicU64 = AtomicU64::new(0);
    let abandons = || {
        thread::spawn(|| {
            let words = [const { AtomicU64::new(1) }; 512];
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    while !STOP.load(SeqCst) {
                        words.iter().for_each(|word| word.store(u64::MAX, SeqCst));
                        ROUNDS.fetch_add(1, SeqCst);
                    }
                });
                while ROUNDS.load(SeqCst) == 0 {
                    std::hint::spin_loop();
                }
                thread::park();
            });
        });
    };
    replay("", &options(), abandons).expect("nothing is asked of it");
    let looks = || {
        let looks = || {
            let words = std::hint::black_box([0_u64; 4096]);
            let before = ROUNDS.load(SeqCst);
            while ROUNDS.load(SeqCst) < before + 3 {
                std::hint::spin_loop();
            }
            std::hint::black_box(&words).iter().filter(|word| **word != 0).count()
        };
        thread::spawn(looks).join().unwrap()
    };
    let record = replay("", &options(), looks);
    STOP.store(true, SeqCst);
    assert_eq!(
        record.expect("nothing is asked of it").end,
        interleave::record::End::Returned { value: "0".into() }
    );
}

#[test]
fn an_abandoned_thread_leaks_only_the_memory_of_its_frames() {
    const THREADS: usize = 30_000;
    let resident = || {
        let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
        statm.split(' ').nth(1)?.parse::<usize>().ok()
    };
    let Some(before) = resident() else { return }; // no such file on this system
    for _ in 0..THREADS {
        let locks_twice = || {
            let lock = Mutex::new(());
            let _held = lock.lock();
            drop(lock.lock());
        };
        replay("", &options(), locks_twice).expect("nothing is asked of it");
    }
    let bytes = (resident().expect("it was there before") - before) * 4096 / THREADS;
    println!("{bytes} bytes for each abandoned thread");
    assert!(bytes < 4 * 1024, "{bytes} bytes for each abandoned thread");
}
