//! `docs/src/cpython.md`: every test of CPython's suites has its row, and every test of ours that a row names exists.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

#[test]
fn every_test_of_cpython_has_a_row_that_names_a_test_of_ours_or_says_why_not() {
    let read = |file: &str| fs::read_to_string(root().join("docs").join(file)).unwrap();
    assert_eq!(mistakes(&read("src/cpython.md"), &read("cpython-tests.txt"), &exists), [""; 0]);
}

#[test]
fn a_mistake_in_the_table_is_told_with_its_section() {
    let head = "## `suite`\n\n| CPython test | ours | why not |\n| --- | --- | --- |\n";
    let names = "# a comment\n[suite]\nC.test_a\n";
    let told = |rows: &str| mistakes(&format!("{head}{rows}"), names, &|name| name == "crate::file.rs::test");

    assert_eq!(told("| `C.test_a` | `crate::file.rs::test` | |\n"), [""; 0]);
    assert_eq!(told("| `C.test_a` | | no such corner |\n"), [""; 0]);
    assert_eq!(told(""), ["suite: `C.test_a` has no row"]);
    assert_eq!(told("| `C.test_a` | | |\n"), ["suite: `C.test_a` needs a test of ours, or a reason, and not both"]);
    assert_eq!(
        told("| `C.test_a` | `crate::file.rs::test` | a reason |\n"),
        ["suite: `C.test_a` needs a test of ours, or a reason, and not both"]
    );
    assert_eq!(
        told("| `C.test_a` | `crate::file.rs::test`, `crate::file.rs::gone` | |\n"),
        ["suite: `C.test_a`: there is no test `crate::file.rs::gone`"]
    );
    assert_eq!(
        told("| `C.test_a` | crate::file.rs::test | |\n"),
        ["suite: `C.test_a`: there is no test crate::file.rs::test"]
    );
    assert_eq!(
        told("| `C.test_a` | | x |\n| `C.test_a` | | x |\n| `C.test_b` | | x |\n"),
        ["suite: `C.test_a` has two rows", "suite: `C.test_b` is no test of CPython's"]
    );
    let four = "| `C.test_a` | | a | b |";
    assert_eq!(told(four), [&format!("suite: not three cells: {four}"), "suite: `C.test_a` has no row"]);
    assert_eq!(mistakes("", names, &|_| true), ["suite: the table has no such section"]);
    assert_eq!(mistakes(head, "", &|_| true), ["suite: the list of CPython's tests has no such section"]);
}

#[test]
fn a_test_of_ours_is_a_function_with_the_attribute() {
    assert!(exists("xtask::tests/cpython.rs::a_test_of_ours_is_a_function_with_the_attribute"));
    assert!(!exists("xtask::tests/cpython.rs::exists"), "no test");
    assert!(!exists("xtask::tests/cpython.rs::a_test_of_ours"), "a part of a name");
    assert!(!exists("xtask::tests/nowhere.rs::exists") && !exists("cpython.rs::exists") && !exists("exists"));
}

/// What is wrong with `table` (the text of `cpython.md`), given the text of `cpython-tests.txt` and which names of
/// ours exist.
fn mistakes(table: &str, names: &str, exists: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut mistakes = Vec::new();
    let sections = sections(table, |line| line.strip_prefix("## `")?.split('`').next());
    let listed = self::sections(names, |line| line.strip_prefix('[')?.strip_suffix(']'));
    for (suite, names) in &listed {
        let Some(lines) = sections.get(suite) else {
            mistakes.push(format!("{suite}: the table has no such section"));
            continue;
        };
        let mut missing: BTreeSet<_> = names.iter().copied().filter(|name| !name.starts_with('#')).collect();
        let known = missing.clone();
        // The first two lines are the head and the rule below it.
        for row in lines.iter().filter(|line| line.starts_with('|')).skip(2) {
            match cells(row) {
                Some([name, ours, why]) => {
                    let name = name.trim_matches('`');
                    if !known.contains(name) {
                        mistakes.push(format!("{suite}: `{name}` is no test of CPython's"));
                    } else if !missing.remove(name) {
                        mistakes.push(format!("{suite}: `{name}` has two rows"));
                    } else if ours.is_empty() == why.is_empty() {
                        let what = "needs a test of ours, or a reason, and not both";
                        mistakes.push(format!("{suite}: `{name}` {what}"));
                    }
                    let quoted = |ours: &str| ours.strip_prefix('`')?.strip_suffix('`').map(str::to_string);
                    for ours in ours.split(',').map(str::trim).filter(|ours| !ours.is_empty()) {
                        if !quoted(ours).is_some_and(|ours| exists(&ours)) {
                            mistakes.push(format!("{suite}: `{name}`: there is no test {ours}"));
                        }
                    }
                }
                None => mistakes.push(format!("{suite}: not three cells: {row}")),
            }
        }
        mistakes.extend(missing.iter().map(|name| format!("{suite}: `{name}` has no row")));
    }
    let unlisted = sections.keys().filter(|suite| !listed.contains_key(*suite));
    mistakes.extend(unlisted.map(|suite| format!("{suite}: the list of CPython's tests has no such section")));
    mistakes
}

/// The lines under each heading, without the blank ones.
fn sections<'a>(text: &'a str, heading: impl Fn(&'a str) -> Option<&'a str>) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut sections = BTreeMap::new();
    let mut open = None;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(name) = heading(line) {
            open = Some(name);
            sections.insert(name, Vec::new());
        } else if let Some(name) = open {
            sections.entry(name).or_default().push(line);
        }
    }
    sections
}

/// The three cells of a row.
fn cells(row: &str) -> Option<[&str; 3]> {
    let inner = row.trim().strip_prefix('|')?.strip_suffix('|')?;
    let cells: Vec<_> = inner.split('|').map(str::trim).collect();
    cells.try_into().ok()
}

/// Whether `crate::file::test` is a test function in that file of that crate.
fn exists(name: &str) -> bool {
    let Some((package, rest)) = name.split_once("::") else { return false };
    let Some((file, test)) = rest.split_once("::") else { return false };
    let folder = if package == "xtask" { root().join(package) } else { root().join("crates").join(package) };
    let Ok(source) = fs::read_to_string(folder.join(file)) else { return false };
    let mut attributes = Vec::new();
    for line in source.lines().map(str::trim) {
        if line.starts_with("#[") {
            attributes.push(line);
        } else if !line.starts_with("//") {
            let is_it = line.strip_prefix("fn ").and_then(|line| line.split('(').next()) == Some(test);
            if is_it && attributes.contains(&"#[test]") {
                return true;
            }
            attributes.clear();
        }
    }
    false
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}
