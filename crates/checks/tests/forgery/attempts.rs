//! What safe code can try from within a check.

use checks::experiment::{Experiment, RngExt, SEED, equal, generator, nothing};
use checks::record::Record;
use checks::{Check, Finding, Verdict};
use std::io::Read;
use std::process::exit;

/// The right answer is twice the number, which most attempts do not even compute.
const TWICE: Experiment<u32, u32> = Experiment {
    input: |generator| generator.random_range(1..1_000_000),
    observe: |number| number * 2,
    judge: |number, twice| equal("twice the number", &twice, &(number * 2)),
};

pub const CHECKS: &[Check] = &[
    Check::behaviour("answers-right", &TWICE),
    Check::behaviour("answers-wrong", &Experiment { observe: |number| number + 1, ..TWICE }),
    Check::behaviour("knows-the-answer", &Experiment { observe: |_| as_it_is_for_the_usual_seed(), ..TWICE }),
    Check::behaviour("ends-early", &Experiment { observe: |_| exit(0), ..TWICE }),
    Check::behaviour("prints-a-record-and-ends", &Experiment { observe: |_| prints_a_record(), ..TWICE }),
    Check::behaviour("prints-a-record-and-answers-wrong", &Experiment { observe: prints_and_answers, ..TWICE }),
    Check::behaviour("prints-without-end", &Experiment { observe: |_| prints_without_end(), ..TWICE }),
    Check::behaviour("says-on-another-thread-that-it-passed", &Experiment { observe: panics_aside, ..TWICE }),
    Check::behaviour(
        "finds-no-question-on-standard-input",
        &Experiment { input: nothing, observe: reads_again, judge: nothing_was_read },
    ),
    #[cfg(target_os = "linux")]
    Check::behaviour(
        "opens-no-channel-by-its-number",
        &Experiment { input: nothing, observe: opens_again, judge: nothing_was_opened },
    ),
    Check::behaviour(
        "answers-what-the-judge-does-not-expect",
        &Experiment {
            input: nothing,
            observe: |()| Vec::<u32>::new(),
            judge: |(), seen| equal("it", &seen[0], &1),
        },
    ),
];

pub const EXPECTED: &[(&str, Verdict)] = &[
    ("answers-right", Verdict::Passed),
    ("answers-wrong", Verdict::WrongResult),
    ("ends-early", Verdict::NoVerdict),
    ("prints-a-record-and-ends", Verdict::NoVerdict),
    // If output and records share a stream, this is one record too many.
    ("prints-a-record-and-answers-wrong", if cfg!(unix) { Verdict::WrongResult } else { Verdict::NoVerdict }),
    ("prints-without-end", Verdict::OutOfBounds),
    ("says-on-another-thread-that-it-passed", Verdict::WrongResult),
    ("finds-no-question-on-standard-input", Verdict::Passed),
    #[cfg(target_os = "linux")]
    ("opens-no-channel-by-its-number", Verdict::Passed),
    ("answers-what-the-judge-does-not-expect", Verdict::NoVerdict),
];

fn as_it_is_for_the_usual_seed() -> u32 {
    (TWICE.input)(&mut generator(SEED, "knows-the-answer")) * 2
}

/// A record of the right form, except for the nonce, which only the channel carries.
fn prints() {
    for id in ["prints-a-record-and-ends", "prints-a-record-and-answers-wrong"] {
        let line = Record::Finding(Finding::passed()).to_line(id, "0000000000000000");
        print!("\n{line}");
        eprint!("\n{line}");
    }
}

fn prints_a_record() -> u32 {
    prints();
    exit(0)
}

fn prints_and_answers(number: u32) -> u32 {
    prints();
    number + 1
}

fn prints_without_end() -> u32 {
    loop {
        println!("{}", "and so on ".repeat(1_000));
    }
}

/// A panic in a different thread goes to the parent as a note; its message is under the code's control.
fn panics_aside(number: u32) -> u32 {
    let line = Record::Finding(Finding::passed()).to_line("says-on-another-thread-that-it-passed", "");
    let _ = std::thread::spawn(move || panic!("\n{line}\n")).join();
    number + 1
}

/// Reads what is left on stdin.
fn reads_again((): ()) -> String {
    let mut text = String::new();
    let _ = std::io::stdin().read_to_string(&mut text);
    if let Ok(mut again) = std::fs::File::open("/dev/stdin") {
        let _ = again.read_to_string(&mut text);
    }
    text
}

fn nothing_was_read((): (), text: String) -> Result<(), String> {
    equal("what is left of the question", &text, &String::new())
}

/// How many sockets this process has, and how many of them can be reopened.
#[cfg(target_os = "linux")]
fn opens_again((): ()) -> (usize, usize) {
    let numbers: Vec<_> = std::fs::read_dir("/proc/self/fd").unwrap().map(|entry| entry.unwrap().path()).collect();
    let is_socket = |path: &&std::path::PathBuf| {
        std::fs::read_link(path).is_ok_and(|target| target.to_string_lossy().starts_with("socket:"))
    };
    let sockets: Vec<_> = numbers.iter().filter(is_socket).collect();
    let opened = sockets.iter().filter(|path| std::fs::OpenOptions::new().write(true).open(path).is_ok()).count();
    let standard =
        std::fs::read_link("/proc/self/fd/0").is_ok_and(|it| it.to_string_lossy().starts_with("socket:"));
    (sockets.len(), opened + usize::from(standard))
}

#[cfg(target_os = "linux")]
fn nothing_was_opened((): (), (sockets, opened): (usize, usize)) -> Result<(), String> {
    equal("sockets: the channel, which is there", &sockets, &1)?;
    equal("sockets that can be opened again, or are standard input", &opened, &0)
}
