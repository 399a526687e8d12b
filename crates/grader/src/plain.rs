//! Makes untrusted text harmless once, where it comes in: without control sequences for terminals, without characters
//! that change the reading direction, and valid in XML. Escapes for one format (HTML, Markdown, CSV) are added where
//! that format is written, in [`crate::report`].

use checks::Finding;
use interleave::report::{is_odd, visible};
use serde_json::Value;
use std::ffi::OsStr;

/// Longer names are cut: each becomes the name of a folder, and file systems allow 255 bytes.
const LONGEST_NAME: usize = 160;

/// `text` with unreadable characters written out, as in `\u{1b}`. Line breaks stay.
///
/// ```
/// assert_eq!(grader::plain::plain("a\tb\n\u{1b}[2J\r\u{202e}"), "a\tb\n\\u{1b}[2J\\u{d}\\u{202e}");
/// ```
pub fn plain(text: &str) -> String {
    visible(text)
}

/// A name or path on one line. Different bytes give different results.
///
/// ```
/// assert_eq!(grader::plain::line("ana ruiz".as_ref()), "ana ruiz");
/// assert_eq!(grader::plain::line("a\nb".as_ref()), "a\\u{a}b");
/// ```
pub fn line(name: &OsStr) -> String {
    let mut plain = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        for char in chunk.valid().chars() {
            if is_odd(char) {
                plain.extend(char.escape_unicode());
            } else {
                plain.push(char);
            }
        }
        for byte in chunk.invalid() {
            plain += &format!("\\x{byte:02x}");
        }
    }
    plain
}

/// Like [`line()`], but short enough for the name of a folder.
pub fn name(name: &OsStr) -> String {
    let plain = line(name);
    if plain.len() > LONGEST_NAME {
        let digest = crate::files::Digest::default().with(name.as_encoded_bytes()).text();
        let end = (0..=LONGEST_NAME).rev().find(|end| plain.is_char_boundary(*end)).unwrap_or(0);
        return format!("{}~{digest}", &plain[..end]);
    }
    plain
}

/// The same finding, in plain text.
pub fn finding(found: Finding) -> Finding {
    Finding {
        verdict: found.verdict,
        message: plain(&found.message),
        place: found.place.as_deref().map(plain),
        detail: plain(&found.detail),
        evidence: value(found.evidence),
    }
}

fn value(json: Value) -> Value {
    match json {
        Value::String(text) => Value::String(plain(&text)),
        Value::Array(values) => Value::Array(values.into_iter().map(value).collect()),
        Value::Object(members) => members.into_iter().map(|(name, member)| (plain(&name), value(member))).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_names_stay_different() {
        let long = |end: &str| name(format!("{}{end}", "é".repeat(120)).as_ref());
        assert!(long("a") != long("b") && long("a").len() < 200);
        #[cfg(unix)]
        {
            let bytes = |bytes: &'static [u8]| name(std::os::unix::ffi::OsStrExt::from_bytes(bytes));
            assert_eq!((bytes(b"a\xff").as_str(), bytes(b"a\xfe").as_str()), ("a\\xff", "a\\xfe"));
        }
    }

    #[test]
    fn every_part_of_a_finding_is_made_plain() {
        let odd = "\u{1b}[2J\u{9b}\u{ffff}";
        let found = Finding {
            place: Some(odd.to_string()),
            detail: odd.to_string(),
            evidence: serde_json::json!({odd: [odd]}),
            ..Finding::new(checks::Verdict::Panicked, odd)
        };
        let text = format!("{:?} {}", finding(found.clone()), finding(found).to_json());
        assert!(!text.chars().any(is_odd) && text.contains("\\\\u{1b}[2J"), "{text}");
    }
}
