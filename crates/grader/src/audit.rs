//! Tests the grader: every wrong solution must get exactly the verdicts that its file expects, every right one and the
//! reference all points, and the starter none, in each repetition and on a busy machine too.

use crate::blocks;
use crate::busy::Busy;
use crate::cli::Audit;
use crate::judge::{HandedIn, Judge, Judged, Submission};
use crate::reference::Reference;
use crate::scan;
use crate::variant::Variant;
use anyhow::{Context, Result};
use checks::Verdict;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Instant;

/// The result that a solution must get.
enum Must {
    /// These checks must give these verdicts, all others a pass.
    Get(BTreeMap<String, Verdict>),
    /// No points.
    GetNothing,
}

struct Case {
    name: String,
    package: &'static str,
    submission: Submission,
    must: Must,
    /// Checks with the advice that they must give.
    advice: BTreeMap<String, String>,
}

/// One line of the table.
struct Cell {
    check: String,
    expected: String,
    seen: Verdict,
    why: String,
    /// The table of a failing schedule, if there is one, and the advice.
    detail: String,
    right: bool,
}

/// Audits the solutions that `asked` selects, and prints a table. Returns whether all results are as expected.
pub fn audit(reference: &Reference, asked: &Audit) -> Result<bool> {
    let (only, jobs) = (asked.only.as_deref(), asked.jobs);
    let started = Instant::now();
    let mut cases = cases(reference)?;
    cases.retain(|case| only.is_none_or(|only| case.name.contains(only)));
    anyhow::ensure!(!cases.is_empty(), "no solution's name contains `{}`", only.unwrap_or_default());
    let next = AtomicUsize::new(0);
    let (sender, receiver) = channel();
    let mut wrong = incomplete(reference);
    let mut unsteady = 0;
    let _busy = asked.busy.then(Busy::begin);
    print!("{}", line("check", "must get", "got", ""));
    thread::scope(|scope| -> Result<()> {
        for _ in 0..jobs.max(1) {
            let (sender, next, cases) = (sender.clone(), &next, &cases);
            scope.spawn(move || {
                while let Some(case) = cases.get(next.fetch_add(1, Relaxed)) {
                    let begun = Instant::now();
                    let audited = run(reference, case, asked.repeat);
                    if sender.send((case, audited, begun.elapsed())).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (case, audited, took) in receiver {
            let Audited { cells, changes } = audited.with_context(|| case.name.clone())?;
            wrong += cells.iter().filter(|cell| !cell.right).count();
            unsteady += usize::from(!changes.is_empty());
            print!("{}", matrix(&case.name, &cells));
            if asked.repeat > 1 {
                print!("{}", steadiness(asked.repeat, &changes));
            }
            if asked.show {
                print!("{}", shown(&cells));
            }
            eprintln!("  {:.1} s", took.as_secs_f64());
        }
        Ok(())
    })?;
    let verdict = if wrong == 0 { "all as expected".to_string() } else { format!("{wrong} not as expected") };
    let solutions = if cases.len() == 1 { "solution" } else { "solutions" };
    println!("\n{} {solutions}: {verdict}", cases.len());
    if asked.repeat > 1 {
        println!("{unsteady} of them got a different verdict in one of {} runs", asked.repeat);
    }
    eprintln!("{:.1} s", started.elapsed().as_secs_f64());
    Ok(wrong == 0 && unsteady == 0)
}

/// Exercises whose checks do not add up to their points.
fn incomplete(reference: &Reference) -> usize {
    let mut wrong = 0;
    for exercise in &checks::EXERCISES {
        let of_exercise = reference.checks.iter().filter(|known| known.exercise == exercise);
        let points: u32 = of_exercise.map(|known| known.check.points).sum();
        if points != exercise.points {
            println!("{}: its checks give {points} points, not {}", exercise.id, exercise.points);
            wrong += 1;
        }
    }
    wrong
}

fn cases(reference: &Reference) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for package in Reference::packages() {
        let texts = || reference.texts.iter().filter(|((of, _), _)| *of == package);
        let submit = |(key, text): (&(&'static str, &'static str), String)| (*key, HandedIn::Text(text));
        let name = |what: &str| format!("{package}/{what}");
        let same = texts().map(|(key, text)| submit((key, text.clone()))).collect();
        cases.push(Case {
            name: name("reference"),
            package,
            submission: same,
            must: Must::Get(BTreeMap::new()),
            advice: BTreeMap::new(),
        });
        let starter: Result<Submission, _> = texts()
            .map(|(key, text)| Ok::<_, blocks::BlockError>(submit((key, blocks::handout(key.1, text)?))))
            .collect();
        cases.push(Case {
            name: name("starter"),
            package,
            submission: starter?,
            must: Must::GetNothing,
            advice: BTreeMap::new(),
        });
        for folder in ["wrong", "right"] {
            let folder = reference.root.join("crates").join(package).join(folder);
            let Ok(entries) = std::fs::read_dir(&folder) else { continue };
            let mut files: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
            files.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
            files.sort();
            for file in files {
                let variant = Variant::read(reference, package, &file)?;
                let files = variant.files.into_iter();
                let submission = files.map(|(file, text)| ((package, file), HandedIn::Text(text))).collect();
                cases.push(Case {
                    name: variant.name,
                    package,
                    submission,
                    must: Must::Get(variant.expected),
                    advice: variant.advice,
                });
            }
        }
    }
    Ok(cases)
}

/// The results of one solution.
struct Audited {
    /// Every check that did not pass, or should not have passed, in the first run.
    cells: Vec<Cell>,
    /// Every check that gave a different verdict in a later run, in words.
    changes: Vec<String>,
}

/// Compiles a solution, and runs its checks that many times.
fn run(reference: &Reference, case: &Case, times: usize) -> Result<Audited> {
    let scans = scan::all(reference, &case.submission)?;
    let mut judge = Judge::new(reference, case.package, &case.submission, &scans);
    let mut audited = Audited { cells: Vec::new(), changes: Vec::new() };
    let mut first = BTreeMap::new();
    for time in 1..=times {
        judge.judge(&|_| true, &mut |judged: Judged| {
            let seen = judged.finding.verdict;
            let before = *first.entry(judged.check).or_insert(seen);
            if before != seen {
                let id = &reference.checks[judged.check].check.id;
                audited.changes.push(format!("{id}: first {before}, in run {time} {seen}"));
            }
            if time == 1 {
                audited.cells.extend(cell(reference, case, judged));
            }
            Ok(())
        })?;
    }
    Ok(audited)
}

/// The line for a check; `None` if it passed as it should.
fn cell(reference: &Reference, case: &Case, judged: Judged) -> Option<Cell> {
    let id = reference.checks[judged.check].check.id.clone();
    let seen = judged.finding.verdict;
    let (expected, right) = match &case.must {
        Must::Get(expected) => {
            let expected = expected.get(&id).copied().unwrap_or(Verdict::Passed);
            (expected.to_string(), seen == expected)
        }
        Must::GetNothing => ("not passed".to_string(), seen != Verdict::Passed),
    };
    if let Some(advice) = case.advice.get(&id)
        && judged.finding.advice() != Some(advice)
    {
        let advice = judged.finding.advice().unwrap_or("no advice");
        let (expected, why) = ("other advice".to_string(), advice.to_string());
        return Some(Cell { check: id, expected, seen, why, detail: judged.finding.detail.clone(), right: false });
    }
    let is_listed = !right || (seen != Verdict::Passed && matches!(case.must, Must::Get(_)));
    is_listed.then(|| {
        let place = judged.finding.place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default();
        let why = format!("{place}{}", judged.finding.message);
        let advice = judged.finding.advice().map(|advice| format!("\n{advice}")).unwrap_or_default();
        let detail = format!("{}{advice}", judged.finding.detail);
        Cell { check: id, expected, seen, why, detail, right }
    })
}

/// Says whether every run gave the same verdicts.
fn steadiness(times: usize, changes: &[String]) -> String {
    if changes.is_empty() {
        return format!("    the same in {times} runs\n");
    }
    changes.iter().map(|change| format!("    UNSTEADY {change}\n")).collect()
}

/// The lines of one solution, at most 80 columns wide but for long names; a difference also says why.
fn matrix(name: &str, cells: &[Cell]) -> String {
    let mark = if cells.iter().all(|cell| cell.right) { "ok" } else { "DIFFERS" };
    let mut text = format!("{name:<70}  {mark:>8}\n");
    for cell in cells {
        let mark = if cell.right { "" } else { "<-" };
        text += &line(&cell.check, &cell.expected, &cell.seen.to_string(), mark);
        if !cell.right && !cell.why.is_empty() {
            let _ = writeln!(text, "        {}", cell.why);
        }
    }
    text
}

/// One check: the expected verdict, and the actual one.
fn line(check: &str, expected: &str, seen: &str, mark: &str) -> String {
    format!("    {check:<36} {expected:<17} {seen:<17} {mark}").trim_end().to_string() + "\n"
}

/// The first finding with a table, or else the first finding.
fn shown(cells: &[Cell]) -> String {
    let cell = cells.iter().find(|cell| !cell.detail.is_empty()).or(cells.first());
    let said = |cell: &Cell| if cell.detail.is_empty() { cell.why.clone() } else { cell.detail.clone() };
    cell.map(|cell| format!("\n{}: {}\n{}\n", cell.check, cell.seen, said(cell).trim_end())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_shown_before_a_sentence() {
        let cell = |check: &str, detail: &str| Cell {
            check: check.to_string(),
            expected: String::new(),
            seen: Verdict::RaceCondition,
            why: format!("why {check}"),
            detail: detail.to_string(),
            right: true,
        };
        assert_eq!(shown(&[cell("a", ""), cell("b", "table\n")]), "\nb: race condition\ntable\n");
        assert_eq!(shown(&[cell("a", ""), cell("b", "")]), "\na: race condition\nwhy a\n");
        assert_eq!(shown(&[]), "");
    }

    #[test]
    fn a_changed_verdict_is_shown_with_its_run() {
        assert_eq!(steadiness(5, &[]), "    the same in 5 runs\n");
        let change = "a: first passed, in run 3 deadlock".to_string();
        assert_eq!(steadiness(5, &[change]), "    UNSTEADY a: first passed, in run 3 deadlock\n");
    }
}
