//! Fetching one page: the lecture's `fetchPage`, lines 13 to 18. This is the work that each worker waits for.

use std::error::Error;
use std::fmt;
use std::io::ErrorKind;
use std::net::IpAddr;
use std::time::{Duration, Instant};
use ureq::Agent;
use ureq::http::{StatusCode as Status, Uri};

/// A page of more bytes than this is not read to its end.
pub const LARGEST_PAGE: u64 = 10_000_000;

/// What came back: the lecture's `url, len(content), elapsed`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The address that was asked for.
    pub url: String,
    /// The length of the content, in bytes.
    pub size: usize,
    /// From the request to the last byte.
    pub elapsed: Duration,
}

/// The client that all workers share: it keeps up to `workers` connections open, and gives up after `timeout`.
pub fn agent(workers: usize, timeout: Duration) -> Agent {
    Agent::config_builder()
        .timeout_global(Some(timeout))
        // Fewer than one connection for each worker, and workers would close and open them all the time.
        .max_idle_connections(workers)
        .max_idle_connections_per_host(workers)
        .build()
        .into()
}

/// Fetches `url` and waits until its last byte is there.
///
/// The waiting is what the lecture is about: this thread sleeps in the operating system meanwhile, and others run.
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
/// If there is no whole page within the agent's time-out, or the server's status is 400 or more.
pub fn fetch_page(agent: &Agent, url: &str) -> Result<Page, FetchError> {
    let start = Instant::now();
    let content = read_page(agent, url).map_err(|cause| {
        let timeout = agent.config().timeouts().global.unwrap_or_default();
        FetchError { url: url.to_string(), timeout, cause }
    })?;
    let elapsed = start.elapsed();
    Ok(Page { url: url.to_string(), size: content.len(), elapsed })
}

/// The lecture's `urlopen` and `read`, lines 15 and 16.
fn read_page(agent: &Agent, url: &str) -> Result<Vec<u8>, ureq::Error> {
    let uri = parse(url)?;
    let on_this_machine = is_on_this_machine(&uri);
    let mut request = agent.get(uri);
    if on_this_machine {
        // A proxy that the environment names is for other machines: it cannot reach this one.
        request = request.config().proxy(None).build();
    }
    let response = request.call()?;
    response.into_body().into_with_config().limit(LARGEST_PAGE).read_to_vec()
}

fn parse(url: &str) -> Result<Uri, ureq::Error> {
    let uri: Uri = url.parse().map_err(ureq::http::Error::from)?;
    // A port beyond 65535 would be left out, and another server's page would come.
    let without_port = uri.authority().is_none_or(|authority| authority.as_str().ends_with(authority.host()));
    if without_port || uri.port().is_some() { Ok(uri) } else { Err(ureq::Error::BadUri(url.to_string())) }
}

fn is_on_this_machine(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

/// Why there is no page. Shown as one line that names the address and the cause.
#[derive(Debug)]
pub struct FetchError {
    /// The address that was asked for.
    pub url: String,
    timeout: Duration,
    cause: ureq::Error,
}

impl FetchError {
    /// The cause alone, in words.
    pub fn cause(&self) -> String {
        use ureq::Error::{BadUri, BodyExceedsLimit, Http, Io, StatusCode, Timeout, TlsRequired};
        match &self.cause {
            Http(_) | BadUri(_) => "not an address of the form http://host/path".to_string(),
            Timeout(_) => format!("no whole answer within {} s", self.timeout.as_secs_f64()),
            StatusCode(status) => match Status::from_u16(*status).ok().and_then(|s| s.canonical_reason()) {
                Some(reason) => format!("the server answered {status} {reason}"),
                None => format!("the server answered {status}"),
            },
            BodyExceedsLimit(limit) => format!("the page is larger than {limit} bytes"),
            TlsRequired => "https needs this program built with its feature `tls`".to_string(),
            Io(error) => match error.kind() {
                ErrorKind::ConnectionRefused => "connection refused".to_string(),
                ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => {
                    "the server closed the connection before its answer was complete".to_string()
                }
                ErrorKind::InvalidData if self.url.starts_with("https:") => format!("TLS failed: {error}"),
                _ => error.to_string().replace("failed to lookup address information", "unknown host"),
            },
            other => other.to_string(),
        }
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            // It may be empty, or hold anything: quotes show where it begins and ends.
            ureq::Error::Http(_) | ureq::Error::BadUri(_) => write!(formatter, "{:?}: {}", self.url, self.cause()),
            _ => write!(formatter, "{}: {}", self.url, self.cause()),
        }
    }
}

impl Error for FetchError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.cause)
    }
}
