//! Answers that break the rules of HTTP.

use super::Case;
use super::Expected::{Ours, Same};

/// The bytes after "HTTP/1.1 200 OK", up to the end of the connection.
pub(super) fn cases() -> Vec<Case> {
    let ok = |name, rest: &[u8], expected| Case::new(name, &[b"HTTP/1.1 200 OK\r\n", rest].concat(), expected);
    let long = |bytes: usize| [b"X: ", &*b"y".repeat(bytes), b"\r\n"].concat();
    let chunked = |name, rest: &str, expected| {
        ok(name, format!("Transfer-Encoding: chunked\r\n\r\n{rest}").as_bytes(), expected)
    };
    let smuggled = "a length that two readers read differently hides a second answer in the first (RFC 9112, 6.3)";
    vec![
        ok("a length", b"Content-Length: 4\r\n\r\npage", Same),
        ok("no length", b"\r\npage", Same),
        ok("no length and no page", b"\r\n", Same),
        ok("lines without carriage returns", b"Content-Length: 4\n\npage", Same),
        ok("a folded header", b"X: a\r\n b\r\n\tc\r\nContent-Length: 4\r\n\r\npage", Same),
        ok(
            "a folded length",
            b"Content-Length:\r\n 4\r\n\r\npage",
            Ours(Some(4), "RFC 9112, 5.2: a fold is a blank"),
        ),
        ok("a fold before any header", b" X: y\r\nContent-Length: 4\r\n\r\npage", Same),
        ok("a control character in a value", b"X: a\x01b\r\nContent-Length: 4\r\n\r\npage", Same),
        ok("a byte of no text in a value", b"X: a\xffb\r\nContent-Length: 4\r\n\r\npage", Same),
        ok("a zero byte in a value", b"X: a\0b\r\nContent-Length: 4\r\n\r\npage", Same),
        ok("a blank before the colon", b"X : y\r\nContent-Length: 4\r\n\r\npage", Same),
        ok("a blank before the length's colon", b"Content-Length : 4\r\n\r\npage and more", Same),
        ok("no blank behind the colon", b"Content-Length:4\r\n\r\npage", Same),
        ok("a blank in a name", b"a b: c\r\nContent-Length: 4\r\n\r\npage", Ours(None, "a name is one word")),
        ok("no name", b": c\r\nContent-Length: 4\r\n\r\npage", Same),
        ok("no colon", b"no colon\r\nContent-Length: 4\r\n\r\npage", Same),
        ok("1,000 headers", &[&b"X: y\r\n".repeat(1_000), &b"Content-Length: 4\r\n\r\npage"[..]].concat(), Same),
        ok("256 KB of headers", &[&long(1_019).repeat(256), &b"Content-Length: 4\r\n\r\npage"[..]].concat(), Same),
        ok("400 KB of headers", &[&long(1_019).repeat(400), &b"Content-Length: 4\r\n\r\npage"[..]].concat(), Same),
        ok("a header of 90 KB", &[&long(90_000), &b"Content-Length: 4\r\n\r\npage"[..]].concat(), Same),
        ok("a header of 200 KB", &[&long(200_000), &b"Content-Length: 4\r\n\r\npage"[..]].concat(), Same),
        ok("a length of 10 and 4 bytes", b"Content-Length: 10\r\n\r\npage", Same),
        ok("a length of 4 and 9 bytes", b"Content-Length: 4\r\n\r\npage+more", Same),
        ok("the same length twice", b"Content-Length: 4\r\nContent-Length: 4\r\n\r\npage", Same),
        ok("the same length twice in one", b"Content-Length: 4, 4\r\n\r\npage", Same),
        ok("two lengths", b"Content-Length: 4\r\nContent-Length: 5\r\n\r\npages", Ours(None, smuggled)),
        ok("a length below zero", b"Content-Length: -4\r\n\r\npage", Same),
        ok("a length with a sign", b"Content-Length: +4\r\n\r\npage", Ours(None, smuggled)),
        ok("a length and a letter", b"Content-Length: 4x\r\n\r\npage", Ours(None, smuggled)),
        ok("a length of letters", b"Content-Length: many\r\n\r\npage", Same),
        ok("an empty length", b"Content-Length:\r\n\r\npage", Same),
        ok(
            "a length beyond 64 bits",
            b"Content-Length: 99999999999999999999999\r\n\r\npage",
            Ours(None, "fewer bytes came than were promised"),
        ),
        ok(
            "chunks and a length",
            b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n4\r\npage\r\n0\r\n\r\n",
            Same,
        ),
        ok(
            "a length and chunks",
            b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npage\r\n0\r\n\r\n",
            Same,
        ),
        chunked("chunks", "4\r\npage\r\n5\r\n+more\r\n0\r\n\r\n", Same),
        chunked("a chunk with an extension", "4;a=b\r\npage\r\n0\r\n\r\n", Same),
        chunked(
            "a carriage return in a chunk's extension",
            "4;a\rb\r\npage\r\n0\r\n\r\n",
            Ours(None, "a line has no carriage return but at its end (RFC 9112, 2.2)"),
        ),
        chunked("a blank behind a chunk's size", "4 \r\npage\r\n0\r\n\r\n", Same),
        chunked(
            "a blank before a chunk's size",
            " 4\r\npage\r\n0\r\n\r\n",
            Ours(Some(4), "a blank on either side changes no number"),
        ),
        chunked("zeros before a chunk's size", "0004\r\npage\r\n0\r\n\r\n", Same),
        chunked("a trailer", "4\r\npage\r\n0\r\nX: y\r\n\r\n", Same),
        chunked(
            "chunks without carriage returns",
            "4\npage\n0\n\n",
            Ours(None, "ureq insists on them (RFC 9112, 7.1)"),
        ),
        chunked("a chunk's size in letters", "number\r\npage\r\n", Same),
        chunked("a chunk's size beyond 64 bits", "fffffffffffffffff\r\npage\r\n0\r\n\r\n", Same),
        chunked("no last chunk", "4\r\npage\r\n", Same),
        chunked("half a chunk", "9\r\npage", Same),
        chunked("no end of the last chunk", "4\r\npage\r\n0\r\n", Ours(Some(4), "the content is whole")),
        chunked(
            "half the end of the last chunk",
            "4\r\npage\r\n0\r\n\r",
            Ours(None, "ureq waits for the line feed (RFC 9112, 7.1)"),
        ),
        ok("another coding and chunks", b"Transfer-Encoding: gzip, chunked\r\n\r\n4\r\npage\r\n0\r\n\r\n", Same),
        ok("an unknown coding", b"Transfer-Encoding: nonsense\r\n\r\npage", Same),
        ok("no coding by name", b"Transfer-Encoding: identity\r\nContent-Length: 4\r\n\r\npage", Same),
        ok(
            "no coding by name and more than the length",
            b"Transfer-Encoding: identity\r\nContent-Length: 4\r\n\r\npage and more",
            Ours(Some(4), "the length counts (RFC 9112, 6.3); curl reads on to the end of the connection"),
        ),
        ok("chunks in large letters", b"TRANSFER-ENCODING: CHUNKED\r\n\r\n4\r\npage\r\n0\r\n\r\n", Same),
        ok("a content said to be gzip", b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\npage", Same),
        ok("half a head", b"Content-Le", Ours(None, "half a head is no page")),
        ok("a head without its empty line", b"Content-Length: 4\r\n", Same),
        of("nothing", b"", Same),
        of("HTTP/1.0", b"HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\npage", Same),
        of("HTTP/1.0 without a length", b"HTTP/1.0 200 OK\r\n\r\npage", Same),
        of(
            "HTTP/1.0 with chunks",
            b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npage\r\n0\r\n\r\n",
            Same,
        ),
        of("HTTP/2 in text", b"HTTP/2 200 OK\r\nContent-Length: 4\r\n\r\npage", Same),
        of("HTTP/1.2", b"HTTP/1.2 200 OK\r\nContent-Length: 4\r\n\r\npage", Same),
        of("HTTP/3.0 in text", b"HTTP/3.0 200 OK\r\nContent-Length: 4\r\n\r\npage", Same),
        of("http in small letters", b"http/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage", Same),
        of("HTTP/0.9", b"page\r\n\r\n", Same),
        of("SSH", b"SSH-2.0-OpenSSH_9.2\r\n", Same),
        of("ICY", b"ICY 200 OK\r\nContent-Length: 4\r\n\r\npage", Same),
        of("an empty line first", b"\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage", Same),
        of("no reason", b"HTTP/1.1 200\r\nContent-Length: 4\r\n\r\npage", Same),
        of("two blanks before the status", b"HTTP/1.1  200 OK\r\nContent-Length: 4\r\n\r\npage", Same),
        of("a status of two digits", b"HTTP/1.1 20 OK\r\nContent-Length: 4\r\n\r\npage", Same),
        of("a status of four digits", b"HTTP/1.1 2000 OK\r\nContent-Length: 4\r\n\r\npage", Same),
        of("a status below 100", b"HTTP/1.1 099 OK\r\nContent-Length: 4\r\n\r\npage", Same),
        of("a status of letters", b"HTTP/1.1 twohundred OK\r\n\r\npage", Same),
        of("404", b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\npage", Same),
        of("503 with a time", b"HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 4\r\n\r\npage", Same),
        of("204 with a content", b"HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\npage", Same),
        of("304", b"HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\n", Same),
        of("100 first", b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage", Same),
        of(
            "100 with a header first",
            b"HTTP/1.1 100 Go\r\nX: y\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage",
            Same,
        ),
        of(
            "103 twice first",
            b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\n\r\npage",
            Same,
        ),
        of("100 and no more", b"HTTP/1.1 100 Continue\r\n\r\n", Same),
        of("101", b"HTTP/1.1 101 Switching Protocols\r\n\r\npage", Ours(None, "nobody asked for another protocol")),
    ]
}

fn of(name: &'static str, answer: &[u8], expected: super::Expected) -> Case {
    Case::new(name, answer, expected)
}
