//! The answer of each endpoint: httpbin's JSON, with sorted keys, an indent of two and a newline at the end.

use super::request::Request;
use super::{bytes, status};
use serde_json::{Map, Value, json};
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::time::Duration;

/// The longest delay of `/delay/N`.
const LONGEST_DELAY: f64 = 10.0;

/// A whole answer, and how long to keep the client waiting for it.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Empty if the answer has no such header.
    pub content_type: &'static str,
    /// One more header: its name and its value.
    pub header: Option<(&'static str, String)>,
    pub body: Vec<u8>,
    /// The delay requested with `/delay/N`.
    pub delay: Duration,
    /// The time that this endpoint would take on a distant server.
    pub latency: Duration,
}

impl Answer {
    pub fn new(status: u16, content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        Answer { status, content_type, header: None, body, delay: Duration::ZERO, latency: Duration::ZERO }
    }

    fn json(value: &Value) -> Self {
        Answer::new(200, "application/json", ascii(&format!("{value:#}\n")))
    }

    pub fn html(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Answer::new(status, "text/html; charset=utf-8", body)
    }

    /// A page with an error message.
    pub fn error(status: u16) -> Self {
        let reason = reason(status);
        let body = format!(
            "<!doctype html>\n<html lang=en>\n<title>{status} {reason}</title>\n<h1>{reason}</h1>\n\
             <p>This server answers GET and HEAD of /delay/SECONDS, /uuid, /ip, /headers, /get, /bytes/N, \
             /status/CODE, /redirect/N.</p>\n"
        );
        Answer::html(status, body)
    }

    /// The bytes to send; a HEAD request gets all but the body.
    pub fn bytes(&self, keep_alive: bool, with_body: bool) -> Vec<u8> {
        let connection = if keep_alive { "keep-alive" } else { "close" };
        let mut head = format!("HTTP/1.1 {} {}\r\nConnection: {connection}\r\n", self.status, reason(self.status));
        if !self.content_type.is_empty() {
            head += &format!("Content-Type: {}\r\n", self.content_type);
        }
        // These two never have a content, not even an empty one.
        if ![204, 304].contains(&self.status) {
            head += &format!("Content-Length: {}\r\n", self.body.len());
        }
        if self.status == 405 {
            head += "Allow: GET, HEAD\r\n";
        }
        if let Some((name, value)) = &self.header {
            head += &format!("{name}: {value}\r\n");
        }
        let mut bytes = (head + "\r\n").into_bytes();
        if with_body {
            bytes.extend(&self.body);
        }
        bytes
    }
}

/// The answer to `request` from the machine `client`.
pub fn answer(request: &Request, client: IpAddr) -> Answer {
    let mut segments = request.path.split('/').skip(1);
    let endpoint = [segments.next(), segments.next(), segments.next()];
    let (mut answer, latency) = match endpoint {
        [Some("delay"), Some(seconds), None] => (delayed(request, client, seconds), 500),
        [Some("uuid"), None, _] => (Answer::json(&json!({"uuid": uuid()})), 210),
        [Some("ip"), None, _] => (Answer::json(&json!({"origin": client})), 120),
        [Some("headers"), None, _] => (Answer::json(&json!({"headers": request.headers})), 430),
        [Some("get"), None, _] => (Answer::json(&echo(request, client)), 290),
        [Some("bytes"), Some(count), None] => match bytes::answer(count, request.query.as_deref()) {
            Some(answer) => (answer, 180),
            None => return Answer::error(404),
        },
        [Some("status"), Some(codes), None] => (status::answer(codes), 150),
        [Some("redirect" | "relative-redirect"), Some(times), None] => match status::redirect(times) {
            Some(answer) => (answer, 100),
            None => return Answer::error(404),
        },
        _ => return Answer::error(404),
    };
    if !["GET", "HEAD"].contains(&request.method.as_str()) {
        return Answer::error(405);
    }
    answer.latency = Duration::from_millis(latency);
    answer
}

fn delayed(request: &Request, client: IpAddr, seconds: &str) -> Answer {
    let Some(seconds) = seconds.parse::<f64>().ok().filter(|seconds| *seconds >= 0.0) else {
        return Answer::error(400);
    };
    let mut echo = echo(request, client);
    (echo["data"], echo["files"], echo["form"]) = (json!(""), json!({}), json!({}));
    Answer { delay: Duration::from_secs_f64(seconds.min(LONGEST_DELAY)), ..Answer::json(&echo) }
}

/// Returns the request as JSON.
fn echo(request: &Request, client: IpAddr) -> Value {
    let host = request.headers.get("Host").map_or("localhost", String::as_str);
    let target = match &request.query {
        Some(query) => format!("{}?{query}", request.path),
        None => request.path.clone(),
    };
    json!({
        "args": arguments(request.query.as_deref().unwrap_or_default()),
        "headers": request.headers,
        "origin": client,
        "url": format!("http://{host}{target}"),
    })
}

/// The arguments of a query; a repeated one is a list.
pub fn arguments(query: &str) -> Map<String, Value> {
    let mut arguments = Map::new();
    for argument in query.split('&').filter(|argument| !argument.is_empty()) {
        let (name, value) = argument.split_once('=').unwrap_or((argument, ""));
        let value = Value::from(decode(value));
        match arguments.get_mut(&decode(name)) {
            None => _ = arguments.insert(decode(name), value),
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = json!([first.take(), value]),
        }
    }
    arguments
}

/// Decodes a query: `+` is a space, `%41` is an `A`.
fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        let hex = rest.get(..2).filter(|hex| hex.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match (letter, hex.and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            ('%', Some(byte)) => {
                bytes.push(byte);
                rest = &rest[2..];
            }
            ('+', _) => bytes.push(b' '),
            // The head was read byte by byte: a letter is one byte.
            (letter, _) => bytes.push(letter as u8),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A version 4 UUID, random enough to distinguish answers, but not secret.
fn uuid() -> String {
    let random = RandomState::new();
    let bits = u128::from(random.hash_one(0)) << 64 | u128::from(random.hash_one(1));
    let bits = bits & !(0xf << 76) & !(0x3 << 62) | 0x4 << 76 | 0x2 << 62;
    let hex = format!("{bits:032x}");
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

/// JSON in ASCII, with all other characters escaped, as Python writes it.
fn ascii(json: &str) -> String {
    let mut text = String::new();
    for letter in json.chars() {
        if letter.is_ascii() {
            text.push(letter);
        } else {
            let units =
                letter.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>();
            text += &units;
        }
    }
    text
}

fn reason(status: u16) -> &'static str {
    let known = ureq::http::StatusCode::from_u16(status).ok();
    known.and_then(|status| status.canonical_reason()).unwrap_or("Unknown")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_decoded_and_repeated_ones_are_lists() {
        let arguments = Value::from(arguments("a=1&b=%22%C3%A9+%7g%&a=2&c&a=3&&=4"));
        assert_eq!(arguments, json!({"": "4", "a": ["1", "2", "3"], "b": "\"é %7g%", "c": ""}));
    }

    #[test]
    fn a_uuid_is_of_version_4_and_no_two_are_the_same() {
        let (one, other) = (uuid(), uuid());
        assert_ne!(one, other);
        let groups: Vec<usize> = one.split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12]);
        assert_eq!(&one[14..15], "4");
        assert!("89ab".contains(&one[19..20]), "{one}");
    }

    #[test]
    fn letters_beyond_ascii_are_escaped_as_python_does() {
        assert_eq!(ascii("\"é😀\""), r#""\u00e9\ud83d\ude00""#);
    }
}
