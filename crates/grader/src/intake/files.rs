//! Picks the one file that an exercise asks for from all that have its name.

use super::listing::Content;
use crate::judge::HandedIn;
use checks::Verdict;
use std::path::Path;

/// The text of one file that an exercise asks for; nothing if it is not there.
pub fn pick(package: &str, file: &str, files: &[(String, Content)], notes: &mut Vec<String>) -> Option<HandedIn> {
    let right_place = Path::new(package).join(file);
    let name = Path::new(file).file_name();
    let in_place: Vec<_> = files.iter().filter(|(path, _)| Path::new(path).ends_with(&right_place)).collect();
    let anywhere: Vec<_> = files.iter().filter(|(path, _)| last_part(path) == name).collect();
    let out_of_place = in_place.is_empty();
    let candidates = if out_of_place { anywhere } else { in_place };
    let unusable = |message: String| Some(HandedIn::Unusable(Verdict::DoesNotCompile, message));

    let mut texts = Vec::new();
    for (path, content) in &candidates {
        let bytes = match content {
            Ok(bytes) => bytes,
            Err(why) => return unusable(format!("{path} {why}")),
        };
        match std::str::from_utf8(bytes) {
            Ok(text) => texts.push(text),
            Err(error) => {
                let line = 1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
                return unusable(format!("{path}: line {line} is not UTF-8: save it with that encoding"));
            }
        }
    }
    let text = texts.first()?;
    if texts.iter().any(|other| other != text) {
        let names: Vec<_> = candidates.iter().map(|(path, _)| path.as_str()).collect();
        return unusable(format!("{file} is there in different copies, hand in one: {}", names.join(", ")));
    }
    if out_of_place {
        notes.push(format!("{} was taken for crates/{package}/{file}, which is its place", candidates[0].0));
    }
    Some(HandedIn::Text((*text).to_string()))
}

/// The name in a path, whichever way its folders are separated.
fn last_part(path: &str) -> Option<&std::ffi::OsStr> {
    path.rsplit(['/', '\\']).next().map(std::ffi::OsStr::new)
}
