//! The last layer between a connection and ureq: requests and responses are treated as curl would treat them.
//!
//! Requests: the target is spelled as it was given, and in full for a proxy. Responses: `head.rs` parses the head. Two
//! ends of a connection are errors of their own:
//!
//! * A reused connection that ends before the first byte of its next response is [`Stale`]: the server closed it while
//!   the request was on its way, and has not seen the request.
//! * A connection that was reset: if a response has no length, ureq (3.5) takes the reset for its end, and half a page
//!   for a whole one.

use super::head::{self, Head, LONGEST_HEAD, Unreadable};
use super::proxy::{Plain, plain};
use super::short::Short;
use super::{location, split};
use std::fmt;
use std::io::{self, ErrorKind};
use ureq::Error;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

/// Adds this layer to each connection.
#[derive(Debug)]
pub struct AsCurl;

/// One connection with this layer.
#[derive(Debug)]
pub struct Wire<T> {
    below: T,
    stage: Stage,
    /// The number of requests sent.
    requests: usize,
    /// The proxy that these requests go to instead of their host.
    proxy: Option<&'static Plain>,
    /// The part of the head received so far.
    raw: Vec<u8>,
    /// The head for ureq.
    short: Short,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Between a response's head and the next request.
    Open,
    /// The request is being sent.
    Sending,
    /// The response has not begun.
    Waiting,
    /// The head has begun.
    Head,
    /// ureq is reading the head.
    Short,
    /// A proxy's tunnel: this layer changes nothing.
    Tunnel,
}

/// The connection was closed before it could be reused.
#[derive(Debug)]
struct Stale;

/// Whether the request can be retried on a new connection, because the server has not begun a response.
pub fn is_stale(error: &Error) -> bool {
    matches!(error, Error::Io(error) if error.get_ref().is_some_and(|error| error.is::<Stale>()))
}

impl<T: Transport> Connector<T> for AsCurl {
    type Out = Wire<T>;

    fn connect(&self, details: &ConnectionDetails<'_>, below: Option<T>) -> Result<Option<Wire<T>>, Error> {
        let proxy = plain(details.uri);
        let (raw, short) = (Vec::new(), Short::default());
        Ok(below.map(|below| Wire { below, stage: Stage::Open, requests: 0, proxy, raw, short }))
    }
}

impl<T: Transport> Transport for Wire<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        if self.stage == Stage::Short && self.short.input().is_empty() {
            self.stage = Stage::Open;
        }
        match self.stage {
            Stage::Waiting | Stage::Head | Stage::Short => &mut self.short,
            Stage::Open | Stage::Sending | Stage::Tunnel => self.below.buffers(),
        }
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let output = &self.below.buffers().output()[..amount];
        let begins = self.stage == Stage::Open;
        if begins && output.starts_with(b"CONNECT ") {
            self.stage = Stage::Tunnel;
        }
        let rewritten = if begins && self.stage == Stage::Open { self.rewrite(amount) } else { None };
        if begins && self.stage == Stage::Open {
            self.stage = Stage::Sending;
            self.requests += 1;
        }
        let sent = match rewritten {
            None => self.below.transmit_output(amount, timeout),
            Some(bytes) => self.transmit(&bytes, timeout),
        };
        sent.map_err(|error| self.named(error))
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        match self.stage {
            Stage::Open | Stage::Tunnel => {
                return self.below.await_input(timeout).map_err(|error| self.named(error));
            }
            Stage::Sending => self.stage = Stage::Waiting,
            Stage::Short => return Ok(true),
            Stage::Waiting | Stage::Head => {}
        }
        // After an interim response, the final one may be there already.
        if self.take_head()? {
            return Ok(true);
        }
        match self.below.await_input(timeout) {
            Ok(true) => self.take_head().map(|_| true),
            Ok(false) => self.ended(),
            Err(Error::Io(error)) if error.kind() == ErrorKind::UnexpectedEof => self.ended(),
            Err(error) => Err(self.named(error)),
        }
    }

    fn is_open(&mut self) -> bool {
        self.below.is_open()
    }

    fn is_tls(&self) -> bool {
        self.below.is_tls()
    }
}

