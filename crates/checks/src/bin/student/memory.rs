//! Remembers which checks passed last time and which hints were given, in a file in the target folder.

use crate::examine::Report;
use checks::{EXERCISES, Exercise, Verdict};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// What is remembered. A file that cannot be read counts as empty: nothing in it is worth an error.
pub struct Memory {
    file: PathBuf,
    json: Value,
    /// The exercises that have changed since they were last checked.
    outdated: Vec<&'static str>,
}

impl Memory {
    /// Loads what was saved in `folder`.
    pub fn load(folder: &Path) -> Self {
        let file = folder.join("progress.json");
        let json = fs::read(&file).ok().and_then(|text| serde_json::from_slice(&text).ok());
        let json = json.filter(Value::is_object).unwrap_or_else(|| json!({}));
        Memory { file, json, outdated: Vec::new() }
    }

    /// Saves it. If that fails, the next run begins anew.
    pub fn save(&self) {
        let _ = fs::write(&self.file, self.json.to_string());
    }

    /// Records a report; `fingerprint` is that of the sources.
    pub fn learn(&mut self, report: &Report, fingerprint: u64) {
        let state = match &report.checks {
            Err(refused) if refused.restore.is_some() => "lacks its checks".to_string(),
            Err(refused) => match refused.blocked_by(report.exercise) {
                None => Verdict::DoesNotCompile.to_string(),
                Some(other) => format!("waits for {}", other.file.rsplit('/').next().unwrap_or_default()),
            },
            Ok(checks) if checks.is_empty() => "has no checks here".to_string(),
            Ok(_) => {
                let failing = report.first_failing().map_or(Verdict::Passed, |(_, finding)| finding.verdict);
                failing.to_string()
            }
        };
        let passed = match &report.checks {
            Ok(checks) => {
                let passed = checks.iter().filter(|(_, finding)| finding.verdict == Verdict::Passed);
                passed.map(|(check, _)| check.id.clone()).collect()
            }
            // Code that does not compile now may have passed before.
            Err(_) => self.passed(report.exercise.id),
        };
        let (earned, possible) = match &report.checks {
            Ok(_) => report.points(),
            Err(_) => (0, self.standing(report.exercise.id).map_or(0, |(_, possible, _)| possible as u32)),
        };
        self.json["exercises"][report.exercise.id] = json!({
            "sources": fingerprint,
            "passed": passed,
            "earned": earned,
            "possible": possible,
            "state": state,
        });
    }

    /// Records a report that was not shown: checks that pass for the first time are still to be announced.
    pub fn learn_unshown(&mut self, report: &Report, fingerprint: u64) {
        let shown = self.passed(report.exercise.id);
        self.learn(report, fingerprint);
        self.json["exercises"][report.exercise.id]["passed"] = shown.into();
    }

    /// The checks of an exercise that passed last time.
    pub fn passed(&self, exercise: &str) -> Vec<String> {
        let ids = self.json["exercises"][exercise]["passed"].as_array().into_iter().flatten();
        ids.filter_map(Value::as_str).map(str::to_string).collect()
    }

    /// Whether the exercise was last checked with these sources.
    pub fn knows(&self, exercise: &str, fingerprint: u64) -> bool {
        self.json["exercises"][exercise]["sources"].as_u64() == Some(fingerprint)
    }

    /// Finds the exercises whose sources changed since they were checked; `fingerprint` gives that of an exercise.
    pub fn compare(&mut self, fingerprint: impl Fn(&Exercise) -> u64) {
        let changed =
            |exercise: &&Exercise| self.was_checked(exercise) && !self.knows(exercise.id, fingerprint(exercise));
        self.outdated = EXERCISES.iter().filter(changed).map(|exercise| exercise.id).collect();
    }

    /// Whether an exercise has changed since it was checked, so that its last result may be out of date.
    pub fn is_outdated(&self, exercise: &Exercise) -> bool {
        self.outdated.contains(&exercise.id)
    }

    /// Whether an exercise was ever checked.
    pub fn was_checked(&self, exercise: &Exercise) -> bool {
        self.standing(exercise.id).is_some()
    }

    /// The points earned, the points possible, and the verdict; `None` if it has not been checked.
    pub fn standing(&self, exercise: &str) -> Option<(u64, u64, &str)> {
        let known = &self.json["exercises"][exercise];
        Some((known["earned"].as_u64()?, known["possible"].as_u64()?, known["state"].as_str()?))
    }

