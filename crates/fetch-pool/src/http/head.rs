//! Reads the head of an answer as curl does, and hands on what a fetch needs of it.
//!
//! Servers bend the rules: they fold lines, put control characters into values, send a thousand headers, or chunks with
//! HTTP/1.0. ureq's parser takes such an answer for none. Here the head is read first, and ureq gets a short one that
//! says the same: the status, where the content ends, whether the connection stays, and where a redirect leads.

use std::fmt;

/// A head of more bytes than this is not read, and no line of more than [`LONGEST_LINE`]: curl's limits.
pub const LONGEST_HEAD: usize = 300 * 1024;
const LONGEST_LINE: usize = 100 * 1024;

/// What is wrong with an answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is no HTTP.
    NotHttp(String),
    /// It is HTTP with a header that cannot be read.
    Headers(String),
}

/// What a head says.
#[derive(Debug, PartialEq, Eq)]
pub enum Head {
    /// The answer follows: status 1xx.
    Interim,
    /// What ureq gets instead.
    Final(Vec<u8>),
}

/// Where the head ends in `bytes`, behind its empty line; those before `from` hold no such line but may begin one.
pub fn end(bytes: &[u8], from: usize) -> Option<usize> {
    let from = from.saturating_sub(2);
    let line_end = |at: &usize| bytes[*at] == b'\n';
    (from..bytes.len()).filter(line_end).find_map(|at| match bytes[at + 1..] {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    })
}

/// Whether `bytes` can be the beginning of an answer.
pub fn check_beginning(bytes: &[u8]) -> Result<(), Unreadable> {
    let length = bytes.len().min(5);
    if bytes[..length].eq_ignore_ascii_case(&b"HTTP/"[..length]) {
        return Ok(());
    }
    let line = bytes.split(|byte| b"\r\n".contains(byte)).next().unwrap_or_default();
    let beginning = line[..line.len().min(40)].escape_ascii();
    Err(Unreadable::NotHttp(format!("it begins with \"{beginning}\" and not with HTTP/")))
}

/// Whether `head`, of which the end may be missing, is that of a redirect which says where to.
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
enum Version {
    Old,
    Modern,
}

fn status_line(line: &[u8]) -> Result<(Version, u16), Unreadable> {
    let wrong =
        |what: &str| Unreadable::NotHttp(format!("{what} in \"{}\"", line[..line.len().min(60)].escape_ascii()));
    let mut words = line.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
    let version = match words.next().unwrap_or_default().to_ascii_uppercase().as_slice() {
        b"HTTP/1.0" => Version::Old,
        // The last two are what some gateways write in front of an answer of 1.1.
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

/// What the headers say that a fetch needs.
#[derive(Default)]
struct Said {
    length: Option<u64>,
    chunked: bool,
    close: bool,
    keep_alive: bool,
    location: Option<Vec<u8>>,
    retry_after: Option<Vec<u8>>,
}

impl Said {
    fn take(&mut self, header: &[u8]) -> Result<(), Unreadable> {
        let wrong = |what: &str| Err(Unreadable::Headers(format!("{what} of {}", name_of(header))));
        if header.contains(&0) {
            return wrong("a zero byte in the line");
        }
        let Some(colon) = header.iter().position(|byte| *byte == b':') else {
            return wrong("no colon in the line");
        };
        let (name, value) = (header[..colon].trim_ascii_end(), header[colon + 1..].trim_ascii());
        if name.iter().any(u8::is_ascii_whitespace) {
            return wrong("a blank in the name");
        }
        // A name with a blank behind it is none: curl does not take it for the header that it looks like either.
        match &*header[..colon].to_ascii_lowercase() {
            b"content-length" => self.length = Some(self.length_of(value)?),
            b"transfer-encoding" => self.transfer_encoding(value)?,
            b"connection" => {
                self.close |= lists(value, b"close");
                self.keep_alive |= lists(value, b"keep-alive");
            }
            b"location" if self.location.is_none() && !value.is_empty() => self.location = Some(value.to_vec()),
            b"retry-after" if value.iter().all(|byte| (b' '..0x7f).contains(byte)) => {
                self.retry_after = Some(value.to_vec());
            }
            _ => {}
        }
        Ok(())
    }

    /// Several equal lengths are one.
    fn length_of(&self, value: &[u8]) -> Result<u64, Unreadable> {
        let mut length = self.length;
        for word in value.split(|byte| *byte == b',').map(<[u8]>::trim_ascii) {
            if word.is_empty() || !word.iter().all(u8::is_ascii_digit) {
                return Err(Unreadable::Headers(format!("\"{}\" is no content-length", word.escape_ascii())));
            }
            // What no number of 64 bits can say, no page will reach.
            let number = std::str::from_utf8(word).ok().and_then(|word| word.parse().ok()).unwrap_or(u64::MAX);
            if length.is_some_and(|before| before != number) {
                return Err(Unreadable::Headers("more than one content-length, and they differ".to_string()));
            }
            length = Some(number);
        }
        length.ok_or_else(|| Unreadable::Headers("an empty content-length".to_string()))
    }

    fn transfer_encoding(&mut self, value: &[u8]) -> Result<(), Unreadable> {
        for coding in value.split(|byte| *byte == b',').map(|word| word.trim_ascii().to_ascii_lowercase()) {
            match &*coding {
                b"chunked" => self.chunked = true,
                b"identity" | b"" => {}
                other => {
                    let coding = other[..other.len().min(40)].escape_ascii();
                    return Err(Unreadable::NotHttp(format!("an unknown transfer-encoding, \"{coding}\"")));
                }
            }
        }
        Ok(())
    }

    fn for_ureq(self, version: Version, status: u16) -> Result<Vec<u8>, Unreadable> {
        let mut head = format!("HTTP/1.1 {status} \r\n").into_bytes();
        match self.length {
            _ if self.chunked => head.extend(b"Transfer-Encoding: chunked\r\n"),
            Some(length) => head.extend(format!("Content-Length: {length}\r\n").bytes()),
            None => {}
        }
        if self.close || (version == Version::Old && !self.keep_alive) {
            head.extend(b"Connection: close\r\n");
        }
        let location = self.location.filter(|_| (300..400).contains(&status));
        if location.iter().flatten().any(u8::is_ascii_control) {
            return Err(Unreadable::Headers("redirect to an address with a control character".to_string()));
        }
        for (name, value) in [("Location", location), ("Retry-After", self.retry_after)] {
            if let Some(value) = value {
                head.extend([name.as_bytes(), b": ", &value, b"\r\n"].concat());
            }
        }
        head.extend(b"\r\n");
        Ok(head)
    }
}

/// Whether `word` is among the words of `value`, which commas separate.
fn lists(value: &[u8], word: &[u8]) -> bool {
    value.split(|byte| *byte == b',').any(|option| option.trim_ascii().eq_ignore_ascii_case(word))
}

/// A header's name, or what stands in its place, short enough for a line.
fn name_of(header: &[u8]) -> String {
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