impl<T: Transport> Wire<T> {
    /// The beginning of a request with its target as curl sends it; `None` if it needs no change.
    fn rewrite(&mut self, amount: usize) -> Option<Vec<u8>> {
        let request = &self.below.buffers().output()[..amount];
        let (method, rest) = split(request, b" ")?;
        let (target, rest) = split(rest, b" ")?;
        let spelled = location::spelled(std::str::from_utf8(target).ok()?);
        if spelled == target && self.proxy.is_none() {
            return None;
        }
        let Some(proxy) = self.proxy else { return Some([method, b" ", &spelled, b" ", rest].concat()) };
        let (version, headers) = split(rest, b"\r\n")?;
        let (_, host) = split(headers, b"ost: ")?;
        let (host, _) = split(host, b"\r\n")?;
        let credentials = proxy.authorization.as_deref().unwrap_or_default();
        let credentials = match credentials {
            "" => String::new(),
            credentials => format!("Proxy-Authorization: {credentials}\r\n"),
        };
        let line = [method, b" http://", host, &spelled, b" ", version, b"\r\n"].concat();
        Some([&line, credentials.as_bytes(), headers].concat())
    }

    fn transmit(&mut self, bytes: &[u8], timeout: NextTimeout) -> Result<(), Error> {
        let mut left = bytes;
        while !left.is_empty() {
            let output = self.below.buffers().output();
            let amount = left.len().min(output.len());
            output[..amount].copy_from_slice(&left[..amount]);
            left = &left[amount..];
            self.below.transmit_output(amount, timeout)?;
        }
        Ok(())
    }

    /// Moves the received part of the head. Returns whether the head is complete.
    fn take_head(&mut self) -> Result<bool, Error> {
        loop {
            let input = self.below.buffers().input();
            if input.is_empty() {
                return Ok(false);
            }
            self.stage = Stage::Head;
            let before = self.raw.len();
            self.raw.extend(input);
            let end = head::end(&self.raw, before);
            let taken = end.unwrap_or(self.raw.len()) - before;
            self.raw.truncate(before + taken);
            self.below.buffers().input_consume(taken);
            head::check_beginning(&self.raw).map_err(unreadable)?;
            if self.raw.len() > LONGEST_HEAD {
                return Err(unreadable(Unreadable::Headers(format!("more than {LONGEST_HEAD} bytes of them"))));
            }
            if end.is_none() {
                return Ok(false);
            }
            let head = head::read(&self.raw).map_err(unreadable)?;
            self.raw.clear();
            if let Head::Final(bytes) = head {
                self.short = Short::new(bytes);
                self.stage = Stage::Short;
                return Ok(true);
            }
        }
    }

    /// The connection ended before the head did.
    fn ended(&mut self) -> Result<bool, Error> {
        if self.stage == Stage::Waiting && self.requests > 1 {
            return Err(stale());
        }
        // Some servers end a redirect without the empty line. Its headers are complete.
        if self.raw.ends_with(b"\n") && head::is_redirect(&self.raw) {
            self.raw.extend(b"Connection: close\r\n\r\n");
            if let Head::Final(bytes) = head::read(&self.raw).map_err(unreadable)? {
                self.raw.clear();
                self.short = Short::new(bytes);
                self.stage = Stage::Short;
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Classifies the error of a broken connection.
    fn named(&self, error: Error) -> Error {
        let Error::Io(error) = error else { return error };
        match error.kind() {
            ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe
                if [Stage::Sending, Stage::Waiting].contains(&self.stage) && self.requests > 1 =>
            {
                stale()
            }
            ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => {
                Error::Io(io::Error::new(ErrorKind::BrokenPipe, error))
            }
            _ => Error::Io(error),
        }
    }
}

fn stale() -> Error {
    Error::Io(io::Error::new(ErrorKind::UnexpectedEof, Stale))
}

fn unreadable(what: Unreadable) -> Error {
    Error::Io(io::Error::new(ErrorKind::InvalidData, what))
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the server closed the connection between two requests")
    }
}

impl std::error::Error for Stale {}
