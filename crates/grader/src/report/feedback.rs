//! The feedback page for a submission's author: what passed, what failed, and why.

use super::mark::Mark;
use super::{escape, steps};
use crate::judge::Judged;
use crate::reference::{Known, Reference};
use crate::result::Graded;
use crate::roster::participant;
use checks::{Finding, Verdict};
use interleave::report::POLICY;
use std::fmt::Write as _;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;\
    color:#1b1b1b;background:#fff}table{border-collapse:collapse;width:100%}\
    td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ccc;vertical-align:top}\
    pre{overflow:auto;background:#f4f4f4;padding:.8rem;font-size:13px;line-height:1.35}\
    .passed{color:#0a6b2d}.failed{color:#a3150f}small{color:#555}\
    @media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#161616}pre{background:#222}\
    .passed{color:#5fd38a}.failed{color:#ff8a80}small{color:#aaa}}";

/// The page as Markdown.
pub fn markdown(graded: &Graded, mark: &Mark, reference: &Reference) -> String {
    let mut page = format!("# {}: {}\n\n", inline(author(graded)), inline(&mark.headline()));
    for note in mark.explained().iter().chain(&graded.notes) {
        let _ = writeln!(page, "- {}", inline(note));
    }
    for (exercise, checks) in graded.exercises(reference) {
        let earned: u32 = checks.iter().map(|(_, judged)| judged.earned).sum();
        let _ = writeln!(page, "\n## {}: {}, {earned} of {}\n", exercise.id, exercise.title, exercise.points);
        let _ = writeln!(page, "| check | verdict | points |\n| --- | --- | --- |");
        for (known, judged) in &checks {
            let (title, verdict) = (title(known), judged.finding.verdict);
            let _ =
                writeln!(page, "| {} | {verdict} | {} of {} |", inline(&title), judged.earned, known.check.points);
        }
        for (titles, finding) in mistakes(&checks) {
            let place =
                finding.place.as_ref().map(|place| format!(" (`{}`)", place.replace('`', "'"))).unwrap_or_default();
            let titles: Vec<_> = titles.into_iter().map(inline).collect();
            let (titles, verdict) = (titles.join("; "), finding.verdict);
            let _ = writeln!(page, "\n**{titles}**: {verdict}{place}. {}", inline(message(finding)));
            let detail = finding.detail.trim_end();
            if !detail.is_empty() {
                let fence = fence(detail);
                let _ = writeln!(page, "\n{fence}text\n{detail}\n{fence}");
            }
            if let Some(advice) = finding.advice() {
                let _ = writeln!(page, "\n{}", inline(advice));
            }
        }
    }
    let _ = writeln!(page, "\n{}", footer(graded));
    page
}

/// The page as HTML, which loads nothing from elsewhere.
pub fn html(graded: &Graded, mark: &Mark, reference: &Reference) -> String {
    let headline = format!("{}: {}", escape(author(graded)), escape(&mark.headline()));
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{headline}</title>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <h1>{headline}</h1>\n"
    );
    let at_the_top = page.len();
    let explained = mark.explained();
    if !graded.notes.is_empty() || !explained.is_empty() {
        let notes: String =
            explained.iter().chain(&graded.notes).map(|note| format!("<li>{}</li>", escape(note))).collect();
        let _ = writeln!(page, "<ul>{notes}</ul>");
    }
    for (exercise, checks) in graded.exercises(reference) {
        let earned: u32 = checks.iter().map(|(_, judged)| judged.earned).sum();
        let (id, about) = (exercise.id, escape(exercise.title));
        let _ = writeln!(page, "<h2>{id}: {about}, {earned} of {}</h2>\n<table>", exercise.points);
        let _ = writeln!(page, "<tr><th>check</th><th>verdict</th><th>points</th></tr>");
        for (known, judged) in &checks {
            let class = if failed(judged) { "failed" } else { "passed" };
            let _ = writeln!(
                page,
                "<tr><td>{}</td><td class=\"{class}\">{}</td><td>{} of {}</td></tr>",
                escape(&title(known)),
                judged.finding.verdict,
                judged.earned,
                known.check.points
            );
        }
        page += "</table>\n";
        for (titles, finding) in mistakes(&checks) {
            let place = finding.place.as_ref().map(|place| format!(" (<code>{}</code>)", escape(place)));
            let _ = writeln!(
                page,
                "<p><b>{}</b>: <span class=\"failed\">{}</span>{}. {}</p>",
                escape(&titles.join("; ")),
                finding.verdict,
                place.unwrap_or_default(),
                escape(message(finding))
            );
            if !finding.detail.trim().is_empty() {
                let _ = writeln!(page, "<pre>{}</pre>", escape(finding.detail.trim_end()));
            }
            if let Some(advice) = finding.advice() {
                let _ = writeln!(page, "<p>{}</p>", escape(advice));
            }
        }
    }
    let end = format!("<p><small>{}</small></p>\n</body>\n</html>\n", footer(graded));
    let steps = steps::html(graded, reference, page.len() + end.len());
    if !steps.is_empty() {
        let link = format!(
            "<p><a href=\"#{}\">Step through a failing run, and choose a different thread wherever you like</a></p>\n",
            steps::HERE
        );
        page.insert_str(at_the_top, &link);
    }
    page + &steps + &end
}

/// Each different failure with the titles of its checks: a file that does not compile is one failure, not five. The
/// shortest table comes first, because it is the easiest to read.
fn mistakes<'a>(checks: &[(&'a Known, &'a Judged)]) -> Vec<(Vec<&'a str>, &'a Finding)> {
    let mut mistakes: Vec<(Vec<&str>, &Finding)> = Vec::new();
    for (known, judged) in checks.iter().filter(|(_, judged)| failed(judged)) {
        match mistakes.iter_mut().find(|(_, finding)| **finding == judged.finding) {
            Some((titles, _)) => titles.push(&known.check.title),
            None => mistakes.push((vec![&known.check.title], &judged.finding)),
        }
    }
    mistakes.sort_by_key(|(_, finding)| finding.detail.lines().count());
    mistakes
}

/// The message of a finding; empty if the detail begins with the same words.
fn message(finding: &Finding) -> &str {
    let mut detail = finding.detail.split_whitespace();
    let repeated = finding.message.split_whitespace().all(|word| detail.next() == Some(word));
    if repeated { "" } else { &finding.message }
}

/// The name of the submission; for a folder that Moodle made, the student's name.
fn author(graded: &Graded) -> &str {
    participant(&graded.id).map_or(&graded.id, |(name, _)| name)
}

fn failed(judged: &Judged) -> bool {
    judged.finding.verdict != Verdict::Passed
}

fn title(known: &Known) -> String {
    let hidden = if known.check.visible { "" } else { " (hidden check)" };
    format!("{}{hidden}", known.check.title)
}

fn footer(graded: &Graded) -> String {
    format!("The same code always gets the same verdict. Graded {}.", graded.confinement)
}

/// Escapes text for a line of Markdown: text from a submission must not become markup.
pub(super) fn inline(text: &str) -> String {
    let mut line = String::new();
    for char in text.chars() {
        match char {
            '\n' | '\r' => line.push(' '),
            '\\' | '*' | '_' | '[' | ']' | '|' | '#' | '!' | '`' | '~' => line.extend(['\\', char]),
            '<' => line += "&lt;",
            '&' => line += "&amp;",
            other => line.push(other),
        }
    }
    line
}

/// A fence that is longer than any in the text.
fn fence(text: &str) -> String {
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::fixture::reference;
    use crate::report::mark::Ledger;
    use crate::result::fixture::graded;

    #[test]
    fn a_page_shows_failures_and_loads_nothing() {
        let graded = graded(Verdict::Deadlock);
        let mark = Mark::of(&graded, &Ledger::default());
        let page = html(&graded, &mark, &reference());
        assert!(page.contains("<pre>a &lt;table&gt;</pre>") && page.contains("one &amp; only"));
        assert!(!page.contains("://") && !page.contains("src="));
        let page = markdown(&graded, &mark, &reference());
        assert!(page.contains("| counts-alone | passed | 5 of 5 |") && page.contains("```text\na <table>\n```"));
    }

    #[test]
    fn a_page_names_the_student_of_a_moodle_folder() {
        let graded =
            Graded { id: "Ana_B Ruiz_101_assignsubmission_file_".to_string(), ..graded(Verdict::Deadlock) };
        let mark = Mark::of(&graded, &Ledger::default());
        assert!(html(&graded, &mark, &reference()).contains("<h1>Ana_B Ruiz: 5 of 100 points</h1>"));
        assert!(markdown(&graded, &mark, &reference()).starts_with("# Ana\\_B Ruiz: 5 of 100 points\n"));
    }

    #[test]
    fn a_page_shows_advice_and_escapes_it() {
        let mut graded = graded(Verdict::Deadlock);
        let failing = graded.checks.iter_mut().filter(|judged| failed(judged));
        failing.for_each(|judged| {
            judged.finding.evidence = serde_json::json!({"advice": "It passes with <b>`Acquire`."});
        });
        let mark = Mark::of(&graded, &Ledger::default());
        let page = html(&graded, &mark, &reference());
        assert!(page.contains("<p>It passes with &lt;b&gt;`Acquire`.</p>"), "{page}");
        let page = markdown(&graded, &mark, &reference());
        assert!(page.contains("\nIt passes with ") && !page.contains(" <b>"), "{page}");
    }

    #[test]
    fn a_page_shows_no_points_if_the_grader_failed() {
        let graded = graded(Verdict::GraderError);
        let mark = Mark::of(&graded, &Ledger::default());
        let headline = "ana: no mark: the grader failed. This is not your fault";
        assert!(markdown(&graded, &mark, &reference()).starts_with(&format!("# {headline}\n")));
        assert!(html(&graded, &mark, &reference()).contains(&format!("<h1>{headline}</h1>")));
    }

    #[test]
    fn a_message_that_the_detail_repeats_is_shown_once() {
        let finding = Finding {
            detail: "One was\nlost.\n\ntable".to_string(),
            ..Finding::new(Verdict::RaceCondition, "One was lost.")
        };
        assert_eq!(message(&finding), "");
        let other = Finding { message: "Two were lost.".to_string(), ..finding };
        assert_eq!(message(&other), "Two were lost.");
    }

    #[test]
    fn text_from_a_submission_never_becomes_markup() {
        assert_eq!(inline("a <b> | *c*\nd"), "a &lt;b> \\| \\*c\\* d");
        assert_eq!(escape("<script>'\"&\u{1}"), "&lt;script&gt;&#39;&quot;&amp;\u{fffd}");
        assert_eq!(fence("x ```` y"), "`````");
    }
}