    /// The first exercise that is not known to be done. One that does not compile comes first, because it keeps
    /// others from being checked.
    pub fn next(&self) -> Option<&'static Exercise> {
        let broken = EXERCISES.iter().find(|exercise| self.is(exercise, Verdict::DoesNotCompile));
        broken.or_else(|| EXERCISES.iter().find(|exercise| !self.is(exercise, Verdict::Passed)))
    }

    /// Whether the exercise, unchanged since its check, got this verdict.
    pub fn is(&self, exercise: &Exercise, verdict: Verdict) -> bool {
        !self.is_outdated(exercise)
            && self.standing(exercise.id).is_some_and(|(.., state)| state == verdict.to_string())
    }

    /// The first exercise that this one needs and that has not passed.
    pub fn missing(&self, exercise: &Exercise) -> Option<&'static Exercise> {
        let mut needed = EXERCISES.iter().filter(|other| exercise.needs.contains(&other.id));
        needed.find(|other| !self.is(other, Verdict::Passed))
    }

    #[cfg(test)]
    pub fn note(&mut self, exercise: &str, state: &str) {
        self.json["exercises"][exercise] = json!({"earned": 0, "possible": 1, "state": state});
    }

    /// How many hints to show now: one more at each call while the check fails with the same verdict.
    pub fn one_more_hint(&mut self, check: &str, verdict: Verdict, hints: usize) -> usize {
        let before = &self.json["hints"][check];
        let same = before["verdict"] == verdict.to_string();
        let shown = if same { before["shown"].as_u64().unwrap_or(0) as usize } else { 0 };
        let shown = (shown + 1).min(hints);
        self.json["hints"][check] = json!({"verdict": verdict.to_string(), "shown": shown});
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty() -> Memory {
        Memory::load(Path::new("a folder that does not exist"))
    }

    #[test]
    fn the_same_failure_gets_one_more_hint_and_a_new_failure_the_first() {
        let mut memory = empty();
        let mut hint = |verdict| memory.one_more_hint("loses-nothing", verdict, 2);
        assert_eq!(
            [hint(Verdict::RaceCondition), hint(Verdict::RaceCondition), hint(Verdict::RaceCondition)],
            [1, 2, 2]
        );
        assert_eq!(hint(Verdict::Deadlock), 1);
    }

    #[test]
    fn the_first_exercise_comes_next_if_none_is_done() {
        assert_eq!(empty().next(), Some(&EXERCISES[0]));
    }

    #[test]
    fn an_exercise_that_does_not_compile_keeps_the_checks_it_passed_before() {
        let mut memory = empty();
        memory.json["exercises"]["locked-counter"] = json!({"passed": ["alone"]});
        let refused = crate::build::Refused::default();
        let report = Report { exercise: &EXERCISES[0], checks: Err(refused), todos: Vec::new() };
        memory.learn(&report, 1);
        assert_eq!(memory.passed("locked-counter"), ["alone"]);
        assert!(memory.knows("locked-counter", 1) && !memory.knows("locked-counter", 2));
    }

    #[test]
    fn a_first_pass_is_news_until_it_was_shown() {
        let mut memory = empty();
        let check = checks::Description::from(&checks::Check::model("alone", checks::Finding::passed));
        let report = Report {
            exercise: &EXERCISES[0],
            checks: Ok(vec![(check, checks::Finding::passed())]),
            todos: Vec::new(),
        };
        memory.learn_unshown(&report, 1);
        assert!(memory.is(&EXERCISES[0], Verdict::Passed) && memory.passed(EXERCISES[0].id).is_empty());
        memory.learn(&report, 1);
        assert_eq!(memory.passed(EXERCISES[0].id), ["alone"]);
    }

    #[test]
    fn an_exercise_that_changed_since_its_check_is_neither_done_nor_broken() {
        let mut memory = empty();
        for (number, exercise) in EXERCISES.iter().enumerate() {
            memory.json["exercises"][exercise.id] =
                json!({"earned": 1, "possible": 1, "sources": number, "state": "passed"});
        }
        let as_checked = |exercise: &Exercise| EXERCISES.iter().position(|other| other == exercise).unwrap() as u64;
        memory.compare(as_checked);
        assert_eq!(memory.next(), None);
        memory.compare(|exercise| if exercise == &EXERCISES[4] { 99 } else { as_checked(exercise) });
        assert_eq!(memory.next(), Some(&EXERCISES[4]));
        assert_eq!(memory.missing(&EXERCISES[5]), Some(&EXERCISES[4]));
        memory.json["exercises"][EXERCISES[4].id]["state"] = "does not compile".into();
        assert!(!memory.is(&EXERCISES[4], Verdict::DoesNotCompile));
    }

    #[test]
    fn a_file_that_does_not_compile_comes_before_the_exercises_that_wait_for_it() {
        let mut memory = empty();
        let error = checks::CompileError { file: EXERCISES[1].path(), ..checks::CompileError::default() };
        for exercise in &EXERCISES[..3] {
            let refused =
                crate::build::Refused { errors: vec![error.clone()], total: 1, ..crate::build::Refused::default() };
            memory.learn(&Report { exercise, checks: Err(refused), todos: Vec::new() }, 1);
        }
        let states = ["locked-counter", "atomic-counter"].map(|id| memory.standing(id).unwrap().2.to_string());
        assert_eq!(states, ["waits for atomic.rs", "does not compile"]);
        assert_eq!(memory.next(), Some(&EXERCISES[1]));
    }
}
