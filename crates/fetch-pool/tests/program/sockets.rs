//! Servers that do one thing wrong, each on a socket of its own.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

/// A head that announces 10 bytes, and only 4 of them.
pub const HALF: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";

/// The address of a server that handles each client in this way, each in its own thread, until the test ends.
pub fn serve(treat: impl Fn(TcpStream) + Clone + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            let treat = treat.clone();
            thread::spawn(move || treat(client));
        }
    });
    url
}

/// Like `serve`, with a count that all its threads share.
pub fn serve_counted(treat: impl Fn(TcpStream, &Count) + Clone + Send + 'static) -> (String, Count) {
    let count = Count::default();
    let shared = count.clone();
    (serve(move |client| treat(client, &shared)), count)
}

/// A count of events.
#[derive(Clone, Default)]
pub struct Count(Arc<AtomicUsize>);

impl Count {
    pub fn add(&self) {
        self.0.fetch_add(1, Relaxed);
    }

    pub fn get(&self) -> usize {
        self.0.load(Relaxed)
    }
}

/// Reads a request up to the empty line. False at the end of the connection.
pub fn read_head(client: &TcpStream) -> bool {
    !read_lines(client).is_empty()
}

/// Reads a request and returns its target.
pub fn read_target(client: &TcpStream) -> Option<String> {
    Some(read_lines(client).first()?.split(' ').nth(1)?.to_string())
}

/// The lines of a request.
pub fn read_lines(client: &TcpStream) -> Vec<String> {
    BufReader::new(client).lines().map_while(Result::ok).take_while(|line| !line.is_empty()).collect()
}

/// Sends each client `answer`, whatever it requests, and closes.
pub fn answers(answer: &[u8]) -> String {
    let answer = answer.to_vec();
    serve(move |mut client| {
        read_head(&client);
        _ = client.write_all(&answer); // the client may hang up before the end
    })
}

/// Like [`answers`], for clients that do not begin with a line of text.
pub fn answers_unread(answer: &[u8]) -> String {
    let answer = answer.to_vec();
    serve(move |mut client| {
        // Waits for the first bytes, and reads no more of them than a TLS library sends at first.
        _ = std::io::Read::read(&mut client, &mut [0; 4096]);
        _ = client.write_all(&answer);
    })
}

/// Sends part of an answer, then resets the connection: a system does that when it closes a connection with unread
/// bytes of the client.
pub fn resets(part: &'static [u8]) -> String {
    serve(move |mut client| {
        _ = client.peek(&mut [0]);
        _ = client.write_all(part);
    })
}

/// Accepts, reads the request, and sends nothing until the client closes the connection.
pub fn says_nothing() -> String {
    serve(|client| {
        read_head(&client);
        _ = client.peek(&mut [0]);
    })
}

/// Begins an answer and then sends one byte a second, until the client closes the connection.
pub fn drips() -> String {
    serve(|mut client| {
        read_head(&client);
        _ = client.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        client.set_read_timeout(Some(std::time::Duration::from_secs(1))).unwrap();
        // Until the client is gone, nothing comes from it, and a read takes the whole second.
        while client.write_all(b".").is_ok() && !matches!(client.peek(&mut [0]), Ok(0)) {}
    })
}

/// Redirects each client to itself.
pub fn redirects() -> String {
    answers(b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
}

/// A port on which no server listens.
pub fn refuses() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}/", listener.local_addr().unwrap())
}

/// Answers 503 this many times, and then with a page.
pub fn recovers(failures: usize) -> String {
    asks_to_wait("", failures)
}

/// Like [`recovers`], with an additional `header` for each 503.
pub fn asks_to_wait(header: &'static str, failures: usize) -> String {
    let asked = Arc::new(AtomicUsize::new(0));
    serve(move |mut client| {
        read_head(&client);
        let answer = match asked.fetch_add(1, Relaxed) < failures {
            true => format!(
                "HTTP/1.1 503 Service Unavailable\r\n{header}Content-Length: 0\r\nConnection: close\r\n\r\n"
            ),
            false => "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\npage".to_string(),
        };
        _ = client.write_all(answer.as_bytes());
    })
}
