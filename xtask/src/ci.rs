//! `cargo xtask ci`: the checks that are too slow, or need too much, for `cargo xtask test`.

use crate::cargo::as_typed;
use crate::{EXAMPLES, book, browser, curl, httpbin, output, slurm, step};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use xshell::{Shell, cmd};

pub fn run(shell: &Shell) -> xshell::Result<()> {
    step("Format");
    as_typed(cmd!(shell, "cargo fmt --all --check")).run()?;
    step("Lints");
    as_typed(cmd!(shell, "cargo clippy --quiet --workspace --all-targets -- -D warnings")).run()?;
    // Nothing else here compiles the peers.
    as_typed(cmd!(
        shell,
        "cargo clippy --quiet --package bench --all-targets --features bench/peers -- -D warnings"
    ))
    .run()?;
    for explorer in ["model", "loom"] {
        as_typed(cmd!(
            shell,
            "cargo clippy --quiet --package bench --all-targets --features bench/{explorer} -- -D warnings"
        ))
        .run()?;
        let features = EXAMPLES.map(|example| format!("{example}/{explorer}")).join(",");
        as_typed(cmd!(
            shell,
            "cargo clippy --quiet --workspace --all-targets --features {features} -- -D warnings"
        ))
        .run()?;
    }
    step("Documentation");
    as_typed(cmd!(shell, "cargo doc --quiet --workspace --no-deps")).env("RUSTDOCFLAGS", "-D warnings").run()?;
    step("The explorer is a package that builds without the workspace");
    // What is not committed yet is packaged as well.
    as_typed(cmd!(shell, "cargo package --quiet --package interleave --allow-dirty")).run()?;
    step("The explorer finds what the axioms of the memory model allow, and data races, on 12,000 programs each");
    as_typed(cmd!(shell, "cargo test --quiet --profile model --package interleave --test weak -- --ignored"))
        .run()?;
    step("Searches, orders of starting and real threads agree on 20,000 programs over every public operation");
    as_typed(cmd!(
        shell,
        "cargo test --quiet --profile model --package interleave --test differential -- --ignored --show-output"
    ))
    .run()?;
    confinement_of_an_ordinary_user(shell)?;
    step("The grader is audited: every wrong and right solution, the reference, the handout");
    as_typed(cmd!(shell, "cargo run --quiet --package grader -- audit")).run()?;
    the_grader_is_attacked(shell)?;
    step(
        "A class is graded: marks, reports, a batch that is killed and continues, hostile submissions among honest ones",
    );
    let cluster = ["--skip", slurm::TEST];
    as_typed(cmd!(shell, "cargo test --quiet --package grader --test grade -- --ignored {cluster...}")).run()?;
    slurm::check(shell)?;
    step("The handout compiles without a warning, and with the solutions all of its checks pass");
    as_typed(cmd!(shell, "cargo test --quiet --package handout -- --ignored")).run()?;
    httpbin::run(shell)?;
    curl::run(shell)?;
    book::check(shell)?;
    browser::run(shell)?;
    the_race_always_shows(shell)
}

/// Confinement must not depend on root's rights: its tests once more, as an ordinary user.
fn confinement_of_an_ordinary_user(shell: &Shell) -> xshell::Result<()> {
    step("A program is confined, whichever user starts it");
    let nobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups"];
    if cmd!(shell, "setpriv {nobody...} ls Cargo.toml").quiet().ignore_stdout().ignore_stderr().run().is_err() {
        output::note("left out: this is not root, or other users may not read this folder");
        return Ok(());
    }
    let runner = format!("target.'cfg(unix)'.runner = 'setpriv {}'", nobody.join(" "));
    as_typed(cmd!(shell, "cargo test --quiet --config {runner} --package confine --test confinement")).run()
}

/// Hostile submissions gain nothing, whether root grades or an ordinary user who may not use namespaces.
fn the_grader_is_attacked(shell: &Shell) -> xshell::Result<()> {
    step("The grader is attacked, and every layer of its confinement is needed");
    as_typed(cmd!(shell, "cargo run --quiet --package grader -- attack")).run()?;
    as_typed(cmd!(shell, "cargo run --quiet --package grader -- attack --layers")).run()?;
    // Another user could neither read this folder nor start the compiler; this one owns both, and has no other right.
    let user = ["--user", "--map-user", "1000", "--map-group", "1000"];
    if cmd!(shell, "unshare {user...} true").quiet().ignore_stdout().ignore_stderr().run().is_err() {
        output::note("left out: this system refuses user namespaces");
        return Ok(());
    }
    let attack = ["attack", "--without", "namespaces"];
    as_typed(cmd!(shell, "unshare {user...} cargo run --quiet --package grader -- {attack...}")).run()
}

/// 1,000 default runs of the racy counter each: on every processor, on one, and on busy ones.
fn the_race_always_shows(shell: &Shell) -> xshell::Result<()> {
    let arguments = ["test", "--quiet", "--package", "counter-race", "--test", "program"];
    let filter = ["--", "--ignored", "the_race_shows_in_1000_of_1000_default_runs"];

    step("The race shows in 1,000 of 1,000 runs, on every processor");
    as_typed(cmd!(shell, "cargo {arguments...} {filter...}")).run()?;

    step("The race shows in 1,000 of 1,000 runs, on one processor");
    if cmd!(shell, "taskset --version").quiet().ignore_stdout().ignore_stderr().run().is_ok() {
        as_typed(cmd!(shell, "taskset --cpu-list 0 cargo {arguments...} {filter...}")).run()?;
    } else {
        output::note("left out: this system has no `taskset`");
    }

    step("The race shows in 1,000 of 1,000 runs, while every processor is busy");
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while !done.load(Relaxed) {
                    std::hint::spin_loop();
                }
            });
        }
        let result = as_typed(cmd!(shell, "cargo {arguments...} {filter...}")).run();
        done.store(true, Relaxed);
        result
    })
}
