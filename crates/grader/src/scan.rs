//! Scans a submission in a separate process, confined like a check, because a hostile file attacks its parser first.
//! All files of a submission go in on stdin; the findings in each file come out as a line of JSON.

use crate::judge::{HandedIn, Submission};
use crate::launch::Launch;
use crate::reference::Reference;
use anyhow::{Context, Result, bail};
use checks::scan::{self, Forbidden};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Write, stdin};
use std::process::{ExitCode, ExitStatus, Stdio};

/// The first argument that makes this program scan.
pub const SCAN: &str = "--scan-source";

/// The findings in one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scanned {
    /// In the order of their lines.
    pub forbidden: Vec<Forbidden>,
    /// Lines for the instructor to review.
    pub for_review: Vec<(usize, String)>,
}

/// By package and file.
pub type Scans = BTreeMap<(&'static str, &'static str), Scanned>;

/// Reads texts from stdin as a JSON array, and writes a line with the findings in each.
pub fn main() -> ExitCode {
    let Ok(texts) = serde_json::from_reader::<_, Vec<String>>(stdin().lock()) else { return ExitCode::FAILURE };
    for text in texts {
        let found = scan::forbidden(&text);
        // A forbidden file is not examined further.
        let notes = if found.is_empty() { scan::for_review(&text) } else { Vec::new() };
        let found = found.iter().map(|found| json!([found.line, found.construct, found.advice]));
        let json = json!({"forbidden": found.collect::<Value>(), "review": notes});
        if writeln!(std::io::stdout(), "{json}").is_err() {
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// Scans all texts of a submission that differ from ours.
///
/// # Errors
///
/// As [`scan()`].
pub fn all(reference: &Reference, submission: &Submission) -> Result<Scans> {
    let theirs = submission.iter().filter_map(|(file, handed_in)| match handed_in {
        HandedIn::Text(text) if *text != reference.texts[file] => Some((*file, text.as_str())),
        _ => None,
    });
    let (files, texts): (Vec<_>, Vec<_>) = theirs.unzip();
    Ok(files.into_iter().zip(scan(&reference.launch, &texts)?).collect())
}

/// Scans each of `texts`.
///
/// # Errors
///
/// If the scanner cannot be started. A text that crashes it is forbidden.
pub fn scan(launch: &Launch, texts: &[&str]) -> Result<Vec<Scanned>> {
    in_turn(texts, &mut |texts| ask(launch, texts))
}

/// A scanner's answers for the first of some texts, and how it ended.
type Answers = (Vec<Scanned>, ExitStatus);

/// Starts one scanner after another until each text has an answer. The text at which a scanner ended is given to the
/// next one, because earlier texts may have used up its limits. If a scanner ends at its first text, that text is to
/// blame.
fn in_turn(texts: &[&str], ask: &mut dyn FnMut(&[&str]) -> Result<Answers>) -> Result<Vec<Scanned>> {
    let mut scanned: Vec<Scanned> = Vec::new();
    while scanned.len() < texts.len() {
        let (answers, status) = ask(&texts[scanned.len()..])?;
        if answers.is_empty() {
            let construct = format!("a text that crashes the scanner ({status})");
            let advice = "write it in a simpler way".to_string();
            let forbidden = vec![Forbidden { line: 1, construct, advice }];
            scanned.push(Scanned { forbidden, for_review: Vec::new() });
        }
        scanned.extend(answers);
    }
    Ok(scanned)
}

/// Runs one scanner.
fn ask(launch: &Launch, texts: &[&str]) -> Result<Answers> {
    let mut command = launch.scanner()?;
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut scanner = command.spawn().context("cannot start the scanner")?;
    let mut input = scanner.stdin.take().context("it was asked to be piped")?;
    // It reads everything before it writes. If it ends early, answers are missing.
    let _ = input.write_all(json!(texts).to_string().as_bytes());
    drop(input);
    let output = scanner.wait_with_output()?;
    let errors = String::from_utf8_lossy(&output.stderr);
    if let Some(why) = launch.confinement().refusal(&errors) {
        bail!("the scanner cannot be confined: {why}");
    }
    let lines = output.stdout.split(|byte| *byte == b'\n');
    let answers = lines.map_while(|line| read(&serde_json::from_slice(line).ok()?));
    Ok((answers.take(texts.len()).collect(), output.status))
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
    fn other_texts_are_still_scanned_if_one_crashes_the_scanner() {
        let mut begun = Vec::new();
        // Ends at a bad text, and at a slow one that is not its first.
        let mut ask = |texts: &[&str]| {
            begun.push(texts.len());
            let ends = |(place, text): (usize, &&str)| *text == "bad" || (*text == "slow" && place > 0);
            let answered = texts.iter().enumerate().position(ends).unwrap_or(texts.len());
            Ok((vec![Scanned::default(); answered], ExitStatus::default()))
        };
        let scanned = in_turn(&["good", "bad", "slow", "good"], &mut ask).unwrap();
        let forbidden: Vec<_> = scanned.iter().map(|scanned| !scanned.forbidden.is_empty()).collect();
        assert_eq!(forbidden, [false, true, false, false]);
        assert_eq!(begun, [4, 3, 2], "all, then from the bad one on, then from the slow one on");
    }

    #[test]
    fn the_reference_and_all_solutions_pass_the_scan_without_review_unless_they_expect_otherwise() {
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
    fn dependencies_of_the_examples_are_forbidden_in_exercises() {
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
