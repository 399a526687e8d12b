//! One check's verdict with its reasons, and its JSON form.

use crate::Verdict;
use serde_json::{Value, json};

/// The length to which each text of a long finding is cut, in bytes.
const LONGEST: usize = 64 * 1024;

/// What a check found, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The verdict.
    pub verdict: Verdict,
    /// The reason, in a sentence.
    pub message: String,
    /// The place in the code under test, as `file:line`; for a race between two lines, `file:line and line`.
    pub place: Option<String>,
    /// Details, such as the table of a failing schedule; may be empty.
    pub detail: String,
    /// Data for programs: the number of executions, the bounds, the schedule.
    pub evidence: Value,
}

impl Finding {
    /// A finding with a verdict and a sentence.
    pub fn new(verdict: Verdict, message: impl Into<String>) -> Self {
        Finding { verdict, message: message.into(), place: None, detail: String::new(), evidence: Value::Null }
    }

    /// A passing finding.
    pub fn passed() -> Self {
        Finding::new(Verdict::Passed, "")
    }

    /// Advice on what would pass, if known: "It passes with `Acquire` at line 33 and `Release` at line 38."
    pub fn advice(&self) -> Option<&str> {
        self.evidence["advice"].as_str()
    }

    /// For code that passes: which memory orderings are needed, with a table for each, if that was asked for.
    pub fn orderings(&self) -> Option<&str> {
        self.evidence["orderings"].as_str()
    }

    /// A shorter copy, without the ends of long texts and without the data for programs.
    pub fn in_short(&self) -> Self {
        let cut = |text: &str| match text.len() > LONGEST {
            true => format!("{}…", &text[..text.floor_char_boundary(LONGEST)]),
            false => text.to_string(),
        };
        Finding {
            message: cut(&self.message),
            detail: cut(&self.detail),
            place: self.place.clone(),
            evidence: Value::Null,
            verdict: self.verdict,
        }
    }

    /// Converts it to JSON.
    pub fn to_json(&self) -> Value {
        json!({
            "verdict": self.verdict.to_string(),
            "message": self.message,
            "place": self.place,
            "detail": self.detail,
            "evidence": self.evidence,
        })
    }

    /// Parses the JSON form.
    ///
    /// ```
    /// use checks::{Finding, Verdict};
    /// let finding = Finding::new(Verdict::RaceCondition, "one increment was lost");
    /// assert_eq!(Finding::from_json(&finding.to_json()), Some(finding));
    /// ```
    pub fn from_json(json: &Value) -> Option<Self> {
        Some(Finding {
            verdict: json["verdict"].as_str()?.parse().ok()?,
            message: json["message"].as_str()?.to_string(),
            place: json["place"].as_str().map(str::to_string),
            detail: json["detail"].as_str()?.to_string(),
            evidence: json["evidence"].clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortened_finding_keeps_its_verdict_and_the_start_of_its_texts() {
        let long = "é".repeat(LONGEST);
        let finding =
            Finding { detail: long.clone(), evidence: json!([long]), ..Finding::new(Verdict::Panicked, "why") };
        let short = finding.in_short();
        assert_eq!(
            (short.verdict, short.message.as_str(), &short.evidence),
            (Verdict::Panicked, "why", &Value::Null)
        );
        assert!(short.detail.ends_with("é…") && short.detail.len() < LONGEST + 8);
    }
}
