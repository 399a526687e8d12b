//! Peers that are programs of their own: started anew each round, and asked for what they measured.

use crate::processes::{self, run};
use crate::rounds::{Contestant, Sample};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A script of `crates/bench/python/`. It prints the seconds that one item took, and so its start does not count.
pub struct Script;

impl Script {
    /// The script `file`, started with `arguments`; or that there is no Python.
    pub fn contestant(name: &'static str, file: &'static str, arguments: Vec<String>) -> Contestant<'static> {
        match processes::missing("python3") {
            Some(why) => Contestant::missing(name, why),
            None => Contestant::new(name, move || {
                let mut python = Command::new("python3");
                let said = run(python.arg(script(file)).args(&arguments))?;
                Ok(Sample::from(number(&said.text)?))
            }),
        }
    }
}

/// Where a script is.
pub fn script(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("python").join(file)
}

/// The one number that a program printed.
pub fn number(text: &str) -> Result<f64> {
    text.trim().parse().with_context(|| format!("no number: {:?}", text.trim()))
}
