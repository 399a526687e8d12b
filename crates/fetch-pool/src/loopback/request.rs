//! Reads one HTTP/1.x request (RFC 9112): its head, and past its body if it has one.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};

/// The maximum size of a head, and of a body, in bytes.
const LONGEST_HEAD: u64 = 16 * 1024;
const LONGEST_BODY: u64 = 1024 * 1024;

/// The request of a client.
#[derive(Debug, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    /// Without the query.
    pub path: String,
    /// The part after the `?`, not decoded.
    pub query: Option<String>,
    /// In title case, values of the same name joined by commas, as WSGI gives them to httpbin.
    pub headers: BTreeMap<String, String>,
    /// Whether the client wants to keep the connection open.
    pub keep_alive: bool,
}

/// What comes next on a connection.
#[derive(Debug, PartialEq, Eq)]
pub enum Incoming {
    Request(Request),
    /// An invalid request; the status says why.
    Refused(u16),
    /// The client has no further request.
    Closed,
}

/// Waits for the next request and reads all of it.
pub fn read(stream: &mut impl BufRead) -> io::Result<Incoming> {
    let request = match read_head(stream)? {
        Head::Complete(head) => parse(&head),
        Head::TooLong => Err(431),
        Head::NotText => Err(400),
        Head::CutOff => return Ok(Incoming::Closed),
    };
    let request = match request {
        Ok(request) => request,
        Err(status) => return Ok(Incoming::Refused(status)),
    };
    if request.headers.contains_key("Transfer-Encoding") {
        return Ok(Incoming::Refused(501));
    }
    match request.headers.get("Content-Length").map(|length| length.parse::<u64>()) {
        None => {}
        Some(Ok(length)) if length <= LONGEST_BODY => {
            // No endpoint looks at a body; but the next request begins after it.
            io::copy(&mut stream.take(length), &mut io::sink())?;
        }
        Some(Ok(_)) => return Ok(Incoming::Refused(413)),
        Some(Err(_)) => return Ok(Incoming::Refused(400)),
    }
    Ok(Incoming::Request(request))
}

enum Head {
    Complete(String),
    TooLong,
    /// For example the first byte of TLS: such a client waits for an answer, and may never send an end of line.
    NotText,
    CutOff,
}

/// Everything up to the empty line. Each byte becomes the character with the same number, so all bytes are valid text.
fn read_head(stream: &mut impl BufRead) -> io::Result<Head> {
    let mut stream = stream.take(LONGEST_HEAD + 1);
    let mut head = Vec::new();
    loop {
        if stream.fill_buf()?.first().is_some_and(|byte| byte.is_ascii_control() && !b"\t\r\n".contains(byte)) {
            return Ok(Head::NotText);
        }
        let before = head.len();
        stream.read_until(b'\n', &mut head)?;
        match &head[before..] {
            _ if stream.limit() == 0 => return Ok(Head::TooLong),
            [] => return Ok(Head::CutOff),
            // Some clients send an empty line before a request.
            b"\n" | b"\r\n" if before == 0 => head.clear(),
            b"\n" | b"\r\n" => return Ok(Head::Complete(head.into_iter().map(char::from).collect())),
            _ => {}
        }
    }
}

/// The status says what is wrong with the head.
fn parse(head: &str) -> Result<Request, u16> {
    let mut lines = head.lines();
    let words: Vec<&str> = lines.next().unwrap_or_default().split(' ').collect();
    let [method, target, version] = words[..] else { return Err(400) };
    let modern = match version {
        "HTTP/1.1" => true,
        "HTTP/1.0" => false,
        other if other.starts_with("HTTP/") => return Err(505),
        _ => return Err(400),
    };
    let headers = parse_headers(lines.take_while(|line| !line.is_empty()))?;
    if !is_token(method) || (modern && !headers.contains_key("Host")) {
        return Err(400);
    }
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_string())),
        None => (target, None),
    };
    if !path.starts_with('/') || target.chars().any(char::is_control) {
        return Err(400);
    }
    let connection = headers.get("Connection").map(|value| value.to_ascii_lowercase()).unwrap_or_default();
    let connection_says = |word| connection.split(',').any(|option| option.trim() == word);
    let keep_alive = !connection_says("close") && (modern || connection_says("keep-alive"));
    Ok(Request { method: method.to_string(), path: path.to_string(), query, headers, keep_alive })
}

