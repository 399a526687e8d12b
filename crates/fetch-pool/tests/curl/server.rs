//! A server that gives a fixed answer to its first address, and at every other one the target that was asked for.

use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

pub struct Server {
    address: SocketAddr,
    targets: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Runs until the test ends.
    pub fn start(answer: &[u8]) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let answer = replace(answer, b"HOST", address.to_string().as_bytes());
        let targets = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&targets);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let (answer, seen) = (answer.clone(), Arc::clone(&seen));
                thread::spawn(move || serve(&client, &answer, &seen));
            }
        });
        Server { address, targets }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What was asked for since the last call.
    pub fn take_targets(&self) -> Vec<String> {
        std::mem::take(&mut self.targets.lock().unwrap())
    }
}

fn serve(mut client: &TcpStream, answer: &[u8], seen: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(client);
    while let Some(target) = read_target(&mut reader) {
        seen.lock().unwrap().push(target.clone());
        if target == "/shop/list" {
            _ = client.write_all(answer);
            _ = client.shutdown(Shutdown::Write);
            _ = std::io::copy(&mut client, &mut std::io::sink()); // until the client hangs up: no reset
            return;
        }
        let page = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{target}", target.len());
        if client.write_all(page.as_bytes()).is_err() {
            return;
        }
    }
}

/// Reads a request; `None` at the end of the connection.
fn read_target(reader: &mut impl BufRead) -> Option<String> {
    let mut lines = Vec::new();
    loop {
        let mut line = Vec::new();
        if reader.read_until(b'\n', &mut line).ok()? == 0 {
            return None;
        }
        match line.trim_ascii() {
            b"" => break,
            line => lines.push(line.to_vec()),
        }
    }
    let request = lines.first()?;
    Some(request.split(|byte| *byte == b' ').nth(1)?.escape_ascii().to_string())
}

fn replace(bytes: &[u8], word: &[u8], by: &[u8]) -> Vec<u8> {
    let mut replaced = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(word.len()).position(|window| window == word) {
        replaced.extend([&rest[..at], by].concat());
        rest = &rest[at + word.len()..];
    }
    replaced.extend(rest);
    replaced
}
