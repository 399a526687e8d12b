//! The public functions of `cell`, `sync`, `thread`, `time`, `hint` and `panic`, read from the sources. Macros
//! define the methods of atomics: they are listed once, for a type `Atomic`, and the atomic types by name.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Names such as `Mutex::lock` or `spawn`.
pub fn functions() -> BTreeSet<String> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeSet::new();
    // `cell::Cell` is made of `cell::UnsafeCell`.
    for part in ["cell/mod.rs", "sync", "thread", "time.rs", "time", "hint.rs", "panic.rs"] {
        for file in files(&src.join(part)) {
            let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            let mut own = BTreeSet::new();
            in_file(&text, &mut own);
            let says_so = text.lines().any(|line| line.trim_start().starts_with("pub fn "));
            assert!(!says_so || !own.is_empty(), "{}: no function found", file.display());
            found.extend(own);
        }
    }
    for sure in
        ["Mutex::lock", "Atomic::fetch_add", "Atomic::load", "AtomicU8", "AtomicBool", "spawn", "Instant::now"]
    {
        assert!(found.contains(sure), "{sure} was not found: have the sources changed their form?");
    }
    found
}

fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut all: Vec<_> = entries.flat_map(|entry| files(&entry.unwrap().path())).collect();
    all.sort();
    all
}

fn in_file(text: &str, found: &mut BTreeSet<String>) {
    // The enclosing `impl` blocks, which may be nested; each ends at its own indentation.
    let mut owners: Vec<(usize, Option<String>)> = Vec::new();
    for line in text.lines() {
        let code = line.trim_start();
        let indentation = line.len() - code.len();
        if code.starts_with("//") {
            continue;
        }
        if let Some(owner) = code.strip_prefix("impl").and_then(implemented) {
            owners.push((indentation, owner));
        }
        if code.starts_with('}') {
            owners.pop_if(|(begins, _)| *begins == indentation);
        }
        let function =
            ["pub fn ", "pub const fn ", "pub unsafe fn "].iter().find_map(|pub_fn| code.strip_prefix(pub_fn));
        if let Some(rest) = function.filter(|rest| !rest.starts_with('$')) {
            let name = word(rest);
            let owner = owners.last().and_then(|(_, owner)| owner.as_ref());
            found.insert(owner.map_or(name.to_owned(), |owner| format!("{owner}::{name}")));
        }
        // Arguments of macros: the methods of integers, and the atomic types.
        if code.starts_with("fetch_") && code.contains(" = ") {
            found.insert(format!("Atomic::{}", word(code)));
        }
        let types = code
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.starts_with("Atomic") && *word != "Atomic");
        if code.ends_with(';') && code.contains(',') || code.contains('!') {
            found.extend(types.map(str::to_owned));
        }
    }
}

/// The type of an `impl` block, without generics: `rest` follows the keyword. `Some(None)` is a trait's `impl`, `None`
/// is no `impl` at all.
fn implemented(rest: &str) -> Option<Option<String>> {
    if !rest.starts_with([' ', '<']) {
        return None;
    }
    if rest.contains(" for ") {
        return Some(None);
    }
    let rest = &rest.replace("->", "  ");
    let mut depth = 0;
    let after = rest.find(|c| {
        depth += i32::from(c == '<') - i32::from(c == '>');
        depth == 0 && c != '>' && c != ' '
    })?;
    let name = word(rest[after..].trim_start_matches('$'));
    let name = if rest[after..].starts_with("$name") || name.starts_with("Atomic") { "Atomic" } else { name };
    Some(Some(name.to_owned()))
}

fn word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}
