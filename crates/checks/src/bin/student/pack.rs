//! `cargo xtask pack`: writes the archive to hand in. It holds the graded files and nothing else.

use crate::given::{Given, graded, warning};
use crate::zip;
use std::fs;
use std::path::Path;

/// The default name of the archive.
pub const ARCHIVE: &str = "submission.zip";

/// Writes the archive `file` with the graded files of the workspace in `root`. Returns the text to print.
///
/// # Errors
///
/// A file that cannot be read or written.
pub fn pack(root: &Path, file: &Path) -> Result<String, String> {
    let mut files = Vec::new();
    for name in graded() {
        let bytes = fs::read(root.join(&name)).map_err(|error| format!("cannot read {name}: {error}"))?;
        files.push((name, bytes));
    }
    fs::write(file, zip::archive(&files)).map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    let shown = file.strip_prefix(root).unwrap_or(file);
    let mut text = format!("Wrote {}, the archive to hand in:\n", shown.display());
    files.iter().for_each(|(name, _)| text.push_str(&format!("  {name}\n")));
    let changes = Given::load(root).map(|given| given.changes(root)).unwrap_or_default();
    // The warning is worded for `check`; here nothing is checked.
    let left_out = warning(&changes).replace(", and left out of this check:", ", and not in it:");
    if !left_out.is_empty() {
        text.push('\n');
        text.push_str(&left_out);
    }
    Ok(text.trim_end().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_archive_holds_the_graded_files_and_the_text_names_the_others() {
        let root = std::env::temp_dir().join(format!("pack-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        for name in graded() {
            fs::create_dir_all(root.join(&name).parent().unwrap()).unwrap();
            fs::write(root.join(&name), format!("// {name}\n")).unwrap();
        }
        fs::write(root.join("given.json"), "{}").unwrap();
        fs::write(root.join("crates/counter-race/src/helper.rs"), "").unwrap();
        let file = root.join(ARCHIVE);
        let said = pack(&root, &file).unwrap();
        assert!(
            said.starts_with(
                "Wrote submission.zip, the archive to hand in:\n  crates/counter-race/src/locked.rs\n"
            )
        );
        assert!(
            said.contains("\nNot graded, and not in it:\n  crates/counter-race/src/helper.rs (new)\n"),
            "{said}"
        );
        let bytes = fs::read(&file).unwrap();
        let has = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
        assert!(graded().iter().all(|name| has(&format!("// {name}\n"))) && !has("helper"));
        fs::remove_file(root.join("crates/counter-race/src/locked.rs")).unwrap();
        assert!(pack(&root, &file).unwrap_err().starts_with("cannot read crates/counter-race/src/locked.rs: "));
        fs::remove_dir_all(root).unwrap();
    }
}
