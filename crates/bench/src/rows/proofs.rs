//! Proofs of the lecture's programs and of lock-free ones, compared to loom, and how many executions ours starts.

use super::{Effort, status};
use crate::processes::{built, run_within};
use crate::row::{Figures, Row, Unit};
use crate::statistics::{Summary, geometric_mean, ratios};
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The lecture's programs, as arguments of `prove`. Each line is one program in growing sizes: if loom does not
/// finish one size, it is not asked for the larger ones.
pub const PROGRAMS: [&[&str]; 8] = [
    &["racy 2 1", "racy 2 2", "racy 3 1"],
    &["locked 2 1", "locked 2 2", "locked 3 1"],
    &["deliver 1 1 1", "deliver 1 2 1", "deliver 2 1 1", "deliver 2 2 1"],
    &["capacity 1 2 1", "capacity 2 1 1"],
    &["join"],
    &["jobs 1 1", "jobs 1 2", "jobs 2 1", "jobs 2 2"],
    &["results 1 1", "results 1 2", "results 2 2"],
    &["completed 1 1", "completed 1 2", "completed 2 2"],
];

/// Lock-free programs with their orderings, as arguments of `prove`.
pub const LOCK_FREE: [&[&str]; 6] = [
    &["spin 2", "spin 3"],
    &["ticket 2", "ticket 3"],
    &["message 1", "message 2", "message 3"],
    &["seqlock 1", "seqlock 2"],
    &["treiber 2", "treiber 3"],
    &["adds 2", "adds 3", "adds 4"],
];

/// A proof that loom finishes within this time is repeated in rounds; a longer one runs once.
const AGAIN: (usize, f64) = (5, 2.0);

const LOOM: &str = "neither has a bound on preemptions or wake-ups for no reason here.";

/// `prove`, built on one explorer.
pub struct Prover(PathBuf);

/// The output of `prove`.
#[derive(Clone, Copy, Debug)]
pub struct Proof {
    /// The time of one proof, in seconds.
    pub seconds: f64,
    /// The number of executions started.
    pub started: f64,
    /// The number of equivalence classes of executions; 0 from loom.
    pub classes: f64,
}

impl Prover {
    /// Builds it with the feature `explorer`, `model` or `loom`.
    ///
    /// # Errors
    ///
    /// If it does not compile.
    pub fn build(explorer: &str) -> Result<Prover> {
        let built = built("prove", explorer)?;
        // The other explorer's program has the same name.
        let own = built.with_file_name(format!("prove-{explorer}{}", std::env::consts::EXE_SUFFIX));
        std::fs::copy(&built, &own).with_context(|| format!("cannot write {}", own.display()))?;
        Ok(Prover(own))
    }

    /// Proves `program`; `None` if it takes longer than `limit`.
    ///
    /// # Errors
    ///
    /// If the proof fails.
    pub fn prove(&self, program: &str, limit: Option<Duration>) -> Result<Option<Proof>> {
        let Prover(path): &Prover = self;
        let mut command = Command::new(path as &Path);
        let Some(ended) = run_within(command.args(program.split(' ')), limit)? else { return Ok(None) };
        let said: Value =
            serde_json::from_str(&ended.text).with_context(|| format!("{program}: {}", ended.text))?;
        let number = |name: &str| said[name].as_f64().with_context(|| format!("{program}: no {name}"));
        Ok(Some(Proof { seconds: number("seconds")?, started: number("started")?, classes: number("classes")? }))
    }
}

/// The lecture's programs.
pub fn against_loom(work: &'static str, effort: Effort) -> Result<Vec<Row>> {
    beside_loom(work, effort, &PROGRAMS)
}

/// The lock-free programs.
pub fn lock_free(work: &'static str, effort: Effort) -> Result<Vec<Row>> {
    beside_loom(work, effort, &LOCK_FREE)
}

/// The time per execution of a program with many: eight threads that each add once, in every order.
pub fn rate(work: &'static str, effort: Effort) -> Result<Vec<Row>> {
    let (model, rounds) = (Prover::build("model")?, effort.few_rounds().min(5));
    let mut ours = Vec::new();
    for round in 0..rounds {
        status(work, round, rounds);
        ours.extend(model.prove("adds 8", None)?.map(|proof| proof.seconds / proof.started));
    }
    let target = vec![1.0 / f64::from(EXECUTIONS_A_SECOND); ours.len()];
    let figures = Figures::paired(&ours, &target).ok_or("no rounds".to_string());
    let peer = format!("{EXECUTIONS_A_SECOND} a second");
    Ok(vec![Row { work, peer, unit: Unit::Seconds, target: Some(1.0), limit: "", figures }])
}

const EXECUTIONS_A_SECOND: u32 = 50_000;

