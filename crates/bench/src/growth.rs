//! Measures how costs grow: proofs with threads and operations, grading with submissions, fetching with workers.

use crate::plot::{Line, Plot, Scale};
use crate::rows::proofs::Prover;
use crate::rows::{Effort, fetch, grading};
use anyhow::Result;
use std::time::Duration;

/// Its name for `--only`.
pub const NAME: &str = "growth";
/// Its description, printed while it runs.
pub const ABOUT: &str = "proofs, grading and fetching in growing sizes, for the pictures";

/// A proof that takes longer than this ends its line, and is not shown.
const LONGEST: Duration = Duration::from_secs(20);

/// The number of pages that different numbers of workers fetch, and the server's delay for each.
const PAGES: (usize, f64) = (100, 0.02);

/// Measures all of it.
///
/// # Errors
///
/// If something cannot be built or run.
pub fn measure(effort: Effort) -> Result<Vec<Plot>> {
    let (model, loom) = (Prover::build("model")?, Prover::build("loom")?);
    let provers = [&model, &loom];
    Ok(vec![
        by_threads(provers, effort)?,
        by_operations(provers, effort)?,
        by_submissions(effort)?,
        by_workers(effort)?,
    ])
}

fn by_threads(provers: [&Prover; 2], effort: Effort) -> Result<Plot> {
    let lines = [
        ("locked counter", "locked N 1", 2..=6),
        ("racy counter", "racy N 1", 2..=5),
        ("queue, consumers", "deliver N 1 1", 1..=3),
        ("pool, workers", "jobs N 1", 1..=4),
    ];
    // Loom allows four threads besides the main one.
    let lines = proofs(provers, &lines, 2..=4, effort)?;
    Ok(Plot { name: "bench-proof-threads", title: "A proof, by threads", across: ("threads", Scale::Even), lines })
}

fn by_operations(provers: [&Prover; 2], effort: Effort) -> Result<Plot> {
    let lines = [
        ("locked, increments", "locked 2 N", 1..=8),
        ("racy, increments", "racy 2 N", 1..=6),
        ("queue, tasks", "deliver 1 N 1", 1..=6),
        ("pool, jobs", "jobs 1 N", 1..=6),
    ];
    let lines = proofs(provers, &lines, 1..=8, effort)?;
    let across = ("operations of each thread", Scale::Even);
    Ok(Plot { name: "bench-proof-operations", title: "A proof, by operations", across, lines })
}

/// A line for each program, in which `N` is the size, and a dashed line for loom on the first program, with its own
/// sizes. A line ends when a proof takes too long.
fn proofs(
    [ours, loom]: [&Prover; 2],
    programs: &[(&str, &str, std::ops::RangeInclusive<usize>)],
    sizes_of_loom: std::ops::RangeInclusive<usize>,
    effort: Effort,
) -> Result<Vec<Line>> {
    let limit = if effort.quick { LONGEST / 10 } else { LONGEST };
    let line = |prover: &Prover, (label, program, sizes): &(&str, &str, std::ops::RangeInclusive<usize>)| {
        let mut points = Vec::new();
        for size in sizes.clone() {
            match prover.prove(&program.replace('N', &size.to_string()), Some(limit))? {
                Some(proof) => points.push((size, proof.seconds)),
                None => break,
            }
        }
        anyhow::Ok(Line { label: label.to_string(), dashed: false, points })
    };
    let mut lines = Vec::new();
    for program in programs {
        lines.push(line(ours, program)?);
    }
    if let Some((label, program, _)) = programs.first() {
        let of_loom = line(loom, &(label, program, sizes_of_loom))?;
        lines.push(Line { label: format!("{}, loom", of_loom.label), dashed: true, ..of_loom });
    }
    lines.retain(|line| !line.points.is_empty());
    Ok(lines)
}

fn by_submissions(effort: Effort) -> Result<Plot> {
    let (sizes, jobs): (&[usize], &[usize]) =
        if effort.quick { (&[1, 2], &[1, 2]) } else { (&[1, 2, 4, 8], &[1, 2, 4]) };
    let mut lines = Vec::new();
    for jobs in jobs.iter().copied() {
        let label = format!("{jobs} at a time");
        lines.push(Line { label, dashed: false, points: grading::times(sizes, jobs)? });
    }
    let across = ("submissions", Scale::Powers);
    Ok(Plot { name: "bench-grading", title: "Grading, by submissions", across, lines })
}

fn by_workers(effort: Effort) -> Result<Plot> {
    let workers: &[usize] = if effort.quick { &[5, 50] } else { &[1, 2, 5, 10, 20, 50, 100] };
    let (pages, wait) = PAGES;
    let ideal = workers.iter().map(|workers| (*workers, pages.div_ceil(*workers) as f64 * wait)).collect();
    let lines = vec![
        Line { label: "measured".to_string(), dashed: false, points: fetch::times(pages, workers)? },
        Line { label: "the waits alone".to_string(), dashed: true, points: ideal },
    ];
    let across = ("workers", Scale::Powers);
    Ok(Plot { name: "bench-fetch", title: "100 pages of 20 ms each, by workers", across, lines })
}
