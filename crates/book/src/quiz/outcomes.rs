//! Which outcomes a program can have: what `cargo xtask explore … --runs --json` printed, kept in `docs/outputs/`.

use super::parse::Offered;
use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// What the explorer says in place of a value.
pub const FAILURES: [&str; 4] = [
    "panics",
    "no thread can go on",
    "no thread can go on: a wake-up was lost",
    "threads go on without getting anywhere",
];

/// What the explorer found out about a program.
pub struct Explored {
    /// How many executions it ran.
    pub executions: u64,
    /// How far that went.
    pub bounds: String,
    /// Every outcome.
    pub runs: Vec<Run>,
}

/// An outcome with a run.
pub struct Run {
    /// In the explorer's words.
    pub outcome: String,
    /// How many executions ended so.
    pub executions: u64,
    /// What repeats the shortest run.
    pub replay: String,
    /// That run, without the lines of code: the question shows the program, and students are to write some of them.
    pub table: String,
}

impl Explored {
    /// Reads what the explorer printed.
    ///
    /// # Errors
    ///
    /// Anything else, or an outcome without a run.
    pub fn read(json: &str) -> Result<Self> {
        let json: Value = serde_json::from_str(json)?;
        let runs = json["runs"].as_array().context("it has no runs: the command needs `--runs --json`")?;
        let runs: Vec<_> = runs.iter().map(Run::read).collect::<Result<_>>()?;
        ensure!(!runs.is_empty(), "it has no outcome");
        let executions = json["executions"].as_u64().context("it does not say how many executions there were")?;
        let bounds = json["bounds"].as_str().context("it does not say its bounds")?.to_string();
        Ok(Explored { executions, bounds, runs })
    }

    /// The run with this outcome; `None` if the outcome is impossible.
    pub fn run(&self, outcome: &str) -> Option<&Run> {
        self.runs.iter().find(|run| run.outcome == outcome)
    }

    /// # Errors
    ///
    /// If the reader cannot choose every outcome that there is, or could choose one that the explorer has no words for.
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
            executions: json["executions"].as_u64().context("a run does not say how often it came")?,
            replay: json["replay"].as_str().unwrap_or_default().to_string(),
            table: shown.collect::<Vec<_>>().join("\n\n"),
            outcome,
        })
    }
}
