//! Picks the file for an exercise from all files that have its name or a similar one.

use super::listing::Entry;
use super::names::last_part;
use super::{Intake, MOST_NAMED};
use crate::given::Given;
use crate::judge::HandedIn;
use checks::Verdict;
use std::path::Path;

/// The text of the file at this place of the lab; `None` if it was not handed in.
///
/// A file in the right place comes before one elsewhere, and one with the right name before one with a similar name.
pub fn pick(package: &str, file: &str, files: &[Entry], given: &Given, intake: &mut Intake) -> Option<HandedIn> {
    let place = format!("crates/{package}/{file}");
    let own = |entry: &&Entry| entry.wanted == last_part(file) && !given.is_elsewhere(&entry.path, &place);
    let in_place = |entry: &&Entry| Path::new(&entry.path).ends_with(Path::new(package).join(file));
    let all = || files.iter().filter(own);
    let exact: Vec<_> = all().filter(|entry| entry.is_exact && in_place(entry)).collect();
    let out_of_place = exact.is_empty();
    let exact = if out_of_place { all().filter(|entry| entry.is_exact).collect() } else { exact };
    let (candidates, others): (Vec<_>, Vec<_>) = match exact.is_empty() {
        true => (all().collect(), Vec::new()),
        false => (exact, all().filter(|entry| !entry.is_exact).collect()),
    };

    let mut texts = Vec::new();
    for entry in &candidates {
        match text(entry) {
            Ok(text) => texts.push(text),
            Err(why) => return Some(HandedIn::Unusable(Verdict::NotReadable, why)),
        }
    }
    let (first, text) = (*candidates.first()?, *texts.first()?);
    if texts.iter().any(|other| other != &text) {
        let mut names: Vec<_> = candidates.iter().take(MOST_NAMED).map(|entry| entry.path.clone()).collect();
        if candidates.len() > names.len() {
            names.push(format!("and {} more", candidates.len() - names.len()));
        }
        let why = format!("there are different copies of {file}, hand in only one: {}", names.join(", "));
        return Some(HandedIn::Unusable(Verdict::NotReadable, why));
    }
    if !first.is_exact {
        intake.doubt(format!("{} was graded as {place}: the names are similar", first.path));
    } else if out_of_place {
        intake.notes.push(format!("{} was graded as {place}, where it belongs", first.path));
    }
    for other in others.iter().filter(|other| other.content.as_deref() != Ok(text.as_bytes())) {
        intake.doubt(format!(
            "{} is not graded: its name is similar to {}, but its content differs",
            other.path, first.path
        ));
    }
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Some(HandedIn::Unusable(Verdict::NotWritten, format!("{} is empty", first.path)));
    }
    Some(HandedIn::Text(text.to_string()))
}

/// The text of a file, or a sentence that says why it cannot be read.
fn text(entry: &Entry) -> Result<&str, String> {
    let path = &entry.path;
    let bytes = entry.content.as_ref().map_err(|why| format!("{path} {why}"))?;
    let zeros = bytes.iter().filter(|byte| **byte == 0).count();
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || zeros * 4 > bytes.len() {
        return Err(format!("{path} is not UTF-8 (it may be UTF-16): save the file as UTF-8"));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let line = 1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
        format!("{path}: line {line} is not UTF-8: save the file as UTF-8")
    })
}
