//! The files for other programs: Gradescope, Classroom 50, and JUnit's format, which every CI reads.

use super::escape;
use super::mark::{Mark, number};
use crate::judge::Judged;
use crate::reference::Reference;
use crate::result::{Graded, max_score};
use checks::{Finding, Verdict};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// `results/results.json` for Gradescope. If there is no mark it has no scores at all: Gradescope then says that the
/// autograder failed, and gives no points.
pub fn gradescope(graded: &Graded, mark: &Mark, reference: &Reference) -> Value {
    let tests = graded.checks.iter().enumerate().map(|(number, judged)| {
        let known = &reference.checks[judged.check];
        let passed = judged.finding.verdict == Verdict::Passed;
        let mut test = json!({
            "name": format!("{}: {}", known.exercise.id, known.check.title),
            "number": (number + 1).to_string(),
            "max_score": known.check.points,
            "output": text(&judged.finding),
            "output_format": "text",
            "tags": [known.exercise.id, known.check.kind.word()],
            "visibility": if known.check.visible { "visible" } else { "after_published" },
            "extra_data": {"check": known.check.id, "verdict": judged.finding.verdict.to_string()},
        });
        if mark.earned.is_some() {
            test["score"] = judged.earned.into();
            test["status"] = if passed { "passed" } else { "failed" }.into();
        }
        test
    });
    let headline = mark.earned.is_none().then(|| mark.headline());
    let output: Vec<String> =
        headline.into_iter().chain(mark.explained()).chain(graded.notes.iter().cloned()).collect();
    let mut results = json!({
        "output": output.join("\n"),
        "output_format": "text",
        "test_output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {"inputs": graded.inputs, "reference": graded.reference},
        "tests": tests.collect::<Value>(),
    });
    if let Some(score) = mark.score() {
        results["score"] = points(score);
    }
    results
}

/// `result.json` for Classroom 50, which uses whole numbers only; `None` if there is no mark. `told` reads the
/// platform's environment variables; `datetime` is when the submission was handed in or, if that is not known, first
/// graded.
pub fn classroom50(
    graded: &Graded,
    mark: &Mark,
    reference: &Reference,
    told: &dyn Fn(&str) -> String,
    datetime: &str,
) -> Option<Value> {
    let score = mark.score()?.round();
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
    Some(json!({
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
        "score": score as u32,
        "max-score": max_score(),
        "late-submission-penalty": points(mark.penalty()),
        "notes": mark.explained(),
        "tests": tests.collect::<Value>(),
    }))
}

/// JUnit's XML as nextest writes it, with a suite for each exercise. If the grader failed as a whole, one extra test
/// says so.
pub fn junit(graded: &Graded, mark: &Mark, reference: &Reference) -> String {
    let counted = |ours: bool| {
        let bad = move |verdict: Verdict| verdict != Verdict::Passed && (verdict == Verdict::GraderError) == ours;
        move |judged: &Judged| bad(judged.finding.verdict)
    };
    let count = |ours: bool| graded.checks.iter().filter(|judged| counted(ours)(judged)).count();
    let failed_as_a_whole = mark.earned.is_none() && count(true) == 0;
    let (failures, errors) = (count(false), count(true) + usize::from(failed_as_a_whole));
    let name = escape(&graded.id);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{name}\" tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\">\n",
        graded.checks.len() + usize::from(failed_as_a_whole)
    );
    if let Some(score) = mark.score() {
        let (score, penalty) = (number(score), number(mark.penalty()));
        let _ = writeln!(
            xml,
            "  <properties>\n    <property name=\"score\" value=\"{score}\"/>\n    \
             <property name=\"late-submission-penalty\" value=\"{penalty}\"/>\n  </properties>"
        );
    }
    if failed_as_a_whole {
        let (headline, notes) = (escape(&mark.headline()), escape(&graded.notes.join("\n")));
        let _ = writeln!(
            xml,
            "  <testsuite name=\"grader\" tests=\"1\" failures=\"0\" errors=\"1\">\n    <testcase name=\"grading\" \
             classname=\"grader\">\n      <error type=\"grader error\" message=\"{headline}\">{notes}</error>\n    \
             </testcase>\n  </testsuite>"
        );
    }
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

/// A number of points, without a fraction if it is whole.
fn points(value: f64) -> Value {
    if value.fract() == 0.0 { (value as i64).into() } else { value.into() }
}

/// A finding as plain text.
pub fn text(finding: &Finding) -> String {
    let place = finding.place.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
    let message = format!("{}{place}: {}", finding.verdict, finding.message);
    let advice = finding.advice().unwrap_or_default();
    format!("{}\n{}\n{advice}", message.trim_end_matches(": "), finding.detail).trim_end().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::fixture::reference;
    use crate::report::mark::Ledger;
    use crate::result::fixture::graded;

    fn mark(graded: &Graded) -> Mark {
        Mark::of(graded, &Ledger::default())
    }

    #[test]
    fn gradescope_hides_hidden_checks_until_marks_are_published() {
        let graded = graded(Verdict::Deadlock);
        let json = gradescope(&graded, &mark(&graded), &reference());
        let member = |name: &str| [&json["tests"][0][name], &json["tests"][1][name]].map(ToString::to_string);
        assert_eq!(member("visibility"), ["\"visible\"", "\"after_published\""]);
        assert_eq!(member("status"), ["\"passed\"", "\"failed\""]);
        assert_eq!((member("score"), json["score"].as_f64()), (["5", "0"].map(str::to_string), Some(5.0)));
    }

    #[test]
    fn classroom_50_gets_whole_numbers_and_the_platform_s_variables() {
        let told = |name: &str| name.to_lowercase();
        let graded = graded(Verdict::Deadlock);
        let json = classroom50(&graded, &mark(&graded), &reference(), &told, "2026-11-22T18:00:00Z").unwrap();
        assert_eq!((json["score"].as_u64(), json["max-score"].as_u64()), (Some(5), Some(100)));
        assert_eq!((json["classroom"].as_str(), json["commit"].as_str()), (Some("classroom"), Some("commit_url")));
    }

    #[test]
    fn junit_distinguishes_failures_from_grader_errors() {
        let junit = |graded: &Graded| junit(graded, &mark(graded), &reference());
        let failure = junit(&graded(Verdict::Deadlock));
        assert!(failure.contains("<failure type=\"deadlock\" message=\"one &amp; only\">"), "{failure}");
        assert!(failure.contains("<testsuite name=\"locked-counter\" tests=\"2\" failures=\"1\" errors=\"0\">"));
        let error = junit(&graded(Verdict::GraderError));
        assert!(error.contains("<error type=\"grader error\"") && error.contains("failures=\"0\" errors=\"1\""));
        let whole = junit(&Graded { notes: vec!["no disk".to_string()], ..Graded::default() });
        assert!(
            whole.contains("tests=\"1\" failures=\"0\" errors=\"1\"") && whole.contains(">no disk</error>"),
            "{whole}"
        );
        assert!(!whole.contains("score"), "{whole}");
    }

    #[test]
    fn no_platform_gets_points_if_the_grader_failed() {
        let graded = graded(Verdict::GraderError);
        let json = gradescope(&graded, &mark(&graded), &reference());
        assert_eq!((&json["score"], &json["tests"][0]["score"]), (&Value::Null, &Value::Null));
        assert_eq!(json["tests"][1]["status"], Value::Null);
        assert!(json["output"].as_str().unwrap().starts_with("no mark: the grader failed"), "{json}");
        assert_eq!(classroom50(&graded, &mark(&graded), &reference(), &|_| String::new(), ""), None);
    }
}
