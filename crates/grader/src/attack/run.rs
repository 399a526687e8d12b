//! Runs one attack once.

use super::fixture::{self, Attack, Stop};
use super::guards;
use super::targets::Targets;
use crate::grade::{Batch, for_review};
use crate::judge::{HandedIn, Submission, judge};
use crate::launch::{Guard, Launch, Trust};
use crate::reference::Reference;
use crate::report::mark::{Ledger, Mark, rows};
use crate::report::{attention, class, feedback, lms, platforms, write};
use crate::result::{self, Graded};
use crate::scan;
use anyhow::{Result, ensure};
use confine::Layer;

/// The outcome of an attack.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The verdicts of its checks, each once.
    pub verdicts: Vec<String>,
    /// What it gained; empty if it was stopped.
    pub got: Vec<String>,
    /// What is not as expected.
    pub faults: Vec<String>,
}

/// Runs `attack` with all layers and guards of `reference` except `without`.
pub fn run(reference: &Reference, attack: &Attack, without: &[Stop]) -> Result<Outcome> {
    let mut targets = Targets::new()?;
    let layers: Vec<Layer> =
        without.iter().filter_map(|stop| if let Stop::Layer(layer) = stop { Some(*layer) } else { None }).collect();
    // Some layers depend on others: the user who owns nothing can reach the compiler only through the namespaces.
    let launch = match layers.as_slice() {
        [] => reference.launch.clone(),
        layers => Launch::new(&reference.root, &Trust::Confined(layers.to_vec()))?,
    };
    let launch = launch.without(&guards(without));
    let reference = &reference.with_launch(launch);
    let words = targets.words(reference)?;
    let files = attack.files(reference, &words)?;
    let submission: Submission =
        files.into_iter().map(|(file, text)| ((attack.package, file), HandedIn::Text(text))).collect();
    let notes = for_review(&scan::all(reference, &submission)?);
    let mut graded = Graded { id: attack.from.clone(), complete: true, notes, ..Graded::default() };
    let wanted = |known: &crate::reference::Known| attack.checks.contains(&known.check.id);
    judge(reference, attack.package, &submission, &wanted, &mut |judged| {
        graded.checks.push(judged);
        Ok(())
    })?;
    let mut outcome = Outcome::default();
    for judged in &graded.checks {
        let verdict = judged.finding.verdict.to_string();
        if !outcome.verdicts.contains(&verdict) {
            outcome.verdicts.push(verdict);
        }
    }
    let reports = reports(reference, &graded);
    let tells = attack.tells.as_ref().map(|text| fixture::filled(text, &words));
    outcome.got = targets.got(&reports.join("\n"), tells.as_deref())?;
    outcome.got.extend(reports.iter().filter_map(|report| breaks_out(report)));
    if graded.score() > 0 {
        outcome.got.push(format!("earned {} points", graded.score()));
    }
    outcome.faults = faults(reference, attack, &graded, without, &outcome.got);
    // In every form that a person reads: results, both pages, and Gradescope's output.
    let silent = |text: &&String| !reports[..4].iter().all(|report| report.contains(text.as_str()));
    outcome.faults.extend(attack.review.iter().filter(silent).map(|text| format!("no report says: {text}")));
    if let Err(error) = written(reference, &graded) {
        outcome.faults.push(format!("its results or the class's cannot be written: {error:#}"));
    }
    if !is_honest_mark_right(reference)? {
        outcome.faults.push("the next submission, an honest one, does not get its mark".to_string());
    }
    Ok(outcome)
}

/// Whether a submission of the reference gets the points of one check. It is not compiled, so that this can run after
/// every attack; whether the compiler still works is tested after all attacks.
fn is_honest_mark_right(reference: &Reference) -> Result<bool> {
    const PACKAGE: &str = "counter-race";
    const CHECK: &str = "atomic-counts-alone";
    let texts = reference.texts.iter().filter(|((of, _), _)| *of == PACKAGE);
    let submission: Submission = texts.map(|(key, text)| (*key, HandedIn::Text(text.clone()))).collect();
    let mut is_right = false;
    judge(reference, PACKAGE, &submission, &|known| known.check.id == CHECK, &mut |judged| {
        is_right = judged.earned > 0 && judged.earned == reference.checks[judged.check].check.points;
        Ok(())
    })?;
    Ok(is_right)
}

