//! ureq's errors as a [`FetchError`].

use super::Unreadable;
use crate::FetchError;
use std::fmt;
use std::io::{self, ErrorKind};
use std::time::Duration;

/// How far a fetch had come when it failed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The head (status and headers) was not complete.
    Head,
    /// The content was not complete.
    Body,
}

impl FetchError {
    /// The one place that classifies the client's errors. `timeout` is the client's timeout.
    pub(crate) fn new(cause: ureq::Error, stage: Stage, timeout: Duration) -> Self {
        use ureq::Error as Cause;
        match cause {
            Cause::Timeout(_) if stage == Stage::Head => FetchError::NoAnswer(timeout),
            Cause::Timeout(_) => FetchError::TooSlow(timeout),
            Cause::StatusCode(status) => FetchError::Status(status),
            Cause::BodyExceedsLimit(limit) => FetchError::TooLarge(limit),
            Cause::HostNotFound => FetchError::UnknownHost("no address".to_string()),
            Cause::TlsRequired => FetchError::TlsMissing,
            // The head was read before, so this is about the chunks after it.
            Cause::Protocol(error) => FetchError::NotHttp(one_line(&error)),
            Cause::BodyStalled => FetchError::NotHttp("a chunk without its size or its end".to_string()),
            Cause::Tls(words) => FetchError::Tls(words.to_string()),
            #[cfg(feature = "tls")]
            Cause::Rustls(error) => FetchError::Tls(one_line(&error)),
            Cause::Io(error) => FetchError::of_connection(error),
            other => FetchError::Other(other),
        }
    }

    fn of_connection(error: io::Error) -> Self {
        match error.get_ref().and_then(|cause| cause.downcast_ref::<Unreadable>()) {
            Some(Unreadable::NotHttp(words)) => return FetchError::NotHttp(words.clone()),
            Some(Unreadable::Headers(words)) => return FetchError::MalformedHeaders(words.clone()),
            None => {}
        }
        match error.kind() {
            ErrorKind::ConnectionRefused => FetchError::Refused,
            // A broken pipe: the name of a reset in `http/wire.rs`, and of one that comes while the request is sent.
            ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => FetchError::Reset,
            ErrorKind::UnexpectedEof => FetchError::Truncated,
            // In this shape the TLS library's errors come while a connection is read from.
            ErrorKind::InvalidData => FetchError::Tls(one_line(&error)),
            _ => match one_line(&error).strip_prefix("failed to lookup address information: ") {
                Some(words) => FetchError::UnknownHost(words.to_string()),
                // What Windows calls the same; there the number says it.
                None if matches!(error.raw_os_error(), Some(11001..=11004)) => {
                    FetchError::UnknownHost(one_line(&error))
                }
                None => FetchError::Other(ureq::Error::Io(error)),
            },
        }
    }
}

/// A message of a server or a library may contain anything; this keeps it on one line.
pub fn one_line(words: &impl fmt::Display) -> String {
    words.to_string().chars().map(|letter| if letter.is_control() { '?' } else { letter }).collect()
}
