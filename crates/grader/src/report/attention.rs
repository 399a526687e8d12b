//! What an instructor should look at before giving marks: zeros and doubts that come from how something was handed
//! in, not from the code.

use super::mark::Ledger;
use crate::intake::MISSING;
use crate::plain::plain;
use crate::result::Graded;
use checks::Verdict;
use std::collections::BTreeMap;

/// A line for each issue, with all submissions that have it. `others` are lines on files beside the submissions that
/// are not submissions.
pub fn lines(class: &[Graded], ledger: &Ledger, others: &[String]) -> Vec<String> {
    let mut said: Vec<(String, Vec<&str>)> = Vec::new();
    let mut say = |what: String, id| match said.iter_mut().find(|(other, _)| *other == what) {
        Some((_, ids)) => ids.push(id),
        None => said.push((what, vec![id])),
    };
    for graded in class {
        let id = graded.id.as_str();
        if !graded.is_marked() {
            say(format!("no mark: {}", why_unmarked(graded)), id);
        }
        graded.attention.iter().for_each(|what| say(what.clone(), id));
        if !ledger.roster.is_empty() && ledger.roster.known(id).is_none() {
            say("is not in the roster".to_string(), id);
        }
    }
    // Missing files come last: a student may have done only some of the exercises.
    said.sort_by_key(|(what, _)| what.starts_with(MISSING));
    let mut lines: Vec<String> = said.iter().map(|(what, ids)| format!("{}: {what}", ids.join(", "))).collect();
    for (folder, student) in ledger.roster.all() {
        if !class.iter().any(|graded| graded.id == folder) {
            let id = if student.id == folder { String::new() } else { format!(" ({})", student.id) };
            lines.push(format!("{folder}{id}: handed in nothing"));
        }
    }
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (folder, student) in ledger.roster.all() {
        folders.entry(&student.id).or_default().push(folder);
    }
    if ledger.attempts == super::mark::Attempts::Each {
        for (id, folders) in folders.iter().filter(|(_, folders)| folders.len() > 1) {
            lines.push(format!("{}: all have the student id {id}", folders.join(", ")));
        }
    }
    for id in ledger.comments.submissions().filter(|id| !class.iter().any(|graded| graded.id == **id)) {
        lines.push(format!("{id}: has a comment, but there is no such submission"));
    }
    let due = ledger.lateness.due.iter().flat_map(|due| due.assumed.clone());
    let mut assumed = ledger.roster.assumed();
    assumed.extend(due);
    assumed.sort();
    assumed.dedup();
    if !assumed.is_empty() {
        lines.push(format!("incomplete dates and times were read as {}", assumed.join(", ")));
    }
    lines.extend(others.iter().cloned());
    lines.into_iter().map(|line| plain(&line).replace('\n', " ")).collect()
}

fn why_unmarked(graded: &Graded) -> String {
    let mut findings = graded.checks.iter().map(|judged| &judged.finding);
    let error = findings.find(|finding| finding.verdict == Verdict::GraderError);
    let why = error.map(|finding| finding.message.clone()).or_else(|| graded.notes.last().cloned());
    why.unwrap_or_else(|| "it was not graded".to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::result::fixture::graded;
    use crate::roster::Roster;
    use crate::roster::time::Zone;

    #[test]
    fn every_issue_has_a_line() {
        let mut class = [Verdict::Deadlock, Verdict::GraderError, Verdict::Passed].map(graded);
        for (graded, id) in class.iter_mut().zip(["ana", "ben", "eve"]) {
            graded.id = id.to_string();
        }
        class[0].attention.push("not handed in: queue.rs".to_string());
        class[0].attention.push("queue (1).rs was taken".to_string());
        class[2].attention.push("not handed in: queue.rs".to_string());
        let roster = "folder,student_id,submitted_at\nana.zip,1,\nben,2,2026-11-22 10:00\ncho,2,\n";
        let roster = Roster::parse(roster.as_bytes(), &Zone::default()).unwrap();
        let lines = lines(&class, &Ledger { roster, ..Ledger::default() }, &["a.pdf: not graded".to_string()]);
        let expected = [
            "ana: queue (1).rs was taken",
            "ben: no mark: one & only",
            "eve: is not in the roster",
            "ana, eve: not handed in: queue.rs",
            "cho (2): handed in nothing",
            "ben, cho: all have the student id 2",
            "incomplete dates and times were read as UTC time",
            "a.pdf: not graded",
        ];
        assert_eq!(lines, expected);
        assert!(super::lines(&[graded(Verdict::Deadlock)], &Ledger::default(), &[]).is_empty());
    }
}
