//! Tests with real processes, confined and not. Run them as root and as an ordinary user: the output names the layers
//! that only root has and that are left out.
#![cfg(target_os = "linux")]

use checks::check::Kind;
use checks::process::ask;
use checks::{Verdict, Watch};
use confine::probe::{ATTEMPTS, Outcome, Targets};
use confine::{Confinement, Layer, Policy};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

const LAUNCHER: &str = env!("CARGO_BIN_EXE_confine");
const ATTEMPT: &str = "--attempt-forbidden";

fn detected() -> Confinement {
    let policy = Policy::running().executes(LAUNCHER);
    let confinement = Confinement::detect(Path::new(LAUNCHER), &[policy], &[]);
    for (layer, why) in confinement.missing() {
        println!("left out: {layer}: {why}");
    }
    confinement
}

/// A child that makes the attempt `name`.
fn attempt(confinement: &Confinement, policy: &Policy, name: &str, rest: &[&str]) -> Command {
    let mut command = confinement.command(policy, Path::new(LAUNCHER));
    command.args([ATTEMPT, name]).args(rest);
    command
}

#[test]
fn each_layer_alone_stops_its_attempts() {
    let (confinement, targets) = (detected(), Targets::new().unwrap());
    for layer in confinement.layers() {
        let alone = confinement.only(*layer);
        for attempt in ATTEMPTS.iter().filter(|attempt| attempt.layers.contains(layer)) {
            let outcome = targets.attempt(&alone, Path::new(LAUNCHER), attempt);
            assert!(matches!(outcome, Outcome::Stopped(_)), "{layer}: {}: {outcome:?}", attempt.text);
        }
    }
}

#[test]
fn without_confinement_each_attempt_succeeds() {
    let targets = Targets::new().unwrap();
    // Some systems let only root trace a process that is not its child.
    for attempt in ATTEMPTS.iter().filter(|attempt| attempt.name != "trace") {
        let outcome = targets.attempt(&Confinement::none(), Path::new(LAUNCHER), attempt);
        assert_eq!(outcome, Outcome::Done, "{}", attempt.text);
    }
}

#[test]
fn all_layers_together_stop_everything() {
    let (confinement, targets) = (detected(), Targets::new().unwrap());
    confinement.floor().unwrap();
    for attempt in &ATTEMPTS {
        let outcome = targets.attempt(&confinement, Path::new(LAUNCHER), attempt);
        let can_be = attempt.layers.iter().any(|layer| confinement.layers().contains(layer));
        assert!(matches!(outcome, Outcome::Stopped(_)) || !can_be, "{}: {outcome:?}", attempt.text);
    }
}

#[test]
fn threads_time_memory_and_listed_files_work() {
    let tree = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let folder = std::env::temp_dir().join(format!("confine-work-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(Path::new(tree).join("lib.rs"), folder.join("hidden")).unwrap();
    let policy = Policy::running().reads(&folder).executes(LAUNCHER);
    let output = attempt(&detected(), &policy, "work", &[folder.to_str().unwrap()]).output().unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "done\n");
}

#[test]
fn a_program_that_may_write_can_write_only_in_its_folder() {
    let confinement = detected();
    let folder = std::env::temp_dir().join(format!("confine-write-{}", std::process::id()));
    let (out, other) = (folder.join("out"), folder.join("other"));
    for part in [&out, &other] {
        std::fs::create_dir_all(part).unwrap();
        confinement.hand_over(part).unwrap();
    }
    let policy = Policy::compiling().executes("/bin/sh").reads(&folder).writes(&out);
    let script = "echo 1 > out/a; echo 2 > other/b";
    let policy = policy.starts_in(&folder);
    let output = confinement.command(&policy, Path::new("/bin/sh")).args(["-c", script]).output().unwrap();
    confinement.take_back(&out).unwrap();
    let written = (out.join("a").exists(), other.join("b").exists());
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(written, (true, false), "{output:?}");
}

#[test]
fn only_listed_programs_can_be_started() {
    let policy = Policy::linking().executes("/bin/sh").executes("/bin/echo");
    let script = "/bin/echo one; /bin/ls / || /bin/echo two";
    let output = detected().command(&policy, Path::new("/bin/sh")).args(["-c", script]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "one\ntwo\n", "{output:?}");
}

#[test]
fn a_supervisor_passes_on_the_program_s_exit_code() {
    for policy in [Policy::running(), Policy::linking()] {
        let policy = policy.executes("/bin/sh");
        let status = detected().command(&policy, Path::new("/bin/sh")).args(["-c", "exit 7"]).status().unwrap();
        assert_eq!(status.code(), Some(7));
    }
}

#[test]
fn a_launcher_that_fails_starts_nothing() {
    let missing = Path::new("/bin/there-is-no-such-program");
    let output = detected().command(&Policy::running(), missing).output().unwrap();
    assert_eq!(output.status.code(), Some(confine::REFUSED));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.starts_with(confine::SAYS) && !confine::is_ready(errors.lines().next().unwrap()), "{errors}");
}

