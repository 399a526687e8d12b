//! A server with a fixed answer at its first address. At every other address it answers with the requested target.

use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What happens to the connection after the answer.
#[derive(Clone, Copy, Debug)]
pub enum After {
    /// It ends.
    Close,
    /// It takes further requests.
    Stay,
    /// It takes one more request and ends without an answer.
    CloseAtNext,
}

pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    answer: Mutex<(Vec<u8>, After)>,
    targets: Mutex<Vec<String>>,
}

impl Server {
    /// Runs until the test ends.
    pub fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (answer, targets) = (Mutex::new((Vec::new(), After::Close)), Mutex::default());
        let shared = Arc::new(Shared { answer, targets });
        let here = Arc::clone(&shared);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let here = Arc::clone(&here);
                thread::spawn(move || here.serve(&client));
            }
        });
        Server { address, shared }
    }

    /// What its first address gives from now on; `HOST` in it stands for its host and port.
    pub fn answer_with(&self, answer: &[u8], after: After) {
        *self.shared.answer.lock().unwrap() =
            (replace(answer, b"HOST", self.address.to_string().as_bytes()), after);
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What was asked for since the last call.
    pub fn take_targets(&self) -> Vec<String> {
        std::mem::take(&mut self.shared.targets.lock().unwrap())
    }
}

impl Shared {
    fn serve(&self, mut client: &TcpStream) {
        let mut reader = BufReader::new(client);
        let mut next =
            || read_target(&mut reader).inspect(|target| self.targets.lock().unwrap().push(target.clone()));
        while let Some(target) = next() {
            if target != "/shop/list" {
                let page = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{target}", target.len());
                if client.write_all(page.as_bytes()).is_err() {
                    return;
                }
                continue;
            }
            let (answer, after) = self.answer.lock().unwrap().clone();
            _ = client.write_all(&answer);
            match after {
                After::Stay => continue,
                After::Close => {
                    _ = client.shutdown(Shutdown::Write);
                    _ = std::io::copy(&mut client, &mut std::io::sink()); // until the client hangs up: no reset
                }
                After::CloseAtNext => _ = next(),
            }
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
