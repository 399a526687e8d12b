//! The race in slow motion: a few threads, and each step printed as it happens, in the column of its thread.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::Duration;

/// The screen has room for this many columns.
pub const MOST_THREADS: usize = 5;
/// More increments would take too long to watch.
pub const MOST_INCREMENTS: u64 = 10;

/// Threads that count slowly, and the function that prints their steps.
pub struct Crowd<'a> {
    pub threads: usize,
    pub increments: u64,
    /// The time between two steps.
    pub pause: Duration,
    pub columns: usize,
    pub say: &'a (dyn Fn(&str) + Sync),
}

impl Crowd<'_> {
    /// Every thread reads before the first one writes: the threads start one pause apart, and each waits one pause for each
    /// thread between its read and its write.
    pub fn without_a_lock(&self) -> u64 {
        let count = AtomicU64::new(0);
        self.let_count(|thread| self.increment(thread, &count));
        count.into_inner()
    }

    /// The same steps under a lock, as in the lecture: the other threads wait for it.
    pub fn with_a_lock(&self) -> u64 {
        let (count, lock) = (AtomicU64::new(0), Mutex::new(()));
        self.let_count(|thread| {
            let _guard = lock.try_lock().unwrap_or_else(|_| {
                self.tell(thread, "wait");
                lock.lock().expect("nobody panics with the lock")
            });
            self.tell(thread, "lock");
            self.increment(thread, &count);
            self.wait(1);
            // Printed before the guard is dropped; afterwards, another thread's `lock` could come first.
            self.tell(thread, "unlock");
        });
        count.into_inner()
    }

    fn increment(&self, thread: usize, count: &AtomicU64) {
        let seen = count.load(Relaxed);
        self.tell(thread, &format!("read {seen}"));
        self.wait(self.threads);
        count.store(seen + 1, Relaxed);
        self.tell(thread, &format!("write {}", seen + 1));
    }

    fn let_count(&self, increment: impl Fn(usize) + Sync) {
        let names: String =
            (0..self.threads).map(|thread| self.column(&format!("thread {}", thread + 1))).collect();
        (self.say)(names.trim_end());
        let start_line = Barrier::new(self.threads);
        thread::scope(|scope| {
            for thread in 0..self.threads {
                let (start_line, increment) = (&start_line, &increment);
                scope.spawn(move || {
                    start_line.wait();
                    self.wait(thread);
                    for _ in 0..self.increments {
                        increment(thread);
                        self.wait(1);
                    }
                });
            }
        });
    }

    fn tell(&self, thread: usize, what: &str) {
        (self.say)(&(self.column("").repeat(thread) + what));
    }

    fn column(&self, text: &str) -> String {
        format!("{text:0$}", (self.columns / self.threads).min(16))
    }

    fn wait(&self, pauses: usize) {
        thread::sleep(self.pause * u32::try_from(pauses).unwrap_or(u32::MAX));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The printed lines and the final count, of a run without pauses.
    fn watch(threads: usize, count: fn(&Crowd<'_>) -> u64) -> (Vec<String>, u64) {
        let said = Mutex::new(Vec::new());
        let say = |line: &str| said.lock().unwrap().push(line.to_string());
        let crowd = Crowd { threads, increments: 2, pause: Duration::ZERO, columns: 50, say: &say };
        let count = count(&crowd);
        (said.into_inner().unwrap(), count)
    }

    #[test]
    fn each_thread_shows_its_reads_and_writes_in_its_own_column() {
        let counts: [fn(&Crowd<'_>) -> u64; 2] = [|crowd| crowd.without_a_lock(), |crowd| crowd.with_a_lock()];
        for count in counts {
            let (said, _) = watch(5, count);
            assert_eq!(said[0], "thread 1  thread 2  thread 3  thread 4  thread 5");
            assert!(said.iter().all(|line| line.chars().count() <= 50), "{said:?}");
            for thread in 0..5 {
                let own = |line: &&String| line.len() - line.trim_start().len() == 10 * thread;
                let steps = said[1..].iter().filter(own).map(|line| line.trim().split(' ').next().unwrap());
                let steps: Vec<_> = steps.filter(|step| ["read", "write"].contains(step)).collect();
                assert_eq!(steps, ["read", "write", "read", "write"], "{said:?}");
            }
        }
    }

    #[test]
    fn no_other_thread_reads_or_writes_between_a_lock_and_its_unlock() {
        let (said, count) = watch(3, |crowd| crowd.with_a_lock());
        assert_eq!(count, 6);
        let steps = said[1..].iter().map(|line| line.trim()).filter(|step| *step != "wait");
        let steps: Vec<_> = steps.collect();
        for (number, increment) in steps.chunks(4).enumerate() {
            let [read, write] = [format!("read {number}"), format!("write {}", number + 1)];
            assert_eq!(increment, ["lock", &read, &write, "unlock"], "{said:?}");
        }
    }

    #[test]
    fn the_final_count_is_the_last_value_written() {
        let (said, count) = watch(1, |crowd| crowd.without_a_lock());
        assert_eq!((said.last().map(String::as_str), count), (Some("write 2"), 2));
    }
}
