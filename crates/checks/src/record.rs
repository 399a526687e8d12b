//! The answers of a check's process to its parent: lines with one record each. They cannot be trusted, because the
//! code under test runs in the process that writes them.

use crate::finding::Finding;
use crate::verdict::Verdict;
use serde_json::{Value, json};
use std::fmt;

/// Begins each record, to tell records from the output of the code under test if they share a stream.
pub const MARK: u8 = 0x1e;
/// The size limit of a record, in bytes. The largest are tables of failing schedules, with some ten thousand bytes.
pub const MOST: usize = 1024 * 1024;

/// A message from a check's process.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// From a judge: the input of the check.
    Input(Value),
    /// The observation of the code under test, for the judge.
    Observation(Value),
    /// The verdict.
    Finding(Finding),
    /// The finding if nothing else comes: a thread panicked, or a model failed whose states are being collected. It
    /// cannot be a pass or a grader error.
    Note(Finding),
}

/// Why a line is not a record of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// It has more than [`MOST`] bytes, or no end.
    TooLong,
    /// It is malformed.
    Form,
    /// It belongs to a different check.
    OtherCheck,
    /// It belongs to a different run: the nonce is wrong.
    OtherRun,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Malformed::TooLong => "it is too long",
            Malformed::Form => "it is malformed",
            Malformed::OtherCheck => "it belongs to a different check",
            Malformed::OtherRun => "it belongs to a different run",
        })
    }
}

impl Record {
    /// Writes it as a line, for the check `id` in the run with this nonce.
    pub fn to_line(&self, id: &str, nonce: &str) -> String {
        let (kind, content) = match self {
            Record::Input(value) => ("input", value.clone()),
            Record::Observation(value) => ("observation", value.clone()),
            Record::Finding(finding) => ("finding", finding.to_json()),
            Record::Note(finding) => ("note", finding.to_json()),
        };
        format!("{}{}\n", char::from(MARK), json!({"id": id, "nonce": nonce, kind: content}))
    }

    /// Parses one line, which may hold anything, for the check `id` in the run with this nonce.
    ///
    /// # Errors
    /// If it is not what [`Record::to_line`] writes for these.
    ///
    /// ```
    /// use checks::record::{Malformed, Record};
    /// let record = Record::Observation(serde_json::json!([1, 2]));
    /// let line = record.to_line("adds", "5eed");
    /// assert_eq!(Record::read(line.as_bytes(), "adds", "5eed"), Ok(record));
    /// assert_eq!(Record::read(line.as_bytes(), "adds", "0000"), Err(Malformed::OtherRun));
    /// assert_eq!(Record::read(b"passed\n", "adds", "5eed"), Err(Malformed::Form));
    /// ```
    pub fn read(line: &[u8], id: &str, nonce: &str) -> Result<Self, Malformed> {
        if line.len() > MOST {
            return Err(Malformed::TooLong);
        }
        let [MARK, json @ .., b'\n'] = line else { return Err(Malformed::Form) };
        let Ok(Value::Object(mut members)) = serde_json::from_slice(json) else { return Err(Malformed::Form) };
        let mut member = |name: &str| members.remove(name).ok_or(Malformed::Form);
        if member("id")? != id {
            return Err(Malformed::OtherCheck);
        }
        if member("nonce")? != nonce {
            return Err(Malformed::OtherRun);
        }
        let mut left = members.into_iter();
        let (Some((kind, content)), None) = (left.next(), left.next()) else { return Err(Malformed::Form) };
        let finding = |content: &Value| Finding::from_json(content).ok_or(Malformed::Form);
        match kind.as_str() {
            "input" => Ok(Record::Input(content)),
            "observation" => Ok(Record::Observation(content)),
            "finding" => Ok(Record::Finding(finding(&content)?)),
            "note" => match finding(&content)? {
                noted if matches!(noted.verdict, Verdict::Passed | Verdict::GraderError) => Err(Malformed::Form),
                noted => Ok(Record::Note(noted)),
            },
            _ => Err(Malformed::Form),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "adds";
    const NONCE: &str = "5eed";

    fn read(line: &[u8]) -> Result<Record, Malformed> {
        Record::read(line, ID, NONCE)
    }

    #[test]
    fn every_record_is_read_back() {
        let finding = Finding { place: Some("a.rs:1".to_string()), ..Finding::new(Verdict::Panicked, "a\nb") };
        // The number is one that readers of JSON often take for its neighbour.
        let value = json!({"a": [1, null, "\u{1e}\n", 5.555555555555555e90]});
        let records = [Record::Note(finding.clone()), Record::Finding(finding), Record::Input(value.clone())];
        for record in records.into_iter().chain([Record::Observation(value)]) {
            assert_eq!(read(record.to_line(ID, NONCE).as_bytes()), Ok(record));
        }
    }

    #[test]
    fn everything_else_is_refused() {
        let right = Record::Finding(Finding::passed()).to_line(ID, NONCE);
        for end in 0..right.len() {
            assert_eq!(read(&right.as_bytes()[..end]), Err(Malformed::Form), "cut off at {end}");
        }
        let record = |json: &str| read(format!("\u{1e}{json}\n").as_bytes());
        for json in ["", "{}", "[]", "7", r#"{"id":"adds","nonce":"5eed"}"#, &"[".repeat(100_000)] {
            assert_eq!(record(json), Err(Malformed::Form), "{json}");
        }
        assert_eq!(record(r#"{"id":"adds","nonce":"5eed","input":1,"observation":2}"#), Err(Malformed::Form));
        assert_eq!(record(r#"{"id":"adds","nonce":"5eed","finding":{"verdict":"passed!"}}"#), Err(Malformed::Form));
        assert_eq!(record(r#"{"id":"adds","nonce":["5eed"],"input":1}"#), Err(Malformed::OtherRun));
        assert_eq!(record(r#"{"id":"subtracts","nonce":"5eed","input":1}"#), Err(Malformed::OtherCheck));
        for verdict in [Verdict::Passed, Verdict::GraderError] {
            let note = Record::Note(Finding::new(verdict, ""));
            assert_eq!(read(note.to_line(ID, NONCE).as_bytes()), Err(Malformed::Form));
        }
        assert_eq!(read(&[b' '; MOST + 1]), Err(Malformed::TooLong));
        assert_eq!(read(b"\x1e\xff\xfe\n"), Err(Malformed::Form));
    }
}
