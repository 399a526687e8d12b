//! `--open`: a page of the student's own program, at the beginning of its failing run.

use crate::Lab;
use crate::examine::{Report, failing};
use checks::model::{has_states, states};
use checks::{Description, Finding};
use common::browser;
use interleave::report::{Page, page};
use std::fs;
use std::path::PathBuf;

/// What to say after writing the page and opening it.
pub fn open(lab: &Lab, report: &Report) -> String {
    let failing = failing(report.checks.as_deref().unwrap_or_default());
    let with_states = failing.iter().find(|(_, finding)| has_states(finding));
    let Some((check, finding)) = with_states else {
        let has_a_run = failing.iter().any(|(_, finding)| finding.evidence["schedule"].is_string());
        return match has_a_run {
            true => {
                "There is no page: the failing program has too large states, or ended while they were looked at."
                    .to_string()
            }
            false => "No check fails in one order of steps alone: there is no run to show on a page.".to_string(),
        };
    };
    match written(lab, report.exercise.id, check, finding) {
        Err(why) => why,
        Ok(file) => {
            let line = format!("The failing run, to step along: {}", file.display());
            match browser::open(&file) {
                Ok(()) => line,
                Err(why) => format!("{line}\nNo browser could be opened ({why}): open that file yourself."),
            }
        }
    }
}

fn written(lab: &Lab, exercise: &str, check: &Description, finding: &Finding) -> Result<PathBuf, String> {
    let graph = states(finding).ok_or("The states of the failing program could not be read.")?;
    let page = page(&Page {
        title: &format!("{exercise}: {}", check.title),
        about: &format!("Your code is not right yet: {}. {}", finding.verdict, finding.message),
        graph: &graph,
        run: finding.evidence["schedule"].as_str(),
        command: None,
    });
    let folder = lab.target.join("failing-runs");
    let file = folder.join(format!("{exercise}.html"));
    let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&file, page));
    written.map(|()| file.clone()).map_err(|error| format!("Cannot write {}: {error}", file.display()))
}
