//! Compares many programs in separate processes, one after another: the explorer never frees the stack of an
//! abandoned thread, so one process would run out of memory.

use crate::from_environment;
use std::process::Command;

/// Programs in each process.
const SHARD: usize = 2_000;

/// The test that a process runs.
const TEST: &str = "searches_and_spawn_orders_and_std_agree_on_generated_programs";

/// Compares this many programs.
///
/// # Panics
/// If a process finds a difference. Its output is printed, and the programs after its own are not compared.
pub fn agree(programs: usize) {
    let first = from_environment("DIFFERENTIAL_SEED").unwrap_or(0);
    for seed in (first..first + programs).step_by(SHARD) {
        let count = SHARD.min(first + programs - seed);
        let mut shard = Command::new(std::env::current_exe().expect("a test is a program"));
        shard.args([TEST, "--exact", "--nocapture"]);
        shard.env("DIFFERENTIAL_SEED", seed.to_string()).env("DIFFERENTIAL_PROGRAMS", count.to_string());
        let output = shard.output().expect("a process can be started");
        let text = String::from_utf8_lossy(&output.stdout);
        let counts = text.lines().find(|line| line.contains(" programs: "));
        println!("from seed {seed}, {}", counts.unwrap_or("no counts"));
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && counts.is_some(), "{}:\n{text}\n{errors}", output.status);
    }
}
