//! Combines the shards that several graders wrote into one folder: reads their results, and writes the files of the
//! class. It runs no submission, so it needs no confinement. It does not wait for the graders: run it when they are
//! done; it names every submission whose result is missing.

use crate::grade::{Batch, tell};
use crate::intake::{self, Found};
use crate::plain::plain;
use crate::reference::Reference;
use crate::report::{class, write};
use crate::result::{self, Graded};
use anyhow::Result;
use checks::Verdict;

/// Collects all results. Returns whether every submission has a mark.
pub fn collect(reference: &Reference, batch: &Batch) -> Result<bool> {
    let mut class = Vec::new();
    for found in &batch.class {
        let (graded, why) = one(reference, batch, found)?;
        if let Some(why) = why {
            eprintln!("{}: NO MARK: {why}", found.id);
        }
        class.push(graded);
    }
    print!("{}", class::marks(&class, &batch.ledger));
    tell(&write::class(&class, batch, reference)?, batch);
    Ok(class.iter().all(Graded::is_marked))
}

/// The result of one submission, and why it has no mark if it has none.
fn one(reference: &Reference, batch: &Batch, found: &Found) -> Result<(Graded, Option<String>)> {
    let unmarked = |why: &str| {
        let notes = vec![why.to_string()];
        Ok((Graded { id: found.id.clone(), notes, ..Graded::default() }, Some(why.to_string())))
    };
    let Some(graded) = Graded::read(&result::file(&batch.out, &found.id), reference) else {
        return unmarked("it was not graded");
    };
    if graded.inputs != intake::read(reference, found)?.digest {
        return unmarked("it was handed in again after grading");
    }
    if graded.reference != reference.digest {
        return unmarked("it was graded with different checks or a different seed");
    }
    if !graded.complete {
        return unmarked("grading it did not finish");
    }
    // A grader that was stopped after writing results may not have written the reports.
    write::reports(&graded, batch, reference)?;
    let mut findings = graded.checks.iter().map(|judged| &judged.finding);
    let error = findings.find(|finding| finding.verdict == Verdict::GraderError);
    let error = error.map(|finding| plain(&format!("{}: {}", finding.verdict, finding.message)));
    Ok((graded, error))
}
