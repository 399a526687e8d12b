//! What a process can try that is hostile from its first instruction, so that it has the channel and the nonce. It
//! may answer once; nothing else gains anything.

use checks::experiment::{Experiment, RngExt, equal};
use checks::record::Record;
use checks::{Check, Finding, Verdict};
use serde_json::{Value, json};
use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::process::ExitCode;
use std::thread::park;

const TWICE: Experiment<u32, u32> = Experiment {
    input: |generator| generator.random_range(1..1_000_000),
    observe: |_| unreachable!("another program runs"),
    judge: |number, twice| equal("twice the number", &twice, &(number * 2)),
};

pub const CHECKS: &[Check] = &[
    Check::behaviour("raw-answers-right", &TWICE),
    Check::behaviour("raw-answers-twice", &TWICE),
    Check::behaviour("raw-writes-more-after-its-record", &TWICE),
    Check::behaviour("raw-answers-for-another-check", &TWICE),
    Check::behaviour("raw-answers-with-another-nonce", &TWICE),
    Check::behaviour("raw-judges-itself", &TWICE),
    Check::behaviour("raw-blames-the-grader", &TWICE),
    Check::behaviour("raw-gives-an-input", &TWICE),
    Check::behaviour("raw-answers-another-type", &TWICE),
    Check::behaviour("raw-cuts-its-record-off", &TWICE),
    Check::behaviour("raw-floods-the-channel", &TWICE),
    Check::behaviour("raw-floods-with-notes", &TWICE),
    Check::behaviour("raw-notes-that-it-passed", &TWICE),
    Check::behaviour("raw-notes-that-the-grader-failed", &TWICE),
    Check::behaviour("raw-closes-the-channel-and-ends", &TWICE),
    Check::behaviour("raw-closes-the-channel-and-stays", &TWICE),
    Check::behaviour("raw-answers-and-stays", &TWICE),
];

pub const EXPECTED: &[(&str, Verdict)] = &[
    ("raw-answers-right", Verdict::Passed),
    ("raw-answers-twice", Verdict::NoVerdict),
    ("raw-writes-more-after-its-record", Verdict::NoVerdict),
    ("raw-answers-for-another-check", Verdict::NoVerdict),
    ("raw-answers-with-another-nonce", Verdict::NoVerdict),
    ("raw-judges-itself", Verdict::NoVerdict),
    ("raw-blames-the-grader", Verdict::NoVerdict),
    ("raw-gives-an-input", Verdict::NoVerdict),
    ("raw-answers-another-type", Verdict::NoVerdict),
    ("raw-cuts-its-record-off", Verdict::NoVerdict),
    ("raw-floods-the-channel", Verdict::NoVerdict),
    ("raw-floods-with-notes", Verdict::OutOfBounds),
    ("raw-notes-that-it-passed", Verdict::NoVerdict),
    ("raw-notes-that-the-grader-failed", Verdict::NoVerdict),
    ("raw-closes-the-channel-and-ends", Verdict::NoVerdict),
    // Only Linux shows that it waits; elsewhere these end at the time limit.
    #[cfg(target_os = "linux")]
    ("raw-closes-the-channel-and-stays", Verdict::Deadlock),
    #[cfg(target_os = "linux")]
    ("raw-answers-and-stays", Verdict::Deadlock),
];

pub fn is_one(arguments: &[String]) -> bool {
    arguments[1] == checks::harness::RUN_ONE && arguments[2].starts_with("raw-")
}

/// Does what the name of the check says; as a corrupt judge, passes everything.
pub fn run(arguments: &[String]) -> ExitCode {
    match answer(&arguments[2]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE, // the parent no longer reads
    }
}

fn answer(id: &str) -> io::Result<()> {
    let mut channel = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    let mut question = String::new();
    channel.read_to_string(&mut question)?;
    let question: Value = serde_json::from_str(&question)?;
    let nonce = question["nonce"].as_str().unwrap_or_default();
    let answer = question["input"].as_u64().unwrap_or_default() * 2;
    let right = Record::Observation(json!(answer)).to_line(id, nonce);
    let passed = Record::Finding(Finding::passed()).to_line(id, nonce);
    let line = match id {
        "raw-answers-right" | "raw-answers-and-stays" => right,
        "raw-answers-twice" => right.repeat(2),
        "raw-writes-more-after-its-record" => format!("{right}."),
        "raw-answers-for-another-check" => Record::Observation(json!(answer)).to_line("answers-right", nonce),
        "raw-answers-with-another-nonce" => Record::Observation(json!(answer)).to_line(id, "0000000000000000"),
        "raw-judges-itself" => passed,
        "raw-blames-the-grader" => {
            Record::Finding(Finding::new(Verdict::GraderError, "no memory")).to_line(id, nonce)
        }
        "raw-gives-an-input" => Record::Input(json!(answer)).to_line(id, nonce),
        "raw-answers-another-type" => Record::Observation(json!({"twice": answer})).to_line(id, nonce),
        "raw-cuts-its-record-off" => right.trim_end().to_string(),
        "raw-floods-the-channel" => loop {
            channel.write_all(&[b'x'; 65_536])?;
        },
        "raw-floods-with-notes" => loop {
            let note = Finding::new(Verdict::Panicked, "x".repeat(65_536));
            channel.write_all(Record::Note(note).to_line(id, nonce).as_bytes())?;
        },
        "raw-notes-that-it-passed" => Record::Note(Finding::passed()).to_line(id, nonce),
        "raw-notes-that-the-grader-failed" => {
            Record::Note(Finding::new(Verdict::GraderError, "no memory")).to_line(id, nonce)
        }
        "raw-closes-the-channel-and-ends" => return Ok(()),
        "raw-closes-the-channel-and-stays" => {
            channel.shutdown(std::net::Shutdown::Both)?;
            loop {
                park();
            }
        }
        _ if question["observation"].is_null() => Record::Input(json!(1)).to_line(id, nonce),
        _ => passed,
    };
    channel.write_all(line.as_bytes())?;
    if id == "raw-answers-and-stays" {
        loop {
            park();
        }
    }
    Ok(())
}