fn parse_headers<'a>(lines: impl Iterator<Item = &'a str>) -> Result<BTreeMap<String, String>, u16> {
    let mut headers = BTreeMap::<String, String>::new();
    for line in lines {
        let (name, value) = line.split_once(':').ok_or(400_u16)?;
        let value = value.trim_matches([' ', '\t']);
        if !is_token(name) || value.contains(|c: char| c.is_ascii_control() && c != '\t') {
            return Err(400);
        }
        headers
            .entry(title_case(name))
            .and_modify(|values| *values = format!("{values},{value}"))
            .or_insert_with(|| value.to_string());
    }
    Ok(headers)
}

/// Whether this can be the name of a method or of a header.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}

/// `x-b3-id` as `X-B3-Id`: a letter is upper case if no letter comes before it.
fn title_case(name: &str) -> String {
    let mut after_letter = false;
    let titled = name.chars().map(|letter| {
        let small = std::mem::replace(&mut after_letter, letter.is_ascii_alphabetic());
        if small { letter.to_ascii_lowercase() } else { letter.to_ascii_uppercase() }
    });
    titled.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(mut bytes: &[u8]) -> Incoming {
        read(&mut bytes).unwrap()
    }

    fn request(bytes: &[u8]) -> Request {
        match first(bytes) {
            Incoming::Request(request) => request,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn headers_are_titled_trimmed_and_joined() {
        let request =
            request(b"GET /get?a=1&b HTTP/1.1\r\nhost:h\r\nX-mUlti-word: one \r\nx-multi-WORD:two\r\n\r\n");
        assert_eq!((request.path.as_str(), request.query.as_deref()), ("/get", Some("a=1&b")));
        assert_eq!(request.headers["X-Multi-Word"], "one,two");
        assert!(request.keep_alive);
    }

    #[test]
    fn only_http_1_1_keeps_connections_open_by_default() {
        assert!(!request(b"GET / HTTP/1.0\r\n\r\n").keep_alive);
        assert!(request(b"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").keep_alive);
        assert!(!request(b"GET / HTTP/1.1\r\nHost: h\r\nConnection: te, close\r\n\r\n").keep_alive);
    }

    #[test]
    fn the_next_request_begins_after_the_body() {
        let mut bytes = &b"POST / HTTP/1.1\nHost: h\nContent-Length: 5\n\nhello\r\nGET /two HTTP/1.0\n\n"[..];
        assert!(matches!(read(&mut bytes), Ok(Incoming::Request(request)) if request.method == "POST"));
        assert!(matches!(read(&mut bytes), Ok(Incoming::Request(request)) if request.path == "/two"));
        assert!(matches!(read(&mut bytes), Ok(Incoming::Closed)));
    }

    #[test]
    fn an_invalid_request_is_refused_with_the_reason() {
        let long = [b"GET /".as_slice(), &b"x".repeat(20_000), b" HTTP/1.0\r\n\r\n"].concat();
        let cases: [(&[u8], u16); 14] = [
            (b"GET /\r\n\r\n", 400),
            (b"\x16\x03\x01\x02\x00", 400),
            (b"GET  / HTTP/1.1\r\nHost: h\r\n\r\n", 400),
            (b"GET get HTTP/1.0\r\n\r\n", 400),
            (b"GET /a\tb HTTP/1.0\r\n\r\n", 400),
            (b"GET / HTTP/1.1\r\n\r\n", 400),
            (b"G(T / HTTP/1.0\r\n\r\n", 400),
            (b"GET / HTTP/1.0\r\nno colon\r\n\r\n", 400),
            (b"GET / HTTP/1.0\r\n folded: line\r\n\r\n", 400),
            (b"GET / HTTP/1.0\r\nContent-Length: many\r\n\r\n", 400),
            (b"GET / HTTP/1.0\r\nContent-Length: 9999999\r\n\r\n", 413),
            (b"GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 501),
            (b"GET / HTTP/2.0\r\n\r\n", 505),
            (&long, 431),
        ];
        for (bytes, status) in cases {
            assert_eq!(first(bytes), Incoming::Refused(status), "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn an_incomplete_request_is_invalid() {
        for bytes in [&b""[..], b"GET / HT", b"GET / HTTP/1.0\r\nHost: h\r\n"] {
            assert_eq!(first(bytes), Incoming::Closed);
        }
    }
}
