//! Grades a batch: writes each submission's results into its own folder, and a summary of the class. Finished results
//! are kept, so a batch that was interrupted resumes where it stopped.

use crate::alike::Alike;
use crate::intake::{self, Form, Found, Intake};
use crate::judge::{Judge, Judged, judge};
use crate::plain::plain;
use crate::reference::Reference;
use crate::report::mark::Ledger;
use crate::report::{class, platforms, write};
use crate::result::{self, Graded, max_score};
use crate::roster::folder_of;
use crate::scan::{self, Scans};
use crate::shard::Shard;
use anyhow::{Context, Result, bail};
use checks::Verdict;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

/// How much work a grader that is killed may lose. Saving results after every check took a thirtieth of a submission's
/// processor time.
const LOST_AT_MOST: Duration = Duration::from_secs(1);

/// What to grade, and how.
pub struct Batch {
    /// The whole class, sorted by name.
    pub class: Vec<Found>,
    /// The submissions of the class that are graded now.
    pub chosen: Vec<Found>,
    /// A line for each file beside the submissions that is not a submission.
    pub others: Vec<String>,
    /// The folder for results.
    pub out: PathBuf,
    /// The roster, the due date, and the instructor's remarks.
    pub ledger: Ledger,
    /// How many to grade in parallel.
    pub jobs: usize,
    /// Whether to grade finished submissions again and print what changed.
    pub regrade: bool,
    /// Which shard of the class these are, if other graders grade the rest.
    pub shard: Option<Shard>,
}

impl Batch {
    /// A class of one submission, with results in `out`; for attacks.
    pub(crate) fn of_one(id: &str, out: &Path) -> Self {
        let found = Found { id: id.to_string(), path: PathBuf::new(), form: Form::Folder };
        Batch {
            class: vec![found.clone()],
            chosen: vec![found],
            others: Vec::new(),
            out: out.to_path_buf(),
            ledger: Ledger::default(),
            jobs: 1,
            regrade: false,
            shard: None,
        }
    }
}

