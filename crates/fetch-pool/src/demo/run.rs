//! The pool at work: the lecture's lines 21 to 28.

use super::retry::Fetcher;
use super::window::Window;
use fetch_pool::{FetchError, JobError, Page, ThreadPool, as_completed};
use std::thread;
use std::time::{Duration, Instant};

/// Up to this many addresses are all submitted at once, as the lecture does.
const ALL_AT_ONCE: usize = 100;

/// One fetch, who did it, and when.
pub struct Fetch {
    /// Its place among all addresses.
    pub number: usize,
    pub outcome: Result<Page, Failure>,
    /// How often the server was asked.
    pub tries: u32,
    /// The number of the worker.
    pub worker: usize,
    /// Since the beginning of the run.
    pub start: Duration,
    pub end: Duration,
}

/// An address without a page. A page has its address itself, and of thousands of addresses one copy is enough.
pub struct Failure {
    pub url: String,
    pub error: FetchError,
}

/// Fetches all `urls`, and gives each result to `report` the moment it is there; how long all of it took.
pub fn fetch_all(
    urls: Vec<String>,
    workers: usize,
    fetcher: &Fetcher,
    mut report: impl FnMut(Result<Fetch, JobError>),
) -> Duration {
    let start = Instant::now();
    let pool = ThreadPool::new(workers);
    let few = urls.len() <= ALL_AT_ONCE;
    let jobs = urls.into_iter().enumerate().map(|(number, url)| {
        let fetcher = fetcher.clone(); // another handle to the same connections
        move || watch(start, number, url, &fetcher)
    });
    if few {
        let futures: Vec<_> = jobs.map(|job| pool.submit(job)).collect();
        for future in as_completed(futures) {
            report(future.result());
        }
    } else {
        // No list of jobs as long as the list of addresses: two for each worker keep all of them busy.
        for result in Window::new(&pool, 2 * workers, jobs) {
            report(result);
        }
    }
    drop(pool); // waits for the workers, as the end of Python's `with` does
    start.elapsed()
}

/// Runs one fetch in the worker's thread, and notes who did it and when.
fn watch(beginning: Instant, number: usize, url: String, fetcher: &Fetcher) -> Fetch {
    let start = beginning.elapsed();
    let (outcome, tries) = fetcher.fetch(number, &url);
    let end = beginning.elapsed();
    let thread = thread::current();
    let worker = thread.name().and_then(|name| name.strip_prefix("worker ")?.parse().ok());
    let worker = worker.expect("the pool numbers its workers");
    let outcome = outcome.map_err(|error| Failure { url, error });
    Fetch { number, outcome, tries, worker, start, end }
}

impl Fetch {
    pub fn url(&self) -> &str {
        match &self.outcome {
            Ok(page) => &page.url,
            Err(failure) => &failure.url,
        }
    }

    pub fn wait(&self) -> Duration {
        self.end - self.start
    }
}
