//! Writes the reports: those on a submission beside its results, those on the class in the folder above.

use super::mark::{Mark, rows};
use super::{attention, class, feedback, lms, platforms};
use crate::files::{write_atomically, write_json};
use crate::grade::Batch;
use crate::reference::Reference;
use crate::result::{self, Graded};
use crate::roster::time::utc;
use anyhow::Result;
use serde_json::Value;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::time::SystemTime;

/// Writes the reports on one submission.
pub fn reports(graded: &Graded, batch: &Batch, reference: &Reference) -> Result<()> {
    let folder = result::folder(&batch.out, &graded.id);
    let mark = &Mark::of(graded, &batch.ledger);
    write_atomically(&folder.join("feedback.md"), &feedback::markdown(graded, mark, reference))?;
    write_atomically(&folder.join("feedback.html"), &feedback::html(graded, mark, reference))?;
    write_json(&folder.join("gradescope/results.json"), &platforms::gradescope(graded, mark, reference))?;
    write_atomically(&folder.join("junit.xml"), &platforms::junit(graded, mark, reference))?;
    let file = folder.join("classroom50/result.json");
    let told = |name: &str| std::env::var(name).unwrap_or_default();
    let student = batch.ledger.roster.student(&graded.id);
    let submitted = student.submitted.map_or_else(|| first_graded(&file), |moment| moment.utc());
    match platforms::classroom50(graded, mark, reference, &told, &submitted) {
        Some(json) => write_json(&file, &json),
        // An old file would be taken for the mark.
        None => match fs::remove_file(&file) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        },
    }
}

/// Writes the reports on the class. Returns what an instructor should look at.
pub fn class(class: &[Graded], batch: &Batch, reference: &Reference) -> Result<Vec<String>> {
    let rows = rows(class, &batch.ledger);
    let write = |name: &str, text: String| write_atomically(&batch.out.join(name), &text);
    write(result::GRADEBOOK, class::gradebook(&rows, &batch.ledger.lateness))?;
    write(result::CANVAS, lms::canvas(&rows))?;
    write(result::MOODLE, lms::moodle(&rows))?;
    let attention = attention::lines(class, &batch.ledger, &batch.others);
    let summary = class::summary(class, &attention, reference);
    let [json, markdown] = result::SUMMARY;
    write_json(&batch.out.join(json), &summary)?;
    write(markdown, class::summary_markdown(&summary))?;
    Ok(attention)
}

/// When a submission was first graded: the time in its file, or else now.
fn first_graded(file: &Path) -> String {
    let before = fs::read_to_string(file).ok().and_then(|text| serde_json::from_str::<Value>(&text).ok());
    if let Some(datetime) = before.and_then(|json| json["datetime"].as_str().map(str::to_string)) {
        return datetime;
    }
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    utc(i64::try_from(now).unwrap_or(0))
}
