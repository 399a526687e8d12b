//! The description of a check, read from a check binary by a program that does not link it.

use crate::{Check, Finding, Kind, Watch, parent};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// A check without its code: the owned counterpart of [`Check`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// Unique within its example.
    pub id: String,
    /// The exercise whose points it gives; empty if it gives none.
    pub exercise: String,
    /// What must hold.
    pub title: String,
    /// The points it is worth.
    pub points: u32,
    /// Hints, from a nudge to nearly the answer.
    pub hints: Vec<String>,
    /// How it tells right from wrong.
    pub kind: Kind,
    /// The sentences that ask for it.
    pub told: Vec<String>,
    /// Whether students have it.
    pub visible: bool,
    /// Whether jobs meet at a barrier in it.
    pub meeting: bool,
    /// The message if a check of one thread waits for ever.
    pub if_it_waits: String,
}

impl Description {
    /// Parses the output of [`Check::to_json`].
    ///
    /// ```
    /// use checks::{Check, description::Description};
    /// let check = Check::model("adds", checks::Finding::passed).title("adds up").points(2).hints(&["Carry."]);
    /// let read = Description::from_json(&check.to_json()).unwrap();
    /// assert_eq!((read.title.as_str(), read.points, read.hints.len()), ("adds up", 2, 1));
    /// ```
    pub fn from_json(json: &Value) -> Option<Self> {
        let text = |key: &str| json[key].as_str().map(str::to_string);
        let texts = |key: &str| {
            let texts = json[key].as_array()?.iter().filter_map(Value::as_str);
            Some(texts.map(str::to_string).collect::<Vec<_>>())
        };
        Some(Description {
            id: text("id")?,
            exercise: text("exercise")?,
            title: text("title")?,
            points: u32::try_from(json["points"].as_u64()?).ok()?,
            hints: texts("hints")?,
            told: texts("told")?,
            kind: Kind::from_word(json["kind"].as_str()?)?,
            visible: json["visible"].as_bool()?,
            meeting: json["meeting"].as_bool()?,
            if_it_waits: text("if_it_waits")?,
        })
    }

    /// The checks in the check binary `program`; `None` if it is not a check binary.
    pub fn all_in(program: &Path) -> Option<Vec<Self>> {
        let output = Command::new(program).arg(crate::harness::DESCRIBE).output().ok()?;
        let json: Value = serde_json::from_slice(&output.stdout).ok()?;
        json.as_array()?.iter().map(Description::from_json).collect()
    }

    /// Runs the check; see [`parent::run`].
    pub fn run(&self, code: &mut Command, judge: &mut Command, seed: u64, watch: Watch) -> Finding {
        parent::run(self, code, judge, seed, watch)
    }
}

impl From<&Check> for Description {
    fn from(check: &Check) -> Self {
        Description {
            id: check.id.to_string(),
            exercise: check.exercise.to_string(),
            title: check.title.to_string(),
            points: check.points,
            hints: check.hints.iter().map(ToString::to_string).collect(),
            told: check.told.iter().map(ToString::to_string).collect(),
            kind: check.kind,
            visible: check.visible,
            meeting: check.meeting,
            if_it_waits: check.if_it_waits.to_string(),
        }
    }
}
