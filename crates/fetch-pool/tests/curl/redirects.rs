//! Redirects from `/shop/list`, each to a page that contains the requested target.

use super::Expected::{Ours, Same};
use super::{Case, Expected};

pub(super) fn cases() -> Vec<Case> {
    let browser = "an unreserved character may be encoded (RFC 3986, 2.3), so this is a dot";
    let empty = "a `?` with nothing behind it is kept (RFC 3986, 5.3)";
    let no_host = "an address of http has two slashes and a host (RFC 9110, 4.2.1)";
    let fold = "a fold is a blank (RFC 9112, 5.2)";
    vec![
        to("another query", "?page=2", Same),
        to("an empty query", "?", Ours(Some(11), empty)),
        to("an empty query of another page", "other?", Ours(Some(12), empty)),
        to("the same page", "#top", Ours(None, "a fragment does not change the address (RFC 3986, 5.2.2)")),
        to("nowhere", "", Same),
        to("the folder", ".", Same),
        to("the folder above", "..", Same),
        to("above the root", "../../../x", Same),
        to("a sibling", "./a", Same),
        to("a path", "/a/b", Same),
        to("a path with dots", "/a/./b/../c", Same),
        to("dots that are encoded", "/a/%2e%2e/b", Ours(Some(2), browser)),
        to("dots in the query", "/x?a=/../b", Same),
        to("a fragment", "/a#b?c", Same),
        to("a parameter", "/a;b=1", Same),
        to("a colon behind a dot", "./a:b", Same),
        to("blanks", "a b?c d", Same),
        to("blanks around", "  /a  ", Same),
        to("letters beyond ASCII", "/é?ü=ß", Same),
        to("double quotes", "/a\"b?c\"d", Same),
        to("single quotes", "/a'b?c'd", Same),
        to("angle brackets", "/a<b>?c<d>", Same),
        to("braces, bars and carets", "/{a}|^`?{b}|^`", Same),
        to("a backslash", "\\a\\b", Same),
        to("a percent sign", "/100%?50%zz", Same),
        to("an encoded letter", "/%41%c3%A9", Same),
        to("what marks a raw character in ours", "/%~22%~", Same),
        to("another host", "//HOST/x", Same),
        to("a whole address", "http://HOST/x?y", Same),
        to("a scheme in large letters", "HTTP://HOST/x", Same),
        to("a host alone", "http://HOST", Same),
        to("a host and a query", "http://HOST?q", Same),
        to("a name and a password", "http://user:pass@HOST/x", Same),
        to("a scheme and a path", "http:x", Same),
        to("a scheme and an absolute path", "http:/x.invalid", Same),
        to("a scheme and three slashes", "http:///HOST/x", Ours(None, no_host)),
        to("no host", "http://", Same),
        to("a file", "file:///etc/passwd", Same),
        to("data", "data:text/plain,x", Same),
        to("a script", "javascript:alert(1)", Same),
        to("a letter", "mailto:a@b.example", Same),
        to("an unknown scheme", "a:b", Same),
        to("a port above 65535", "http://127.0.0.1:99999/", Same),
        to("a port of letters", "http://127.0.0.1:http/", Same),
        to("a tab", "/a\tb", Same),
        to("a control character", "/a\u{1}b", Same),
        headers("two addresses", "302 Found", "Location: /a\r\nLocation: /bb\r\nContent-Length: 0\r\n", Same),
        headers("an empty address first", "302 Found", "Location:\r\nLocation: /bb\r\nContent-Length: 0\r\n", Same),
        headers("a folded address", "302 Found", "Location:\r\n /a\r\nContent-Length: 0\r\n", Ours(Some(2), fold)),
        headers(
            "an address folded in the middle",
            "302 Found",
            "Location: /a\r\n b\r\nContent-Length: 0\r\n",
            Ours(Some(6), fold),
        ),
        headers("no address", "302 Found", "Content-Length: 0\r\n", Same),
        headers("a content", "302 Found", "Location: /a\r\nContent-Length: 2\r\n\r\nxx", Same),
        headers("half a content", "302 Found", "Location: /a\r\nContent-Length: 20\r\n\r\nxx", Same),
        headers("a content without a length", "302 Found", "Location: /a\r\n\r\nxx", Same),
        headers(
            "a content in chunks",
            "302 Found",
            "Location: /a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nxx\r\n0\r\n",
            Same,
        ),
        Case::new(
            "half a content in chunks",
            b"HTTP/1.1 302 Found\r\nLocation: /a\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nxx",
            Ours(Some(2), "the address is whole, and nobody wants the content"),
        ),
        headers("300", "300 Choices", "Location: /a\r\n", Same),
        headers("301", "301 Moved", "Location: /a\r\n", Same),
        headers("303", "303 Other", "Location: /a\r\n", Same),
        headers("304 with an address", "304 Not Modified", "Location: /a\r\n", Same),
        headers("305", "305 Proxy", "Location: /a\r\n", Same),
        headers("307", "307 Temporary", "Location: /a\r\n", Same),
        headers("308", "308 Permanent", "Location: /a\r\n", Same),
        headers("399", "399 Unknown", "Location: /a\r\n", Same),
        headers("201 with an address", "201 Created", "Location: /a\r\nContent-Length: 0\r\n", Same),
        Case::new("no empty line", b"HTTP/1.1 302 Found\r\nLocation: /a\r\n", Same),
        headers("to itself", "302 Found", "Location: list\r\nContent-Length: 0\r\n", Same),
    ]
}

fn to(name: &'static str, location: &str, expected: Expected) -> Case {
    headers(name, "302 Found", &format!("Location: {location}\r\nContent-Length: 0\r\n"), expected)
}

fn headers(name: &'static str, status: &str, headers: &str, expected: Expected) -> Case {
    Case::new(name, format!("HTTP/1.1 {status}\r\n{headers}\r\n").as_bytes(), expected)
}
