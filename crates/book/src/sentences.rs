//! What the exercises' texts ask for, sentence by sentence, and which checks hold it. A sentence that no check holds stands
//! in `docs/sentences.txt`, with the reason.

use crate::{exercises, read, root};
use anyhow::{Result, ensure};
use checks::told::sentences;
use checks::{Description, EXERCISES};
use grader::reasons::{self, Reasons};
use std::fmt::Write as _;

/// The sentences that no check holds.
const LIST: &str = "docs/sentences.txt";

/// `{{sentences}}`: a table for each file that a student edits.
///
/// # Errors
///
/// Checks that have not been written down; a sentence that asks for something and that neither a check nor the list has; one
/// of the list that is no such sentence.
pub fn shown() -> Result<String> {
    let mut list: Reasons = reasons::read(&root().join(LIST))?;
    // Some files have two exercises.
    let is_first =
        |(number, file): &(usize, String)| !EXERCISES[..*number].iter().any(|other| other.path() == *file);
    let files = EXERCISES.iter().map(|exercise| exercise.path()).enumerate().filter(is_first);
    let mut text = String::new();
    let mut missing = Vec::new();
    for (_, file) in files {
        let mut checks = Vec::new();
        for exercise in EXERCISES.iter().filter(|exercise| exercise.path() == file) {
            checks.extend(exercises::checks(exercise)?);
        }
        let _ = write!(text, "`{file}`\n\n| sentence | held by |\n| --- | --- |\n");
        for sentence in sentences(&read(&file)?) {
            let held = holding(&sentence.text, &checks);
            let reason = list.remove(&sentence.text);
            let by = match (held.is_empty(), reason) {
                (false, None) => held,
                (true, Some(reason)) => format!("*{reason}*"),
                (true, None) if !sentence.asks => continue,
                (true, None) => {
                    missing.push(format!("{file}:{}: no check holds: {}", sentence.line, sentence.text));
                    continue;
                }
                (false, Some(_)) => {
                    missing.push(format!("{LIST} lists what {held} holds: {}", sentence.text));
                    continue;
                }
            };
            let _ = writeln!(text, "| {} | {by} |", without_links(&sentence.text).replace('|', "\\|"));
        }
        text.push('\n');
    }
    missing
        .extend(list.keys().map(|sentence| format!("{LIST} lists what is no sentence of an exercise: {sentence}")));
    ensure!(missing.is_empty(), "{}", missing.join("\n"));
    Ok(text)
}

/// The checks that name the sentence. Those that students do not have are in italics.
fn holding(sentence: &str, checks: &[Description]) -> String {
    let names = |check: &&Description| check.told.iter().any(|told| sentence.starts_with(told.as_str()));
    let shown = |check: &Description| match check.visible {
        true => format!("`{}`", check.id),
        false => format!("`{}` (hidden)", check.id),
    };
    checks.iter().filter(names).map(shown).collect::<Vec<_>>().join(", ")
}

/// A sentence of rustdoc as it is read: without the brackets of links and what they lead to, which the book does not have.
fn without_links(sentence: &str) -> String {
    let mut text = String::new();
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once("[`") {
        text.push_str(before);
        let Some((name, after)) = after.split_once("`]") else { break };
        let _ = write!(text, "`{name}`");
        let target = after.strip_prefix('(').and_then(|target| target.split_once(')'));
        rest = target.map_or(after, |(_, after)| after);
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_of_an_exercise_is_held_by_a_check_or_has_a_reason() {
        let text = shown().unwrap();
        assert!(text.contains("| First in, first out. | `queue-first-in-first-out`, "), "{text}");
        assert!(text.contains("`queue-is-like-a-list` (hidden)"), "{text}");
    }

    #[test]
    fn links_of_rustdoc_are_left_out() {
        let text = "Once [`Racy`](crate::Racy) and [`u64::MAX`]; [this] stays.";
        assert_eq!(without_links(text), "Once `Racy` and `u64::MAX`; [this] stays.");
    }
}
