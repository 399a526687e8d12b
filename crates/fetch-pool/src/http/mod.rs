//! The details of HTTP that `fetch.rs` does not handle. Students need not read this.
//!
//! * [`open`] requests a page: it follows redirects, and retries once if a reused connection turned out to be closed.
//! * `location` says where a redirect leads.
//! * `wire` is the layer between ureq and a connection, `head` and `said` parse the heads of responses for
//!   it, and `short` is the head that ureq gets instead.
//! * `proxy` says which requests go through a proxy, `resolve` looks up hosts, `retry_after` parses that
//!   header, and `failure` classifies errors.
//!
//! ureq does the rest: connections and their pool, TLS, timeouts, chunked content.

mod failure;
mod head;
pub mod location;
mod proxy;
pub mod resolve;
mod retry_after;
mod said;
mod short;
pub mod wire;

pub use failure::{Stage, one_line};
use head::Unreadable;

use crate::FetchError;
use proxy::Route;
use std::io::{self, Read};
use std::time::{Duration, Instant};
use ureq::http::{Response, Uri};
use ureq::{Agent, Body};
use url::{Position, Url};

/// The maximum number of redirects, as in curl.
const MOST_REDIRECTS: u32 = 50;
/// Unwanted content up to this size is read to its end, so that the connection can be reused.
const SMALL: u64 = 16 * 1024;

/// A response whose content has not been read yet.
pub struct Opened {
    pub response: Response<Body>,
    /// The number of redirects followed.
    pub redirects: u32,
    /// The proxy that it came through, if any.
    pub proxy: Option<String>,
}

/// Requests the page at `url` and follows its redirects, all within `timeout`.
pub fn open(agent: &Agent, url: &str, timeout: Duration) -> Result<Opened, FetchError> {
    let deadline = Instant::now() + timeout;
    let mut url = crate::address::parse(url).ok_or(FetchError::MalformedUrl)?;
    let mut redirects = 0;
    loop {
        let (response, proxy) = ask(agent, &url, deadline, timeout)?;
        let status = response.status();
        let location = response.headers().get("location").map(|location| location.as_bytes().to_vec());
        match location {
            Some(location) if status.is_redirection() => {
                if redirects == MOST_REDIRECTS {
                    return Err(FetchError::RedirectLoop(redirects));
                }
                url = location::resolve(&url, &location).map_err(|why| {
                    let target = String::from_utf8_lossy(&location);
                    FetchError::MalformedHeaders(format!("redirect to {target:?}, {why}"))
                })?;
                redirects += 1;
                skip_content(response);
            }
            _ if status.as_u16() >= 400 => {
                let wait = retry_after::of(&response);
                skip_content(response);
                let error = match wait {
                    Some(wait) => FetchError::Busy(status.as_u16(), wait),
                    None => FetchError::Status(status.as_u16()),
                };
                return Err(error.through(proxy));
            }
            _ => return Ok(Opened { response, redirects, proxy }),
        }
    }
}

/// Sends one request; or a second one, if the connection was reused and the server had closed it.
fn ask(
    agent: &Agent,
    url: &Url,
    deadline: Instant,
    timeout: Duration,
) -> Result<(Response<Body>, Option<String>), FetchError> {
    let uri: Uri = uri(url).ok_or(FetchError::MalformedUrl)?;
    let route = proxy::route(&uri).map_err(FetchError::UnknownProxy)?;
    let proxy = match &route {
        Route::Direct => None,
        // Without the credentials that its address may contain.
        Route::Plain(proxy) => {
            Some(format!("{}:{}", proxy.uri.host().unwrap_or_default(), proxy.uri.port_u16().unwrap_or_default()))
        }
        Route::Tunnel(proxy) => Some(format!("{}:{}", proxy.host(), proxy.port())),
    };
    let mut fresh = false;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(FetchError::NoAnswer(timeout).through(proxy));
        }
        let mut request = agent.get(uri.clone());
        if let Some(credentials) = basic_authorization_of(url) {
            request = request.header("Authorization", credentials);
        }
        let mut config = request.config().timeout_global(Some(left)).max_redirects(0).http_status_as_error(false);
        if fresh {
            config = config.max_idle_age(Duration::ZERO); // reuse no connection
        }
        if let Route::Tunnel(proxy) = &route {
            config = config.proxy(Some(proxy.clone()));
        }
        match config.build().call() {
            Ok(response) => return Ok((response, proxy)),
            Err(error) if wire::is_stale(&error) && !fresh => fresh = true,
            Err(error) => return Err(FetchError::new(error, Stage::Head, timeout).through(proxy)),
        }
    }
}

/// The address that ureq requests: without the fragment, and without the credentials, which are in a header.
fn uri(url: &Url) -> Option<Uri> {
    let (scheme, place) = (&url[..Position::AfterScheme], &url[Position::BeforeHost..Position::AfterQuery]);
    format!("{scheme}://{place}").parse().ok()
}

fn basic_authorization_of(url: &Url) -> Option<String> {
    let (name, password) = (url.username(), url.password());
    (!name.is_empty() || password.is_some()).then(|| basic(name, password.unwrap_or_default()))
}

/// The value of a header with the credentials in `uri`.
fn basic_authorization(uri: &Uri) -> Option<String> {
    let (credentials, _) = uri.authority()?.as_str().rsplit_once('@')?;
    let (name, password) = credentials.split_once(':').unwrap_or((credentials, ""));
    Some(basic(name, password))
}

fn basic(name: &str, password: &str) -> String {
    use base64::prelude::{BASE64_STANDARD, Engine};
    let [name, password] =
        [name, password].map(|word| percent_encoding::percent_decode_str(word).collect::<Vec<_>>());
    format!("Basic {}", BASE64_STANDARD.encode([name, b":".to_vec(), password].concat()))
}

/// Reads small content to its end. Larger content, or content that ends with its connection, closes the connection.
fn skip_content(response: Response<Body>) {
    let chunked = response.headers().contains_key("transfer-encoding");
    if chunked || response.body().content_length().is_some_and(|length| length <= SMALL) {
        _ = io::copy(&mut response.into_body().into_reader().take(SMALL), &mut io::sink());
    }
}

/// The parts before and after the first `separator`.
fn split<'a>(bytes: &'a [u8], separator: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = bytes.windows(separator.len()).position(|window| window == separator)?;
    Some((&bytes[..at], &bytes[at + separator.len()..]))
}
