//! Reads the head of a response as curl does, and passes on what a fetch needs of it.
//!
//! Servers break the rules: they fold lines, put control characters into values, send a thousand headers, or chunks with
//! HTTP/1.0. ureq's parser rejects such responses. Here the head is parsed first, and ureq gets a short one with the
//! same meaning: the status, where the content ends, whether the connection stays open, and where a redirect leads.

use super::said::Said;
use std::fmt;

/// The maximum size of a head in bytes. Its lines are limited to [`LONGEST_LINE`]. These are curl's limits.
pub const LONGEST_HEAD: usize = 300 * 1024;
const LONGEST_LINE: usize = 100 * 1024;

/// What is wrong with a response.
#[derive(Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is not HTTP.
    NotHttp(String),
    /// It is HTTP with a header that cannot be parsed.
    Headers(String),
}

/// A parsed head.
#[derive(Debug, PartialEq, Eq)]
pub enum Head {
    /// An interim response, status 1xx; the final one follows.
    Interim,
    /// The short head that ureq gets instead.
    Final(Vec<u8>),
}

/// The end of the head in `bytes`, after its empty line. The bytes before `from` contain no such line but may begin one.
pub fn end(bytes: &[u8], from: usize) -> Option<usize> {
    let from = from.saturating_sub(2);
    let line_end = |at: &usize| bytes[*at] == b'\n';
    (from..bytes.len()).filter(line_end).find_map(|at| match bytes[at + 1..] {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    })
}

/// Whether `bytes` can be the beginning of a response.
pub fn check_beginning(bytes: &[u8]) -> Result<(), Unreadable> {
    let length = bytes.len().min(5);
    if bytes[..length].eq_ignore_ascii_case(&b"HTTP/"[..length]) {
        return Ok(());
    }
    let line = bytes.split(|byte| b"\r\n".contains(byte)).next().unwrap_or_default();
    let beginning = line[..line.len().min(40)].escape_ascii();
    Err(Unreadable::NotHttp(format!("it begins with \"{beginning}\" and not with HTTP/")))
}

/// Whether `head`, which may be incomplete, is the head of a redirect with a location.
pub fn is_redirect(head: &[u8]) -> bool {
    let location = |line: &[u8]| line.len() > 9 && line[..9].eq_ignore_ascii_case(b"location:");
    let mut lines = head.split(|byte| *byte == b'\n');
    let status = status_line(lines.next().unwrap_or_default().trim_ascii_end());
    matches!(status, Ok((_, 300..400))) && lines.any(location)
}

/// Reads a whole head.
pub fn read(bytes: &[u8]) -> Result<Head, Unreadable> {
    check_beginning(bytes)?;
    let mut lines = bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let (version, status) = status_line(lines.next().unwrap_or_default())?;
    let headers = unfold(lines.take_while(|line| !line.is_empty()))?;
    let mut said = Said::default();
    for header in &headers {
        said.take(header)?;
    }
    match status {
        101 => Err(Unreadable::NotHttp("it switches to another protocol, which nobody asked for".to_string())),
        100..200 => Ok(Head::Interim),
        _ => said.for_ureq(version, status).map(Head::Final),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Version {
    Old,
    Modern,
}

fn status_line(line: &[u8]) -> Result<(Version, u16), Unreadable> {
    let wrong =
        |what: &str| Unreadable::NotHttp(format!("{what} in \"{}\"", line[..line.len().min(60)].escape_ascii()));
    let mut words = line.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
    let version = match words.next().unwrap_or_default().to_ascii_uppercase().as_slice() {
        b"HTTP/1.0" => Version::Old,
        // Some gateways write the last two for a response of HTTP/1.1.
        b"HTTP/1.1" | b"HTTP/2" | b"HTTP/2.0" => Version::Modern,
        _ => return Err(wrong("an unknown version")),
    };
    let status = words.next().filter(|word| word.len() == 3).and_then(|word| std::str::from_utf8(word).ok());
    match status.and_then(|word| word.parse().ok()) {
        Some(status @ 100..) => Ok((version, status)),
        _ => Err(wrong("no status of three digits")),
    }
}

/// The headers, each in one line: one that begins with a blank belongs to the line before it.
fn unfold<'a>(lines: impl Iterator<Item = &'a [u8]>) -> Result<Vec<Vec<u8>>, Unreadable> {
    let mut headers: Vec<Vec<u8>> = Vec::new();
    for line in lines {
        match headers.last_mut() {
            Some(before) if line.starts_with(b" ") || line.starts_with(b"\t") => {
                before.push(b' ');
                before.extend(line.trim_ascii());
            }
            _ => headers.push(line.to_vec()),
        }
    }
    match headers.iter().find(|header| header.len() > LONGEST_LINE) {
        Some(long) => Err(Unreadable::Headers(format!("{} is too long", name_of(long)))),
        None => Ok(headers),
    }
}

/// The name of a header, or the text in its place, shortened to fit a line.
pub fn name_of(header: &[u8]) -> String {
    let name = header.split(|byte| *byte == b':').next().unwrap_or_default();
    format!("header \"{}\"", name[..name.len().min(40)].escape_ascii())
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unreadable::NotHttp(words) | Unreadable::Headers(words) => f.write_str(words),
        }
    }
}

