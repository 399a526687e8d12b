//! Which files a handout contains: the patterns of `manifest.txt`.

use std::path::{Path, PathBuf};

/// The patterns of included files and, after a `!`, of excluded files.
pub struct Manifest<'a> {
    ship: Vec<&'a str>,
    stay: Vec<&'a str>,
}

impl<'a> Manifest<'a> {
    /// Parses one pattern per line; blank lines and lines that begin with `#` are ignored.
    pub fn parse(text: &'a str) -> Self {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let (stay, ship): (Vec<_>, Vec<_>) = lines.partition(|line| line.starts_with('!'));
        Manifest { ship, stay: stay.into_iter().map(|line| &line[1..]).collect() }
    }

    /// The files in `root` that match; an error names a pattern that matches no file.
    pub fn files(&self, root: &Path) -> Result<Vec<PathBuf>, String> {
        let files = all_files(root);
        let name = |file: &PathBuf| file.to_string_lossy().replace('\\', "/");
        let matches_none = |pattern: &&&str| !files.iter().any(|file| matches(pattern, &name(file)));
        if let Some(pattern) = self.ship.iter().chain(&self.stay).find(matches_none) {
            return Err(format!("manifest.txt: no file matches `{pattern}`"));
        }
        let any = |patterns: &[&str], file: &PathBuf| patterns.iter().any(|pattern| matches(pattern, &name(file)));
        Ok(files.into_iter().filter(|file| any(&self.ship, file) && !any(&self.stay, file)).collect())
    }
}

/// Every file in a folder and its subfolders, sorted and relative to it, except in `target` and `.git`.
pub fn all_files(root: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir().into_iter().flatten().flatten() {
            let path = entry.path();
            if !path.is_dir() {
                files.extend(path.strip_prefix(root).map(Path::to_path_buf));
            } else if !path.ends_with("target") && !path.ends_with(".git") {
                folders.push(path);
            }
        }
    }
    files.sort();
    files
}

/// `*` matches any part of a name, `**` any part of a path.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((before, after)) => {
            let Some(rest) = name.strip_prefix(before) else { return false };
            let (deep, after) = after.strip_prefix('*').map_or((false, after), |after| (true, after));
            let within = if deep { rest.len() } else { rest.find('/').unwrap_or(rest.len()) };
            (0..=within).filter(|end| rest.is_char_boundary(*end)).any(|end| matches(after, &rest[end..]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_star_matches_within_a_name_and_two_match_across_folders() {
        assert!(matches("LICENSE-*", "LICENSE-MIT"));
        assert!(matches("src/*.rs", "src/lib.rs") && !matches("src/*.rs", "src/demo/mod.rs"));
        assert!(matches("src/**", "src/demo/mod.rs") && matches("src/**.rs", "src/demo/mod.rs"));
        assert!(!matches("src/**", "tests/main.rs") && !matches("Cargo.toml", "crates/a/Cargo.toml"));
    }

    #[test]
    fn a_pattern_that_matches_nothing_is_an_error() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let error = Manifest::parse("# a comment\n\nCargo.toml\nsrc/*.py\n").files(here).unwrap_err();
        assert_eq!(error, "manifest.txt: no file matches `src/*.py`");
        assert_eq!(Manifest::parse("Cargo.*\n").files(here).unwrap(), [Path::new("Cargo.toml")]);
        let error = Manifest::parse("Cargo.toml\n!src/*.py\n").files(here).unwrap_err();
        assert_eq!(
            error, "manifest.txt: no file matches `src/*.py`",
            "otherwise a renamed file that is excluded would be included"
        );
    }

    #[test]
    fn files_after_an_exclamation_mark_are_excluded() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let files = Manifest::parse("src/m*.rs\n!src/main.rs\n").files(here).unwrap();
        assert_eq!(files, [Path::new("src/manifest.rs")]);
    }
}
