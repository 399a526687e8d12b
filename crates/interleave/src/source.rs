//! The source lines of the program under test. The explorer guesses the names of objects from them, and the reports
//! print them. A source that cannot be found is no error: the reports then do without the text.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;

use crate::record::Place;

/// The text of that line, without its line break; `None` if the file or the line cannot be found.
pub(crate) fn line(place: Place) -> Option<String> {
    let lines = lines(place.file());
    let index = usize::try_from(place.line()).ok()?.checked_sub(1)?;
    lines.get(index).cloned()
}

/// All lines of a file, read once a thread; none if it cannot be found.
fn lines(file: &str) -> Rc<[String]> {
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

/// A `Location` names its file from the workspace's root, but tests run in their package's: look in the parents too.
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
    fn a_missing_file_has_no_lines() {
        assert!(lines("no/such/file.rs").is_empty());
    }
}
