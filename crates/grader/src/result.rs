//! What a submission got, and its form on the disk: `results.json`, from which every other report is made.

use crate::files::write_json;
use crate::judge::Judged;
use crate::reference::{Known, Reference};
use anyhow::Result;
use checks::{EXERCISES, Exercise, Finding, Verdict};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// The version of the form. It grows when a member changes its meaning.
pub const VERSION: u64 = 1;

/// One submission's outcome.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graded {
    /// The submission's name.
    pub id: String,
    /// Of what was handed in.
    pub inputs: String,
    /// Of what it was compared with.
    pub reference: String,
    /// What held its code, as [`crate::launch::Launch::word`] says it.
    pub confinement: String,
    /// Whether every check is there.
    pub complete: bool,
    /// What its author should know.
    pub notes: Vec<String>,
    /// What an instructor should look at before the mark is given.
    pub attention: Vec<String>,
    /// Each check, in the order of the reference's.
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

    /// Whether we failed, and not the submission.
    pub fn has_grader_error(&self) -> bool {
        self.checks.iter().any(|judged| judged.finding.verdict == Verdict::GraderError)
    }

    /// Whether its score is a mark.
    pub fn is_marked(&self) -> bool {
        self.complete && !self.has_grader_error()
    }

    /// The form on the disk.
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

    /// Reads a file of this form; nothing if there is none, or [`Graded::from_json`] does not read it.
    pub fn read(file: &Path, reference: &Reference) -> Option<Self> {
        let json: Value = serde_json::from_str(&std::fs::read_to_string(file).ok()?).ok()?;
        Graded::from_json(&json, reference)
    }

    /// Writes a file of this form.
    pub fn write(&self, file: &Path, reference: &Reference) -> Result<()> {
        write_json(file, &self.to_json(reference))
    }

    /// Reads the form; nothing if it is another version's, or broken. Checks that are no more are left out.
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

/// The files of a class. No submission's folder may have such a name.
pub const GRADEBOOK: &str = "gradebook.csv";
/// As [`GRADEBOOK`].
pub const CANVAS: &str = "canvas.csv";
/// As [`GRADEBOOK`].
pub const MOODLE: &str = "moodle.csv";
/// As [`GRADEBOOK`]; an instructor writes it.
pub const COMMENTS: &str = "comments.csv";
/// As [`GRADEBOOK`].
pub const SUMMARY: [&str; 2] = ["summary.json", "summary.md"];
/// What a folder's name gets that would be a file's of the class.
const ANOTHER: &str = "~submission";

/// The folder of the submission `id` in the results of a class: that of its name, if no file of the class has it.
///
/// ```
/// use grader::result::folder;
/// let name = |id: &str| folder("out".as_ref(), id).file_name().unwrap().to_str().unwrap().to_string();
/// assert_eq!([name("ana"), name("gradebook.csv")], ["ana", "gradebook.csv~submission"]);
/// ```
pub fn folder(out: &Path, id: &str) -> PathBuf {
    let bare = id.trim_end_matches(ANOTHER);
    let mut files = [GRADEBOOK, CANVAS, MOODLE, COMMENTS].into_iter().chain(SUMMARY);
    // Some file systems take upper and lower case for the same.
    if files.any(|file| file.eq_ignore_ascii_case(bare)) {
        return out.join(format!("{id}{ANOTHER}"));
    }
    out.join(id)
}

/// The file of this form, for the submission `id` in the results of a class.
pub fn file(out: &Path, id: &str) -> PathBuf {
    folder(out, id).join("results.json")
}

/// What all exercises are worth.
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
    fn results_of_another_version_are_not_read() {
        let mut json = graded(Verdict::Deadlock).to_json(&reference());
        json["version"] = 0.into();
        assert_eq!(Graded::from_json(&json, &reference()), None);
    }

    #[test]
    fn no_submission_has_its_results_where_a_file_of_the_class_is() {
        let names = ["gradebook.csv", "Summary.JSON", "gradebook.csv~submission", "ana"];
        let folders = names.map(|id| folder(Path::new("out"), id));
        let distinct: std::collections::BTreeSet<_> = folders.iter().collect();
        assert_eq!(distinct.len(), names.len());
        assert!(
            !folders.iter().any(|folder| folder.ends_with("gradebook.csv") || folder.ends_with("Summary.JSON"))
        );
    }

    #[test]
    fn a_failure_of_ours_is_no_mark() {
        assert_eq!(graded(Verdict::GraderError).to_json(&reference())["score"], Value::Null);
        assert!(graded(Verdict::Deadlock).is_marked());
        assert!(!graded(Verdict::GraderError).is_marked());
    }
}
