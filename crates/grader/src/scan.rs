//! Scans a submitted file in a process of its own, held as a check is: whoever reads what strangers wrote is the first that
//! they could break. The text goes in on standard input, what was found comes out as JSON.

use crate::launch::Launch;
use anyhow::{Context, Result, bail};
use checks::scan::{self, Forbidden};
use serde_json::{Value, json};
use std::io::{Read, Write, stdin};
use std::process::{ExitCode, Stdio};

/// The first argument of this program where it is to scan.
pub const SCAN: &str = "--scan-source";

/// What a scan says of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scanned {
    /// In the order of their lines.
    pub forbidden: Vec<Forbidden>,
    /// For whoever teaches, by line.
    pub for_review: Vec<(usize, String)>,
}

/// Reads standard input to its end, and writes what was found.
pub fn main() -> ExitCode {
    let mut bytes = Vec::new();
    let read = stdin().lock().read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    let found = scan::forbidden(&text);
    // A file that is refused is not looked at any further.
    let notes = if found.is_empty() { scan::for_review(&text) } else { Vec::new() };
    let found = found.iter().map(|found| json!([found.line, found.construct, found.advice]));
    let json = json!({"forbidden": found.collect::<Value>(), "review": notes});
    let written = writeln!(std::io::stdout(), "{json}");
    if read.is_ok() && written.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Scans `text`.
///
/// # Errors
///
/// If the scanner cannot be started. One that ends without an answer forbids the file.
pub fn scan(launch: &Launch, text: &str) -> Result<Scanned> {
    let mut command = launch.scanner()?;
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut scanner = command.spawn().context("cannot start the scanner")?;
    let mut input = scanner.stdin.take().context("it was asked to be piped")?;
    // It reads all before it writes. One that ends early says so by its silence.
    let _ = input.write_all(text.as_bytes());
    drop(input);
    let output = scanner.wait_with_output()?;
    let errors = String::from_utf8_lossy(&output.stderr);
    if let Some(why) = launch.confinement().refusal(&errors) {
        bail!("the scanner cannot be confined: {why}");
    }
    let answer = serde_json::from_slice(&output.stdout).ok().and_then(|json| read(&json));
    Ok(answer.unwrap_or_else(|| {
        let construct = format!("a text that the scanner did not survive ({})", output.status);
        let advice = "write it in a plainer way".to_string();
        Scanned { forbidden: vec![Forbidden { line: 1, construct, advice }], for_review: Vec::new() }
    }))
}

fn read(json: &Value) -> Option<Scanned> {
    let mut scanned = Scanned::default();
    let line = |value: &Value| value.as_u64().and_then(|line| usize::try_from(line).ok());
    for found in json["forbidden"].as_array()? {
        let text = |index: usize| found[index].as_str().map(str::to_string);
        scanned.forbidden.push(Forbidden { line: line(&found[0])?, construct: text(1)?, advice: text(2)? });
    }
    for note in json["review"].as_array()? {
        scanned.for_review.push((line(&note[0])?, note[1].as_str()?.to_string()));
    }
    Some(scanned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use checks::EXERCISES;

    #[test]
    fn the_reference_and_what_the_audit_grades_are_allowed_unless_they_expect_otherwise_and_need_no_review() {
        let crates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let mut seen = 0;
        for exercise in EXERCISES {
            let package = crates.join(exercise.package);
            let folders = ["wrong", "right"].map(|folder| std::fs::read_dir(package.join(folder)).unwrap());
            let files = folders.into_iter().flatten().map(|entry| entry.unwrap().path());
            for file in files.chain([package.join(exercise.file)]) {
                let text = std::fs::read_to_string(&file).unwrap();
                let is_meant = text.contains("= forbidden\n");
                assert_eq!(!scan::forbidden(&text).is_empty(), is_meant, "{}", file.display());
                assert_eq!(scan::for_review(&text), [], "{}", file.display());
                seen += 1;
            }
        }
        assert!(seen > 50, "the solutions have moved");
    }

    #[test]
    fn what_the_examples_link_is_not_for_exercises() {
        let crates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        for package in crate::reference::Reference::packages() {
            let manifest = std::fs::read_to_string(crates.join(package).join("Cargo.toml")).unwrap();
            let (_, after) = manifest.split_once("\n[dependencies]\n").unwrap();
            let lines = after.lines().take_while(|line| !line.starts_with("[[") && !line.starts_with("[features"));
            let names = lines.filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()));
            for name in names.map(|line| line.split(['.', ' ']).next().unwrap_or_default()) {
                let found = scan::forbidden(&format!("use {};", name.replace('-', "_")));
                assert!(!found.is_empty(), "{package} links {name}");
            }
        }
    }
}
