//! The possible outcomes of a program, read from the output of `cargo xtask explore … --runs --json` in `docs/outputs/`.

use super::parse::Offered;
use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// The explorer's words for outcomes that are failures.
pub const FAILURES: [&str; 4] = [
    "panics",
    "no thread can go on",
    "no thread can go on: a wake-up was lost",
    "threads go on without getting anywhere",
];

/// The result of exploring a program.
pub struct Explored {
    /// The number of executions.
    pub executions: u64,
    /// The bounds of the search.
    pub bounds: String,
    /// Every outcome, each with a run.
    pub runs: Vec<Run>,
}

/// An outcome with its shortest run.
pub struct Run {
    /// The outcome, in the explorer's words.
    pub outcome: String,
    /// The number of executions with this outcome.
    pub executions: u64,
    /// The schedule that replays the run.
    pub replay: String,
    /// The table of the run without its source lines: the question shows the program, and some lines are solutions.
    pub table: String,
}

impl Explored {
    /// Reads the explorer's output.
    ///
    /// # Errors
    ///
    /// If `json` is something else, or if an outcome has no run.
    pub fn read(json: &str) -> Result<Self> {
        let json: Value = serde_json::from_str(json)?;
        let runs = json["runs"].as_array().context("it has no runs: the command needs `--runs --json`")?;
        let runs: Vec<_> = runs.iter().map(Run::read).collect::<Result<_>>()?;
        ensure!(!runs.is_empty(), "it has no outcome");
        let executions = json["executions"].as_u64().context("it does not say how many executions there were")?;
        let bounds = json["bounds"].as_str().context("it does not say its bounds")?.to_string();
        Ok(Explored { executions, bounds, runs })
    }

    /// The run with this outcome; `None` if no execution has it.
    pub fn run(&self, outcome: &str) -> Option<&Run> {
        self.runs.iter().find(|run| run.outcome == outcome)
    }

    /// Checks that `offered` has a choice for every outcome, in the explorer's words.
    ///
    /// # Errors
    ///
    /// If no choice offers one of the outcomes, or if a choice is not in the explorer's words.
    pub fn fits(&self, offered: &[Offered]) -> Result<()> {
        for run in &self.runs {
            let is_offered = offered.iter().any(|choice| choice.outcome == run.outcome);
            ensure!(is_offered, "no choice offers the outcome `{}`", run.outcome);
        }
        for choice in offered {
            let outcome = choice.outcome.as_str();
            let known = outcome.starts_with("returns ") || FAILURES.contains(&outcome);
            ensure!(known, "the explorer never says `{outcome}`");
        }
        Ok(())
    }
}

impl Run {
    fn read(json: &Value) -> Result<Self> {
        let outcome = json["outcome"].as_str().context("a run has no outcome")?.to_string();
        let lines = json["table"].as_array().with_context(|| format!("no run shows the outcome `{outcome}`"))?;
        let table = lines.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n");
        let is_code = |paragraph: &&str| paragraph.lines().next().is_some_and(|line| line.ends_with(".rs"));
        let is_replay = |paragraph: &&str| paragraph.starts_with("replay: ");
        let shown = table.split("\n\n").filter(|paragraph| !is_code(paragraph) && !is_replay(paragraph));
        Ok(Run {
            executions: json["executions"].as_u64().context("a run has no number of executions")?,
            replay: json["replay"].as_str().unwrap_or_default().to_string(),
            table: shown.collect::<Vec<_>>().join("\n\n"),
            outcome,
        })
    }
}
