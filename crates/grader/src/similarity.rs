//! Exports code for tools that find copies: a folder for each student with only the lines that they wrote, and a
//! folder with the given code as a base.

use crate::blocks;
use crate::files::write_atomically;
use crate::intake::{self, Found};
use crate::judge::HandedIn;
use crate::reference;
use crate::result;
use anyhow::Result;
use std::path::Path;

/// The most cells of a table. A longer file is compared to the given one line by line instead.
const MOST_CELLS: usize = 20_000_000;

/// Writes the code of these submissions into `folder`. Returns how many have any.
///
/// # Errors
///
/// If a file cannot be read or written.
pub fn export(root: &Path, class: &[Found], folder: &Path) -> Result<usize> {
    let texts = reference::texts(root)?;
    for ((package, file), text) in &texts {
        write_atomically(&folder.join("base").join(package).join(file), &blocks::handout(file, text)?)?;
    }
    let wanted: Vec<_> = texts.keys().copied().collect();
    let mut count = 0;
    for found in class {
        let intake = intake::read_files(&wanted, found)?;
        let mut has_some = false;
        for ((package, file), handed_in) in &intake.submission {
            let HandedIn::Text(text) = handed_in else { continue };
            let own = own_lines(&blocks::handout(file, &texts[&(*package, *file)])?, text);
            if !own.is_empty() {
                has_some = true;
                let place = result::folder(&folder.join("submissions"), &found.id).join(package).join(file);
                write_atomically(&place, &own)?;
            }
        }
        count += usize::from(has_some);
    }
    Ok(count)
}

/// The lines of `text` that are not in `given`, in order. Indentation is ignored.
fn own_lines(given: &str, text: &str) -> String {
    let given: Vec<&str> = given.lines().map(str::trim).collect();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    let mut own = String::new();
    let mut keep = |line: &str| {
        // A solution that was copied from the lab itself has its markers.
        let marker = ["// SOLUTION", "// END SOLUTION", "// GIVEN", "// END GIVEN"];
        if !line.trim().is_empty() && !marker.iter().any(|marker| line.trim().starts_with(marker)) {
            own += line;
            own.push('\n');
        }
    };
    if given.len() * lines.len() > MOST_CELLS {
        lines.iter().filter(|line| !given.contains(&line.trim())).for_each(|line| keep(line));
        return own;
    }
    // The longest common subsequence: `common[i][j]` is its length from line i of the text and line j of the given
    // one on.
    let width = given.len() + 1;
    let mut common = vec![0_u32; (lines.len() + 1) * width];
    for i in (0..lines.len()).rev() {
        for j in (0..given.len()).rev() {
            common[i * width + j] = if lines[i].trim() == given[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < lines.len() {
        if j < given.len() && lines[i].trim() == given[j] {
            (i, j) = (i + 1, j + 1);
        } else if j < given.len() && common[i * width + j + 1] >= common[(i + 1) * width + j] {
            j += 1;
        } else {
            keep(lines[i]);
            i += 1;
        }
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::Form;
    use std::fs;

    #[test]
    fn only_the_student_s_own_lines_are_exported() {
        let given = "fn f() {\n    todo!()\n}\n\nfn g() {\n    todo!()\n}\n";
        let text = "fn f() {\n        lock();\n}\n\nfn g() {\n    // mine\n    add()\n}\n";
        assert_eq!(own_lines(given, text), "        lock();\n    // mine\n    add()\n");
        assert_eq!(own_lines(given, given), "");
        assert_eq!(own_lines("", "a\n\nb"), "a\nb\n");
    }

    #[test]
    fn a_class_is_exported_with_the_given_code_as_base() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
        let folder = std::env::temp_dir().join(format!("grader-similarity-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        let locked = "crates/counter-race/src/locked.rs";
        let text = fs::read_to_string(root.join(locked)).unwrap();
        for (id, text) in [("ana", text.clone()), ("ben", blocks::handout("locked.rs", &text).unwrap())] {
            fs::create_dir_all(folder.join(id)).unwrap();
            fs::write(folder.join(id).join("locked.rs"), text).unwrap();
        }
        let found =
            ["ana", "ben"].map(|id| Found { id: id.to_string(), path: folder.join(id), form: Form::Folder });
        let count = export(root, &found, &folder.join("out")).unwrap();
        let read = |file: &str| fs::read_to_string(folder.join("out").join(file)).unwrap_or_default();
        let base = read("base/counter-race/src/locked.rs");
        let own = read("submissions/ana/counter-race/src/locked.rs");
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(count, 1, "an empty handout has nothing of its student's own");
        assert!(base.contains("todo!") && !base.contains("self.count.lock()"), "{base}");
        assert!(own.contains(".lock()") && !own.contains("pub struct LockedCounter"), "{own}");
    }
}
