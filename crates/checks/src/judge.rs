//! The judge's half of a check, in a process without the code under test: it draws the input from a seed, or judges an
//! observation.

use crate::channel::Channel;
use crate::check::{Check, Run};
use crate::experiment::generator;
use crate::finding::Finding;
use crate::record::Record;
use crate::verdict::Verdict;
use serde_json::Value;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::exit;

/// Answers one question about `check` and ends the process.
pub fn run(check: &Check) -> ! {
    match answer(check) {
        Ok(()) => exit(0),
        Err(error) => {
            eprintln!("error: the judge of `{}`: {error}", check.id);
            exit(2)
        }
    }
}

fn answer(check: &Check) -> Result<(), String> {
    let Run::Compares(experiment) = check.run else {
        return Err("a model has no judge".to_string());
    };
    let (mut channel, question) = Channel::take().map_err(|error| error.to_string())?;
    let mut question: Value = serde_json::from_str(&question).map_err(|error| error.to_string())?;
    let (Some(nonce), Some(seed)) = (question["nonce"].as_str(), question["seed"].as_u64()) else {
        return Err("the question is malformed".to_string());
    };
    let nonce = nonce.to_string();
    let mut generator = generator(seed, check.id);
    let record = match question.get_mut("observation").map(Value::take) {
        None => Record::Input(experiment.input(&mut generator)),
        Some(seen) => {
            // An unexpected observation must not keep the judge from giving a verdict.
            let judge = AssertUnwindSafe(|| experiment.judge(&mut generator, seen));
            let unexpected = |_| Finding::new(Verdict::NoVerdict, "the observation cannot be judged");
            Record::Finding(catch_unwind(judge).unwrap_or_else(unexpected))
        }
    };
    channel.write(&record.to_line(check.id, &nonce)).map_err(|error| error.to_string())
}
