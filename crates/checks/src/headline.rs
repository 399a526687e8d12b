//! The first sentence of a finding. The explorer knows the steps but not their purpose; the check does, and if its
//! program returned a sentence, that sentence comes first.

use crate::finding::Finding;
use crate::verdict::Verdict;
use common::width::wrap;
use interleave::record::{End, Record};

/// The sentence that the check's program returned as a wrong value, if it returns text.
pub fn in_words(record: &Record) -> Option<String> {
    let End::WrongValue { value, expected } = &record.end else { return None };
    let text = |value: &str| serde_json::from_str::<String>(value).ok();
    text(expected).and_then(|_| text(value)).map(|said| sentence(&said))
}

/// The message for a value that is wrong in every run, so that no interleaving is to blame.
pub fn wrong_in_every_run(record: &Record) -> Option<String> {
    let End::WrongValue { value, expected } = &record.end else { return None };
    in_words(record).or_else(|| Some(format!("The program returned {value} instead of {expected}.")))
}

/// The finding with `headline` before the explorer's message or, if every run is wrong, instead of it.
pub fn under(headline: &str, finding: Finding, columns: usize) -> Finding {
    // The explorer's message would only repeat the value.
    let repeats_the_value = finding.message.to_lowercase().starts_with("the program returned ");
    if finding.verdict == Verdict::WrongResult || repeats_the_value {
        return instead(headline, finding, columns);
    }
    let message = format!("{headline} {}", finding.message);
    instead(&message, finding, columns)
}

/// The finding with `message` instead of the explorer's.
pub fn instead(message: &str, finding: Finding, columns: usize) -> Finding {
    let message = message.to_string();
    let table = finding.detail.split_once("\n\n").map_or("", |(_, table)| table);
    let detail = if table.is_empty() { String::new() } else { format!("{}\n\n{table}", wrap(&message, columns)) };
    Finding { message, detail, ..finding }
}

/// A sentence with a capital letter, unless it begins with code, and with a full stop.
fn sentence(text: &str) -> String {
    let first_word = text.split(' ').next().unwrap_or_default();
    let is_word = first_word.chars().all(char::is_alphabetic);
    let mut letters = text.chars();
    let first =
        letters.next().map(|first| if is_word { first.to_uppercase().collect() } else { first.to_string() });
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    first.unwrap_or_default() + letters.as_str() + end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_s_sentence_comes_before_the_explorer_s_message() {
        let race = Finding {
            detail: "It\ncame late.\n\ntable\n".to_string(),
            ..Finding::new(Verdict::RaceCondition, "It came late.")
        };
        let headed = under("The job had not run.", race.clone(), 40);
        assert_eq!(headed.message, "The job had not run. It came late.");
        assert_eq!(headed.detail, "The job had not run. It came late.\n\ntable\n");
        let value = Finding { message: "The program returned 1 instead of 2.".to_string(), ..race.clone() };
        assert_eq!(under("The job had not run.", value, 40).message, "The job had not run.");
        let always = Finding { verdict: Verdict::WrongResult, ..race };
        assert_eq!(under("The job had not run.", always, 40).detail, "The job had not run.\n\ntable\n");
    }

    #[test]
    fn a_text_becomes_a_sentence_and_code_keeps_its_small_letters() {
        assert_eq!(sentence("the job ran twice"), "The job ran twice.");
        assert_eq!(sentence("join() returned early"), "join() returned early.");
    }
}
