//! One check's verdict with its reasons, and its form on the way from process to process.

use crate::Verdict;
use serde_json::{Value, json};

/// What a check found, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// In a word.
    pub verdict: Verdict,
    /// In a sentence.
    pub message: String,
    /// The line of the code under test that it is about, as `file:line`.
    pub place: Option<String>,
    /// More lines to read, such as the table of a failing schedule; empty where there are none.
    pub detail: String,
    /// What a machine can go on with: how many executions, within which bounds, which schedule.
    pub evidence: Value,
}

impl Finding {
    /// A finding with a verdict and a sentence.
    pub fn new(verdict: Verdict, message: impl Into<String>) -> Self {
        Finding { verdict, message: message.into(), place: None, detail: String::new(), evidence: Value::Null }
    }

    /// Nothing is wrong.
    pub fn passed() -> Self {
        Finding::new(Verdict::Passed, "")
    }

    /// The JSON form.
    pub fn to_json(&self) -> Value {
        json!({
            "verdict": self.verdict.to_string(),
            "message": self.message,
            "place": self.place,
            "detail": self.detail,
            "evidence": self.evidence,
        })
    }

    /// Reads the JSON form.
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
