//! The meaning of a response's headers: the length of its content, whether the connection stays open, a redirect.

use super::head::{Unreadable, Version, name_of};

/// The headers that a fetch needs.
#[derive(Default)]
pub struct Said {
    length: Option<u64>,
    chunked: bool,
    close: bool,
    keep_alive: bool,
    location: Option<Vec<u8>>,
    retry_after: Option<Vec<u8>>,
}

impl Said {
    pub fn take(&mut self, header: &[u8]) -> Result<(), Unreadable> {
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
        // A name with a blank after it is invalid: curl does not treat it as the header that it looks like either.
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

    /// Several equal lengths count as one.
    fn length_of(&self, value: &[u8]) -> Result<u64, Unreadable> {
        let mut length = self.length;
        for word in value.split(|byte| *byte == b',').map(<[u8]>::trim_ascii) {
            if word.is_empty() || !word.iter().all(u8::is_ascii_digit) {
                return Err(Unreadable::Headers(format!("\"{}\" is no content-length", word.escape_ascii())));
            }
            // No page is longer than the largest number of 64 bits.
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

    /// A head for ureq with only these headers.
    pub fn for_ureq(self, version: Version, status: u16) -> Result<Vec<u8>, Unreadable> {
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

/// Whether `word` is one of the comma-separated words of `value`.
fn lists(value: &[u8], word: &[u8]) -> bool {
    value.split(|byte| *byte == b',').any(|option| option.trim_ascii().eq_ignore_ascii_case(word))
}
