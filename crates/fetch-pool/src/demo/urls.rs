//! Lists of addresses.

use fetch_pool::address;
use std::io::{self, Read};

/// The lecture's five, lines 5 to 11.
pub const ENDPOINTS: [&str; 5] = ["/delay/0", "/uuid", "/ip", "/headers", "/get"];

/// The addresses that `file` lists; `-` is stdin. The error is one line that says what is wrong, and where.
pub fn read(file: &str) -> Result<Vec<String>, String> {
    let mut bytes = Vec::new();
    let (name, read) = match file {
        "-" => ("stdin", io::stdin().lock().read_to_end(&mut bytes).map(drop)),
        file => (file, std::fs::read(file).map(|content| bytes = content)),
    };
    read.map_err(|error| format!("cannot read {name}: {error}"))?;
    let urls = parse(name, &bytes)?;
    if urls.is_empty() { Err(format!("{name} lists no address")) } else { Ok(urls) }
}

/// A list is refused as a whole: half of it fetched would look like all of it.
fn parse(name: &str, bytes: &[u8]) -> Result<Vec<String>, String> {
    let mut urls = Vec::new();
    // A list made on Windows may begin with a byte order mark.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    for (line, number) in bytes.split(|byte| *byte == b'\n').zip(1..) {
        let line = String::from_utf8_lossy(line);
        let url = line.trim();
        if url.is_empty() || url.starts_with('#') {
            continue;
        }
        if !url.starts_with('/') && address::parse(url).is_none() {
            return Err(format!("{name}, line {number}: {url:?} is not an address of the form http://host/path"));
        }
        urls.push(url.to_string());
    }
    Ok(urls)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn blank_lines_and_comments_are_left_out() {
        let list = b"\xef\xbb\xbfhttp://h/a\r\n\n  # http://h/b\n \t \n /ip \nhttps://h/#c";
        assert_eq!(parse("x", list).unwrap(), ["http://h/a", "/ip", "https://h/#c"]);
        assert!(parse("x", b"\n# nothing\n").unwrap().is_empty());
    }

    #[test]
    fn a_bad_line_says_its_number() {
        let bad = |list: &[u8]| parse("list.txt", list).unwrap_err();
        let expected = "list.txt, line 3: \"h/b\" is not an address of the form http://host/path";
        assert_eq!(bad(b"http://h/a\n# comment\nh/b\nh/c\n"), expected);
        assert!(bad(b"http://h/\xff\xfe\x00").starts_with("list.txt, line 1: "));
    }
}
