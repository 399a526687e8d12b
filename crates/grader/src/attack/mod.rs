//! Attacks the grader: each file in `attacks/` is a hostile submission (see [`fixture`]), which must gain nothing.
//! Every attack is graded as handed in; if the scan refuses it, it is graded again without the scan and without the
//! compiler's refusal of `unsafe` code, so that the layers behind them must hold by themselves.
//!
//! An attack names everything that stops it. This is tested in both directions: the attack fails if any one of them
//! is on, and succeeds if all are off. [`layers`] uses this to show that each of them is necessary.
//!
//! * [`fixture`]: reads an attack from its file.
//! * [`targets`]: the targets of attacks, and whether they were hit.
//! * [`run`](mod@run): runs one attack once.

pub mod fixture;
pub mod layers;
pub mod run;
pub mod targets;

use crate::judge::{HandedIn, Submission, judge};
use crate::launch::Guard;
use crate::reference::Reference;
use anyhow::{Context, Result, ensure};
use fixture::{Attack, Stop};
use run::{Outcome, run};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Instant;

/// The options of `attack`.
#[derive(Clone, Debug, Default)]
pub struct Attacks {
    /// Run only attacks whose name contains this.
    pub only: Option<String>,
    /// The layers and guards to disable.
    pub without: Vec<Stop>,
    /// How many to run in parallel.
    pub jobs: usize,
    /// Show for each layer an attack that succeeds without it.
    pub layers: bool,
}

/// One attack, and the layers and guards that are off.
pub struct Run<'a> {
    attack: &'a Attack,
    without: Vec<Stop>,
}

/// Attacks the grader, and prints a line for each run. Returns whether each went as its attack expects.
pub fn attack(reference: Reference, options: &Attacks) -> Result<bool> {
    let mut attacks = fixture::all(&reference)?;
    attacks.retain(|attack| options.only.as_ref().is_none_or(|only| attack.name.contains(only)));
    ensure!(!attacks.is_empty(), "no attack's name contains `{}`", options.only.as_deref().unwrap_or_default());
    let mut runs = Vec::new();
    let mut lines = Vec::new();
    if options.layers {
        (runs, lines) = layers::runs(&reference, &attacks)?;
    } else {
        for attack in &attacks {
            runs.extend(attack.ways().into_iter().map(|ways| {
                let without = options.without.iter().copied().chain(ways).collect();
                Run { attack, without }
            }));
        }
    }
    let started = Instant::now();
    let before = honest(&reference)?;
    let wrong = all(&reference, &runs, options.jobs)?;
    let after = honest(&reference)?;
    // These lines summarise the runs above.
    for line in lines.iter().filter(|_| wrong == 0) {
        println!("{line}");
    }
    let strays = targets::strays();
    for stray in &strays {
        println!("still running: {stray}");
    }
    if before != after {
        println!("an honest submission got {before:?} before and {after:?} after");
    }
    let verdict = if wrong == 0 { "all as expected".to_string() } else { format!("{wrong} not as expected") };
    println!("\n{} attacks, {} runs: {verdict}", attacks.len(), runs.len());
    eprintln!("{:.1} s; {}", started.elapsed().as_secs_f64(), reference.launch.word());
    Ok(wrong == 0 && strays.is_empty() && before == after)
}

/// Runs all, `jobs` in parallel. Returns how many did not go as expected.
fn all(reference: &Reference, runs: &[Run<'_>], jobs: usize) -> Result<usize> {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = channel();
    let mut wrong = 0;
    thread::scope(|scope| -> Result<()> {
        for _ in 0..jobs.max(1) {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                while let Some(one) = runs.get(next.fetch_add(1, Relaxed)) {
                    let begun = Instant::now();
                    let outcome = run(reference, one.attack, &one.without);
                    if sender.send((one, outcome, begun.elapsed())).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (one, outcome, took) in receiver {
            let outcome = outcome.with_context(|| one.attack.name.clone())?;
            wrong += usize::from(!outcome.faults.is_empty());
            print!("{}", line(one, &outcome));
            eprintln!("  {:.1} s", took.as_secs_f64());
        }
        Ok(())
    })?;
    Ok(wrong)
}

/// The lines on a run, at most 80 columns wide except for long names; an unexpected run also says why.
fn line(run: &Run<'_>, outcome: &Outcome) -> String {
    let without: Vec<_> = run.without.iter().map(ToString::to_string).collect();
    let without = if without.is_empty() { String::new() } else { format!("without {}", without.join(", ")) };
    let seen = if outcome.got.is_empty() { outcome.verdicts.join(", ") } else { outcome.got.join(", ") };
    let mark = if outcome.faults.is_empty() { "ok" } else { "WRONG" };
    let what = if outcome.got.is_empty() { "stopped" } else { "SUCCEEDED" };
    let mut text = format!("{:<48} {mark:<5} {what}: {seen}\n", run.attack.name);
    if !without.is_empty() {
        text += &format!("    {without}\n");
    }
    for fault in &outcome.faults {
        text += &format!("    {fault}\n");
    }
    text
}

/// The points of an honest submission in each package. Its text differs from the reference's, so it is compiled.
fn honest(reference: &Reference) -> Result<Vec<u32>> {
    let mut points = Vec::new();
    for package in ["counter-race", "producer-consumer"] {
        let texts = reference.texts.iter().filter(|((of, _), _)| *of == package);
        let submission: Submission =
            texts.map(|(key, text)| (*key, HandedIn::Text(format!("{text}// By hand.\n")))).collect();
        let mut earned = 0;
        judge(reference, package, &submission, &|_| true, &mut |judged| {
            earned += judged.earned;
            Ok(())
        })?;
        points.push(earned);
    }
    Ok(points)
}

/// All guards, which are not layers.
pub(crate) fn guards(without: &[Stop]) -> Vec<Guard> {
    without.iter().filter_map(|stop| if let Stop::Guard(guard) = stop { Some(*guard) } else { None }).collect()
}
