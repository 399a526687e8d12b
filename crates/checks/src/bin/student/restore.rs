//! Finds check files that a student removed or emptied. The compiler's errors about them would name lines that the
//! student did not write.

use std::fs;
use std::path::Path;

/// Which files to restore before the checks of `package` can be compiled, if any.
pub fn missing(root: &Path, package: &str) -> Option<String> {
    let folder = root.join("crates").join(package).join("tests/spec");
    let main = fs::read_to_string(folder.join("main.rs")).unwrap_or_default();
    let modules = main.lines().filter_map(|line| line.trim().strip_prefix("mod ")?.strip_suffix(';'));
    let files = ["main.rs".to_string()].into_iter().chain(modules.map(|module| format!("{module}.rs")));
    let told = files.filter_map(|file| {
        let what = match fs::read_to_string(folder.join(&file)) {
            Ok(text) if !text.trim().is_empty() => return None,
            Ok(_) => "is empty",
            Err(_) => "is missing",
        };
        Some(format!("crates/{package}/tests/spec/{file} {what}: restore it from the handout"))
    });
    let told: Vec<_> = told.collect();
    (!told.is_empty()).then(|| told.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_file_that_was_removed_or_emptied_is_named() {
        let root = std::env::temp_dir().join(format!("restore-{}", std::process::id()));
        let folder = root.join("crates/counter-race/tests/spec");
        fs::create_dir_all(&folder).unwrap();
        let told = || missing(&root, "counter-race").unwrap_or_default();
        let all = "crates/counter-race/tests/spec";
        assert_eq!(told(), format!("{all}/main.rs is missing: restore it from the handout"));
        fs::write(folder.join("main.rs"), "mod atomic;\n    mod locked;\n\nfn main() {}\n").unwrap();
        fs::write(folder.join("locked.rs"), "\n").unwrap();
        let expected = ["atomic.rs is missing", "locked.rs is empty"];
        assert_eq!(told(), expected.map(|what| format!("{all}/{what}: restore it from the handout")).join("\n"));
        for file in ["atomic.rs", "locked.rs"] {
            fs::write(folder.join(file), "// checks\n").unwrap();
        }
        assert_eq!(told(), "");
        fs::remove_dir_all(root).unwrap();
    }
}
