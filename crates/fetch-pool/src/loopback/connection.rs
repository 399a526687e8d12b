//! One client's connection, from its first request to its last.

use super::answer::{Answer, answer};
use super::gate::Gate;
use super::request::{self, Incoming};
use std::io::{self, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};

/// Answers requests until the client closes the connection, or the gate closes.
pub fn serve(mut stream: &TcpStream, gate: &Gate) -> io::Result<()> {
    let client = stream.peer_addr()?.ip();
    let mut reader = BufReader::new(stream);
    loop {
        match request::read(&mut reader)? {
            Incoming::Closed => return Ok(()),
            Incoming::Refused(status) => {
                stream.write_all(&Answer::error(status).bytes(false, true))?;
                return part(stream);
            }
            Incoming::Request(request) => {
                let answer = answer(&request, client);
                if !gate.pass(&answer) {
                    return Ok(());
                }
                // In one write: between two writes it would wait for the client's acknowledgement.
                stream.write_all(&answer.bytes(request.keep_alive, request.method != "HEAD"))?;
                if !request.keep_alive {
                    return part(stream);
                }
            }
        }
    }
}

/// Ends the answer, then reads what the client still sends: closing a connection with unread bytes would discard the
/// answer.
fn part(stream: &TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    io::copy(&mut stream.take(1024 * 1024), &mut io::sink())?;
    Ok(())
}
