//! The log of a run: what happened when. All threads write it, and it is read when they have ended.

use serde_json::{Value, json};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// The thread that did something.
#[derive(Clone, Copy)]
pub enum Who {
    Producer,
    Worker(usize),
}

/// The time that the producer spent in `put`, or a worker spent on a task.
pub struct Entry {
    pub who: Who,
    pub task: usize,
    pub start: Duration,
    pub end: Duration,
}

/// The log. Times are counted from `beginning`.
pub struct Diary {
    capacity: usize,
    beginning: Instant,
    pages: Mutex<Pages>,
}

#[derive(Default)]
pub struct Pages {
    pub entries: Vec<Entry>,
    /// When each task was put on the queue (`true`) or taken from it (`false`). The sentinel is left out, because it is not
    /// a task; `Queue::len` would count it.
    moves: Vec<(Duration, bool)>,
    /// How often the producer found the queue full before a `put`.
    pub found_full: usize,
}

impl Diary {
    /// Begins the log of a run with a queue of `capacity`.
    pub fn begin(capacity: usize) -> Self {
        Diary { capacity, beginning: Instant::now(), pages: Mutex::default() }
    }

    /// Time since the beginning.
    pub fn now(&self) -> Duration {
        self.beginning.elapsed()
    }

    /// Records that the producer has put `task` on the queue, in a `put` that began at `start`.
    pub fn put(&self, task: usize, start: Duration) {
        let mut pages = self.pages();
        let end = self.now();
        pages.entries.push(Entry { who: Who::Producer, task, start, end });
        pages.moves.push((end, true));
    }

    /// Records that a worker has just taken a task from the queue, and returns the time.
    pub fn taken(&self) -> Duration {
        let mut pages = self.pages();
        let now = self.now();
        pages.moves.push((now, false));
        now
    }

    /// Records that `worker` has worked on `task` from `start` until now.
    pub fn worked(&self, worker: usize, task: usize, start: Duration) {
        let mut pages = self.pages();
        let end = self.now();
        pages.entries.push(Entry { who: Who::Worker(worker), task, start, end });
    }

    /// Records that the producer found the queue full before a `put`.
    pub fn found_full(&self) {
        self.pages().found_full += 1;
    }

    pub fn pages(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().expect("nobody panics while writing")
    }

    pub fn spans_as_json(&self) -> Value {
        let entry = |entry: &Entry| {
            let worker = match entry.who {
                Who::Producer => Value::Null,
                Who::Worker(number) => json!(number),
            };
            json!({"worker": worker, "task": entry.task, "start_ms": ms(entry.start), "end_ms": ms(entry.end)})
        };
        self.pages().entries.iter().map(entry).collect()
    }

    pub fn depths_as_json(&self) -> Value {
        let depths = self.pages().depths(self.capacity).into_iter();
        depths.map(|(time, depth)| json!({"ms": ms(time), "items": depth})).collect()
    }
}

impl Pages {
    /// The number of tasks in the queue after each change, with the time of the change. Never more than `capacity`.
    pub fn depths(&self, capacity: usize) -> Vec<(Duration, usize)> {
        let (mut puts, mut takes) = (0_usize, 0);
        let depth = |&(time, put): &(Duration, bool)| {
            *(if put { &mut puts } else { &mut takes }) += 1;
            // A move is recorded just after it happens, sometimes after a later move of a different thread.
            (time, puts.saturating_sub(takes).min(capacity))
        };
        self.moves.iter().map(depth).collect()
    }
}

fn ms(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_recorded_late_gives_no_impossible_depth() {
        let [early, late] = [1, 2].map(Duration::from_millis);
        let depths = |moves: [bool; 4]| {
            let moves = [(early, moves[0]), (early, moves[1]), (late, moves[2]), (late, moves[3])].to_vec();
            Pages { moves, ..Pages::default() }.depths(1).into_iter().map(|(_, depth)| depth).collect::<Vec<_>>()
        };
        assert_eq!(depths([true, false, true, false]), [1, 0, 1, 0]);
        assert_eq!(depths([false, true, true, false]), [0, 0, 1, 0], "taken before the put was recorded");
        assert_eq!(depths([true, true, false, false]), [1, 1, 1, 0], "put before the get was recorded");
    }
}
