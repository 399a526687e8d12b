//! Bugs in wrong versions of the lecture's programs: how long ours and Shuttle's schedulers take to find them.

use super::{Effort, NOT_BUILT, proofs::together, status};
use crate::processes::{built, run};
use crate::row::{Figures, Row, Unit};
use crate::statistics::Summary;
use crate::table::amount;
use anyhow::{Context, Result};
use serde_json::Value;
use std::process::Command;

/// A scheduler of Shuttle: its names for `find` and in the table.
type Peer = (&'static str, &'static str);

const RANDOM: Peer = ("shuttle-random", "Shuttle random");
const PCT: Peer = ("shuttle-pct", "Shuttle PCT");

const SMALLEST: &str = "ours goes on from its first failure to the smallest execution that fails.";

/// Ours is the proof search up to its first failure, then the search for the smallest failing execution.
///
/// # Errors
///
/// If `find` cannot be built or run.
pub fn by_proof(work: &'static str, effort: Effort) -> Result<Vec<Row>> {
    rows(work, effort, "proof", &[RANDOM, PCT], SMALLEST)
}

/// Both use random walks, up to the first failure.
///
/// # Errors
///
/// As [`by_proof`].
pub fn by_walks(work: &'static str, effort: Effort) -> Result<Vec<Row>> {
    rows(work, effort, "walks", &[RANDOM], "")
}

/// Both use PCT, up to the first failure.
///
/// # Errors
///
/// As [`by_proof`].
pub fn by_pct(work: &'static str, effort: Effort) -> Result<Vec<Row>> {
    rows(work, effort, "pct", &[PCT], "")
}

/// A row for each of `peers` with all programs together, and a row for each program with the first peer.
fn rows(work: &'static str, effort: Effort, ours: &str, peers: &[Peer], limit: &'static str) -> Result<Vec<Row>> {
    let row = |peer: String, figures| Row { work, peer, unit: Unit::Seconds, target: None, limit: "", figures };
    if !cfg!(feature = "peers") {
        return Ok(peers.iter().map(|(_, peer)| row(peer.to_string(), Err(NOT_BUILT.to_string()))).collect());
    }
    let seeds = if effort.quick { "3" } else { "20" };
    let find = built("find", "peers")?;
    let said = |arguments: &[&str]| -> Result<Value> {
        // The variable would fix the seed of all its executions.
        let ended = run(Command::new(&find).args(arguments).env_remove("SHUTTLE_RANDOM_SEED"))?;
        serde_json::from_str(&ended.text).with_context(|| ended.text)
    };
    let names = said(&[])?;
    let names: Vec<&str> = names.as_array().context("no names")?.iter().filter_map(Value::as_str).collect();
    let mut found: Vec<Vec<Figures>> = vec![Vec::new(); peers.len()];
    let mut rows = Vec::new();
    for (done, name) in names.iter().enumerate() {
        status(work, done, names.len());
        let mut words = vec![*name, seeds, ours];
        words.extend(peers.iter().map(|(peer, _)| peer));
        let seconds = said(&words)?;
        for (place, (peer, _)) in peers.iter().enumerate() {
            let figures = paired([ours, peer], &seconds);
            found[place].extend(figures.clone().ok());
            if place == 0 {
                rows.push(row(name.replace('_', " "), figures));
            }
        }
    }
    status(work, names.len(), names.len());
    let all = peers.iter().zip(&found).map(|((_, peer), found)| {
        let figures = together(found).ok_or("no bug that both found with every seed".to_string());
        row(format!("{peer} {}/{}", found.len(), names.len()), figures).limited_by(limit)
    });
    Ok(all.chain(rows).collect())
}

/// The seconds of both, if both found the bug with every seed.
fn paired(both: [&str; 2], seconds: &Value) -> Result<Figures, String> {
    let all = both.map(|finder| seconds[finder].as_array().map_or(Vec::new(), Clone::clone));
    let found = all.each_ref().map(|all| all.iter().filter_map(Value::as_f64).collect::<Vec<f64>>());
    if found.iter().zip(&all).all(|(found, all)| found.len() == all.len()) {
        return Figures::paired(&found[0], &found[1]).ok_or("no seeds".to_string());
    }
    let told = |(found, all): (&Vec<f64>, &Vec<Value>)| match Summary::of(found) {
        Some(summary) if found.len() == all.len() => amount(summary.median, Unit::Seconds),
        _ => format!("{} of {} seeds", found.len(), all.len()),
    };
    let [ours, peer] = [0, 1].map(|place| told((&found[place], &all[place])));
    Err(format!("ours: {ours}; peer: {peer}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_bug_has_a_ratio_if_both_find_it_with_every_seed() {
        let both = |ours: Value, peer: Value| paired(["pct", "peer"], &json!({"pct": ours, "peer": peer}));
        let figures = both(json!([1.0, 2.0, 3.0]), json!([2.0, 4.0, 6.0])).unwrap();
        assert_eq!((figures.ours, figures.peer, figures.ratio.median), (2.0, 4.0, 0.5));
        let told = |ours, peer| both(ours, peer).unwrap_err();
        assert_eq!(told(json!([1.0, 1.0]), json!([2.0, null])), "ours: 1.00 s; peer: 1 of 2 seeds");
        assert_eq!(told(json!([null, null]), json!([null, null])), "ours: 0 of 2 seeds; peer: 0 of 2 seeds");
    }
}
