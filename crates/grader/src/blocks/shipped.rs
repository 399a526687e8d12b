//! Removes what students must not get from a file, be it source text or a manifest.

use super::handout;
use std::path::Path;

const BEGIN: &str = "# NOT IN HANDOUT";
const END: &str = "# END NOT IN HANDOUT";
/// Begins a line of a manifest that is a comment here and takes effect only in a handout.
const ONLY: &str = "# IN HANDOUT: ";

/// The text that students get in place of `text`.
///
/// # Errors
///
/// If markers do not match; the message names the line.
pub fn shipped(file: &Path, text: &str) -> Result<String, String> {
    let name = file.to_string_lossy();
    if file.extension().is_some_and(|extension| extension == "rs") && has_markers(text) {
        handout(&name, text).map_err(|error| error.to_string())
    } else if file.ends_with("Cargo.toml") {
        without_marked(&name, text)
    } else {
        Ok(text.to_string())
    }
}

/// Whether a line begins a block; the module that parses markers has them in its tests.
fn has_markers(text: &str) -> bool {
    let starts = |line: &str| ["// SOLUTION", "// GIVEN"].iter().any(|marker| line.trim().starts_with(marker));
    text.lines().any(starts)
}

/// A manifest without the parts between markers, and with the lines that only a handout has.
fn without_marked(name: &str, text: &str) -> Result<String, String> {
    let mut kept = String::new();
    let mut open = None;
    for (number, line) in text.lines().enumerate() {
        let at = |message: &str| format!("{name}:{}: {message}", number + 1);
        if line.trim() == END {
            open.take().ok_or_else(|| at("nothing begins that ends here"))?;
        } else if line.trim().starts_with(BEGIN) {
            if open.replace(number + 1).is_some() {
                return Err(at("a part within a part"));
            }
        } else if open.is_none() && !(line.is_empty() && kept.ends_with("\n\n")) {
            kept.push_str(line.strip_prefix(ONLY).unwrap_or(line));
            kept.push('\n');
        }
    }
    match open {
        Some(line) => Err(format!("{name}:{line}: this part has no end")),
        None => Ok(kept),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_parts_of_a_manifest_are_removed() {
        let text = "a = 1\n\n# NOT IN HANDOUT: proofs\nb = 2\n# END NOT IN HANDOUT\n\nc = 3\n";
        assert_eq!(without_marked("Cargo.toml", text).unwrap(), "a = 1\n\nc = 3\n");
    }

    #[test]
    fn handout_only_lines_of_a_manifest_are_added() {
        let text = "a = 1\n# IN HANDOUT: b = 2\n# c = 3\n";
        assert_eq!(without_marked("Cargo.toml", text).unwrap(), "a = 1\nb = 2\n# c = 3\n");
    }

    #[test]
    fn mismatched_markers_are_reported_with_their_line() {
        let refused = |text| without_marked("Cargo.toml", text).unwrap_err();
        assert_eq!(refused("\n# NOT IN HANDOUT\n"), "Cargo.toml:2: this part has no end");
        assert_eq!(refused("# END NOT IN HANDOUT\n"), "Cargo.toml:1: nothing begins that ends here");
        assert_eq!(refused("# NOT IN HANDOUT\n# NOT IN HANDOUT\n"), "Cargo.toml:2: a part within a part");
    }

    #[test]
    fn a_source_file_loses_its_solutions() {
        let text = "fn f() {\n    // SOLUTION f: add\n    1 + 1\n    // END SOLUTION\n}\n";
        let shipped = shipped(Path::new("a.rs"), text).unwrap();
        assert!(shipped.contains("todo!") && !shipped.contains("1 + 1"), "{shipped}");
    }
}