/// A row for all programs that loom finishes, and one for each of them.
fn beside_loom(work: &'static str, effort: Effort, all: &'static [&'static [&'static str]]) -> Result<Vec<Row>> {
    let [model, loom] = [Prover::build("model")?, Prover::build("loom")?];
    let families = if effort.quick { &all[..2] } else { all };
    let count: usize = families.iter().map(|sizes| sizes.len()).sum();
    let mut rows = Vec::new();
    for sizes in families {
        let mut beyond = None;
        for program in *sizes {
            status(work, rows.len(), count);
            let figures = match beyond {
                Some(smaller) => Err(format!("not tried: loom did not finish {smaller}")),
                None => compare(program, [&model, &loom], effort)?,
            };
            if figures.is_err() {
                beyond.get_or_insert(*program);
            }
            let row =
                Row { work, peer: program.to_string(), unit: Unit::Seconds, target: None, limit: "", figures };
            rows.push(row);
        }
    }
    status(work, count, count);
    let finished: Vec<Figures> = rows.iter().filter_map(|row| row.figures.clone().ok()).collect();
    let figures = together(&finished).context("loom finished none of the programs");
    let figures = figures.map_err(|error| error.to_string());
    let peer = format!("loom, {} of {count}", finished.len());
    rows.insert(0, Row { work, peer, unit: Unit::Seconds, target: Some(0.01), limit: LOOM, figures });
    Ok(rows)
}

/// One program on both explorers, in turns if that is quick; or that loom did not finish.
fn compare(program: &str, [ours, loom]: [&Prover; 2], effort: Effort) -> Result<Result<Figures, String>> {
    let first = match loom.prove(program, Some(effort.loom_limit)) {
        Ok(Some(first)) => first,
        other => {
            let limit = effort.loom_limit.as_secs();
            // It gives up if a thread may spin for ever.
            let why = if other.is_ok() { format!("more than {limit} s") } else { "gives up".to_string() };
            let seconds = ours.prove(program, None)?.map_or(f64::NAN, |proof| proof.seconds);
            return Ok(Err(format!("loom: {why}; ours {}", crate::table::amount(seconds, Unit::Seconds))));
        }
    };
    let more = if first.seconds > AGAIN.1 || effort.quick { 0 } else { AGAIN.0 - 1 };
    let (mut of_ours, mut of_loom) = (Vec::new(), vec![first.seconds]);
    for round in 0..=more {
        of_ours.extend(ours.prove(program, None)?.map(|proof| proof.seconds));
        if round < more {
            of_loom.extend(loom.prove(program, None)?.map(|proof| proof.seconds));
        }
    }
    Ok(Figures::paired(&of_ours, &of_loom).ok_or("no rounds".to_string()))
}

/// The geometric means of both. The quartiles are over programs, which differ more than rounds do.
pub(super) fn together(programs: &[Figures]) -> Option<Figures> {
    let each = |of: fn(&Figures) -> f64| programs.iter().map(of).collect::<Vec<f64>>();
    let (ours, peer) = (each(|program| program.ours), each(|program| program.peer));
    let (mean, summary) = (geometric_mean, Summary::of(&ratios(&ours, &peer))?);
    let (ours, peer) = (mean(&ours)?, mean(&peer)?);
    Some(Figures { ours, peer, ratio: Summary { median: ours / peer, ..summary }, count: programs.len() })
}

/// For all programs, executions started compared to equivalence classes. The search is optimal if it starts one per
/// class.
pub fn classes(work: &'static str, effort: Effort) -> Result<Vec<Row>> {
    let model = Prover::build("model")?;
    let mut proofs = Vec::new();
    let families: &[&[&str]] = if effort.quick { &PROGRAMS[..2] } else { &PROGRAMS };
    for program in families.iter().copied().flatten() {
        proofs.extend(model.prove(program, None)?);
    }
    let each = |of: fn(&Proof) -> f64| proofs.iter().map(of).collect::<Vec<f64>>();
    let (started, classes) = (each(|proof| proof.started), each(|proof| proof.classes));
    let ratio = Summary::of(&ratios(&started, &classes)).context("no programs")?;
    let (ours, peer): (f64, f64) = (started.iter().sum(), classes.iter().sum());
    // Over all together, so a program with many classes counts for more. The quartiles are over programs.
    let figures = Figures { ours, peer, ratio: Summary { median: ours / peer, ..ratio }, count: proofs.len() };
    let limit =
        "a search that has met 1,000,000 different steps remembers no more of them, and may begin for nothing.";
    let peer = "optimal: the classes".to_string();
    Ok(vec![Row { work, peer, unit: Unit::Count, target: Some(1.0), limit, figures: Ok(figures) }])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_proofs_together_are_the_geometric_mean_of_their_ratios() {
        let figures = |ours, peer| Figures::paired(&[ours], &[peer]).unwrap();
        let all = together(&[figures(0.001, 1.0), figures(0.1, 1.0)]).unwrap();
        assert!((all.ratio.median - 0.01).abs() < 1e-9 && all.count == 2, "{all:?}");
        assert_eq!(together(&[]), None);
    }
}
