//! The race in slow motion: few threads, each step said when it happens, in the column of its thread.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::Duration;

/// As many columns as fit the screen.
pub const MOST_THREADS: usize = 5;
/// More than this and nobody watches to the end.
pub const MOST_INCREMENTS: u64 = 10;

/// Threads that count slowly, and where their steps are told.
pub struct Crowd<'a> {
    pub threads: usize,
    pub increments: u64,
    /// The time between two steps.
    pub pause: Duration,
    pub columns: usize,
    pub say: &'a (dyn Fn(&str) + Sync),
}

impl Crowd<'_> {
    /// Every thread reads before the first one writes: each is ahead of the next by one pause, and needs one for each
    /// thread between its read and its write.
    pub fn without_a_lock(&self) -> u64 {
        let count = AtomicU64::new(0);
        self.let_count(|thread| self.increment(thread, &count));
        count.into_inner()
    }

    /// The same steps under a lock, as in the lecture: a thread that comes meanwhile waits.
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
            // Said first: right after it, another thread may say that it has the lock.
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

    /// What was said, and the final count; nobody waits.
    fn watch(threads: usize, count: fn(&Crowd<'_>) -> u64) -> (Vec<String>, u64) {
        let said = Mutex::new(Vec::new());
        let say = |line: &str| said.lock().unwrap().push(line.to_string());
        let crowd = Crowd { threads, increments: 2, pause: Duration::ZERO, columns: 50, say: &say };
        let count = count(&crowd);
        (said.into_inner().unwrap(), count)
    }

    #[test]
    fn each_thread_has_a_column_for_its_reads_and_writes() {
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
    fn nobody_reads_between_a_lock_and_its_unlock() {
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
    fn the_count_is_what_was_written_last() {
        let (said, count) = watch(1, |crowd| crowd.without_a_lock());
        assert_eq!((said.last().map(String::as_str), count), (Some("write 2"), 2));
    }
}
