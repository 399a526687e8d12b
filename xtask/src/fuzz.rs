//! `cargo xtask fuzz`: fuzzes each parser of untrusted input. The properties are in `crates/untrusted`, and
//! `cargo xtask test` tests them on the seeds; this needs a nightly compiler and cargo-fuzz.

use crate::cargo::as_typed;
use crate::{output, step};
use bpaf::{Parser, construct, long, positional};
use std::process::ExitCode;
use xshell::{Shell, cmd};

/// What is fuzzed, and for how long.
#[derive(Clone)]
pub struct Options {
    seconds: u64,
    targets: Vec<String>,
}

/// Seconds for one input: none needs a tenth of this.
const TIMEOUT: u64 = 20;
/// In MiB. An archive may unpack to 256, and a fuzzer takes as much for itself.
const MOST_MEMORY: u64 = 2048;
/// In bytes. Most bugs show in shorter inputs.
const LONGEST: u64 = 65536;
/// The fuzzer's corpus, kept for the next run.
const KEPT: &str = "target/fuzz";

pub fn options() -> impl Parser<Options> {
    let seconds = long("seconds").help("Seconds for each target").argument("N").fallback(600).display_fallback();
    let targets = positional("TARGET").help("A file of fuzz/targets, without .rs; all by default").many();
    construct!(Options { seconds, targets })
}

/// Exits with 1 if an input breaks a property (the input is kept), and with 2 if nothing could be run.
pub fn run(shell: &Shell, options: &Options) -> xshell::Result<ExitCode> {
    let mut known = Vec::new();
    for file in shell.read_dir("fuzz/targets")? {
        known.extend(file.file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    if let Some(unknown) = options.targets.iter().find(|target| !known.contains(target)) {
        return Ok(mistake(&format!("there is no target `{unknown}`; the targets are {}", known.join(", "))));
    }
    let version = as_typed(cmd!(shell, "rustup run nightly cargo fuzz --version")).quiet();
    if version.ignore_stdout().ignore_stderr().run().is_err() {
        return Ok(mistake(
            "fuzzing needs `rustup toolchain install nightly` and `cargo install cargo-fuzz --locked`",
        ));
    }
    let mut failed = Vec::new();
    for target in if options.targets.is_empty() { &known } else { &options.targets } {
        step(&format!("Fuzz {target}, for {} seconds", options.seconds));
        let (seeds, corpus) = (format!("{KEPT}/seeds/{target}"), format!("{KEPT}/corpus/{target}"));
        let artifacts = format!("-artifact_prefix={KEPT}/artifacts/{target}-");
        for folder in [&corpus, &format!("{KEPT}/artifacts")] {
            shell.create_dir(folder)?;
        }
        as_typed(cmd!(shell, "cargo run --quiet --package untrusted -- {target} {seeds}")).quiet().run()?;
        let limits = [
            format!("-max_total_time={}", options.seconds),
            format!("-timeout={TIMEOUT}"),
            format!("-rss_limit_mb={MOST_MEMORY}"),
            format!("-max_len={LONGEST}"),
        ];
        let folders = ["--fuzz-dir", "fuzz", "--target-dir", KEPT];
        as_typed(cmd!(shell, "rustup run nightly cargo fuzz build {folders...} {target}")).run()?;
        let fuzz = as_typed(cmd!(
            shell,
            "rustup run nightly cargo fuzz run {folders...} {target} {corpus} {seeds} -- {limits...} {artifacts} -print_final_stats=1"
        ));
        if fuzz.run().is_err() {
            failed.push(target.as_str());
        }
    }
    if failed.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    output::note(format_args!(
        "\nerror: the fuzzer found a failure in {}; its input is in {KEPT}/artifacts",
        failed.join(", ")
    ));
    Ok(ExitCode::FAILURE)
}

fn mistake(message: &str) -> ExitCode {
    output::note(format_args!("error: {message}"));
    ExitCode::from(2)
}
