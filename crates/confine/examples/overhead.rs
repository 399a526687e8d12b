//! Measures the cost of confinement: the time from the start of a program to its end, bare, confined, and with each
//! layer alone.
//!
//! `cargo run --release --package confine --example overhead [RUNS]`. The program is this one, which then does nothing;
//! it is the launcher as well.

use confine::{Confinement, Layer, Policy, launched};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn main() {
    if let Some(code) = launched() {
        std::process::exit(code);
    }
    let argument = std::env::args().nth(1);
    if argument.as_deref() == Some("nothing") {
        return;
    }
    let runs = argument.and_then(|runs| runs.parse().ok()).unwrap_or(300);
    let program = std::env::current_exe().expect("it was just started");
    let policy = Policy::running().executes(&program);
    let confinement = Confinement::detect(&program, std::slice::from_ref(&policy), &[]);
    println!("{confinement}");
    let mut ways = vec![("bare".to_string(), Confinement::none()), ("all layers".to_string(), confinement.clone())];
    ways.extend(confinement.layers().iter().map(|layer: &Layer| (layer.to_string(), confinement.only(*layer))));
    let mut times = vec![Vec::new(); ways.len()];
    // In turns, so that other load on the machine affects all variants equally.
    for _ in 0..runs {
        for ((_, way), times) in ways.iter().zip(&mut times) {
            times.push(once(way, &policy, &program));
        }
    }
    for ((name, _), times) in ways.iter().zip(&mut times) {
        times.sort();
        let [least, median] = [times[0], times[times.len() / 2]].map(|time| time.as_secs_f64() * 1e3);
        println!("{name:<13} median {median:>6.2} ms, least {least:>5.2} ms");
    }
}

fn once(confinement: &Confinement, policy: &Policy, program: &Path) -> Duration {
    let started = Instant::now();
    let mut command: Command = confinement.command(policy, program);
    command.arg("nothing").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    assert!(command.status().expect("it can be started").success());
    started.elapsed()
}
