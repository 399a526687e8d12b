//! `cargo xtask sanitize`: the explorer's own tests under AddressSanitizer, which finds memory errors of `unsafe` code.
//! The compiler offers it as an unstable option; Linux on x86-64 only.

use crate::cargo::as_typed;
use crate::{output, step};
use std::process::ExitCode;
use xshell::{Shell, cmd};

const TARGET: &str = "x86_64-unknown-linux-gnu";

/// All but the long searches and the comparisons with loom, whose coroutines do not inform the sanitizer.
const TESTS: [&str; 13] = [
    "abandoned",
    "claims",
    "classes",
    "graph",
    "limits",
    "misuse",
    "outcomes",
    "panics",
    "primitives",
    "record",
    "report",
    "tables",
    "verdicts",
];

/// Frames are larger here, and memory is not freed at once. So tests that measure either are skipped, and so are those that
/// overflow a stack on purpose.
const LEFT_OUT: [&str; 4] = ["threads_have_the_stack", "larger_than_the_stack", "overflows", "costs_the_room"];

pub fn run(shell: &Shell) -> xshell::Result<ExitCode> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        output::note("error: `cargo xtask sanitize` works on Linux on x86-64 only");
        return Ok(ExitCode::from(2));
    }
    step("The explorer's tests under AddressSanitizer");
    let tests = TESTS.iter().flat_map(|test| ["--test", test]);
    let skipped = LEFT_OUT.iter().flat_map(|test| ["--skip", test]);
    let coroutines = "corosensei/sanitizer"; // tells the sanitizer of each switch
    let run = as_typed(cmd!(
        shell,
        "cargo test --quiet --no-fail-fast --target {TARGET} --package interleave --features {coroutines} --lib {tests...} -- {skipped...}"
    ))
    .env("RUSTC_BOOTSTRAP", "1")
    .env("RUSTFLAGS", "-Zsanitizer=address")
    // Abandoned threads leak what they own. A panic that ends on another OS thread than it began on must not have frames
    // in the memory that the sanitizer keeps for each thread.
    .env("ASAN_OPTIONS", "detect_leaks=0:detect_stack_use_after_return=0")
    .run();
    Ok(if run.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
