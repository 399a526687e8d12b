//! The states of a failing program, for a page on which its author steps through the failing run and can leave it.
//!
//! The verdict does not depend on them: it is recorded before they are collected, and counts even if the process does
//! not survive that.

use super::parsed;
use crate::child;
use crate::finding::Finding;
use crate::lab_s_lines;
use crate::proof::{Expecting, Text};
use interleave::graph_along;
use interleave::report::{Json, graph_json_within, read_graph};
use serde_json::{Value, json};
use std::cell::Cell;

/// The environment variable that asks for the states of a failing program; its value is the most bytes of JSON they
/// may take.
pub const BYTES: &str = "CHECKS_STATES";
/// Where a finding's evidence holds them: as a string, so that readers that do not need them need not parse them.
const KEY: &str = "states";
/// More are no help to a reader.
const MOST_STATES: usize = 1_500;

/// The finding with the states of `program`, if they are asked for and the finding has a failing schedule.
pub(crate) fn beside(finding: Finding, options: &Expecting, program: &dyn Fn() -> Text) -> Finding {
    let bytes = std::env::var(BYTES).ok().and_then(|bytes| bytes.parse().ok());
    let schedule = finding.evidence["schedule"].as_str().map(str::to_string);
    let (Some(bytes), Some(schedule)) = (bytes, schedule) else { return finding };
    child::note(&finding);
    let label = Cell::new(None);
    let along = |states| {
        let options = options.clone().max_states(states);
        let mut graph = graph_along(&schedule, &options, program).expect("the explorer wrote this schedule");
        label.set(lab_s_lines::hide(&mut graph, &lab_s_lines::files()));
        graph
    };
    let states = child::after_the_verdict(|| graph_json_within(bytes, MOST_STATES, along));
    let Some(states) = states else { return finding };
    let mut states = parsed(&states);
    if let Some(label) = label.take() {
        label.put_into_states(&mut states);
    }
    hide_other_sources(&mut states);
    let mut finding = finding;
    // Checks that a reader will accept them.
    if let Some(states) = read_graph(&states.to_string()) {
        finding.evidence[KEY] = json!(states.to_string());
    }
    finding
}

/// Keeps only source lines that students have: those of the example and of its visible checks. An unconfined check
/// can read the sources of the hidden ones.
fn hide_other_sources(states: &mut Value) {
    for function in states["functions"].as_array_mut().into_iter().flatten() {
        let file = function["file"].as_str().unwrap_or_default();
        if !file.split(['/', '\\']).any(|part| part == "src" || part == "spec") {
            function["lines"] = json!([]);
        }
    }
}

/// The states in a finding. They may come from an untrusted process: see [`read_graph`].
pub fn states(finding: &Finding) -> Option<Json> {
    read_graph(finding.evidence[KEY].as_str()?)
}

/// Whether a finding has states.
pub fn has_states(finding: &Finding) -> bool {
    finding.evidence[KEY].is_string()
}

/// The finding without its states.
pub(crate) fn without_states(mut finding: Finding) -> Finding {
    if let Value::Object(evidence) = &mut finding.evidence {
        evidence.remove(KEY);
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_hidden_checks_are_not_in_the_states() {
        let function = |file: &str| json!({"file": file, "first": 1, "lines": ["fn f() {}"]});
        let files =
            ["crates/a/src/queue.rs", "crates/a/tests/spec/queue.rs", "crates\\a\\tests\\instructor\\queue.rs"];
        let mut states = json!({"functions": files.map(function)});
        hide_other_sources(&mut states);
        let lines = states["functions"].as_array().unwrap().iter().map(|function| &function["lines"]);
        assert_eq!(lines.map(|lines| lines.as_array().unwrap().len()).collect::<Vec<_>>(), [1, 1, 0]);
    }
}
