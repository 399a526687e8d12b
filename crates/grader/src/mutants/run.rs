//! Grades every mutant until it loses a point, and compares the survivors to the list of harmless ones.

use super::{Mutant, mutants};
use crate::cli::Audit;
use crate::judge::{HandedIn, Judge, Judged, Submission};
use crate::reasons::{self, Reasons};
use crate::reference::{Known, Reference};
use crate::scan;
use anyhow::{Context, Result};
use checks::{Exercise, Verdict};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Instant;

/// A mutant with what is expected of it.
struct Case {
    package: &'static str,
    mutant: Mutant,
    /// Why it is harmless, if it is listed.
    reason: Option<String>,
}

/// Audits the mutants that `asked` selects, and prints the unexpected ones. Returns whether there are none.
pub fn audit(reference: &Reference, asked: &Audit) -> Result<bool> {
    let started = Instant::now();
    let (mut cases, unknown) = cases(reference)?;
    cases.retain(|case| asked.only.as_ref().is_none_or(|only| case.name().contains(only)));
    anyhow::ensure!(!cases.is_empty(), "no mutant's name contains `{}`", asked.only.as_deref().unwrap_or_default());
    let mut wrong = unknown.len();
    unknown
        .iter()
        .for_each(|name| println!("UNKNOWN   {name}\n    harmless.txt lists it, but there is no such mutant"));
    let (mut lost, mut harmless) = (0, 0);
    let next = AtomicUsize::new(0);
    let (sender, receiver) = channel();
    thread::scope(|scope| -> Result<()> {
        for _ in 0..asked.jobs.max(1) {
            let (sender, next, cases) = (sender.clone(), &next, &cases);
            scope.spawn(move || {
                while let Some(case) = cases.get(next.fetch_add(1, Relaxed)) {
                    if sender.send((case, first_loss(reference, case))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (done, (case, loss)) in receiver.into_iter().enumerate() {
            let name = case.name();
            let loss = loss.with_context(|| name.clone())?;
            match (&loss, &case.reason) {
                (Some(_), None) => lost += 1,
                (None, Some(_)) => harmless += 1,
                _ => wrong += 1,
            }
            let (word, why) = match (loss, &case.reason) {
                (Some(loss), None) => ("lost", loss),
                (None, Some(reason)) => ("harmless", reason.clone()),
                (None, None) => ("SURVIVES", "every check passes, but harmless.txt does not list it".to_string()),
                (Some(loss), Some(_)) => ("LOST", format!("harmless.txt lists it, but: {loss}")),
            };
            if asked.show || ["SURVIVES", "LOST"].contains(&word) {
                println!("{word:<8}  {name}\n    {why}");
            }
            if (done + 1) % 25 == 0 {
                eprintln!("  {} of {} mutants, {:.0} s", done + 1, cases.len(), started.elapsed().as_secs_f64());
            }
        }
        Ok(())
    })?;
    println!(
        "\n{} mutants: {lost} lose a point, {harmless} are harmless as listed, {wrong} are unexpected",
        cases.len()
    );
    eprintln!("{:.1} s", started.elapsed().as_secs_f64());
    Ok(wrong == 0)
}

impl Case {
    fn name(&self) -> String {
        format!("{}/{}", self.package, self.mutant.name)
    }
}

/// Every mutant, and the entries in the lists of harmless ones that match no mutant.
fn cases(reference: &Reference) -> Result<(Vec<Case>, Vec<String>)> {
    let (mut cases, mut unknown) = (Vec::new(), Vec::new());
    for package in Reference::packages() {
        let file = reference.root.join("crates").join(package).join("harmless.txt");
        let list = if file.exists() { reasons::read(&file)? } else { Reasons::new() };
        let mut names = BTreeSet::new();
        for ((_, file), text) in reference.texts.iter().filter(|((of, _), _)| *of == package) {
            for mutant in mutants(package, file, text)? {
                names.insert(mutant.name.clone());
                cases.push(Case { package, reason: list.get(&mutant.name).cloned(), mutant });
            }
        }
        unknown.extend(list.keys().filter(|name| !names.contains(*name)).map(|name| format!("{package}/{name}")));
    }
    Ok((cases, unknown))
}

/// The first check with points that a mutant does not pass, with its verdict. The checks of its own exercise come
/// first, so that the others seldom need to run.
fn first_loss(reference: &Reference, case: &Case) -> Result<Option<String>> {
    let exercise: &'static Exercise = case.mutant.exercise;
    let files = reference.texts.iter().filter(|((of, _), _)| *of == case.package);
    let submission: Submission = files
        .map(|((package, file), text)| {
            let text = if *file == exercise.file { &case.mutant.text } else { text };
            ((*package, *file), HandedIn::Text(text.clone()))
        })
        .collect();
    let scans = scan::all(reference, &submission)?;
    let mut judge = Judge::new(reference, case.package, &submission, &scans);
    let loss: RefCell<Option<String>> = RefCell::new(None);
    for own in [true, false] {
        let wanted = |known: &Known| {
            loss.borrow().is_none() && known.check.points > 0 && (known.exercise == exercise) == own
        };
        judge.judge(&wanted, &mut |judged: Judged| {
            if judged.finding.verdict != Verdict::Passed {
                let id = &reference.checks[judged.check].check.id;
                loss.replace(Some(format!("{id}: {}", judged.finding.verdict)));
            }
            Ok(())
        })?;
    }
    Ok(loss.into_inner())
}
