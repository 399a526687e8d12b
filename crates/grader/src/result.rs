//! The results of a submission, and their file `results.json`, from which all reports are made.

use crate::files::write_json;
use crate::judge::Judged;
use crate::reference::{Known, Reference};
use anyhow::Result;
use checks::{EXERCISES, Exercise, Finding, Verdict};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// The version of the format. It is increased when the meaning of a member changes.
pub const VERSION: u64 = 1;

/// The results of one submission.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graded {
    /// The submission's name.
    pub id: String,
    /// The digest of the submission.
    pub inputs: String,
    /// The digest of the reference.
    pub reference: String,
    /// How its code was confined, in the words of [`crate::launch::Launch::word`].
    pub confinement: String,
    /// Whether the results of all checks are there.
    pub complete: bool,
    /// Notes for its author.
    pub notes: Vec<String>,
    /// What an instructor should look at before giving a mark.
    pub attention: Vec<String>,
    /// The result of each check, in the order of the reference.
    pub checks: Vec<Judged>,
}

impl Graded {
    /// The points earned.
    pub fn score(&self) -> u32 {
        self.checks.iter().map(|judged| judged.earned).sum()
    }

    /// Each exercise with its checks.
    pub fn exercises<'a>(
        &'a self,
        reference: &'a Reference,
    ) -> impl Iterator<Item = (&'static Exercise, Vec<(&'a Known, &'a Judged)>)> {
        EXERCISES.iter().map(|exercise| {
            let checks = self.checks.iter().map(|judged| (&reference.checks[judged.check], judged));
            (exercise, checks.filter(|(known, _)| known.exercise == exercise).collect())
        })
    }

    /// Whether the grader failed on it.
    pub fn has_grader_error(&self) -> bool {
        self.checks.iter().any(|judged| judged.finding.verdict == Verdict::GraderError)
    }

    /// Whether its score counts as a mark.
    pub fn is_marked(&self) -> bool {
        self.complete && !self.has_grader_error()
    }

    /// Converts it to JSON.
    pub fn to_json(&self, reference: &Reference) -> Value {
        let exercises = self.exercises(reference).map(|(exercise, checks)| {
            json!({
                "id": exercise.id,
                "title": exercise.title,
                "file": exercise.path(),
                "score": checks.iter().map(|(_, judged)| judged.earned).sum::<u32>(),
                "max_score": exercise.points,
            })
        });
        let checks = self.checks.iter().map(|judged| {
            let known = &reference.checks[judged.check];
            json!({
                "id": known.check.id,
                "exercise": known.exercise.id,
                "title": known.check.title,
                "kind": known.check.kind.word(),
                "visible": known.check.visible,
                "points": known.check.points,
                "earned": judged.earned,
                "finding": judged.finding.to_json(),
            })
        });
        json!({
            "version": VERSION,
            "submission": self.id,
            "confinement": self.confinement,
            "inputs": self.inputs,
            "reference": self.reference,
            "complete": self.complete,
            "score": self.is_marked().then(|| self.score()),
            "max_score": max_score(),
            "notes": self.notes,
            "attention": self.attention,
            "exercises": exercises.collect::<Value>(),
            "checks": checks.collect::<Value>(),
        })
    }

    /// Reads a results file; `None` if it does not exist or [`Graded::from_json`] cannot parse it.
    pub fn read(file: &Path, reference: &Reference) -> Option<Self> {
        let json: Value = serde_json::from_str(&std::fs::read_to_string(file).ok()?).ok()?;
        Graded::from_json(&json, reference)
    }

    /// Writes a results file.
    pub fn write(&self, file: &Path, reference: &Reference) -> Result<()> {
        write_json(file, &self.to_json(reference))
    }

    /// Parses the JSON; `None` if it has a different version or is malformed. Checks that no longer exist are left out.
    pub fn from_json(json: &Value, reference: &Reference) -> Option<Self> {
        if json["version"].as_u64()? != VERSION {
            return None;
        }
        let text = |name: &str| json[name].as_str().map(str::to_string);
        let mut checks = Vec::new();
        for judged in json["checks"].as_array()? {
            let id = judged["id"].as_str()?;
            if let Some(check) = reference.checks.iter().position(|known| known.check.id == id) {
                let earned = u32::try_from(judged["earned"].as_u64()?).ok()?;
                checks.push(Judged { check, finding: Finding::from_json(&judged["finding"])?, earned });
            }
        }
        let lines = |name: &str| {
            let lines = json[name].as_array().into_iter().flatten();
            lines.filter_map(Value::as_str).map(str::to_string).collect()
        };
        Some(Graded {
            id: text("submission")?,
            inputs: text("inputs")?,
            reference: text("reference")?,
            confinement: text("confinement")?,
            complete: json["complete"].as_bool()?,
            notes: lines("notes"),
            attention: lines("attention"),
            checks,
        })
    }
}

