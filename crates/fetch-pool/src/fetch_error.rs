//! Why a fetch failed: one variant for each failure, with its message. Students need not read this.

use crate::http::one_line;
use std::error::Error;
use std::fmt;
use std::time::Duration;
use ureq::http::StatusCode;

/// Why a fetch failed. Its message is one line: what happened, and what to do about it if possible. The message does not
/// repeat the address, because the caller knows it.
#[derive(Debug)]
pub enum FetchError {
    /// The address is not of the form `http://host/path`; no request was sent.
    MalformedUrl,
    /// The host is unknown, or the lookup failed: with the system's message.
    UnknownHost(String),
    /// The connection was refused: no server listens on that port.
    Refused,
    /// The response did not begin within this timeout: the server sends nothing, or cannot be reached.
    NoAnswer(Duration),
    /// The response began but did not end within this timeout.
    TooSlow(Duration),
    /// The connection was reset before the response was complete.
    Reset,
    /// The server closed the connection before its response was complete.
    Truncated,
    /// The page is larger than this many bytes. The rest was not read.
    TooLarge(u64),
    /// The response is not valid HTTP: with the parser's message.
    NotHttp(String),
    /// The response is HTTP, but one of its headers cannot be parsed or followed: with the parser's message.
    MalformedHeaders(String),
    /// There was one more redirect after this many.
    RedirectLoop(u32),
    /// The server answered with this status, 400 or more.
    Status(u16),
    /// The server answered with this status, and asks clients to wait for this time.
    Busy(u16, Duration),
    /// No encrypted connection: with the message of the TLS library.
    Tls(String),
    /// The address is of the form `https://`, and this program was built without TLS.
    TlsMissing,
    /// The environment names a proxy that this program cannot use: which, and why not.
    UnknownProxy(String),
    /// This error happened at this proxy, or behind it.
    Proxy(String, Box<FetchError>),
    /// Any other error.
    Other(ureq::Error),
}

impl FetchError {
    /// The same error, wrapped in [`Proxy`](Self::Proxy) if the request went through `proxy`.
    pub(crate) fn through(self, proxy: Option<String>) -> Self {
        match proxy {
            Some(proxy) => FetchError::Proxy(proxy, Box::new(self)),
            None => self,
        }
    }

    /// How long the server asks clients to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            FetchError::Busy(_, wait) => Some(*wait),
            FetchError::Proxy(_, error) => error.retry_after(),
            _ => None,
        }
    }

    /// Whether the failure may be temporary: those that curl's option `--retry` retries (timeouts and the statuses 408,
    /// 429, 500, 502, 503 and 504), and broken connections. A refused connection, an unknown host or a status like 404
    /// is not, because another try a second later will most likely fail in the same way.
    pub fn is_worth_a_retry(&self) -> bool {
        match self {
            FetchError::NoAnswer(_) | FetchError::TooSlow(_) | FetchError::Reset | FetchError::Truncated => true,
            FetchError::Status(status) => matches!(status, 408 | 429 | 500 | 502 | 503 | 504),
            FetchError::Busy(..) => true,
            FetchError::Proxy(_, error) => error.is_worth_a_retry(),
            _ => false,
        }
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FetchError::MalformedUrl => write!(f, "not an address of the form http://host/path"),
            FetchError::UnknownHost(words) => write!(f, "unknown host, check its name and the network ({words})"),
            FetchError::Refused => write!(f, "connection refused: no server listens on that port"),
            FetchError::NoAnswer(timeout) => write!(f, "no answer within {} s", timeout.as_secs_f64()),
            FetchError::TooSlow(timeout) => {
                write!(f, "the answer began, and was not complete within {} s", timeout.as_secs_f64())
            }
            FetchError::Reset => write!(f, "the connection was reset before the answer was complete"),
            FetchError::Truncated => write!(f, "the server closed the connection before its answer was complete"),
            FetchError::TooLarge(limit) => write!(f, "the page is larger than the limit of {limit} bytes"),
            FetchError::NotHttp(words) => write!(f, "the answer is not HTTP: {words}"),
            FetchError::MalformedHeaders(words) => write!(f, "the answer's headers are malformed: {words}"),
            FetchError::RedirectLoop(followed) => {
                write!(f, "redirected too often: {followed} redirects were followed, and there was one more")
            }
            FetchError::Status(status) => {
                let known = StatusCode::from_u16(*status).ok();
                match known.and_then(|status| status.canonical_reason()) {
                    Some(reason) => write!(f, "the server answered {status} {reason}"),
                    None => write!(f, "the server answered {status}"),
                }
            }
            FetchError::Busy(status, wait) => {
                write!(f, "{}, and asks to wait for {} s", FetchError::Status(*status), wait.as_secs())
            }
            FetchError::Tls(words) => write!(f, "TLS failed, is this an https server? ({words})"),
            FetchError::TlsMissing => write!(f, "https needs this program built with its feature `tls`"),
            FetchError::UnknownProxy(words) => write!(f, "{words}"),
            FetchError::Proxy(proxy, error) => write!(f, "{error} (through the proxy {proxy})"),
            FetchError::Other(cause) => write!(f, "{}", one_line(cause)),
        }
    }
}

impl Error for FetchError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            FetchError::Proxy(_, error) => Some(&**error),
            FetchError::Other(cause) => Some(cause),
            _ => None,
        }
    }
}
