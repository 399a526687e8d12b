//! Why there is no page, in words. A student need not read this.

use std::error::Error;
use std::fmt;
use std::io::ErrorKind;
use std::time::Duration;
use ureq::http::StatusCode as Status;

/// Why there is no page. Shown as one line that names the address and the cause.
#[derive(Debug)]
pub struct FetchError {
    /// The address that was asked for.
    pub url: String,
    timeout: Duration,
    cause: ureq::Error,
}

impl FetchError {
    /// `cause` kept `url` from being fetched within `timeout`.
    pub(crate) fn new(url: &str, timeout: Duration, cause: ureq::Error) -> Self {
        FetchError { url: url.to_string(), timeout, cause }
    }

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
