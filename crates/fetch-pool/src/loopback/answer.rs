//! What each endpoint answers: httpbin's JSON, with the keys sorted, an indent of two and a newline at the end.
//!
//! Only what the lecture, the tests and the bench ask for is here.

use super::request::Request;
use serde_json::{Value, json};
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::time::Duration;

/// The longest delay of `/delay/N`.
const LONGEST_DELAY: f64 = 10.0;
/// `/bytes/N` gives no more, as from httpbin.
const MOST_BYTES: usize = 100 * 1024;

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
    fn new(status: u16, content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        Answer { status, content_type, header: None, body, delay: Duration::ZERO, latency: Duration::ZERO }
    }

    fn json(value: &Value) -> Self {
        Answer::new(200, "application/json", format!("{value:#}\n"))
    }

    fn html(status: u16, body: impl Into<Vec<u8>>) -> Self {
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
    let number = endpoint[1].and_then(|text| text.parse::<usize>().ok());
    let (mut answer, latency) = match endpoint {
        [Some("delay"), Some(seconds), None] => (delayed(request, client, seconds), 500),
        [Some("uuid"), None, _] => (Answer::json(&json!({"uuid": uuid()})), 210),
        [Some("ip"), None, _] => (Answer::json(&json!({"origin": client})), 120),
        [Some("headers"), None, _] => (Answer::json(&json!({"headers": request.headers})), 430),
        [Some("get"), None, _] => (Answer::json(&echo(request, client)), 290),
        [Some("bytes"), Some(_), None] => match number {
            Some(count) => (Answer::new(200, "application/octet-stream", vec![0; count.min(MOST_BYTES)]), 180),
            None => return Answer::error(404),
        },
        [Some("status"), Some(_), None] => match number {
            // Those below 200 announce another answer, which would never come.
            Some(status @ 200..=999) => (Answer::html(status as u16, ""), 150),
            _ => return Answer::error(400),
        },
        [Some("redirect"), Some(_), None] => match number {
            Some(times @ 1..) => (redirect(times), 100),
            _ => return Answer::error(404),
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

/// Redirects so many times, and then to `/get`.
fn redirect(times: usize) -> Answer {
    let location = if times == 1 { "/get".to_string() } else { format!("/redirect/{}", times - 1) };
    Answer { header: Some(("Location", location)), ..Answer::html(302, "") }
}

/// The request, but for the arguments of a query: the lecture's have none.
fn echo(request: &Request, client: IpAddr) -> Value {
    let host = request.headers.get("Host").map_or("localhost", String::as_str);
    let target = match &request.query {
        Some(query) => format!("{}?{query}", request.path),
        None => request.path.clone(),
    };
    json!({
        "args": {},
        "headers": request.headers,
        "origin": client,
        "url": format!("http://{host}{target}"),
    })
}

/// A version 4 UUID, random enough to tell answers apart, and no secret.
fn uuid() -> String {
    let random = RandomState::new();
    let bits = u128::from(random.hash_one(0)) << 64 | u128::from(random.hash_one(1));
    let bits = bits & !(0xf << 76) & !(0x3 << 62) | 0x4 << 76 | 0x2 << 62;
    let hex = format!("{bits:032x}");
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

fn reason(status: u16) -> &'static str {
    let known = ureq::http::StatusCode::from_u16(status).ok();
    known.and_then(|status| status.canonical_reason()).unwrap_or("Unknown")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_of_version_4_and_no_two_are_the_same() {
        let (one, other) = (uuid(), uuid());
        assert_ne!(one, other);
        let groups: Vec<usize> = one.split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12]);
        assert_eq!(&one[14..15], "4");
        assert!("89ab".contains(&one[19..20]), "{one}");
    }
}
