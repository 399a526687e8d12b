//! Fetching one page: the lecture's `fetchPage`, lines 13 to 18. This is the job that each worker runs.

use crate::FetchError;
use crate::http::{Stage, open, resolve::NumbersFirst, wire::AsCurl};
use std::io;
use std::time::{Duration, Instant};
use ureq::Agent;
use ureq::unversioned::transport::{Connector, DefaultConnector};

/// The default limit on the size of a page, in bytes. A larger page is an error.
pub const LARGEST_PAGE: u64 = 10_000_000;

/// The timeout of a client without one: a year.
const FOR_EVER: Duration = Duration::from_secs(365 * 24 * 3600);

/// The result of a fetch: the lecture's `url, len(content), elapsed`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The requested address.
    pub url: String,
    /// The length of the content, in bytes.
    pub size: u64,
    /// The time from the request to the last byte.
    pub elapsed: Duration,
    /// The number of redirects followed.
    pub redirects: u32,
}

/// The client that all workers share. It keeps up to `workers` connections open, and gives up after `timeout`.
pub fn agent(workers: usize, timeout: Duration) -> Agent {
    let config = Agent::config_builder()
        .timeout_global(Some(timeout))
        .proxy(None) // each request has its own, or none
        // With fewer than one connection per worker, workers would close and reopen them all the time.
        .max_idle_connections(workers)
        .max_idle_connections_per_host(workers)
        .input_buffer_size(64 * 1024) // half of ureq's: each worker has one
        .build();
    Agent::with_parts(config, DefaultConnector::new().chain(AsCurl), NumbersFirst)
}

/// Fetches `url` and waits for its last byte. A page larger than [`LARGEST_PAGE`] bytes is an error.
///
/// The lecture is about this wait: the thread sleeps in the operating system, and other threads run.
///
/// ```
/// use fetch_pool::fetch::{agent, fetch_page};
/// use fetch_pool::loopback::{Pace, Server};
/// use std::time::Duration;
///
/// let server = Server::start(Pace::AtOnce)?;
/// let page = fetch_page(&agent(1, Duration::from_secs(10)), &server.url("/uuid"))?;
/// assert_eq!(page.size, 53);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// If the page is not complete within the agent's timeout, or the server's status is 400 or more.
pub fn fetch_page(agent: &Agent, url: &str) -> Result<Page, FetchError> {
    fetch_up_to(LARGEST_PAGE, agent, url)
}

/// Like [`fetch_page`], for pages of at most `limit` bytes.
///
/// # Errors
///
/// As [`fetch_page`].
pub fn fetch_up_to(limit: u64, agent: &Agent, url: &str) -> Result<Page, FetchError> {
    let start = Instant::now();
    let (size, redirects) = read_page(limit, agent, url)?;
    Ok(Page { url: url.to_string(), size, elapsed: start.elapsed(), redirects })
}

/// The lecture's `urlopen` and `read`, lines 15 and 16. Returns the size of the page and the number of redirects.
fn read_page(limit: u64, agent: &Agent, url: &str) -> Result<(u64, u32), FetchError> {
    let timeout = agent.config().timeouts().global.unwrap_or(FOR_EVER);
    let page = open(agent, url, timeout)?;
    let mut content = page.response.into_body().into_with_config().limit(limit).reader();
    // Only the size is needed. Counting the bytes and dropping them takes the same memory for any page.
    let size = io::copy(&mut content, &mut io::sink());
    let size = size.map_err(|cause| FetchError::new(cause.into(), Stage::Body, timeout).through(page.proxy))?;
    Ok((size, page.redirects))
}
