//! `--open`: a page of the student's program, at the start of its failing run.

use crate::Lab;
use crate::examine::{Report, failing};
use checks::model::{has_states, states};
use checks::{Description, Finding};
use common::browser;
use interleave::report::{Page, page};
use std::fs;
use std::path::PathBuf;

/// Writes the page and opens it. Returns the text to print.
pub fn open(lab: &Lab, report: &Report) -> String {
    let failing = failing(report.checks.as_deref().unwrap_or_default());
    let with_states = failing.iter().find(|(_, finding)| has_states(finding));
    let Some((check, finding)) = with_states else {
        let has_a_run = failing.iter().any(|(_, finding)| finding.evidence["schedule"].is_string());
        return match has_a_run {
            true => {
                "There is no page: the failing program has too many states, or ended while they were collected."
                    .to_string()
            }
            false => "There is no page: no check fails with a table.".to_string(),
        };
    };
    match written(lab, report.exercise.id, check, finding) {
        Err(why) => why,
        Ok(file) => {
            let line = format!("The failing run, to step through: {}", file.display());
            match browser::open(&file) {
                Ok(()) => line,
                Err(why) => format!("{line}\nCannot open a browser ({why}): open that file yourself."),
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
