//! Generated answers: each is composed at random, from a seed, of parts that servers send.

use super::Case;
use super::Expected::Same;
use super::server::After;
use common::random::{RngExt, SliceRandom, Xoshiro256PlusPlus, generator};

/// Bytes after the announced end of the content: they look like another answer, but must not be treated as one.
const HIDDEN: &str = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhidden";

const REDIRECTS: [&str; 8] =
    ["300", "301 Moved", "302 Found", "303 Other", "304 No", "307 T", "308 P", "399 Unknown"];
const OTHERS: [&str; 9] =
    ["200 OK", "201 Created", "203 Some", "204 None", "206 Part", "299", "404 Not Found", "429 Slow", "503 Busy"];

/// Headers without an effect.
const ODD: [&str; 21] = [
    "X: y",
    "X:",
    "X: a\r\n b",
    "X: a\r\n\tb\r\n  c",
    "X : y",
    ": y",
    "X: a\x01b",
    "X: Location: /wrong",
    "X-Location: /wrong",
    "Location : /wrong",
    "Content-Location: /wrong",
    "Content-Length : 1",
    "Set-Cookie: a=b; Path=/",
    "Server: \u{fc}",
    "Content-Type: text/html; charset=utf-8",
    "Content-Encoding: gzip",
    "Retry-After: 1",
    "Keep-Alive: timeout=5, max=1",
    "Trailer: X",
    "Refresh: 0; url=/wrong",
    "Link: </a>; rel=next",
];

const SEGMENTS: [&str; 22] = [
    "a", "b.c", "..", ".", "...", "list", "%41", "%c3%A9", "\u{e9}", "x y", "p;q=1", "~u", "a'b", "a\"b", "a:b",
    "%zz", "{x}", "a+b", "a&b=c", "<i>", "a|b^c`", "\\d",
];

/// Case `number` of `seed`.
pub(super) fn case(seed: u64, number: u64) -> Case {
    let random = &mut generator(seed, number);
    let content = "x".repeat(random.random_range(0..300));
    let redirect = random.random_bool(0.6);
    let status = if redirect { one_of(random, &REDIRECTS) } else { one_of(random, &OTHERS) };
    let version = one_of(random, &["HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0"]);
    let interim = one_of(
        random,
        &[
            "",
            "",
            "",
            "",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 103 Early\r\nLink: </a>\r\nLocation: /wrong\r\n\r\n",
        ],
    );
    let mut headers: Vec<String> =
        (0..random.random_range(0..4)).map(|_| one_of(random, &ODD).to_string()).collect();
    headers
        .push(format!("Connection: {}", one_of(random, &["close", "keep-alive", "x", "Keep-Alive, x", "Close"])));
    for _ in 0..one_of(random, &[0, 1, 1, 1, 1, 2]) {
        let name = one_of(random, &["Location", "location", "LOCATION"]);
        let blank = one_of(random, &["", " ", " ", "\t", "   "]);
        headers.push(format!("{name}:{blank}{}{blank}", location(random)));
    }
    let (framing, body, last, ends) = body(random, &content);
    let chunked = !last.is_empty();
    headers.extend(framing);
    headers.shuffle(random);
    let line = one_of(random, &["\r\n", "\r\n", "\r\n", "\r\n", "\n"]);
    let head = [&format!("{version} {status}"), &*headers.join("\r\n"), "", ""].join("\r\n").replace("\r\n", line);
    let mut answer = [interim, &head, &body, last].concat().into_bytes();
    let mut after = one_of(random, &[After::Close, After::Stay, After::CloseAtNext]);
    // What is wrong behind the last chunk, or with the chunks of a redirect, is among the cases that have a name.
    let may_be_cut = !body.is_empty() && (!redirect || !chunked);
    let cut = may_be_cut && random.random_bool(0.15);
    if cut {
        let end = answer.len() - last.len();
        answer.truncate(random.random_range(end - body.len()..end));
    }
    if cut || !ends {
        after = After::Close;
    }
    Case { name: format!("CURL_SEED={seed}, case {number}"), answer, after, expected: Same }
}
/// Headers that say where the content ends, the content, its last chunk, and whether the client can recognise its end.
fn body(random: &mut Xoshiro256PlusPlus, content: &str) -> (Vec<String>, String, &'static str, bool) {
    let length = |length: usize| vec![format!("Content-Length: {length}")];
    match random.random_range(0..7) {
        0 | 1 => (length(content.len()), content.to_string(), "", true),
        2 => (length(content.len()), [content, HIDDEN].concat(), "", true),
        3 => (length(content.len() + 9), content.to_string(), "", false),
        4 => (Vec::new(), content.to_string(), "", false),
        _ => {
            let mut headers = if random.random_bool(0.2) { length(7) } else { Vec::new() };
            headers.push("Transfer-Encoding: chunked".to_string());
            let last = ["0\r\n\r\n", "000\r\n\r\n", "0;a\r\n\r\n", "0\r\nX: y\r\nLocation: /wrong\r\n\r\n"];
            (headers, chunks(random, content), one_of(random, &last), true)
        }
    }
}

/// All chunks except the last, which is empty.
fn chunks(random: &mut Xoshiro256PlusPlus, content: &str) -> String {
    let mut text = String::new();
    let mut left = content;
    while !left.is_empty() {
        let (chunk, rest) = left.split_at(random.random_range(1..=left.len()));
        let size = chunk.len();
        text += &match random.random_range(0..5) {
            0 => format!("{size:X}"),
            1 => format!("{size:05x}"),
            2 => format!("{size:x};a=\"b\""),
            3 => format!("{size:x}  "),
            _ => format!("{size:x}"),
        };
        text += &format!("\r\n{chunk}\r\n");
        left = rest;
    }
    text
}

fn location(random: &mut Xoshiro256PlusPlus) -> String {
    let host = one_of(
        random,
        &[
            "",
            "",
            "",
            "",
            "http://HOST",
            "//HOST",
            "HTTP://HOST",
            "http://u:p@HOST",
            "http://HOST:80",
            "other://HOST",
        ],
    );
    let segments = (0..random.random_range(0..5)).map(|_| one_of(random, &SEGMENTS)).collect::<Vec<_>>().join("/");
    let slash = if !host.is_empty() || random.random_bool(0.4) { "/" } else { "" };
    let query = one_of(random, &["", "", "?q=1", "?a=/../b", "?x y", "?\u{fc}=%zz", "??", "?a#b?c"]);
    let address = format!("{host}{slash}{segments}{query}");
    // A fragment alone is one of the cases that have a name.
    let fragment = if address.is_empty() { "" } else { one_of(random, &["", "", "", "#f", "#/../x?y"]) };
    address + fragment
}

fn one_of<T: Copy>(random: &mut Xoshiro256PlusPlus, list: &[T]) -> T {
    list[random.random_range(0..list.len())]
}
