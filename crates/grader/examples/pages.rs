//! Pages of failing programs, for the tests in a browser (`cargo xtask browser`): `own.html` as `check --open` writes it;
//! `hostile.html`, feedback on a program that says hostile things wherever it may; and `part.html`, feedback with only a part
//! of a program's states.

use checks::model::states;
use checks::{Finding, Verdict};
use grader::report::steps::part;
use interleave::report::{POLICY, Page, diagnosis, graph_json_within, page};
use interleave::sync::{Arc, Mutex};
use interleave::{Options, explore, graph_along, thread};
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fmt, fs};

/// Runs if it is ever taken for anything but text. The last characters would turn the text after them around.
const HOSTILE: &str =
    "</script><script>window.ran = 1</script><img src=x onerror='window.ran = 1'>\u{202e}\u{2066}\u{2028}";

struct Hostile(u32);

impl fmt::Debug for Hostile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {HOSTILE}", self.0)
    }
}

/// The value in its lock, the names of its threads, its source lines and its panic are all hostile.
fn hostile() -> usize {
    interleave::show::<Hostile>();
    let state = Arc::new(Mutex::new(Hostile(0)));
    let threads = [0; 2].map(|_| {
        let state = Arc::clone(&state);
        let work = move || {
            let seen = state.lock().unwrap().0;
            // </script><script>window.ran = 1</script> <img src=x onerror='window.ran = 1'>
            state.lock().unwrap().0 = seen + 1;
        };
        thread::Builder::new().name(HOSTILE.to_string()).spawn(work).unwrap()
    });
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert!(state.lock().unwrap().0 == 2, "{HOSTILE}");
    2
}

/// Each of two threads increments so often, in two steps.
fn incremented(times: usize) -> usize {
    let count = Arc::new(Mutex::new(0));
    let threads = [0; 2].map(|_| {
        let count = Arc::clone(&count);
        thread::spawn(move || {
            for _ in 0..times {
                let seen = *count.lock().unwrap();
                *count.lock().unwrap() = seen + 1;
            }
        })
    });
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    *count.lock().unwrap()
}

/// What a check finds of `program`, which must return `expected`; its states take at most so many bytes.
fn finding(expected: usize, bytes: usize, program: impl Fn() -> usize) -> Option<Finding> {
    let options = Options::new().expect(expected);
    let record = explore(&options, &program).counterexample?;
    let along = |states| graph_along(&record.schedule, &options.clone().max_states(states), &program);
    let graph = graph_json_within(bytes, 1_000, |states| along(states).expect("the explorer wrote the schedule"))?;
    let evidence = json!({"schedule": record.schedule, "states": graph.to_string()});
    Some(Finding { evidence, ..Finding::new(Verdict::RaceCondition, diagnosis(&record)) })
}

/// As `check --open` writes it.
fn own(title: &str, finding: &Finding) -> Option<String> {
    let (graph, run) = (&states(finding)?, finding.evidence["schedule"].as_str());
    Some(page(&Page { title, about: &finding.message, graph, run, command: None }))
}

/// As it is in the feedback of the grader.
fn feedback(title: &str, finding: &Finding) -> Option<String> {
    let part = part(title, finding)?;
    Some(format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>feedback</title>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n</head>\n<body>\n<main>\n<h1>feedback</h1>\n{part}\
         </main>\n</body>\n</html>\n"
    ))
}

fn pages() -> Option<[(&'static str, String); 3]> {
    let twice = || incremented(2);
    Some([
        ("own", own("locked-counter", &finding(2, 100_000, || incremented(1))?)?),
        ("hostile", feedback(HOSTILE, &finding(2, 100_000, hostile)?)?),
        ("part", feedback("part", &finding(4, 6_000, twice)?)?),
    ])
}

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("error: which folder should the pages be written to?");
        return ExitCode::from(2);
    };
    for (name, page) in pages().expect("each program fails, and its states fit") {
        let file = folder.join(format!("{name}.html"));
        if let Err(error) = fs::write(&file, page) {
            eprintln!("error: cannot write {}: {error}", file.display());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
