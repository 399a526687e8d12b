//! The reports on a class: a gradebook that learning-management systems import, and a summary for the instructor.

use super::feedback::inline;
use super::mark::{Ledger, Mark, Row, number};
use crate::reference::Reference;
use crate::result::{Graded, max_score};
use crate::roster::Lateness;
use crate::roster::time::Moment;
use checks::Verdict;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// nbgrader's columns.
const COLUMNS: &str = "assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,\
                       late_submission_penalty,score,max_score";

/// The name of the assignment on learning platforms.
pub const ASSIGNMENT: &str = "Threading";

/// The gradebook as CSV.
pub fn gradebook(rows: &[Row<'_>], lateness: &Lateness) -> String {
    let mut csv = format!("{COLUMNS}\n");
    for row in rows {
        let (student, mark) = (&row.student, &row.mark);
        let text = |moment: Option<&Moment>| moment.map(|moment| moment.text.clone()).unwrap_or_default();
        // If the grader failed there is no mark, rather than a bad one.
        let marked = |points: Option<f64>| points.map(number).unwrap_or_default();
        csv += &cells(&[
            "threading".to_string(),
            text(lateness.due_for(student)),
            text(student.submitted.as_ref()),
            student.id.clone(),
            student.last_name.clone(),
            student.first_name.clone(),
            student.email.clone(),
            marked(mark.earned),
            marked(mark.earned.map(|_| mark.penalty())),
            marked(mark.score()),
            max_score().to_string(),
        ]);
    }
    csv
}

/// A line of CSV.
pub fn cells(cells: &[String]) -> String {
    cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\n"
}

/// A line for each submission with the gradebook's score; `?` if there is no mark.
pub fn marks(class: &[Graded], ledger: &Ledger) -> String {
    let score = |graded| Mark::of(graded, ledger).score().map_or("?".to_string(), number);
    let scores: Vec<String> = class.iter().map(score).collect();
    let width = scores.iter().map(String::len).max().unwrap_or(0).max(3);
    let lines = class.iter().zip(scores);
    lines.map(|(graded, score)| format!("{score:>width$} of {}  {}\n", max_score(), graded.id)).collect()
}

/// A cell. Spreadsheets would run a cell that begins like a formula, so such a cell gets a leading quote.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula { format!("'{cell}") } else { cell.to_string() };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

/// What needs attention, the distribution of points, the hardest check and the most common mistake.
pub fn summary(class: &[Graded], attention: &[String], reference: &Reference) -> Value {
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
        } else if !matches!(verdict, Verdict::NotWritten | Verdict::NotReadable | Verdict::GraderError) {
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
        "attention": attention,
        "submissions": scores.len(),
        "max_score": max_score(),
        "mean": (mean * 100.0).round() / 100.0,
        "median": median(&scores),
        "lowest": scores.first(),
        "highest": scores.last(),
        "distribution": tens.iter().map(|(from, count)| json!({"from": from, "submissions": count})).collect::<Value>(),
        "hardest_check": hardest,
        "most_common_mistake": common,
        "checks": checks.collect::<Value>(),
    })
}

/// The median of sorted scores.
fn median(scores: &[u32]) -> Option<f64> {
    let upper = *scores.get(scores.len() / 2)?;
    let lower = if scores.len().is_multiple_of(2) { scores[scores.len() / 2 - 1] } else { upper };
    Some(f64::from(lower + upper) / 2.0)
}

/// The summary as Markdown.
pub fn summary_markdown(summary: &Value) -> String {
    let submissions = summary["submissions"].as_u64().unwrap_or(0);
    let counted = |count: u64| format!("{count} submission{}", if count == 1 { "" } else { "s" });
    let mut page = format!("# {}\n\n", counted(submissions));
    let attention: Vec<_> = summary["attention"].as_array().into_iter().flatten().collect();
    if !attention.is_empty() {
        page += "## Needs attention\n\n";
        for line in attention {
            let _ = writeln!(page, "- {}", inline(line.as_str().unwrap_or_default()));
        }
        page += "\n## Marks\n\n";
    }
    let of = |name: &str| summary[name].as_f64().map_or("none".to_string(), number);
    let _ = writeln!(
        page,
        "Mean {}, median {}, from {} to {}, of {} points, before late penalties and your own points.\n",
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
        let count = counted(mistake["submissions"].as_u64().unwrap_or(0));
        let _ = writeln!(page, "Most common mistake: {verdict} in `{check}`, {count}.");
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
    use crate::report::mark::rows;
    use crate::result::fixture::graded;
    use crate::roster::Roster;
    use crate::roster::time::Zone;

    #[test]
    fn the_gradebook_has_no_mark_if_the_grader_failed() {
        let class = [Verdict::Deadlock, Verdict::GraderError].map(graded);
        let csv = gradebook(&rows(&class, &Ledger::default()), &Lateness::default());
        let rows: Vec<_> = csv.lines().collect();
        assert_eq!(rows[1..], ["threading,,,ana,,,,5,0,5,100", "threading,,,ana,,,,,,,100"]);
    }

    #[test]
    fn printed_marks_are_the_gradebook_s_scores() {
        let zone = Zone::default();
        let roster = Roster::parse(b"folder,submitted_at\nana,2026-11-23T10:00Z\n", &zone).unwrap();
        let lateness = Lateness::new(Some("2026-11-22T18:00Z"), 25.0, &zone).unwrap();
        let ledger = Ledger { roster, lateness, ..Ledger::default() };
        let mut class = [Verdict::Deadlock, Verdict::Passed, Verdict::GraderError].map(graded);
        class[1].id = "ben".to_string();
        assert_eq!(marks(&class, &ledger), "3.75 of 100  ana\n   5 of 100  ben\n   ? of 100  ana\n");
    }

    #[test]
    fn a_summary_counts_only_marked_submissions() {
        let class = [Verdict::Deadlock, Verdict::GraderError, Verdict::Passed].map(graded);
        let summary = summary(&class, &["ana: look".to_string()], &reference());
        assert_eq!(
            (summary["submissions"].as_u64(), summary["hardest_check"].as_str()),
            (Some(2), Some("counts-in-company"))
        );
        assert_eq!(summary["most_common_mistake"]["verdict"], "deadlock");
        let page = summary_markdown(&summary);
        assert!(page.starts_with("# 2 submissions\n\n## Needs attention\n\n- ana: look\n"), "{page}");
        assert!(page.contains("Most common mistake: deadlock in `counts-in-company`, 1 submission.\n"), "{page}");
        assert!(
            page.contains("from 5 to 5, of 100 points, before late penalties and your own points.\n"),
            "{page}"
        );
    }

    #[test]
    fn a_cell_never_becomes_a_formula() {
        assert_eq!(quoted("O'Neil, Ana \"A\""), "\"O'Neil, Ana \"\"A\"\"\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
    }

    #[test]
    fn the_median_of_an_even_number_of_scores_is_the_mean_of_the_middle_two() {
        assert_eq!(median(&[40, 60]), Some(50.0));
        assert_eq!(median(&[0, 40, 45, 100]), Some(42.5));
        assert_eq!(median(&[40, 60, 90]), Some(60.0));
        assert_eq!(median(&[]), None);
    }

    #[test]
    fn unreadable_submissions_do_not_count_as_a_mistake() {
        let class = [Verdict::NotReadable, Verdict::NotReadable, Verdict::Deadlock].map(graded);
        assert_eq!(summary(&class, &[], &reference())["most_common_mistake"]["verdict"], "deadlock");
    }
}
