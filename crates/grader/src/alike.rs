//! Reuses findings between submissions with identical files. In a class, many students hand in some files as they got
//! them; a check finds the same in the same files, so it runs only once.
//!
//! Files are compared by their full text, because two files with the same digest could be made on purpose. A verdict
//! that may differ the next time is not reused.

use crate::tree::Overlay;
use checks::{Finding, Verdict};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Everything that a check of an example depends on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Files {
    /// The example.
    pub package: &'static str,
    /// The submission's files that replace ours.
    pub overlay: Overlay,
    /// The submission's files that were judged without a check and are not compiled. Tables show ours instead.
    pub settled: Vec<&'static str>,
    /// Whether the check is asked for the states of a model that fails.
    pub states: bool,
}

/// Findings, by files and by the number of the check.
#[derive(Debug, Default)]
pub struct Alike(Mutex<BTreeMap<Files, BTreeMap<usize, Finding>>>);

impl Alike {
    /// The earlier finding of the check in these files.
    pub fn finding(&self, files: &Files, check: usize) -> Option<Finding> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(files)?.get(&check).cloned()
    }

    /// Records the finding of the check in these files.
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
        // Nothing is compiled here, so a check that had to run would fail this test.
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
    fn findings_without_a_check_run_are_not_shared() {
        let (reference, alike) = (reference(), Alike::default());
        let said = |verdict, message: &str| {
            let file = HandedIn::Unusable(verdict, message.to_string());
            let submission = Submission::from([(("counter-race", "src/locked.rs"), file)]);
            let mut judge = Judge::new(&reference, "counter-race", &submission, &Scans::default()).with(&alike);
            let mut found = Vec::new();
            let report = &mut |judged: crate::judge::Judged| {
                found.push((judged.finding.verdict, judged.finding.message));
                Ok(())
            };
            judge.judge(&|_| true, report).unwrap();
            assert!(
                !found.is_empty() && found.iter().all(|found| *found == (verdict, message.to_string())),
                "{found:?}"
            );
        };
        said(Verdict::NotReadable, "truncated");
        said(Verdict::Forbidden, "std");
    }

    #[test]
    fn findings_in_other_files_and_unstable_verdicts_are_not_shared() {
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
