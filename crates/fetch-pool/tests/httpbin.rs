//! Against the real httpbin, at `HTTPBIN_URL`: the program fetches the lecture's pages from it, and the loopback
//! server answers as it does.

use fetch_pool::fetch;
use fetch_pool::loopback::{Pace, Server};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

const ENDPOINTS: [&str; 5] = ["/delay/0", "/uuid", "/ip", "/headers", "/get"];

#[test]
fn runs_on_the_standard_primitives() {
    assert_eq!(common::BACKEND, "std");
}

#[test]
#[ignore = "needs the real httpbin, which `cargo xtask ci` installs and starts"]
fn the_program_fetches_the_five_pages_of_the_lecture() {
    let httpbin = httpbin();
    let urls = ENDPOINTS.map(|path| format!("http://{httpbin}{path}"));
    let output = Command::new(env!("CARGO_BIN_EXE_fetch-pool")).args(&urls).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    let printed = String::from_utf8(output.stdout).unwrap();

    // What httpbin answers grows with what the client says of itself.
    let headers = headers_of_the_program();
    for (path, url) in ENDPOINTS.iter().zip(&urls) {
        let size = ask(&httpbin, "GET", path, &httpbin, &headers).body.len();
        let beginning = format!("{url}: {size} bytes in ");
        let lines = printed.lines().take(5).filter(|line| line.starts_with(&beginning) && line.ends_with('s'));
        assert_eq!(lines.count(), 1, "one line that begins with {beginning:?}:\n{printed}");
    }
    assert!(printed.lines().nth(5).unwrap().starts_with("All done in "), "{printed}");
}

#[test]
#[ignore = "needs the real httpbin, which `cargo xtask ci` installs and starts"]
fn the_loopback_server_answers_as_httpbin_does() {
    let httpbin = httpbin();
    let server = Server::start(Pace::AtOnce).unwrap();
    let loopback = server.address().to_string();
    let headers = BTreeMap::from([("accept".into(), "*/*".into()), ("x-multi-word".into(), "\"u".into())]);
    let both = |method, path: &str| {
        [&httpbin, &loopback].map(|host| ask(host, method, path, "one.example:8080", &headers))
    };

    for path in ["/delay/0", "/delay/0.1", "/ip", "/headers", "/get"] {
        let [real, ours] = both("GET", path);
        assert_eq!(shape(&json(&ours)), shape(&json(&real)), "{path}");
        assert_eq!(ours, real, "{path}");
    }
    let [real, ours] = both("GET", "/uuid");
    assert_eq!(shape(&json(&ours)), shape(&json(&real)));
    assert_eq!(ours.body.len(), real.body.len());

    for path in ["/bytes/0", "/bytes/1", "/bytes/1000", "/bytes/200000"] {
        let [real, ours] = both("GET", path);
        let seen = |answer: &Answer| (answer.status, answer.content_type.clone(), answer.body.len());
        assert_eq!(seen(&ours), seen(&real), "{path}");
    }
    for status in [200, 204, 299, 308, 400, 404, 500, 503, 599, 999] {
        let [real, ours] = both("GET", format!("/status/{status}").as_str());
        assert_eq!(ours, real, "{status}");
    }
    // Where there is no page, the text is for people, and differs.
    for (method, path) in [
        ("GET", "/nosuch"),
        ("GET", "/delay"),
        ("GET", "/ip/2"),
        ("POST", "/get"),
        ("DELETE", "/uuid"),
        ("GET", "/bytes/-1"),
        ("GET", "/bytes/x"),
        ("POST", "/bytes/3"),
        ("HEAD", "/get"),
        ("HEAD", "/nosuch"),
    ] {
        let [real, ours] = both(method, path);
        assert_eq!((ours.status, ours.content_type), (real.status, real.content_type), "{method} {path}");
        assert_eq!(ours.body.is_empty(), real.body.is_empty(), "{method} {path}");
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Answer {
    status: u16,
    content_type: String,
    location: String,
    body: Vec<u8>,
}

/// Sends a request without any HTTP library.
fn ask(address: &str, method: &str, path: &str, host: &str, headers: &BTreeMap<String, String>) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    write!(stream, "{method} {path} HTTP/1.0\r\nHost: {host}\r\n{headers}\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
    let head = std::str::from_utf8(&answer[..end]).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let header = |name| head.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().to_string();
    let (content_type, location) = (header("Content-Type: "), header("Location: "));
    Answer { status, content_type, location, body: answer[end + 4..].to_vec() }
}

/// The host and the port of the real httpbin.
fn httpbin() -> String {
    let url = std::env::var("HTTPBIN_URL").expect("HTTPBIN_URL is the address of a running httpbin");
    url.trim_start_matches("http://").trim_end_matches('/').to_string()
}

/// The headers of the program's requests, apart from the host.
fn headers_of_the_program() -> BTreeMap<String, String> {
    let server = Server::start(Pace::AtOnce).unwrap();
    let agent = fetch::agent(1, Duration::from_secs(10));
    let page = agent.get(server.url("/headers")).config().proxy(None).build().call().unwrap();
    let said: Value = serde_json::from_str(&page.into_body().read_to_string().unwrap()).unwrap();
    let mut headers: BTreeMap<String, String> = serde_json::from_value(said["headers"].clone()).unwrap();
    headers.remove("Host").unwrap();
    headers
}

fn json(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|error| panic!("{error}: {answer:?}"))
}

/// The keys and the types of the values.
fn shape(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members: Vec<String> =
                members.iter().map(|(key, value)| format!("{key}: {}", shape(value))).collect();
            format!("{{{}}}", members.join(", "))
        }
        Value::Array(values) => format!("[{}]", values.iter().map(shape).collect::<Vec<_>>().join(", ")),
        Value::String(_) => "string".into(),
        Value::Number(_) => "number".into(),
        Value::Bool(_) => "boolean".into(),
        Value::Null => "null".into(),
    }
}
