//! The loopback web server: httpbin's answers, connections that stay open, and invalid input.

use fetch_pool::loopback::{Pace, Server};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

#[test]
fn ip_and_uuid_answer_exactly_like_httpbin() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let (head, body) = get(&server, "/ip");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert!(head.contains("Content-Type: application/json\r\n"), "{head}");
    assert!(head.contains("Content-Length: 28\r\n"), "{head}");
    assert_eq!(body, "{\n  \"origin\": \"127.0.0.1\"\n}\n");

    let uuid = get(&server, "/uuid").1;
    assert!(uuid.starts_with("{\n  \"uuid\": \"") && uuid.ends_with("\"\n}\n") && uuid.len() == 53, "{uuid}");
}

#[test]
fn headers_get_and_delay_say_what_was_asked() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let headers = json!({"Host": "there", "X-Multi-Word": "one,two"});
    let ask = |path: &str| {
        let head = format!("GET {path} HTTP/1.0\r\nhost: there\r\nx-multi-word: one\r\nX-MULTI-WORD: two\r\n\r\n");
        serde_json::from_str::<Value>(&exchange(&server, head.as_bytes()).1).unwrap()
    };
    assert_eq!(ask("/headers"), json!({"headers": headers}));
    assert_eq!(
        ask("/get"),
        json!({
            "args": {},
            "headers": headers,
            "origin": "127.0.0.1",
            "url": "http://there/get",
        })
    );
    assert_eq!(
        ask("/delay/0"),
        json!({
            "args": {}, "data": "", "files": {}, "form": {},
            "headers": headers,
            "origin": "127.0.0.1",
            "url": "http://there/delay/0",
        })
    );
}

#[test]
fn an_unknown_path_or_method_gets_an_error_status() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let statuses = [
        ("GET /nosuch", "404 Not Found"),
        ("GET /", "404 Not Found"),
        ("GET /ip/2", "404 Not Found"),
        ("GET /delay", "404 Not Found"),
        ("GET /delay/soon", "400 Bad Request"),
        ("GET /delay/-1", "400 Bad Request"),
        ("GET /delay/nan", "400 Bad Request"),
        ("GET /status/503", "503 Service Unavailable"),
        ("GET /status/99", "400 Bad Request"),
        ("GET /status/x", "400 Bad Request"),
        ("GET /bytes/-1", "404 Not Found"),
        ("GET /redirect/0", "404 Not Found"),
        ("POST /get", "405 Method Not Allowed"),
        ("POST /nosuch", "404 Not Found"),
        ("GET get", "400 Bad Request"),
    ];
    for (request, status) in statuses {
        let (head, body) = exchange(&server, format!("{request} HTTP/1.0\r\n\r\n").as_bytes());
        assert!(head.starts_with(&format!("HTTP/1.1 {status}\r\n")), "{request}: {head}");
        assert!(head.contains(&format!("Content-Length: {}\r\n", body.len())), "{request}: {head}");
        assert_eq!(head.contains("Allow: GET, HEAD\r\n"), status.starts_with("405"), "{request}: {head}");
    }
}

#[test]
fn as_many_bytes_as_asked_for_up_to_a_limit() {
    let server = Server::start(Pace::AtOnce).unwrap();
    for (asked, given) in [("0", 0), ("13", 13), ("200000", 102_400)] {
        assert_eq!(get(&server, &format!("/bytes/{asked}")).1.len(), given, "{asked}");
    }
}

#[test]
fn redirects_lead_to_get_after_as_many_steps_as_asked_for() {
    let server = Server::start(Pace::AtOnce).unwrap();
    for (path, location) in [("/redirect/3", "/redirect/2"), ("/redirect/1", "/get")] {
        let head = get(&server, path).0;
        assert!(head.starts_with("HTTP/1.1 302 "), "{head}");
        assert!(head.contains(&format!("Location: {location}\r\n")), "{head}");
    }
}

#[test]
fn head_is_answered_like_get_without_the_body() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let (head, body) = exchange(&server, b"HEAD /ip HTTP/1.0\r\n\r\n");
    assert!(head.contains("Content-Length: 28\r\n"), "{head}");
    assert_eq!(body, "");
}

