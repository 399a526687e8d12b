//! A connection that was reset must not pass for one that was closed. A student need not read this.
//!
//! Where an answer has no length, the end of the connection is the end of the page. There ureq (3.5) takes a reset
//! for such an end too, and half a page for a whole one. This layer, the last one between the socket and the
//! parser, gives a reset another name, which ureq hands on.

use std::io::{self, ErrorKind};
use ureq::Error;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

/// Makes layers of this kind.
#[derive(Debug)]
pub struct TellResets;

/// One connection that tells.
#[derive(Debug)]
pub struct Telling<T>(T);

impl<T: Transport> Connector<T> for TellResets {
    type Out = Telling<T>;

    fn connect(&self, _: &ConnectionDetails<'_>, below: Option<T>) -> Result<Option<Telling<T>>, Error> {
        Ok(below.map(Telling))
    }
}

impl<T: Transport> Transport for Telling<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.0.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.0.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.0.await_input(timeout).map_err(|error| match error {
            Error::Io(error)
                if [ErrorKind::ConnectionReset, ErrorKind::ConnectionAborted].contains(&error.kind()) =>
            {
                Error::Io(io::Error::new(ErrorKind::BrokenPipe, error))
            }
            other => other,
        })
    }

    fn is_open(&mut self) -> bool {
        self.0.is_open()
    }

    fn is_tls(&self) -> bool {
        self.0.is_tls()
    }
}
