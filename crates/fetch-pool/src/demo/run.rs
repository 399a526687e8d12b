//! The pool at work: the lecture's lines 21 to 28.

use super::window::Window;
use fetch_pool::{FetchError, JobError, Page, Refusal, ThreadPool, as_completed};
use std::collections::HashMap;
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

/// A job that ended in a panic, which is a mistake in this program, and the address that it was for.
pub struct Panic {
    pub url: String,
    pub error: JobError,
}

/// How long a run took, and what the system said if it refused some of the threads.
pub struct Ended {
    pub total: Duration,
    pub short_of_threads: Option<String>,
}

/// Fetches all `urls` with `fetch`, and gives each result to `report` the moment it is there.
///
/// # Errors
///
/// If the system starts no thread at all.
pub fn fetch_all<F>(
    urls: Vec<String>,
    workers: usize,
    fetch: F,
    mut report: impl FnMut(Result<Fetch, Panic>),
) -> Result<Ended, Refusal>
where
    F: Fn(usize, &str) -> (Result<Page, FetchError>, u32) + Clone + Send + 'static,
{
    let start = Instant::now();
    let pool = ThreadPool::new(workers);
    let few = urls.len() <= ALL_AT_ONCE;
    let jobs = urls.into_iter().enumerate().map(|(number, url)| {
        let fetch = fetch.clone(); // another handle to the same connections
        (url.clone(), move || watch(start, number, url, &fetch))
    });
    if few {
        let (mut futures, mut url_of) = (Vec::new(), HashMap::new()); // the second: Python's `future_to_url`
        for (url, job) in jobs {
            let future = pool.try_submit(job).map_err(|error| error.refusal)?;
            url_of.insert(future.id(), url);
            futures.push(future);
        }
        for future in as_completed(futures) {
            let url = url_of.remove(&future.id()).expect("each future comes once");
            report(future.result().map_err(|error| Panic { url, error }));
        }
    } else {
        // No list of jobs as long as the list of addresses: ten for each worker keep all of them busy, even if this
        // thread gets its turn late.
        for done in Window::new(&pool, 10 * workers, jobs) {
            let (url, result) = done?;
            report(result.map_err(|error| Panic { url, error }));
        }
    }
    let short_of_threads = pool.short_of_threads();
    drop(pool); // waits for the workers, as the end of Python's `with` does
    Ok(Ended { total: start.elapsed(), short_of_threads })
}

/// Runs one fetch in the worker's thread, and notes who did it and when.
fn watch<F>(beginning: Instant, number: usize, url: String, fetch: &F) -> Fetch
where
    F: Fn(usize, &str) -> (Result<Page, FetchError>, u32),
{
    let start = beginning.elapsed();
    let (outcome, tries) = fetch(number, &url);
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

#[cfg(test)]
mod tests {
    use super::*;

    /// By both ways: all at once, and a few at a time.
    #[test]
    fn a_panic_names_the_address_that_it_was_for() {
        for count in [3, ALL_AT_ONCE + 3] {
            let urls: Vec<String> = (0..count).map(|number| format!("http://h/{number}")).collect();
            let fetch = |number: usize, url: &str| {
                assert_ne!(number, 1, "a mistake");
                let page = Page { url: url.to_string(), size: 1, elapsed: Duration::ZERO, redirects: 0 };
                (Ok(page), 1)
            };
            let (mut pages, mut panics) = (0, Vec::new());
            fetch_all(urls, 2, fetch, |result| match result {
                Ok(fetch) => pages += usize::from(fetch.outcome.is_ok()),
                Err(panic) => panics.push(panic),
            })
            .unwrap();
            assert_eq!((pages, panics.len()), (count - 1, 1));
            assert_eq!(panics[0].url, "http://h/1");
            assert!(matches!(panics[0].error, JobError::Panicked(_)));
        }
    }
}