#[test]
fn a_connection_stays_open_for_further_requests() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let stream = connect(&server);
    let mut reader = BufReader::new(&stream);
    // The second comes before the first is answered, and has a body that must not pass for a third.
    (&stream).write_all(b"GET /ip HTTP/1.1\r\nHost: h\r\n\r\nPOST /get HTTP/1.1\r\nHost: h\r\n").unwrap();
    (&stream).write_all(b"Content-Length: 7\r\n\r\nGET /ip").unwrap();
    assert!(next_answer(&mut reader).starts_with("HTTP/1.1 200 OK"));
    assert!(next_answer(&mut reader).starts_with("HTTP/1.1 405"));
    (&stream).write_all(b"GET /uuid HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").unwrap();
    assert!(next_answer(&mut reader).contains("\"uuid\""));
    assert_eq!(reader.read(&mut [0]).unwrap(), 0, "closed, as the client asked");
    assert_eq!(server.requests(), 3);
}

#[test]
fn an_idle_client_does_not_block_others() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let idle: Vec<TcpStream> = (0..50).map(|_| connect(&server)).collect();
    assert!(get(&server, "/ip").0.starts_with("HTTP/1.1 200"));
    drop(idle);
}

#[test]
fn garbage_is_refused_and_the_next_client_is_served() {
    let server = Server::start(Pace::AtOnce).unwrap();
    let long_line = [b"GET /".as_slice(), &b"a".repeat(100_000)].concat();
    let many_headers = [b"GET / HTTP/1.0\r\n".as_slice(), &b"a: b\r\n".repeat(10_000)].concat();
    let garbage: [(&[u8], &str); 6] = [
        (b"\r\n\r\n\r\n\x00\xff\xfe\r\n\r\n", "400"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "400"),
        (b"GET /ip HTTP/1.1\r\n\r\n", "400"),
        (b"GET /ip HTTP/9.9\r\n\r\n", "505"),
        (&long_line, "431"),
        (&many_headers, "431"),
    ];
    for (bytes, status) in garbage {
        let (head, _) = exchange(&server, bytes);
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{}: {head}", bytes.escape_ascii());
    }
    drop(connect(&server)); // a client that leaves without a word
    assert!(get(&server, "/ip").0.starts_with("HTTP/1.1 200"));
    assert_eq!(server.requests(), 1, "garbage does not count");
}

#[test]
fn answers_wait_until_the_group_is_complete() {
    let server = Server::start(Pace::Together(3)).unwrap();
    for _ in 0..2 {
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| assert!(get(&server, "/ip").0.starts_with("HTTP/1.1 200")));
            }
        });
    }
    assert_eq!((server.peak(), server.requests()), (3, 6));
}

#[test]
fn sequential_requests_never_overlap() {
    let server = Server::start(Pace::AtOnce).unwrap();
    for _ in 0..200 {
        get(&server, "/ip");
    }
    assert_eq!((server.peak(), server.requests()), (1, 200));
}

#[test]
fn dropping_the_server_ends_what_is_open() {
    let server = Server::start(Pace::Together(2)).unwrap();
    let address = server.address();
    let idle = connect(&server);
    let held = connect(&server);
    (&held).write_all(b"GET /ip HTTP/1.1\r\nHost: h\r\n\r\n").unwrap();
    while server.requests() == 0 {
        thread::yield_now();
    }
    drop(server); // returns, although one client is idle and another waits for an answer that cannot come
    for mut stream in [&idle, &held] {
        assert!(matches!(stream.read(&mut [0]), Ok(0) | Err(_)), "the connection is closed");
    }
    assert!(TcpStream::connect(address).is_err(), "nobody listens any more");
}

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.address()).unwrap();
    // Only so that a mistake ends in a failure and not in a test that hangs.
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream
}

fn get(server: &Server, path: &str) -> (String, String) {
    exchange(server, format!("GET {path} HTTP/1.0\r\nHost: h\r\n\r\n").as_bytes())
}

/// Sends `bytes` on a new connection. Returns the head and the body of the answer.
fn exchange(server: &Server, bytes: &[u8]) -> (String, String) {
    let mut stream = connect(server);
    // A server that refuses in the middle may not take the rest.
    _ = stream.write_all(bytes);
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no head: {answer:?}"));
    (format!("{head}\r\n"), body.to_string())
}

/// The head and the body of the next answer on a connection that stays open.
fn next_answer(reader: &mut impl BufRead) -> String {
    let mut answer = String::new();
    while !answer.ends_with("\r\n\r\n") {
        assert!(reader.read_line(&mut answer).unwrap() > 0, "closed in the middle: {answer:?}");
    }
    let length = answer.lines().find_map(|line| line.strip_prefix("Content-Length: ")).unwrap();
    let mut body = vec![0; length.parse().unwrap()];
    reader.read_exact(&mut body).unwrap();
    answer + &String::from_utf8(body).unwrap()
}
