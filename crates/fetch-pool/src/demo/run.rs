//! The pool at work: the lecture's lines 21 to 28.

use common::console::{BAD, Console};
use fetch_pool::fetch::{self, Page, fetch_page};
use fetch_pool::{FetchError, JobError, ThreadPool, as_completed};
use std::thread;
use std::time::{Duration, Instant};

/// What became of all the fetches, in the order in which they were done.
pub struct Run {
    pub fetches: Vec<Fetch>,
    /// Jobs that ended in a panic, which is a mistake in this program.
    pub panics: Vec<JobError>,
    pub total: Duration,
}

/// One fetch, who did it, and when.
pub struct Fetch {
    pub outcome: Result<Page, FetchError>,
    /// The number of the worker.
    pub worker: usize,
    /// Since the beginning of the run.
    pub start: Duration,
    pub end: Duration,
}

/// Fetches all `urls`, and prints each result the moment it is there.
pub fn fetch_all(urls: Vec<String>, workers: usize, timeout: Duration, console: Console) -> Run {
    let agent = fetch::agent(workers, timeout);
    let (mut fetches, mut panics) = (Vec::new(), Vec::new());

    let start = Instant::now();
    let pool = ThreadPool::new(workers);
    let mut futures = Vec::new();
    for url in urls {
        let agent = agent.clone(); // another handle to the same connections
        futures.push(pool.submit(move || watch(start, || fetch_page(&agent, &url))));
    }
    for future in as_completed(futures) {
        match future.result() {
            Ok(fetch) => {
                match &fetch.outcome {
                    Ok(Page { url, size, elapsed }) => {
                        console.line(format_args!("{url}: {size} bytes in {:.2}s", elapsed.as_secs_f64()));
                    }
                    Err(error) => console.progress(format_args!("{BAD}failed{BAD:#} {error}")),
                }
                fetches.push(fetch);
            }
            Err(panicked) => {
                console.progress(format_args!("{BAD}failed{BAD:#} {panicked}"));
                panics.push(panicked);
            }
        }
    }
    drop(pool); // waits for the workers, as the end of Python's `with` does
    let total = start.elapsed();
    console.line(format_args!("All done in {:.2}s", total.as_secs_f64()));

    Run { fetches, panics, total }
}

/// Runs one fetch in the worker's thread, and notes who did it and when.
fn watch(beginning: Instant, fetch: impl FnOnce() -> Result<Page, FetchError>) -> Fetch {
    let start = beginning.elapsed();
    let outcome = fetch();
    let end = beginning.elapsed();
    let thread = thread::current();
    let number = thread.name().and_then(|name| name.strip_prefix("worker ")?.parse().ok());
    Fetch { outcome, worker: number.expect("the pool numbers its workers"), start, end }
}

impl Fetch {
    pub fn url(&self) -> &str {
        match &self.outcome {
            Ok(page) => &page.url,
            Err(error) => &error.url,
        }
    }

    pub fn wait(&self) -> Duration {
        self.end - self.start
    }
}

impl Run {
    pub fn failures(&self) -> usize {
        self.panics.len() + self.fetches.iter().filter(|fetch| fetch.outcome.is_err()).count()
    }

    /// All waits together.
    pub fn sum_of_waits(&self) -> Duration {
        self.fetches.iter().map(Fetch::wait).sum()
    }

    pub fn longest_wait(&self) -> Duration {
        self.fetches.iter().map(Fetch::wait).max().unwrap_or_default()
    }
}