/// Writes the results of the attack and of the class, as a batch does; both must exist afterwards.
fn written(reference: &Reference, graded: &Graded) -> Result<()> {
    let out = std::env::temp_dir().join(format!(
        "grader-attack-results-{}-{:?}",
        std::process::id(),
        std::thread::current().id()
    ));
    let batch = Batch::of_one(&graded.id, &out);
    let write = || -> Result<()> {
        let file = result::file(&out, &graded.id);
        graded.write(&file, reference)?;
        write::reports(graded, &batch, reference)?;
        write::class(std::slice::from_ref(graded), &batch, reference)?;
        ensure!(Graded::read(&file, reference).is_some(), "the results are missing");
        let [summary, _] = result::SUMMARY;
        ensure!(out.join(result::GRADEBOOK).is_file() && out.join(summary).is_file(), "the gradebook is missing");
        Ok(())
    };
    let written = write();
    let _ = std::fs::remove_dir_all(&out);
    written
}

fn faults(
    reference: &Reference,
    attack: &Attack,
    graded: &Graded,
    without: &[Stop],
    got: &[String],
) -> Vec<String> {
    let launch = &reference.launch;
    let is_up = |stop: &&Stop| match stop {
        Stop::Layer(layer) => launch.confinement().layers().contains(layer),
        Stop::Guard(guard) => launch.has(*guard),
        Stop::Judge => true,
    };
    let up: Vec<_> = attack.stops.iter().filter(is_up).map(ToString::to_string).collect();
    let mut faults = Vec::new();
    if up.is_empty() {
        // If this machine lacks them, the attack may fail or succeed; if they were disabled, it must succeed.
        if got.is_empty() {
            faults.push("it was stopped although everything that stops it is off".to_string());
        }
        return faults;
    }
    if !got.is_empty() {
        faults.push(format!("not stopped by {}", up.join(", ")));
    }
    let scanned = launch.has(Guard::Scan) && attack.stops.contains(&Stop::Guard(Guard::Scan));
    let as_handed_in = scanned || !attack.stops.iter().any(|stop| stop.is_first());
    // The verdict from a different layer is not known in advance.
    if without.iter().all(|stop| stop.is_first()) {
        let expected = if as_handed_in { &attack.expected } else { &attack.confined };
        for judged in graded.checks.iter().filter(|judged| !expected.contains(&judged.finding.verdict)) {
            let id = &reference.checks[judged.check].check.id;
            let finding = &judged.finding;
            faults.push(format!(
                "{id}: {}: {}",
                finding.verdict,
                finding.message.lines().next().unwrap_or_default()
            ));
        }
    }
    faults
}

/// Everything that is written about a submission.
fn reports(reference: &Reference, graded: &Graded) -> Vec<String> {
    let class = [graded.clone()];
    let ledger = Ledger::default();
    let mark = &Mark::of(graded, &ledger);
    let rows = rows(&class, &ledger);
    let summary = class::summary(&class, &attention::lines(&class, &ledger, &[]), reference);
    let classroom50 = platforms::classroom50(graded, mark, reference, &|_| String::new(), "");
    vec![
        format!("{:#}", graded.to_json(reference)),
        feedback::markdown(graded, mark, reference),
        feedback::html(graded, mark, reference),
        format!("{:#}", platforms::gradescope(graded, mark, reference)),
        format!("{:#}", classroom50.unwrap_or_default()),
        platforms::junit(graded, mark, reference),
        class::gradebook(&rows, &ledger.lateness),
        lms::canvas(&rows),
        lms::moodle(&rows),
        class::summary_markdown(&summary),
    ]
}

/// The parts of a report that are not plain text but would act on the reader's terminal, browser or spreadsheet.
fn breaks_out(report: &str) -> Option<String> {
    let first = report.lines().next().unwrap_or_default();
    if report.chars().any(|char| char.is_control() && char != '\n' && char != '\t') {
        return Some(format!("control characters in the report that begins `{first}`"));
    }
    // In Markdown, the content of a code block is plain text.
    let is_page = first.starts_with("<!doctype") || first.starts_with("# ");
    let outside = report.split("\n```").step_by(2);
    if is_page && outside.into_iter().any(|text| text.contains("<script") || text.contains("<img")) {
        return Some(format!("markup in the page that begins `{first}`"));
    }
    let is_table = ["assignment,", "Student,", "Identifier,"].iter().any(|begin| report.starts_with(begin));
    let is_formula = |cell: &str| cell.trim_start_matches('"').starts_with(['=', '+', '-', '@']);
    (is_table && report.split([',', '\n']).any(is_formula)).then(|| "a formula in the gradebook".to_string())
}
