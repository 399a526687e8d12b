//! What a batch already knows of submissions that are alike. In a class, many hand in an example as they got it; a check
//! says the same of the same files, so it runs once.
//!
//! Files are compared by their whole texts: two of one digest could be made on purpose. A verdict that may be different the
//! next time is not shared.

use crate::tree::Overlay;
use checks::{Finding, Verdict};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// All that a check of an example depends on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Files {
    /// The example.
    pub package: &'static str,
    /// The files that are compiled in place of ours.
    pub overlay: Overlay,
    /// Those that are not, for reasons that needed no check. Tables show ours instead.
    pub settled: Vec<&'static str>,
    /// Whether the check is asked for the states of a model that fails.
    pub states: bool,
}

/// Findings by files, and then by the number of the check.
#[derive(Debug, Default)]
pub struct Alike(Mutex<BTreeMap<Files, BTreeMap<usize, Finding>>>);

impl Alike {
    /// What the check found in these files before.
    pub fn finding(&self, files: &Files, check: usize) -> Option<Finding> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(files)?.get(&check).cloned()
    }

    /// Notes what the check found in these files.
    pub fn note(&self, files: &Files, check: usize, finding: &Finding) {
        let unsteady = [Verdict::Nondeterministic, Verdict::OutOfBounds, Verdict::NoVerdict, Verdict::GraderError];
        if unsteady.contains(&finding.verdict) {
            return;
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(files.clone()).or_default().insert(check, finding.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::{HandedIn, Judge, Submission};
    use crate::reference::fixture::reference;
    use crate::scan::Scans;
    use std::collections::BTreeMap;

    fn files(text: &str) -> Files {
        let overlay = BTreeMap::from([("src/locked.rs", text.to_string())]);
        Files { package: "counter-race", overlay, settled: Vec::new(), states: false }
    }

    #[test]
    fn the_same_check_of_the_same_files_runs_once() {
        // Nothing is compiled here: a check that had to run would fail this test.
        let (reference, alike) = (reference(), Alike::default());
        alike.note(&files("stub"), 0, &Finding::new(Verdict::NotWritten, "lock the counter"));
        alike.note(&files("stub"), 1, &Finding::passed());
        let text = HandedIn::Text("stub".to_string());
        let submission = Submission::from([(("counter-race", "src/locked.rs"), text)]);
        let mut verdicts = Vec::new();
        let mut judge = Judge::new(&reference, "counter-race", &submission, &Scans::default()).with(&alike);
        let report = &mut |judged: crate::judge::Judged| {
            verdicts.push((judged.check, judged.finding.verdict, judged.earned));
            Ok(())
        };
        judge.judge(&|_| true, report).unwrap();
        assert_eq!(verdicts, [(0, Verdict::NotWritten, 0), (1, Verdict::Passed, 5)]);
    }

    #[test]
    fn a_file_that_needs_no_check_gets_its_own_reason_and_not_that_of_a_submission_before() {
        let (reference, alike) = (reference(), Alike::default());
        let found = |handed_in: Option<HandedIn>| {
            let submission = handed_in.map(|handed_in| (("counter-race", "src/locked.rs"), handed_in));
            let submission: Submission = submission.into_iter().collect();
            let mut judge = Judge::new(&reference, "counter-race", &submission, &Scans::default()).with(&alike);
            let mut found = Vec::new();
            let report = &mut |judged: crate::judge::Judged| {
                found.push((judged.finding.verdict, judged.finding.message));
                Ok(())
            };
            judge.judge(&|_| true, report).unwrap();
            found.dedup();
            found
        };
        let unusable = HandedIn::Unusable(Verdict::NotReadable, "line 2 is not UTF-8".to_string());
        assert_eq!(found(Some(unusable)), [(Verdict::NotReadable, "line 2 is not UTF-8".to_string())]);
        let missing = "crates/counter-race/src/locked.rs was not handed in".to_string();
        assert_eq!(found(None), [(Verdict::NotWritten, missing)]);
    }

    #[test]
    fn nothing_is_known_of_other_files_or_by_a_verdict_that_may_change() {
        let alike = Alike::default();
        alike.note(&files("one"), 0, &Finding::passed());
        let beside_ours = Files { settled: vec!["src/atomic.rs"], ..files("one") };
        assert_eq!(alike.finding(&files("one"), 0), Some(Finding::passed()));
        let others = [(files("other"), 0), (files("one"), 1), (beside_ours, 0)];
        assert!(others.iter().all(|(files, check)| alike.finding(files, *check).is_none()));
        for verdict in [Verdict::Nondeterministic, Verdict::OutOfBounds, Verdict::GraderError] {
            alike.note(&files("other"), 0, &Finding::new(verdict, "today"));
            assert_eq!(alike.finding(&files("other"), 0), None);
        }
    }
}
