//! The files that other programs read: Gradescope, Classroom 50, and JUnit's form, which every CI knows.

use super::escape;
use crate::judge::Judged;
use crate::reference::Reference;
use crate::result::{Graded, max_score};
use checks::{Finding, Verdict};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// `results/results.json` for Gradescope.
pub fn gradescope(graded: &Graded, reference: &Reference) -> Value {
    let tests = graded.checks.iter().enumerate().map(|(number, judged)| {
        let known = &reference.checks[judged.check];
        let passed = judged.finding.verdict == Verdict::Passed;
        json!({
            "name": format!("{}: {}", known.exercise.id, known.check.title),
            "number": (number + 1).to_string(),
            "score": judged.earned,
            "max_score": known.check.points,
            "status": if passed { "passed" } else { "failed" },
            "output": text(&judged.finding),
            "output_format": "text",
            "tags": [known.exercise.id, known.check.kind.word()],
            "visibility": if known.check.visible { "visible" } else { "after_published" },
            "extra_data": {"check": known.check.id, "verdict": judged.finding.verdict.to_string()},
        })
    });
    json!({
        "score": graded.score(),
        "output": graded.notes.join("\n"),
        "output_format": "text",
        "test_output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"inputs": graded.inputs, "reference": graded.reference},
        "tests": tests.collect::<Value>(),
    })
}

/// `result.json` for Classroom 50. What the platform knows comes from its environment, by `told`; `datetime` is when the
/// submission was graded first.
pub fn classroom50(graded: &Graded, reference: &Reference, told: &dyn Fn(&str) -> String, datetime: &str) -> Value {
    let tests = graded.checks.iter().map(|judged| {
        let known = &reference.checks[judged.check];
        json!({
            "test-name": known.check.id,
            "passed": judged.finding.verdict == Verdict::Passed,
            "score": judged.earned,
            "max-score": known.check.points,
            "verdict": judged.finding.verdict.to_string(),
            "message": judged.finding.message,
        })
    });
    json!({
        "schema": "classroom50/result/v1",
        "classroom": told("CLASSROOM"),
        "assignment": told("ASSIGNMENT"),
        "assignment_type": "individual",
        "owner": graded.id,
        "submission": told("SUBMISSION_TAG"),
        "commit": told("COMMIT_URL"),
        "release": told("RELEASE_URL"),
        "review": told("REVIEW_URL"),
        "datetime": datetime,
        "score": graded.score(),
        "max-score": max_score(),
        "tests": tests.collect::<Value>(),
    })
}

/// JUnit's XML, as nextest writes it: a suite for each exercise.
pub fn junit(graded: &Graded, reference: &Reference) -> String {
    let counted = |ours: bool| {
        let bad = move |verdict: Verdict| verdict != Verdict::Passed && (verdict == Verdict::GraderError) == ours;
        move |judged: &Judged| bad(judged.finding.verdict)
    };
    let count = |ours: bool| graded.checks.iter().filter(|judged| counted(ours)(judged)).count();
    let (failures, errors) = (count(false), count(true));
    let name = escape(&graded.id);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{name}\" tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\">\n",
        graded.checks.len()
    );
    for (exercise, checks) in graded.exercises(reference) {
        let count = |ours: bool| checks.iter().filter(|(_, judged)| counted(ours)(judged)).count();
        let (failures, errors) = (count(false), count(true));
        let (id, tests) = (exercise.id, checks.len());
        let _ = writeln!(
            xml,
            "  <testsuite name=\"{id}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\">"
        );
        for (known, judged) in checks {
            let _ = write!(xml, "    <testcase name=\"{}\" classname=\"{id}\"", escape(&known.check.id));
            let finding = &judged.finding;
            match finding.verdict {
                Verdict::Passed => xml += "/>\n",
                verdict => {
                    let element = if verdict == Verdict::GraderError { "error" } else { "failure" };
                    let (message, text) = (escape(&finding.message), escape(&text(finding)));
                    let _ = writeln!(
                        xml,
                        ">\n      <{element} type=\"{verdict}\" message=\"{message}\">{text}</{element}>\n    </testcase>"
                    );
                }
            }
        }
        xml += "  </testsuite>\n";
    }
    xml + "</testsuites>\n"
}

/// A finding in plain text.
pub fn text(finding: &Finding) -> String {
    let place = finding.place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
    let message = format!("{}{place}: {}", finding.verdict, finding.message);
    format!("{}\n{}", message.trim_end_matches(": "), finding.detail).trim_end().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::fixture::reference;
    use crate::result::fixture::graded;

    #[test]
    fn gradescope_hides_what_students_do_not_have() {
        let json = gradescope(&graded(Verdict::Deadlock), &reference());
        let member = |name: &str| [&json["tests"][0][name], &json["tests"][1][name]].map(ToString::to_string);
        assert_eq!(member("visibility"), ["\"visible\"", "\"after_published\""]);
        assert_eq!(member("status"), ["\"passed\"", "\"failed\""]);
        assert_eq!((member("score"), json["score"].as_u64()), (["5", "0"].map(str::to_string), Some(5)));
    }

    #[test]
    fn classroom_50_gets_whole_numbers_and_what_the_platform_told() {
        let told = |name: &str| name.to_lowercase();
        let json = classroom50(&graded(Verdict::Deadlock), &reference(), &told, "2026-11-22T18:00:00Z");
        assert_eq!((json["score"].as_u64(), json["max-score"].as_u64()), (Some(5), Some(100)));
        assert_eq!((json["classroom"].as_str(), json["commit"].as_str()), (Some("classroom"), Some("commit_url")));
    }

    #[test]
    fn junit_tells_a_failure_from_an_error_of_ours() {
        let failure = junit(&graded(Verdict::Deadlock), &reference());
        assert!(failure.contains("<failure type=\"deadlock\" message=\"one &amp; only\">"), "{failure}");
        assert!(failure.contains("<testsuite name=\"locked-counter\" tests=\"2\" failures=\"1\" errors=\"0\">"));
        let error = junit(&graded(Verdict::GraderError), &reference());
        assert!(error.contains("<error type=\"grader error\"") && error.contains("failures=\"0\" errors=\"1\""));
    }
}
