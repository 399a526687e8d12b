//! A web server on this machine's loopback address, so that the example needs no network. Students need not read
//! this.
//!
//! It answers `/delay/SECONDS`, `/uuid`, `/ip`, `/headers` and `/get` as httpbin does, and for tests `/bytes/N`,
//! `/status/CODE` and `/redirect/N`. Each connection has a thread of its own and stays open for further requests, so
//! no client waits for another. The server counts how many requests it was answering at once, which shows an overlap
//! without a clock.
//!
//! Architecture invariant: it uses `std`'s threads and not those of `common`, because no explorer ever runs it.

mod answer;
mod connection;
mod gate;
mod request;

use gate::Gate;
use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How long answers take, in addition to the seconds of `/delay/SECONDS`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// No time.
    AtOnce,
    /// Between 120 and 500 ms, depending on the endpoint, as if the server were far away.
    Lifelike,
    /// Until this many requests are waiting; then all of them are answered together. The next group must be as large
    /// again.
    Together(usize),
}

/// A running server. Dropping it ends its connections and waits for its threads.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

struct Shared {
    gate: Gate,
    /// The open connections by number; `None` once the server is ending and accepts no more.
    connections: Mutex<Option<HashMap<u64, TcpStream>>>,
}

impl Server {
    /// Starts a server on a free port.
    ///
    /// # Errors
    ///
    /// If no port is free, or no thread can be started.
    pub fn start(pace: Pace) -> io::Result<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { gate: Gate::new(pace), connections: Mutex::new(Some(HashMap::new())) });
        let acceptor = thread::Builder::new().name("loopback acceptor".into()).spawn({
            let shared = Arc::clone(&shared);
            move || shared.accept_all(&listener)
        })?;
        Ok(Server { address, shared, acceptor: Some(acceptor) })
    }

    /// The address of `path`, which begins with a slash.
    ///
    /// ```
    /// use fetch_pool::loopback::{Pace, Server};
    ///
    /// let server = Server::start(Pace::AtOnce)?;
    /// assert!(server.url("/get").starts_with("http://127.0.0.1:"));
    /// assert!(server.url("/get").ends_with("/get"));
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The greatest number of requests being answered at the same time.
    pub fn peak(&self) -> usize {
        self.shared.gate.peak()
    }

    /// The number of requests received.
    pub fn requests(&self) -> usize {
        self.shared.gate.arrived()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.gate.close();
        let connections = self.shared.connections.lock().unwrap_or_else(PoisonError::into_inner).take();
        for (_, connection) in connections.into_iter().flatten() {
            // Fails if the client has closed it already.
            _ = connection.shutdown(Shutdown::Both);
        }
        // The acceptor waits for a connection; this last one wakes it, and is not served.
        _ = TcpStream::connect(self.address);
        if let Some(acceptor) = self.acceptor.take() {
            _ = acceptor.join();
        }
    }
}

impl Shared {
    /// Starts a thread for each connection until the server ends, and waits for these threads.
    fn accept_all(&self, listener: &TcpListener) {
        thread::scope(|scope| {
            for number in 0.. {
                let accepted = listener.accept();
                let mut connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
                let Some(open) = connections.as_mut() else { break };
                let Ok((stream, kept)) = accepted.and_then(|(stream, _)| Ok((stream.try_clone()?, stream))) else {
                    // The client is gone, or too many files are open, which may be temporary.
                    drop(connections);
                    thread::sleep(Duration::from_millis(10));
                    continue;
                };
                open.insert(number, kept);
                let serve = move || {
                    // A client that disappears in the middle is not an error of the server.
                    _ = connection::serve(&stream, &self.gate);
                    self.forget(number);
                };
                let builder = thread::Builder::new().name("loopback connection".into());
                if builder.spawn_scoped(scope, serve).is_err() {
                    open.remove(&number); // refused a thread: the client sees the connection close
                }
            }
        });
    }

    fn forget(&self, number: u64) {
        let mut connections = self.connections.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(connections) = connections.as_mut() {
            connections.remove(&number);
        }
    }
}
