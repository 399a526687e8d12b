//! The class: a gradebook that learning-management systems import, and a summary for whoever teaches.

use crate::reference::Reference;
use crate::result::{Graded, max_score};
use crate::roster::{Lateness, Roster};
use checks::Verdict;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// nbgrader's columns.
const COLUMNS: &str = "assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,\
                       late_submission_penalty,score,max_score";

/// The gradebook as CSV.
pub fn gradebook(class: &[Graded], roster: &Roster, lateness: &Lateness) -> String {
    let mut csv = format!("{COLUMNS}\n");
    for graded in class {
        let student = roster.student(&graded.id);
        let raw = graded.score();
        let penalty = lateness.penalty(&student.submitted_at, raw);
        // Where we failed there is no mark, rather than a bad one.
        let marked = |text: String| if graded.is_marked() { text } else { String::new() };
        let cells = [
            "threading".to_string(),
            lateness.due_text(),
            student.submitted_at,
            student.id,
            student.last_name,
            student.first_name,
            student.email,
            marked(raw.to_string()),
            marked(number(penalty)),
            marked(number(f64::from(raw) - penalty)),
            max_score().to_string(),
        ];
        csv += &cells.map(|cell| quoted(&cell)).join(",");
        csv.push('\n');
    }
    csv
}

/// A line for each submission; `?` where there is no mark.
pub fn marks(class: &[Graded]) -> String {
    let mut lines = String::new();
    for graded in class {
        let score = if graded.is_marked() { graded.score().to_string() } else { "?".to_string() };
        let _ = writeln!(lines, "{score:>3} of {}  {}", max_score(), graded.id);
    }
    lines
}

/// Without decimals where there are none.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// A cell. A spreadsheet takes a cell that begins like a formula for one, so such a cell gets a quote before it.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula { format!("'{cell}") } else { cell.to_string() };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// Distribution, hardest check and most common mistake.
pub fn summary(class: &[Graded], reference: &Reference) -> Value {
    let class = || class.iter().filter(|graded| graded.is_marked());
    let mut scores: Vec<u32> = class().map(Graded::score).collect();
    scores.sort_unstable();
    let mut tens: BTreeMap<u32, usize> = BTreeMap::new();
    for score in &scores {
        *tens.entry(score / 10 * 10).or_default() += 1;
    }
    let mut passed = vec![0_usize; reference.checks.len()];
    let mut mistakes: BTreeMap<(&str, Verdict), usize> = BTreeMap::new();
    for judged in class().flat_map(|graded| &graded.checks) {
        let verdict = judged.finding.verdict;
        if verdict == Verdict::Passed {
            passed[judged.check] += 1;
        } else if !matches!(verdict, Verdict::NotWritten | Verdict::GraderError) {
            *mistakes.entry((reference.checks[judged.check].check.id.as_str(), verdict)).or_default() += 1;
        }
    }
    let checks = reference.checks.iter().zip(&passed).map(|(known, passed)| {
        json!({"id": known.check.id, "title": known.check.title, "exercise": known.exercise.id, "passed": passed})
    });
    let hardest = passed.iter().enumerate().min_by_key(|(_, passed)| **passed);
    let hardest = hardest.map(|(index, _)| reference.checks[index].check.id.as_str());
    let common = mistakes.iter().max_by_key(|(_, count)| **count).map(
        |((check, verdict), count)| json!({"check": check, "verdict": verdict.to_string(), "submissions": count}),
    );
    let mean = scores.iter().sum::<u32>() as f64 / scores.len().max(1) as f64;
    json!({
        "submissions": scores.len(),
        "max_score": max_score(),
        "mean": (mean * 100.0).round() / 100.0,
        "median": scores.get(scores.len() / 2),
        "lowest": scores.first(),
        "highest": scores.last(),
        "distribution": tens.iter().map(|(from, count)| json!({"from": from, "submissions": count})).collect::<Value>(),
        "hardest_check": hardest,
        "most_common_mistake": common,
        "checks": checks.collect::<Value>(),
    })
}

/// The summary as Markdown.
pub fn summary_markdown(summary: &Value) -> String {
    let submissions = summary["submissions"].as_u64().unwrap_or(0);
    let mut page = format!("# {submissions} submissions\n\n");
    let of = |name: &str| summary[name].to_string();
    let _ = writeln!(
        page,
        "Mean {}, median {}, from {} to {}, of {} points.\n",
        of("mean"),
        of("median"),
        of("lowest"),
        of("highest"),
        of("max_score")
    );
    for bar in summary["distribution"].as_array().into_iter().flatten() {
        let count = bar["submissions"].as_u64().unwrap_or(0);
        let _ = writeln!(
            page,
            "    {:>3}  {} {count}",
            bar["from"],
            "#".repeat(usize::try_from(count).unwrap_or(0).min(60))
        );
    }
    if let Some(hardest) = summary["hardest_check"].as_str() {
        let _ = writeln!(page, "\nHardest check: `{hardest}`.");
    }
    let mistake = &summary["most_common_mistake"];
    if let (Some(check), Some(verdict)) = (mistake["check"].as_str(), mistake["verdict"].as_str()) {
        let _ =
            writeln!(page, "Most common mistake: {verdict} in `{check}`, {} submissions.", mistake["submissions"]);
    }
    page += "\n| exercise | check | passed |\n| --- | --- | --- |\n";
    for check in summary["checks"].as_array().into_iter().flatten() {
        let text = |name: &str| check[name].as_str().unwrap_or_default().to_string();
        let _ =
            writeln!(page, "| {} | {} | {} of {submissions} |", text("exercise"), text("title"), check["passed"]);
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::fixture::reference;
    use crate::result::fixture::graded;

    #[test]
    fn where_we_failed_the_gradebook_has_no_mark() {
        let class = [Verdict::Deadlock, Verdict::GraderError].map(graded);
        let csv = gradebook(&class, &Roster::default(), &Lateness::default());
        let rows: Vec<_> = csv.lines().collect();
        assert_eq!(rows[1..], ["threading,,,ana,,,,5,0,5,100", "threading,,,ana,,,,,,,100"]);
    }

    #[test]
    fn a_summary_counts_what_was_marked() {
        let class = [Verdict::Deadlock, Verdict::GraderError, Verdict::Passed].map(graded);
        let summary = summary(&class, &reference());
        assert_eq!(
            (summary["submissions"].as_u64(), summary["hardest_check"].as_str()),
            (Some(2), Some("counts-in-company"))
        );
        assert_eq!(summary["most_common_mistake"]["verdict"], "deadlock");
        assert!(
            summary_markdown(&summary)
                .contains("Most common mistake: deadlock in `counts-in-company`, 1 submissions.")
        );
    }

    #[test]
    fn a_name_is_a_cell_and_not_a_formula() {
        assert_eq!(quoted("O'Neil, Ana \"A\""), "\"O'Neil, Ana \"\"A\"\"\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(
            (number(12.0), number(0.5), number(0.0)),
            ("12".to_string(), "0.5".to_string(), "0".to_string())
        );
    }
}
