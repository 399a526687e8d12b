//! `docs/cpython-tests.txt`: for every test in CPython's suites it names existing tests of ours, or gives the reason why we
//! have no such test.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn every_test_of_cpython_s_has_a_test_of_ours_that_exists_or_a_reason() {
    let list = fs::read_to_string(root().join("docs/cpython-tests.txt")).unwrap();
    assert_eq!(mistakes(&list, &exists), [""; 0]);
}

#[test]
fn mistakes_in_the_list_are_reported_with_their_suite() {
    let reported = |list: &str| mistakes(list, &|name| name == "crate::file.rs::test");
    let ours = "    crate::file.rs::test\n";
    let reason = "    - no such corner\n";

    assert_eq!(reported(&format!("# a comment\n[suite] 2\nC.test_a\n{ours}{ours}\nC.test_b\n{reason}")), [""; 0]);
    let either = "suite: `C.test_a` needs a test of ours, or a reason, and not both";
    assert_eq!(reported("[suite] 1\nC.test_a\n"), [either]);
    assert_eq!(reported(&format!("[suite] 1\nC.test_a\n{ours}{reason}")), [either]);
    assert_eq!(
        reported(&format!("[suite] 1\nC.test_a\n{ours}    crate::file.rs::gone\n")),
        ["suite: `C.test_a`: there is no test `crate::file.rs::gone`"]
    );
    assert_eq!(
        reported(&format!("[suite] 2\nC.test_a\n{reason}C.test_a\n{reason}")),
        ["suite: `C.test_a` is there twice"]
    );
    assert_eq!(reported(&format!("[suite] 2\nC.test_a\n{reason}")), ["suite: 1 tests, and not 2"]);
    assert_eq!(reported("[suite]\n"), ["suite: 0 tests, and no number to compare"]);
    assert_eq!(reported("C.test_a\n"), ["no suite before `C.test_a`"]);
}

#[test]
fn a_test_of_ours_is_a_function_with_the_attribute() {
    assert!(exists("xtask::tests/cpython.rs::a_test_of_ours_is_a_function_with_the_attribute"));
    assert!(!exists("xtask::tests/cpython.rs::exists"), "no test");
    assert!(!exists("xtask::tests/cpython.rs::a_test_of_ours"), "a part of a name");
    assert!(!exists("xtask::tests/nowhere.rs::exists") && !exists("cpython.rs::exists") && !exists("exists"));
}

/// A suite of CPython's: its name, the number of tests that it should have, and its tests.
struct Suite<'a> {
    name: &'a str,
    number: &'a str,
    tests: Vec<Test<'a>>,
}

/// A test of CPython's, with our tests of the same behaviour and the number of reasons that the list gives instead.
struct Test<'a> {
    name: &'a str,
    ours: Vec<&'a str>,
    reasons: usize,
}

/// The mistakes in the list; `exists` tells whether we have a test.
fn mistakes(list: &str, exists: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut mistakes = Vec::new();
    for Suite { name: suite, number, tests } in suites(list, &mut mistakes) {
        let mut seen = BTreeSet::new();
        for Test { name, ours, reasons } in &tests {
            if !seen.insert(name) {
                mistakes.push(format!("{suite}: `{name}` is there twice"));
            }
            if ours.is_empty() == (*reasons == 0) {
                mistakes.push(format!("{suite}: `{name}` needs a test of ours, or a reason, and not both"));
            }
            let gone = ours.iter().filter(|ours| !exists(ours));
            mistakes.extend(gone.map(|ours| format!("{suite}: `{name}`: there is no test `{ours}`")));
        }
        match number.parse::<usize>() {
            Ok(number) if number == tests.len() => {}
            Ok(number) => mistakes.push(format!("{suite}: {} tests, and not {number}", tests.len())),
            Err(_) => mistakes.push(format!("{suite}: {} tests, and no number to compare", tests.len())),
        }
    }
    mistakes
}

/// The suites in the list. A line before the first suite is a mistake.
fn suites<'a>(list: &'a str, mistakes: &mut Vec<String>) -> Vec<Suite<'a>> {
    let mut suites: Vec<Suite<'_>> = Vec::new();
    for line in list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some((name, number)) = line.strip_prefix('[').and_then(|line| line.split_once(']')) {
            suites.push(Suite { name, number: number.trim(), tests: Vec::new() });
            continue;
        }
        let Some(suite) = suites.last_mut() else {
            mistakes.push(format!("no suite before `{line}`"));
            continue;
        };
        match (line.strip_prefix("    "), suite.tests.last_mut()) {
            (None, _) => suite.tests.push(Test { name: line, ours: Vec::new(), reasons: 0 }),
            (Some(below), Some(test)) if below.starts_with("- ") => test.reasons += 1,
            (Some(below), Some(test)) => test.ours.push(below),
            (Some(below), None) => mistakes.push(format!("no test before `{below}`")),
        }
    }
    suites
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
