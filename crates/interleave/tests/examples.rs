//! The example data structures: the right version of each is proved, and the bug of the wrong one is found.

// Each example has its own copy of the module that prints results.
#![allow(clippy::duplicate_mod)]

#[allow(dead_code)] // its `main`
#[path = "../examples/bounded_channel.rs"]
mod bounded_channel;
#[allow(dead_code)] // its `main`
#[path = "../examples/reference_count.rs"]
mod reference_count;
#[allow(dead_code)] // its `main`
#[path = "../examples/semaphore.rs"]
mod semaphore;
#[allow(dead_code)] // its `main`
#[path = "../examples/seqlock.rs"]
mod seqlock;
#[allow(dead_code)] // its `main`
#[path = "../examples/treiber_stack.rs"]
mod treiber_stack;
#[allow(dead_code)] // its `main`
#[path = "../examples/work_stealing.rs"]
mod work_stealing;

use interleave::{Outcome, Verdict};

/// A version of an example.
type Version = fn() -> Outcome;

/// An example's name, its right version, its wrong version, and the verdict on that.
const EXAMPLES: [(&str, Version, Version, Verdict); 6] = [
    ("bounded_channel", bounded_channel::right, bounded_channel::wrong, Verdict::RaceCondition),
    ("reference_count", reference_count::right, reference_count::wrong, Verdict::DataRace),
    ("semaphore", semaphore::right, semaphore::wrong, Verdict::LostWakeup),
    ("seqlock", seqlock::right, seqlock::wrong, Verdict::RaceCondition),
    ("treiber_stack", treiber_stack::right, treiber_stack::wrong, Verdict::DataRace),
    ("work_stealing", work_stealing::right, work_stealing::wrong, Verdict::RaceCondition),
];

#[test]
fn the_right_version_of_each_example_is_proved() {
    for (name, right, ..) in EXAMPLES {
        let outcome = right();
        assert_eq!((outcome.verdict, outcome.complete), (Verdict::Passed, Ok(())), "{name}");
        assert!(outcome.shared, "{name}: the explorer saw nothing of it");
    }
}

#[test]
fn the_bug_of_each_example_is_found() {
    for (name, _, wrong, verdict) in EXAMPLES {
        let outcome = wrong();
        assert_eq!(outcome.verdict, verdict, "{name}");
        let record = outcome.counterexample.expect(name);
        let file = format!("{name}.rs");
        let mut places = record.steps.iter().filter_map(|step| step.place);
        assert!(places.next_back().is_some_and(|place| place.file().ends_with(&file)), "{name}");
    }
}

#[test]
fn every_example_with_a_bug_is_tested() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() && std::fs::read_to_string(&path).unwrap().contains("pub fn wrong()") {
            let name = path.file_stem().unwrap().to_str().unwrap();
            assert!(EXAMPLES.iter().any(|(known, ..)| *known == name), "{name}");
        }
    }
}