/// Starts the confined `words` from a process in between; returns it once the inner program has reported that it runs.
fn started_by_another(words: &Command) -> (Child, impl Read) {
    let mut between = Command::new(LAUNCHER);
    between.args([ATTEMPT, "start"]).arg(words.get_program()).args(words.get_args());
    let mut between = between.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdout = BufReader::new(between.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    assert_eq!(line, "started\n");
    (between, stdout)
}

/// All started processes hold the other end of the pipe, so it closes when the last of them ends. If one lived on, this
/// would wait for a thousand seconds.
fn nothing_outlives(words: &Command) {
    let (mut between, mut stdout) = started_by_another(words);
    between.kill().unwrap();
    between.wait().unwrap();
    assert_eq!(stdout.read_to_end(&mut Vec::new()).unwrap(), 0);
}

#[test]
fn a_grader_that_is_killed_leaves_nothing_running() {
    let confinement = detected();
    let sleep =
        Policy::linking().executes("/bin/sh").executes("/bin/sleep").executes("/usr/bin/sleep").reads("/dev/null");
    let mut tree = confinement.command(&sleep, Path::new("/bin/sh"));
    nothing_outlives(tree.args(["-c", "/bin/sleep 1000 & echo started; /bin/sleep 1000; true"]));
    let strict = Policy::running().executes("/bin/sh");
    let mut alone = confinement.command(&strict, Path::new("/bin/sh"));
    nothing_outlives(alone.args(["-c", "echo started; while true; do true; done"]));
}

#[test]
fn processes_that_a_program_started_end_with_it() {
    let policy =
        Policy::linking().executes("/bin/sh").executes("/bin/sleep").executes("/usr/bin/sleep").reads("/dev/null");
    let mut command = detected().command(&policy, Path::new("/bin/sh"));
    command.args(["-c", "/bin/sleep 1000 & /bin/sleep 1000 & exit 0"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    child.wait().unwrap();
    confine::kill_all(&mut child);
    assert_eq!(stdout.read_to_end(&mut Vec::new()).unwrap(), 0);
}

#[test]
fn the_reason_why_a_check_ended_is_reported() {
    let confinement = detected();
    let launched = Watch { launched: true, ..Watch::default() };
    let mut policy = Policy::running().executes(LAUNCHER);
    policy.limits.cpu = 1;
    let verdict = |policy: &Policy, name: &str| {
        let mut command = attempt(&confinement, policy, name, &["/", "1", "1", "1", "1"]);
        ask(&mut command, "a-check", Default::default(), Kind::Behaviour, launched)
            .expect_err("none of them answers")
    };
    let expected = [
        ("fork", Verdict::Forbidden),
        ("udp", Verdict::Forbidden),
        ("signal", Verdict::Forbidden),
        ("processor", Verdict::OutOfBounds),
        ("hog", Verdict::OutOfBounds),
        ("flood", Verdict::OutOfBounds),
        ("work", Verdict::NoVerdict),
    ];
    for (name, expected) in expected {
        let finding = verdict(&policy, name);
        assert_eq!(finding.verdict, expected, "{name}: {}", finding.message);
    }
    // A grader error: a program that cannot be started.
    let mut command = confinement.command(&policy, Path::new("/bin/there-is-no-such-program"));
    let finding =
        ask(&mut command, "a-check", Default::default(), Kind::Behaviour, launched).expect_err("it never starts");
    assert_eq!(finding.verdict, Verdict::GraderError, "{}", finding.message);
}

#[test]
fn a_layer_that_was_disabled_is_named() {
    let policy = Policy::running().executes(LAUNCHER);
    let confinement = Confinement::detect(Path::new(LAUNCHER), &[policy], &[Layer::Seccomp]);
    assert!(!confinement.layers().contains(&Layer::Seccomp));
    assert!(confinement.to_string().ends_with("; WITHOUT seccomp"), "{confinement}");
    confinement.floor().unwrap();
}
