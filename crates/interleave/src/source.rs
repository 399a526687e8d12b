//! The source lines of the program under test. The explorer guesses object names from them, and reports print them. A
//! missing source file is not an error: reports then omit the text.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;

use crate::record::Place;

/// The text of that line, without its line break; `None` if the file or the line is missing.
pub(crate) fn line(place: Place) -> Option<String> {
    let lines = lines(place.file());
    let index = usize::try_from(place.line()).ok()?.checked_sub(1)?;
    lines.get(index).cloned()
}

/// The function around `place`: the number of its first line, and its lines. It is found by its indentation, as
/// rustfmt sets it; if that fails, the result is the line alone.
pub(crate) fn function(place: Place) -> (u32, Vec<String>) {
    let lines = lines(place.file());
    let at = (place.line() as usize).saturating_sub(1);
    let Some(inside) = lines.get(at) else { return (place.line(), Vec::new()) };
    let opens = |line: &String| indentation(line) < indentation(inside) && begins_a_function(line);
    let first = lines[..at].iter().rposition(opens).unwrap_or(at);
    let closes = |line: &String| indentation(line) == indentation(&lines[first]) && line.trim_start() == "}";
    let last = lines[first..].iter().position(closes).map_or(at, |length| first + length);
    let last = if first == at { at } else { last.max(at) };
    (first as u32 + 1, lines[first..=last].to_vec())
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn begins_a_function(line: &str) -> bool {
    let words: Vec<_> = line.split_whitespace().collect();
    let before = words.iter().position(|word| *word == "fn");
    before.is_some_and(|before| words[..before].iter().all(|word| word.starts_with("pub") || *word == "const"))
}

/// All lines of a file, read once per thread; empty if the file is missing.
pub(crate) fn lines(file: &str) -> Rc<[String]> {
    thread_local! {
        static READ: RefCell<HashMap<String, Rc<[String]>>> = RefCell::default();
    }
    READ.with_borrow_mut(|read| match read.get(file) {
        Some(lines) => Rc::clone(lines),
        None => {
            let lines: Rc<[String]> = find(file).unwrap_or_default().lines().map(str::to_owned).collect();
            read.insert(file.to_owned(), Rc::clone(&lines));
            lines
        }
    })
}

/// A `Location` names its file relative to the workspace root, but tests run in their package's directory: look in
/// the parent directories too.
fn find(file: &str) -> Option<String> {
    let start = std::env::current_dir().ok()?;
    start.ancestors().find_map(|folder: &Path| std::fs::read_to_string(folder.join(file)).ok())
}

#[cfg(test)]
mod tests {
    use std::panic::Location;

    use super::*;

    #[test]
    fn the_line_of_a_place_is_found_from_the_package_folder() {
        let place = Location::caller();
        assert_eq!(line(place).as_deref(), Some("        let place = Location::caller();"));
    }

    #[test]
    fn the_function_around_a_place_is_found() {
        let place = [1].map(|_| Location::caller())[0];
        let (first, lines) = function(place);
        assert!(first < place.line());
        assert_eq!(lines[0], "    fn the_function_around_a_place_is_found() {");
        assert_eq!((lines.len(), lines.last().map(String::as_str)), (7, Some("    }")));
    }

    #[test]
    fn a_missing_file_has_no_lines() {
        assert!(lines("no/such/file.rs").is_empty());
    }
}
