//! The stable names in `std`, those that the surface uses, and those that the front page lists as missing.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const OF_STD: &str = include_str!("std.txt");
const FRONT_PAGE: &str = include_str!("../../src/lib.rs");

/// Names such as `Mutex::lock`, and `const Mutex::new` for functions that are `const`.
pub fn of_std() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for line in OF_STD.lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix("const ") {
            Some(names) => all.extend(names.split(' ').map(|name| format!("const {name}"))),
            None => all.extend(line.split(' ').map(str::to_owned)),
        }
    }
    all
}

/// The version of Rust whose names these are.
pub fn version() -> &'static str {
    let rest = OF_STD.split_once("Rust ").expect("the list names its version").1;
    rest.split(' ').next().expect("a version")
}

/// The names in the first column of the front page's table.
pub fn missing() -> BTreeSet<String> {
    let section = FRONT_PAGE.split("//! # What is missing\n").nth(1).expect("the front page has such a section");
    let section = section.split("//! # ").next().expect("a section has a text");
    let rows = section.lines().filter_map(|line| line.strip_prefix("//! | `"));
    let mut all = BTreeSet::new();
    for row in rows {
        let (names, reason) = row.split_once(" | ").expect("a name and a reason");
        assert!(reason.len() > 10, "{row}: no reason");
        all.extend(names.split('`').step_by(2).map(str::to_owned));
    }
    assert!(!all.is_empty(), "no row was found: has the table changed its form?");
    all
}

/// Is it in the text of the surface? A function that is called in a constant follows a `=`.
pub fn is_used(name: &str) -> bool {
    let text = surface();
    let part_of_a_name = |c: char| c.is_alphanumeric() || c == '_';
    let called = name.strip_prefix("const ").map(|name| format!("= {name}("));
    if let Some(called) = called {
        return text.contains(&called);
    }
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        !before.ends_with(part_of_a_name) && !after.starts_with(part_of_a_name)
    })
}

fn surface() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/standard/surface");
    let files = fs::read_dir(folder).expect("the surface is there");
    let text: String =
        files.map(|file| fs::read_to_string(file.expect("a file").path()).expect("a text")).collect();
    without_arguments(&text)
}

/// Without generic arguments: `LocalKey::<Cell<u32>>::set` is `LocalKey::set`.
fn without_arguments(text: &str) -> String {
    let mut parts = text.split("::<");
    let mut all = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut depth = 1;
        let plain = part.replace("->", "  ");
        let end = plain.find(|c| {
            depth += i32::from(c == '<') - i32::from(c == '>');
            depth == 0
        });
        all.push_str(&part[end.map_or(0, |end| end + 1)..]);
    }
    all
}