/// Grades all submissions. Returns false if the grader failed on any of them.
pub fn grade(reference: &Reference, batch: &Batch) -> Result<bool> {
    let next = AtomicUsize::new(0);
    let alike = Alike::default();
    let done: Mutex<Vec<(usize, Result<Graded>)>> = Mutex::new(Vec::new());
    let rights = if reference.launch.is_unconfined() { ": they run with your rights" } else { "" };
    let share = batch.shard.map(|shard| format!(" in shard {shard}")).unwrap_or_default();
    eprintln!("{} submissions{share}; {}{rights}", batch.chosen.len(), reference.launch.word());
    thread::scope(|scope| {
        for _ in 0..batch.jobs.clamp(1, batch.chosen.len().max(1)) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Relaxed);
                    let Some(found) = batch.chosen.get(index) else { break };
                    let started = Instant::now();
                    let graded = one(reference, batch, found, &alike);
                    let mut done = done.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                    let of = format!("[{}/{}] {}", done.len() + 1, batch.chosen.len(), found.id);
                    let took = started.elapsed().as_secs_f64();
                    match &graded {
                        Ok(graded) if !graded.is_marked() => eprintln!("{of}: GRADER ERROR, no mark"),
                        Ok(graded) => eprintln!("{of}: {} of {}, {took:.1} s", graded.score(), max_score()),
                        Err(error) => eprintln!("{of}: GRADER ERROR, no mark: {}", plain(&format!("{error:#}"))),
                    }
                    done.push((index, graded));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    let mut chosen = Vec::new();
    for (index, graded) in done {
        let id = batch.chosen[index].id.clone();
        chosen.push(match graded {
            Ok(graded) => graded,
            Err(error) => {
                let failed = Graded { id, notes: vec![plain(&format!("{error:#}"))], ..Graded::default() };
                write::reports(&failed, batch, reference)?;
                failed
            }
        });
    }
    print!("{}", class::marks(&chosen, &batch.ledger));
    // The reports on the class are written by `collect`.
    if batch.shard.is_none() {
        let class: Vec<Graded> = batch.class.iter().map(|found| known(reference, batch, found, &chosen)).collect();
        // The other submissions' findings stay the same, but a remark or the due date may be new.
        let is_chosen = |graded: &Graded| chosen.iter().any(|chosen| chosen.id == graded.id);
        for graded in class.iter().filter(|graded| graded.complete && !is_chosen(graded)) {
            write::reports(graded, batch, reference)?;
        }
        tell(&write::class(&class, batch, reference)?, batch);
    }
    Ok(chosen.iter().all(Graded::is_marked))
}

/// The result of a submission: the one of this run, or else an earlier one.
fn known(reference: &Reference, batch: &Batch, found: &Found, chosen: &[Graded]) -> Graded {
    let now = chosen.iter().find(|graded| graded.id == found.id).cloned();
    now.or_else(|| Graded::read(&result::file(&batch.out, &found.id), reference)).unwrap_or_else(|| {
        let notes = vec!["it was not graded yet".to_string()];
        Graded { id: found.id.clone(), notes, ..Graded::default() }
    })
}

/// Prints how many lines need attention, and where to read them.
pub(crate) fn tell(attention: &[String], batch: &Batch) {
    if !attention.is_empty() {
        let [_, summary] = result::SUMMARY;
        let file = batch.out.join(summary);
        eprintln!("Needs attention ({}): read the top of {}", attention.len(), file.display());
    }
}

/// One submission, from its files to its reports.
fn one(reference: &Reference, batch: &Batch, found: &Found, alike: &Alike) -> Result<Graded> {
    let results = result::file(&batch.out, &found.id);
    let intake = intake::read(reference, found)?;
    if let Some(fault) = &intake.fault {
        // A mark alone would not tell an instructor to ask for a new archive.
        eprintln!("{}: {fault}", found.id);
    }
    let before = Graded::read(&results, reference);
    let word = reference.launch.word();
    // Earlier findings do not count if they were made under weaker confinement.
    let same = |graded: &Graded| {
        (&graded.inputs, &graded.reference, &graded.confinement) == (&intake.digest, &reference.digest, &word)
    };
    let mut kept = Vec::new();
    if let Some(before) = before.as_ref().filter(|before| !batch.regrade && same(before)) {
        if before.complete && !before.has_grader_error() {
            write::reports(before, batch, reference)?;
            return Ok(before.clone());
        }
        // Findings from before an interruption are kept, except for grader errors.
        kept.clone_from(&before.checks);
        kept.retain(|judged| judged.finding.verdict != Verdict::GraderError);
    }
    let scans = scan::all(reference, &intake.submission)?;
    let review = for_review(&scans);
    let mut graded = Graded {
        id: found.id.clone(),
        inputs: intake.digest.clone(),
        reference: reference.digest.clone(),
        confinement: word.clone(),
        complete: false,
        notes: [intake.notes.clone(), review.clone()].concat(),
        attention: [intake.attention.clone(), review].concat(),
        checks: kept,
    };
    let mut written: Option<Instant> = None;
    for package in Reference::packages() {
        let judged_before: Vec<usize> = graded.checks.iter().map(|judged| judged.check).collect();
        let missing = |known: &crate::reference::Known| {
            !judged_before.iter().any(|check| std::ptr::eq(&reference.checks[*check], known))
        };
        let judge = Judge::new(reference, package, &intake.submission, &scans);
        let mut judge = judge.with(alike).with_states();
        graded.checks.iter().for_each(|judged| judge.remember(judged));
        judge.judge(&missing, &mut |judged| {
            graded.checks.push(judged);
            if written.is_none_or(|written| written.elapsed() >= LOST_AT_MOST) {
                graded.write(&results, reference)?;
                written = Some(Instant::now());
            }
            Ok(())
        })?;
    }
    graded.checks.sort_by_key(|judged| judged.check);
    graded.complete = true;
    graded.write(&results, reference)?;
    write::reports(&graded, batch, reference)?;
    if let Some(before) = before.filter(|before| batch.regrade && before.complete) {
        print!("{}", changes(reference, &before, &graded));
    }
    Ok(graded)
}

/// Lines that an instructor should review. They cost no points.
pub fn for_review(scans: &Scans) -> Vec<String> {
    let notes = scans.iter().flat_map(|((package, file), scanned)| {
        let notes = scanned.for_review.iter();
        notes.map(move |(line, why)| format!("for review: crates/{package}/{file}:{line}: {why}"))
    });
    notes.collect()
}

/// Which verdicts changed, and why.
fn changes(reference: &Reference, before: &Graded, after: &Graded) -> String {
    let why = match (before.inputs != after.inputs, before.reference != after.reference) {
        (true, true) => "the submission and the checks changed",
        (true, false) => "the submission changed",
        (false, true) => "the checks changed",
        (false, false) => "nothing changed",
    };
    let nothing_changed = before.inputs == after.inputs && before.reference == after.reference;
    let mut text = String::new();
    for judged in &after.checks {
        let old = before.checks.iter().find(|old| old.check == judged.check);
        let old = old.map_or("not judged".to_string(), |old| old.finding.verdict.to_string());
        let new = judged.finding.verdict.to_string();
        if old != new {
            let id = &reference.checks[judged.check].check.id;
            let behaves_differently = [&old, &new].contains(&&Verdict::Nondeterministic.to_string());
            let why = match (nothing_changed, behaves_differently) {
                (true, true) => "its code behaves differently each time",
                (true, false) => "nothing changed: please report this as a bug in the grader",
                (false, _) => why,
            };
            text += &format!("{}: {id}: {old} -> {new} ({why})\n", after.id);
        }
    }
    text
}

/// Runs one check of one submission again, and prints its full result.
pub fn explain(reference: &Reference, submissions: &[Found], student: &str, check: &str) -> Result<()> {
    let ids: Vec<String> = submissions.iter().map(|found| found.id.clone()).collect();
    let folder = folder_of(student, &ids);
    let found = submissions.iter().find(|found| found.id == folder);
    let found = found.with_context(|| format!("there is no submission `{student}`"))?;
    let Some(known) = reference.checks.iter().find(|known| known.check.id == check) else {
        let ids: Vec<_> = reference.checks.iter().map(|known| known.check.id.as_str()).collect();
        bail!("there is no check `{check}`; the checks are {}", ids.join(", "));
    };
    let Intake { submission, notes, .. } = intake::read(reference, found)?;
    for note in notes {
        eprintln!("note: {note}");
    }
    let this = |other: &crate::reference::Known| std::ptr::eq(other, known);
    judge(reference, known.exercise.package, &submission, &this, &mut |judged: Judged| {
        println!("{student}: {}: {} of {} points", known.check.title, judged.earned, known.check.points);
        println!("{}", platforms::text(&judged.finding));
        if let Some(schedule) = judged.finding.evidence["schedule"].as_str() {
            println!("schedule: {schedule}");
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::fixture::reference;
    use crate::result::fixture::graded;

    #[test]
    fn explain_accepts_a_student_s_name_from_the_roster() {
        let id = "Ana Ruiz_7_assignsubmission_file_".to_string();
        let class = [Found { id, path: PathBuf::new(), form: Form::Folder }];
        let error = |student| explain(&reference(), &class, student, "no-check").unwrap_err().to_string();
        assert!(error("Ana Ruiz").starts_with("there is no check `no-check`"), "{}", error("Ana Ruiz"));
        assert_eq!(error("Ana"), "there is no submission `Ana`");
    }

    #[test]
    fn nondeterministic_code_is_never_called_a_bug_in_the_grader() {
        let said = |old, new| changes(&reference(), &graded(old), &graded(new));
        assert!(
            said(Verdict::Nondeterministic, Verdict::RaceCondition)
                .contains("its code behaves differently each time")
        );
        assert!(
            said(Verdict::Passed, Verdict::Nondeterministic).contains("its code behaves differently each time")
        );
        assert!(said(Verdict::Passed, Verdict::RaceCondition).contains("a bug in the grader"));
        assert_eq!(said(Verdict::Passed, Verdict::Passed), "");
    }
}
