//! What happened during a run, and when: written by all threads, read once they are done.

use serde_json::{Value, json};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// Who did something.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Producer,
    Worker(usize),
}

/// A stretch of time that somebody spent on a task: the producer in `put`, a worker at work.
pub struct Entry {
    pub who: Who,
    pub task: usize,
    pub start: Duration,
    pub end: Duration,
}

/// All that happened since the beginning.
pub struct Diary {
    beginning: Instant,
    pages: Mutex<Pages>,
}

#[derive(Default)]
pub struct Pages {
    pub entries: Vec<Entry>,
    /// How many items the queue held, each time somebody looked.
    pub depths: Vec<(Duration, usize)>,
}

impl Diary {
    pub fn begin() -> Self {
        Diary { beginning: Instant::now(), pages: Mutex::default() }
    }

    /// Time since the beginning.
    pub fn now(&self) -> Duration {
        self.beginning.elapsed()
    }

    /// `who` has spent the time from `start` until now on `task`, and the queue now holds `depth` items.
    pub fn note(&self, who: Who, task: usize, start: Duration, depth: usize) {
        let mut pages = self.pages();
        let end = self.now();
        pages.entries.push(Entry { who, task, start, end });
        pages.depths.push((end, depth));
    }

    /// The queue now holds `depth` items.
    pub fn depth(&self, depth: usize) {
        let mut pages = self.pages();
        let now = self.now();
        pages.depths.push((now, depth));
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
        self.pages().depths.iter().map(|&(time, depth)| json!({"ms": ms(time), "items": depth})).collect()
    }
}

fn ms(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}
