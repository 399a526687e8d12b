//! Where reports lie: those on a submission beside its results, those on the class above them all.

use super::{class, feedback, platforms};
use crate::files::{write_atomically, write_json};
use crate::grade::Batch;
use crate::reference::Reference;
use crate::result::Graded;
use crate::roster::{datetime, seconds};
use anyhow::Result;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// Writes what is reported on one submission.
pub fn reports(graded: &Graded, batch: &Batch, reference: &Reference) -> Result<()> {
    let folder = batch.out.join(&graded.id);
    write_atomically(&folder.join("feedback.md"), &feedback::markdown(graded, reference))?;
    write_atomically(&folder.join("feedback.html"), &feedback::html(graded, reference))?;
    write_json(&folder.join("gradescope/results.json"), &platforms::gradescope(graded, reference))?;
    write_atomically(&folder.join("junit.xml"), &platforms::junit(graded, reference))?;
    let file = folder.join("classroom50/result.json");
    let told = |name: &str| std::env::var(name).unwrap_or_default();
    let student = batch.roster.student(&graded.id);
    let submitted = seconds(&student.submitted_at).map_or_else(|| first_graded(&file), datetime);
    write_json(&file, &platforms::classroom50(graded, reference, &told, &submitted))
}

/// Writes what is reported on the class.
pub fn class(class: &[Graded], batch: &Batch, reference: &Reference) -> Result<()> {
    let gradebook = class::gradebook(class, &batch.roster, &batch.lateness);
    write_atomically(&batch.out.join("gradebook.csv"), &gradebook)?;
    let summary = class::summary(class, reference);
    write_json(&batch.out.join("summary.json"), &summary)?;
    write_atomically(&batch.out.join("summary.md"), &class::summary_markdown(&summary))
}

/// When a submission was graded first: as its file says, else now.
fn first_graded(file: &Path) -> String {
    let before = fs::read_to_string(file).ok().and_then(|text| serde_json::from_str::<Value>(&text).ok());
    if let Some(datetime) = before.and_then(|json| json["datetime"].as_str().map(str::to_string)) {
        return datetime;
    }
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    datetime(i64::try_from(now).unwrap_or(0))
}
