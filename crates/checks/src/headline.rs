//! The sentence at the top of what an exploration found. The explorer knows the steps, but not what they are for; a check does,
//! and where it says in words what its program returned, these come first.

use crate::finding::Finding;
use crate::verdict::Verdict;
use interleave::record::{End, Record};

/// What the check says of a value that its program returned and that is wrong, if it says it in words: such a program returns
/// a text.
pub fn in_words(record: &Record) -> Option<String> {
    let End::WrongValue { value, expected } = &record.end else { return None };
    let text = |value: &str| serde_json::from_str::<String>(value).ok();
    text(expected).and_then(|_| text(value)).map(|said| sentence(&said))
}

/// What to say of a value that is wrong in every run: no order of steps is to blame.
pub fn wrong_in_every_run(record: &Record) -> Option<String> {
    let End::WrongValue { value, expected } = &record.end else { return None };
    in_words(record).or_else(|| Some(format!("The program returned {value} instead of {expected}.")))
}

/// The finding with a sentence at its top. Before what the explorer says, or, where every run is wrong, in its place.
pub fn under(headline: &str, finding: Finding, columns: usize) -> Finding {
    // All that the explorer has to say then is the value once more.
    let repeats_the_value = finding.message.to_lowercase().starts_with("the program returned ");
    if finding.verdict == Verdict::WrongResult || repeats_the_value {
        return instead(headline, finding, columns);
    }
    let message = format!("{headline} {}", finding.message);
    instead(&message, finding, columns)
}

/// The finding with a sentence at its top, in place of what the explorer says.
pub fn instead(message: &str, finding: Finding, columns: usize) -> Finding {
    let message = message.to_string();
    let table = finding.detail.split_once("\n\n").map_or("", |(_, table)| table);
    let detail =
        if table.is_empty() { String::new() } else { format!("{}\n\n{table}", wrap(&message, columns, "")) };
    Finding { message, detail, ..finding }
}

/// With a capital, unless it begins with code, and with a full stop.
fn sentence(text: &str) -> String {
    let first_word = text.split(' ').next().unwrap_or_default();
    let is_word = first_word.chars().all(char::is_alphabetic);
    let mut letters = text.chars();
    let first =
        letters.next().map(|first| if is_word { first.to_uppercase().collect() } else { first.to_string() });
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    first.unwrap_or_default() + letters.as_str() + end
}

/// Breaks a line at spaces after at most `columns`; every line but the first has `indent` before that.
pub fn wrap(text: &str, columns: usize, indent: &str) -> String {
    let mut out = String::new();
    let mut width = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > columns {
            out.push('\n');
            out.push_str(indent);
            width = 0;
        } else if !out.is_empty() {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrap("one two three", 7, "   "), "one two\n   three");
    }

    #[test]
    fn what_the_check_says_comes_before_what_the_explorer_says() {
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
