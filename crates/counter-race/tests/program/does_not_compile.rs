//! The literal translation of the lecture's `UnsafeCounter` does not compile, and the compiler says why.

use std::env;
use std::process::Command;

const PROGRAM: &str = "tests/program/literal_translation.rs";
/// What the compiler says, without the places inside `std`.
const MESSAGE: &str = include_str!("literal_translation.stderr");

#[test]
fn two_threads_may_not_change_one_plain_integer() {
    let compiler = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(compiler)
        .args(["--edition", "2024", "--emit", "metadata", "--out-dir", env!("CARGO_TARGET_TMPDIR"), PROGRAM])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(!output.status.success(), "it compiles");
    let message = without_places_in_std(&String::from_utf8(output.stderr).unwrap());
    assert_eq!(message, MESSAGE.replace("\r\n", "\n"), "the compiler says:\n{message}");
}

/// Where `std` lies differs from one machine to the next, and its lines are shown only where its source is installed; the
/// margin is then as wide as their numbers.
fn without_places_in_std(message: &str) -> String {
    let mut in_std = false;
    let mut lines = Vec::new();
    for line in message.lines() {
        let margin = line.split_once('|').map(|(number, code)| (number.trim(), code));
        if let Some(place) = line.trim_start().strip_prefix("--> ") {
            in_std = !place.starts_with(PROGRAM);
            lines.push(format!("  --> {}", if in_std { "(in std)" } else { place }));
        } else if line.is_empty() {
            in_std = false;
            lines.push(String::new());
        } else if let Some((number, code)) =
            margin.filter(|(number, _)| number.bytes().all(|byte| byte.is_ascii_digit()))
        {
            if !in_std {
                lines.push(format!("{number:2} |{code}"));
            }
        } else {
            lines.push(line.to_string());
        }
    }
    lines.join("\n") + "\n"
}

#[test]
fn the_place_of_std_does_not_matter() {
    let without_source = "error: no\n  --> tests/program/literal_translation.rs:2:1\n   |\n20 | code\n   | ^^^^\nnote: there\n  --> /rustc/1/library/std/src/a.rs:203:34\n\nend\n";
    let with_source = "error: no\n   --> tests/program/literal_translation.rs:2:1\n    |\n20  | code\n    | ^^^^\nnote: there\n   --> /home/me/std/src/a.rs:203:34\n    |\n203 |     F: 'static\n    |        ^^^^^^^\n\nend\n";
    assert_eq!(without_places_in_std(with_source), without_places_in_std(without_source));
}
