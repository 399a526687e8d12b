//! Grading, compared to `cargo test` of the same checks in a fresh clone, as a workflow in each student's repository
//! would do.

use super::{Effort, status};
use crate::processes::{Ended, cargo, root, run};
use crate::row::{Figures, Row, Unit};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The examples whose sources are handed in.
const EXAMPLES: [&str; 3] = ["counter-race", "producer-consumer", "fetch-pool"];

/// The number of students.
const STUDENTS: usize = 300;

/// The target for grading all of them, in seconds.
const TEN_MINUTES: f64 = 600.0;

const LIMIT: &str = "what is left is the compiler's work on the three examples, the checks themselves, and starting both \
    confined. In the class, everybody has changed every file.";

/// One submission, after the grader has built everything that submissions share.
pub fn one(work: &'static str, effort: Effort) -> Result<Vec<Row>> {
    let class = Class::new("one")?;
    grade(&class, 2, 1, "warm-up")?; // builds what all submissions share: with the second there is all of it
    let rounds = if effort.quick { 1 } else { 5 };
    let mut ours = Vec::new();
    for round in 0..rounds {
        status(work, round, rounds);
        ours.push(grade(&class, 1, 1, &round.to_string())?.processor);
    }
    status(work, rounds, rounds);
    let ours: Option<Vec<f64>> = ours.into_iter().collect();
    let peer = if effort.quick { Err("left out of a try".to_string()) } else { fresh_clone(&class.0) };
    let figures = peer.and_then(|peer| {
        let pair = ours.zip(peer).ok_or("this system does not tell processor time")?;
        // A clone takes minutes, so it is measured only once.
        Figures::paired(&pair.0, &vec![pair.1; rounds]).ok_or("no rounds".to_string())
    });
    let peer = "fresh clone".to_string();
    Ok(vec![Row { work, peer, unit: Unit::Seconds, target: Some(0.04), limit: LIMIT, figures }])
}

/// A class of [`STUDENTS`], two at a time, extrapolated from a few submissions and some more, because all take
/// equally long. Wall-clock time needs an idle machine; half the processor time is the same on a busy one.
pub fn class(work: &'static str, effort: Effort) -> Result<Vec<Row>> {
    let class = Class::new("all")?;
    grade(&class, 4, 2, "warm-up")?; // as in `one`, but for two at a time
    let [few, more] = if effort.quick { [1, 2] } else { [4, 12] };
    let measure = |submissions: usize| {
        status(work, submissions, more);
        grade(&class, submissions, 2, &format!("of-{submissions}"))
    };
    let (few_take, more_take) = (measure(few)?, measure(more)?);
    let whole = |few_take: f64, more_take: f64| {
        few_take + (more_take - few_take) / (more - few) as f64 * (STUDENTS - few) as f64
    };
    let time = whole(few_take.time.as_secs_f64(), more_take.time.as_secs_f64());
    let processor = few_take.processor.zip(more_take.processor).map(|(few, more)| whole(few, more) / 2.0);
    let rows = [("ten minutes", Some(time)), ("ten minutes, CPU", processor)];
    Ok(rows.map(|(peer, all)| Row { peer: peer.to_string(), ..in_ten_minutes(work, all) }).to_vec())
}

fn in_ten_minutes(work: &'static str, seconds: Option<f64>) -> Row {
    let figures = seconds.ok_or("this system does not tell processor time".to_string());
    let figures = figures.and_then(|all| Figures::paired(&[all], &[TEN_MINUTES]).ok_or("no rounds".to_string()));
    Row { work, peer: String::new(), unit: Unit::Seconds, target: Some(1.0), limit: LIMIT, figures }
}

/// Seconds for each number of submissions in `sizes`, with `jobs` at a time.
pub fn times(sizes: &[usize], jobs: usize) -> Result<Vec<(usize, f64)>> {
    let class = Class::new(&format!("growth-{jobs}"))?;
    if jobs == 1 {
        grade(&class, 1, jobs, "warm-up")?; // builds the reference, for all that follows
    }
    let time = |submissions: usize| {
        let ended = grade(&class, submissions, jobs, &format!("of-{submissions}"))?;
        Ok((submissions, ended.time.as_secs_f64()))
    };
    sizes.iter().copied().map(time).collect()
}

/// Submissions and results, in a folder in `target/` that is removed when this is dropped.
struct Class(PathBuf);

impl Class {
    fn new(name: &str) -> Result<Class> {
        let folder = root().join("target/bench").join(format!("class-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Class(folder))
    }
}

impl Drop for Class {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0); // what is left is in nobody's way
    }
}

/// Hands in the reference `submissions` times, each time with a different text, and grades with `jobs` at a time.
fn grade(class: &Class, submissions: usize, jobs: usize, round: &str) -> Result<Ended> {
    let (handed_in, out) = (class.0.join(round), class.0.join(format!("{round}-out")));
    for number in 0..submissions {
        for example in EXAMPLES {
            let to = handed_in.join(format!("s{number:03}/crates/{example}/src"));
            fs::create_dir_all(&to)?;
            for file in fs::read_dir(root().join("crates").join(example).join("src"))? {
                let file = file?.path();
                if let (true, Some(name)) = (file.extension().is_some_and(|end| end == "rs"), file.file_name()) {
                    let text = fs::read_to_string(&file)? + &format!("// {round}, {number}\n");
                    fs::write(to.join(name), text)?;
                }
            }
        }
    }
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "grader", "--", "grade", "--jobs", &jobs.to_string(), "--out"]);
    let ended = run(command.arg(&out).arg(&handed_in))?;
    for number in 0..submissions {
        let file = out.join(format!("s{number:03}/results.json"));
        let text = fs::read_to_string(&file).with_context(|| format!("no {}", file.display()))?;
        let score = serde_json::from_str::<Value>(&text)?["score"].as_f64();
        ensure!(score == Some(100.0), "the reference got {score:?} points of 100");
    }
    Ok(ended)
}

/// Processor time of the same checks in a fresh clone; `None` if the system does not report it.
fn fresh_clone(folder: &Path) -> Result<Option<f64>, String> {
    let clone = folder.join("clone");
    let cloned = run(Command::new("git").args(["clone", "--quiet", "--no-hardlinks"]).arg(root()).arg(&clone));
    cloned.map_err(|error| format!("no clone: {error:#}"))?;
    let mut sum = Some(0.0);
    for features in ["", "counter-race/model,producer-consumer/model,fetch-pool/model"] {
        let mut command = cargo();
        command.current_dir(&clone).env_remove("CARGO_TARGET_DIR").args([
            "test",
            "--quiet",
            "--no-default-features",
        ]);
        command.args(EXAMPLES.iter().flat_map(|example| ["--package", example]));
        command.args(["--features", features, "--test", "spec", "--test", "instructor"]);
        let ended = run(&mut command).map_err(|error| format!("{error:#}"))?;
        sum = sum.zip(ended.processor).map(|(sum, more)| sum + more);
    }
    Ok(sum)
}
