//! Names and texts that reach a report, a terminal or the name of a folder.

use checks::{Finding, Verdict};
use grader::plain;
use std::ffi::{OsStr, OsString};

/// A name in a file system has at most 255 bytes, and suffixes need some of them.
const LONGEST_NAME: usize = 200;

/// Plain text has nothing that a terminal would obey or an editor would hide, and making it plain again does not
/// change it.
pub fn plain(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let shown = plain::plain(&text);
    assert!(!shown.chars().any(|char| char.is_control() && !matches!(char, '\n' | '\t')));
    assert_eq!(plain::plain(&shown), shown);
    assert_eq!(
        shown.lines().count(),
        text.split('\n').count() - usize::from(text.is_empty() || text.ends_with('\n'))
    );

    let name = os(bytes);
    let line = plain::line(&name);
    assert!(!line.chars().any(char::is_control));
    let short = plain::name(&name);
    assert!(short.len() <= LONGEST_NAME, "{} bytes", short.len());
    assert_eq!(plain::line(short.as_ref()), short);

    let found = Finding {
        place: Some(text.to_string()),
        detail: text.to_string(),
        evidence: serde_json::json!({&*text: [&*text]}),
        ..Finding::new(Verdict::Panicked, text)
    };
    let found = plain::finding(found);
    assert_eq!((&found.message, &found.detail, found.place.as_ref()), (&shown, &shown, Some(&shown)));
    assert_eq!(Finding::from_json(&found.to_json()), Some(found));
}

#[cfg(unix)]
fn os(bytes: &[u8]) -> OsString {
    <OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes).to_os_string()
}

#[cfg(not(unix))]
fn os(bytes: &[u8]) -> OsString {
    OsStr::new(&*String::from_utf8_lossy(bytes)).to_os_string()
}
