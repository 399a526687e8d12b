//! Resolves a reference from the page that contains it, according to RFC 3986 §5. The crate `url` resolves; this file
//! refuses invalid references, and keeps the spelling that curl sends.
//!
//! `url` is made for browsers. They treat a backslash as a slash, drop tabs, read `http:g` as a path, and encode
//! more than curl does. So a reference is checked first, and each character that curl sends unchanged is replaced by
//! [`RAW`] and two digits, which `url` does not change. `wire.rs` undoes that in the request.

use url::Url;

/// Marks one byte that is sent unchanged: its two hexadecimal digits follow. No valid address contains this character.
const RAW: &str = "%~";

/// Parses `text` as an address.
///
/// # Errors
///
/// What is wrong with it, worded to follow its name in a sentence.
pub fn parse(text: &str) -> Result<Url, String> {
    let encoded = encode(text.as_bytes())?;
    if text.contains(' ') || !encoded.absolute {
        return Err("which is not of the form http://host/path".to_string());
    }
    Url::parse(&encoded.text).map_err(said)
}

/// The target of `reference` on the page at `base`.
///
/// # Errors
///
/// Like [`parse`]. `file:`, `data:` and other schemes are refused.
pub fn resolve(base: &Url, reference: &[u8]) -> Result<Url, String> {
    base.join(&encode(reference)?.text).map_err(said)
}

/// Replaces each [`RAW`] and its digits by the original character.
pub fn spelled(text: &str) -> Vec<u8> {
    let mut parts = text.split(RAW);
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        match part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend(&part.as_bytes()[2..]);
            }
            None => bytes.extend([RAW, part].concat().as_bytes()),
        }
    }
    bytes
}

struct Encoded {
    text: String,
    /// It begins with a scheme.
    absolute: bool,
}

fn encode(reference: &[u8]) -> Result<Encoded, String> {
    if reference.iter().any(u8::is_ascii_control) {
        return Err("which holds a control character".to_string());
    }
    let scheme = scheme(reference);
    if scheme.is_some_and(|scheme| !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known))) {
        return Err("which is neither http nor https".to_string());
    }
    let rest = scheme.map_or(reference, |scheme| &reference[scheme.len() + 1..]);
    let mut text = scheme.map(|scheme| format!("{scheme}:")).unwrap_or_default();
    let path = match rest.strip_prefix(b"//") {
        Some(rest) => {
            let end = rest.iter().position(|byte| b"/?#".contains(byte)).unwrap_or(rest.len());
            let host = std::str::from_utf8(&rest[..end]).map_err(|_| "whose host is no text".to_string())?;
            // A browser would begin a path after the backslash.
            if host.is_empty() || host.contains(['\\', ' ']) {
                return Err("which names no host".to_string());
            }
            text += "//";
            text += host;
            &rest[end..]
        }
        None if scheme.is_some() => return Err("which names no host".to_string()),
        None => rest,
    };
    let mut in_query = false;
    for (place, &byte) in path.iter().enumerate() {
        in_query |= byte == b'?';
        match byte {
            b' ' if in_query => text.push('+'),
            b' ' => text += "%20",
            b'"' | b'\'' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' => {
                text += &format!("{RAW}{byte:02x}");
            }
            b'%' if path[place..].starts_with(RAW.as_bytes()) => text += &format!("{RAW}{byte:02x}"),
            byte if byte.is_ascii() => text.push(char::from(byte)),
            byte => text += &format!("%{byte:02x}"),
        }
    }
    Ok(Encoded { text, absolute: scheme.is_some() })
}

/// The text before the first colon, if it can be a scheme.
fn scheme(reference: &[u8]) -> Option<&str> {
    let end = reference.iter().position(|byte| *byte == b':')?;
    let scheme = std::str::from_utf8(&reference[..end]).ok()?;
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "+-.".contains(letter);
    (scheme.starts_with(|letter: char| letter.is_ascii_alphabetic()) && scheme.chars().all(allowed))
        .then_some(scheme)
}

fn said(error: url::ParseError) -> String {
    format!("which is no address ({error})")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tables of RFC 3986, §5.4.1 and §5.4.2: each reference, and what it is from `http://a/b/c/d;p?q`. Those of
    /// other schemes and `http:g`, which names no host, lead to no page.
    const REFERENCES: &str = include_str!("rfc3986.txt");

    #[test]
    fn references_resolve_as_in_the_tables_of_rfc_3986() {
        let base = parse("http://a/b/c/d;p?q").unwrap();
        let table = REFERENCES.lines().skip(1); // the first says what this is
        let mut count = 0;
        for line in table {
            let (reference, target) = line.split_once('\t').unwrap();
            let resolved = resolve(&base, reference.as_bytes());
            match target.strip_prefix("http://") {
                // `http://g` and `http://g/` are the same (§6.2.3).
                Some(_) => {
                    let expected = Url::parse(target).unwrap();
                    assert_eq!(resolved.as_ref().map(Url::as_str), Ok(expected.as_str()), "{reference:?}");
                }
                None => assert!(resolved.is_err(), "{reference:?}: {resolved:?}"),
            }
            count += 1;
        }
        assert_eq!(count, 42);
    }

    #[test]
    fn characters_that_curl_does_not_encode_are_sent_unchanged() {
        let base = parse("http://h/shop/list").unwrap();
        let sent = |reference: &str| {
            let target = resolve(&base, reference.as_bytes()).unwrap();
            String::from_utf8(spelled(&target[url::Position::BeforePath..])).unwrap()
        };
        assert_eq!(sent("a b?c d"), "/shop/a%20b?c+d");
        assert_eq!(sent("/é?ü"), "/%c3%a9?%c3%bc");
        assert_eq!(sent("/a\"'<>\\^`{|}?\"'<>\\^`{|}"), "/a\"'<>\\^`{|}?\"'<>\\^`{|}");
        assert_eq!(sent("/%~22%22%zz%"), "/%~22%22%zz%");
        assert_eq!(sent("\\x"), "/shop/\\x", "a backslash is no slash");
    }

    #[test]
    fn an_invalid_redirect_is_refused_with_the_reason() {
        let base = parse("https://h/shop/list").unwrap();
        for (reference, why) in [
            ("file:///etc/passwd", "which is neither http nor https"),
            ("data:,x", "which is neither http nor https"),
            ("JavaScript:alert(1)", "which is neither http nor https"),
            ("a:b", "which is neither http nor https"),
            ("https:x", "which names no host"),
            ("https:///x", "which names no host"),
            ("//", "which names no host"),
            ("http://h\\evil/x", "which names no host"),
            ("/a\tb", "which holds a control character"),
            ("http://h:99999/", "which is no address (invalid port number)"),
            ("http://h:x/", "which is no address (invalid port number)"),
        ] {
            assert_eq!(resolve(&base, reference.as_bytes()).unwrap_err(), why, "{reference}");
        }
    }
}
