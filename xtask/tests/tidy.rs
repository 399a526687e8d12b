//! Tests of the house rules in CONTRIBUTING.md.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use xshell::{Shell, cmd};

/// The most lines of code in a file that students read.
const MOST_LINES_OF_CODE: usize = 120;
/// The most crates that the counter compiles: a lecturer should not have to wait for the compiler.
const MOST_CRATES: usize = 16;
/// The most lines and columns of the README: two screens of a terminal.
const README_LINES: usize = 2 * 45;
const README_COLUMNS: usize = 100;

#[test]
fn concept_files_are_short() {
    for (path, source) in concept_files() {
        let lines = lines_of_code(&source);
        assert!(lines <= MOST_LINES_OF_CODE, "{}: {lines} lines of code", path.display());
    }
}

#[test]
fn concept_files_print_nothing() {
    for (path, source) in concept_files() {
        let printing =
            code(&source).find(|line| ["print!", "println!", "dbg!"].iter().any(|word| line.contains(word)));
        assert_eq!(printing, None, "{}", path.display());
    }
}

#[test]
fn concept_files_take_their_primitives_from_common() {
    for (path, source) in concept_files() {
        let direct = code(&source).find(|line| line.contains("std::sync") || line.contains("std::thread"));
        assert_eq!(direct, None, "{}: import from common::sync or common::thread", path.display());
    }
}

#[test]
fn no_test_sleeps() {
    // Programs in the explorer's tests sleep on the explorer's clock, which takes no real time.
    let explored = root().join("crates/interleave/tests");
    let is_test = |path: &Path| path.components().any(|part| part.as_os_str() == "tests");
    for (path, source) in rust_files().filter(|(path, _)| is_test(path) && !path.starts_with(&explored)) {
        let sleep = code(&source).find(|line| line.contains("thread::sleep(") && !line.contains("line.contains"));
        assert_eq!(sleep, None, "{}: wait for a message or at a barrier", path.display());
    }
}

#[test]
fn every_member_inherits_the_lints_or_says_why_not() {
    for manifest in manifests() {
        let text = fs::read_to_string(&manifest).unwrap();
        let inherits = text.contains("[lints]\nworkspace = true");
        let explains = text.contains("# The workspace forbids `unsafe`;");
        assert!(inherits || explains, "{}", manifest.display());
    }
}

#[test]
fn every_command_that_starts_cargo_uses_as_typed() {
    let mut found = 0;
    for (path, source) in rust_files().filter(|(path, _)| path.starts_with(root().join("xtask/src"))) {
        let mut before = "";
        for part in source.split("cmd!(") {
            let command = part.split('"').nth(1).unwrap_or_default();
            if !before.is_empty() && command.split_whitespace().any(|word| word == "cargo") {
                assert!(before.trim_end().ends_with("as_typed("), "{}: {command}", path.display());
                found += 1;
            }
            before = part;
        }
    }
    assert!(found > 5, "the commands have moved");
}

#[test]
fn a_fresh_clone_compiles_few_crates_before_the_counter_runs() {
    let shell = Shell::new().unwrap();
    shell.change_dir(root());
    let tree = cmd!(
        shell,
        "cargo tree --package counter-race --edges normal,build --prefix none --target x86_64-unknown-linux-gnu"
    );
    let tree = tree.quiet().read().unwrap();
    let crates: BTreeSet<_> = tree.lines().map(|line| line.split(' ').next().unwrap()).collect();
    assert!(crates.len() <= MOST_CRATES, "{} crates: {crates:?}", crates.len());
}

#[test]
fn the_readme_s_test_command_is_what_ci_runs() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let ci = fs::read_to_string(root().join(".ci/run")).unwrap();
    assert!(readme.contains("\ncargo xtask test\n") && ci.contains("\ncargo xtask test\n"));
}

#[test]
fn the_readme_fits_two_screens_without_its_pictures() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let lines: Vec<_> = readme.lines().filter(|line| !line.starts_with("![")).collect();
    assert!(lines.len() <= README_LINES, "{} lines: move text to a chapter of the book", lines.len());
    let long = lines.iter().find(|line| line.chars().count() > README_COLUMNS);
    assert_eq!(long, None, "a line is longer than {README_COLUMNS} columns");
}

#[test]
fn every_relative_link_of_the_readme_leads_to_a_file() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let targets = readme.split("](").skip(1).map(|after| after.split([')', '#']).next().unwrap());
    let files: Vec<_> = targets.filter(|target| !target.starts_with("https://")).collect();
    assert!(files.len() > 5, "the test does not find the README's links any more: {files:?}");
    for file in files {
        assert!(root().join(file).is_file(), "there is no {file}");
    }
}

/// Older releases are not tested, so the workspace does not promise to compile with them.
#[test]
fn rust_version_is_the_release_that_the_tests_run_on() {
    let quoted_after = |file: &str, key: &str| {
        let text = fs::read_to_string(root().join(file)).unwrap();
        let (_, after) = text.split_once(&format!("\n{key} = \"")).expect(key);
        after.split('"').next().unwrap().to_owned()
    };
    let promised = quoted_after("Cargo.toml", "rust-version");
    let tested = quoted_after("rust-toolchain.toml", "channel");
    assert_eq!(tested.rsplit_once('.').unwrap().0, promised);
}

/// The files that a student reads: those beside `lib.rs` in the examples, and those in a folder with the name of one of
/// these files.
fn concept_files() -> impl Iterator<Item = (PathBuf, String)> {
    // Of all crates, only the examples have wrong solutions.
    let crates = fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path());
    let examples: Vec<_> = crates.filter(|path| path.join("wrong").is_dir()).map(|path| path.join("src")).collect();
    let files: Vec<_> = rust_files()
        .filter(move |(path, _)| {
            let folder = path.parent().unwrap();
            let beside = if folder.with_extension("rs").exists() { folder.parent().unwrap() } else { folder };
            examples.iter().any(|example| beside == example)
                && !path.ends_with("main.rs")
                && !path.ends_with("lib.rs")
        })
        .collect();
    assert!(files.len() >= 10, "the examples have moved");
    files.into_iter()
}

fn rust_files() -> impl Iterator<Item = (PathBuf, String)> {
    let mut files = Vec::new();
    let mut folders = vec![root().join("crates"), root().join("xtask")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
}

fn manifests() -> Vec<PathBuf> {
    let crates = fs::read_dir(root().join("crates")).unwrap().map(|entry| entry.unwrap().path());
    crates.chain([root().join("xtask")]).map(|folder| folder.join("Cargo.toml")).collect()
}

/// The lines that are neither blank nor a comment.
fn code(source: &str) -> impl Iterator<Item = &str> {
    source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"))
}

fn lines_of_code(source: &str) -> usize {
    code(source).count()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}