/// A file of the class. No submission's folder may have this name.
pub const GRADEBOOK: &str = "gradebook.csv";
/// As [`GRADEBOOK`].
pub const CANVAS: &str = "canvas.csv";
/// As [`GRADEBOOK`].
pub const MOODLE: &str = "moodle.csv";
/// As [`GRADEBOOK`]; an instructor writes it.
pub const COMMENTS: &str = "comments.csv";
/// As [`GRADEBOOK`].
pub const SUMMARY: [&str; 2] = ["summary.json", "summary.md"];
/// Added to the name of a folder that would clash with a file of the class.
const ANOTHER: &str = "~submission";

/// The folder of the submission `id` in the results of a class: named after it, unless a file of the class has that
/// name.
///
/// ```
/// use grader::result::folder;
/// let name = |id: &str| folder("out".as_ref(), id).file_name().unwrap().to_str().unwrap().to_string();
/// assert_eq!([name("ana"), name("gradebook.csv")], ["ana", "gradebook.csv~submission"]);
/// ```
pub fn folder(out: &Path, id: &str) -> PathBuf {
    let bare = id.trim_end_matches(ANOTHER);
    let mut files = [GRADEBOOK, CANVAS, MOODLE, COMMENTS].into_iter().chain(SUMMARY);
    // Some file systems ignore case.
    if files.any(|file| file.eq_ignore_ascii_case(bare)) {
        return out.join(format!("{id}{ANOTHER}"));
    }
    out.join(id)
}

/// The results file of the submission `id` in the results of a class.
pub fn file(out: &Path, id: &str) -> PathBuf {
    folder(out, id).join("results.json")
}

/// The points of all exercises together.
pub fn max_score() -> u32 {
    EXERCISES.iter().map(|exercise| exercise.points).sum()
}

#[cfg(test)]
pub(crate) mod fixture {
    use super::*;

    /// One check passed, one with this verdict.
    pub fn graded(verdict: Verdict) -> Graded {
        let failed = Finding { detail: "a <table>".to_string(), ..Finding::new(verdict, "one & only") };
        let checks = [(0, Finding::passed(), 5), (1, failed, 0)];
        let checks = checks.map(|(check, finding, earned)| Judged { check, finding, earned });
        Graded { id: "ana".to_string(), complete: true, checks: checks.to_vec(), ..Graded::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::fixture::graded;
    use super::*;
    use crate::reference::fixture::reference;

    #[test]
    fn results_are_read_back() {
        let graded = graded(Verdict::Deadlock);
        assert_eq!(Graded::from_json(&graded.to_json(&reference()), &reference()), Some(graded));
    }

    #[test]
    fn results_of_a_different_version_are_not_read() {
        let mut json = graded(Verdict::Deadlock).to_json(&reference());
        json["version"] = 0.into();
        assert_eq!(Graded::from_json(&json, &reference()), None);
    }

    #[test]
    fn no_submission_s_folder_clashes_with_a_file_of_the_class() {
        let names = ["gradebook.csv", "Summary.JSON", "gradebook.csv~submission", "ana"];
        let folders = names.map(|id| folder(Path::new("out"), id));
        let distinct: std::collections::BTreeSet<_> = folders.iter().collect();
        assert_eq!(distinct.len(), names.len());
        assert!(
            !folders.iter().any(|folder| folder.ends_with("gradebook.csv") || folder.ends_with("Summary.JSON"))
        );
    }

    #[test]
    fn a_grader_error_gives_no_mark() {
        assert_eq!(graded(Verdict::GraderError).to_json(&reference())["score"], Value::Null);
        assert!(graded(Verdict::Deadlock).is_marked());
        assert!(!graded(Verdict::GraderError).is_marked());
    }
}