impl std::error::Error for Unreadable {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_head_is_found_however_the_bytes_are_split() {
        for head in ["HTTP/1.1 200 OK\r\nX: y\r\n\r\n", "HTTP/1.1 200 OK\nX: y\n\n", "HTTP/1.1 200 OK\n\r\n"] {
            let bytes = format!("{head}page\r\n\r\n");
            for cut in 0..head.len() {
                assert_eq!(end(&bytes.as_bytes()[..cut], 0), None, "{head:?} {cut}");
                assert_eq!(end(bytes.as_bytes(), cut), Some(head.len()), "{head:?} {cut}");
            }
        }
    }

    #[test]
    fn ureq_gets_only_the_headers_that_a_fetch_needs() {
        let short = |rest: &str| match read(format!("HTTP/1.0 302 Found\r\n{rest}\r\n").as_bytes()) {
            Ok(Head::Final(bytes)) => String::from_utf8(bytes).unwrap(),
            other => panic!("{other:?}"),
        };
        let close = "HTTP/1.1 302 \r\nConnection: close\r\n";
        assert_eq!(short("X: y\r\n z\r\nServer: \u{1}\r\n"), format!("{close}\r\n"));
        assert_eq!(short("Location: /a\r\nlocation: /b\r\n"), format!("{close}Location: /a\r\n\r\n"));
        let kept = "HTTP/1.1 302 \r\nContent-Length: 4\r\n\r\n";
        assert_eq!(short("CONNECTION: x, Keep-Alive\r\nContent-Length: 4,4\r\nContent-Length: 4\r\n"), kept);
        assert!(short("Transfer-Encoding: Chunked\r\nContent-Length: 3\r\n").contains("chunked\r\nConnection"));
    }

    #[test]
    fn the_error_names_the_malformed_header() {
        let wrong =
            |rest: &str| read(format!("HTTP/1.1 200 OK\r\n{rest}\r\n\r\n").as_bytes()).unwrap_err().to_string();
        assert_eq!(wrong("no colon"), "no colon in the line of header \"no colon\"");
        assert_eq!(wrong("a b: c"), "a blank in the name of header \"a b\"");
        assert_eq!(wrong("a: b\0"), "a zero byte in the line of header \"a\"");
        assert_eq!(wrong("Content-Length: 4x"), "\"4x\" is no content-length");
        assert_eq!(
            wrong("Content-Length: 4\r\nContent-Length: 5"),
            "more than one content-length, and they differ"
        );
        assert_eq!(wrong("Transfer-Encoding: gzip"), "an unknown transfer-encoding, \"gzip\"");
        let line = read(b"HTTP/1.1 20 OK\r\n\r\n").unwrap_err().to_string();
        assert_eq!(line, "no status of three digits in \"HTTP/1.1 20 OK\"");
    }
}
