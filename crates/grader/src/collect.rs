//! Collects a class that several graders marked, each a share of it, into one folder: reads what they wrote, and writes
//! the files of the class. Nothing of a submission is run, so this needs no confinement; and nobody waits for anybody:
//! whoever collects does it when the others are done, and whatever is missing then is named.

use crate::grade::{Batch, tell};
use crate::intake::{self, Found};
use crate::plain::plain;
use crate::reference::Reference;
use crate::report::{class, write};
use crate::result::{self, Graded};
use anyhow::Result;
use checks::Verdict;

/// Collects all; true if each submission has a mark.
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

/// What is known of one submission, and why it has no mark.
fn one(reference: &Reference, batch: &Batch, found: &Found) -> Result<(Graded, Option<String>)> {
    let unmarked = |why: &str| {
        let notes = vec![why.to_string()];
        Ok((Graded { id: found.id.clone(), notes, ..Graded::default() }, Some(why.to_string())))
    };
    let Some(graded) = Graded::read(&result::file(&batch.out, &found.id), reference) else {
        return unmarked("it was not graded");
    };
    if graded.inputs != intake::read(reference, found)?.digest {
        return unmarked("it was handed in again after it was graded");
    }
    if graded.reference != reference.digest {
        return unmarked("it was graded by other checks, or from another seed");
    }
    if !graded.complete {
        return unmarked("grading it did not come to an end");
    }
    // Who was stopped between the results and the reports wrote no reports.
    write::reports(&graded, batch, reference)?;
    let mut findings = graded.checks.iter().map(|judged| &judged.finding);
    let error = findings.find(|finding| finding.verdict == Verdict::GraderError);
    let error = error.map(|finding| plain(&format!("{}: {}", finding.verdict, finding.message)));
    Ok((graded, error))
}
