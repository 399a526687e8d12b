//! The list of exercises, with the file that a student edits for each and its points.

use crate::Check;
use crate::told::sentences;
use std::fs;
use std::path::Path;

/// One exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exercise {
    /// Its name on the command line and in reports.
    pub id: &'static str,
    /// What to write.
    pub title: &'static str,
    /// The crate that it belongs to.
    pub package: &'static str,
    /// The file to edit, relative to the crate.
    pub file: &'static str,
    /// The points of all its checks together.
    pub points: u32,
    /// The ids of the exercises that its checks use, and that must pass first.
    pub needs: &'static [&'static str],
}

impl Exercise {
    const fn needing(mut self, needs: &'static [&'static str]) -> Self {
        self.needs = needs;
        self
    }

    /// The file to edit, relative to the workspace.
    pub fn path(&self) -> String {
        format!("crates/{}/{}", self.package, self.file)
    }
}

/// All exercises, by difficulty within each example: 100 points.
pub const EXERCISES: [Exercise; 9] = [
    exercise("locked-counter", "a counter that a lock protects", "counter-race", "src/locked.rs", 10),
    exercise("atomic-counter", "a counter that needs no lock", "counter-race", "src/atomic.rs", 10),
    exercise(
        "predictions",
        "every count that the racy counter can end with",
        "counter-race",
        "src/predictions.rs",
        10,
    ),
    exercise("queue-put-get", "a bounded queue: put and get", "producer-consumer", "src/queue.rs", 15),
    exercise("queue-join", "task_done and join", "producer-consumer", "src/queue.rs", 10)
        .needing(&["queue-put-get"]),
    exercise("sentinel", "consumers that hand on the sentinel", "producer-consumer", "src/workers.rs", 10)
        .needing(&["queue-put-get", "queue-join"]),
    exercise("pool-workers", "the list of jobs, and the life of a worker", "fetch-pool", "src/pool.rs", 15),
    exercise("as-completed", "futures in the order of completion", "fetch-pool", "src/as_completed.rs", 10),
    exercise("pool-failures", "errors, panics and the end of the pool", "fetch-pool", "src/pool.rs", 10)
        .needing(&["pool-workers"]),
];

const fn exercise(
    id: &'static str,
    title: &'static str,
    package: &'static str,
    file: &'static str,
    points: u32,
) -> Exercise {
    Exercise { id, title, package, file, points, needs: &[] }
}

/// Mistakes in the checks of `package`, visible and hidden together: duplicate ids, points that do not add up to the
/// exercise's, a missing title or hint, a check that asks for something that no text says.
pub fn mistakes(package: &str, checks: &[&[Check]]) -> Vec<String> {
    let checks: Vec<&Check> = checks.iter().copied().flatten().collect();
    let mut mistakes = Vec::new();
    for (number, check) in checks.iter().enumerate() {
        let id = check.id;
        if checks[..number].iter().any(|other| other.id == id) {
            mistakes.push(format!("two checks are called {id}"));
        }
        if check.title == id {
            mistakes.push(format!("{id} has no title"));
        }
        if check.points > 0 && check.visible && check.hints.is_empty() {
            mistakes.push(format!("{id} has no hint"));
        }
        let mut of_package = EXERCISES.iter().filter(|exercise| exercise.package == package);
        match of_package.find(|exercise| exercise.id == check.exercise) {
            Some(exercise) => mistakes.extend(untold(exercise, check)),
            None if check.points > 0 || !check.exercise.is_empty() => {
                mistakes.push(format!("{id} belongs to no exercise of {package}"));
            }
            None => {}
        }
    }
    for exercise in EXERCISES.iter().filter(|exercise| exercise.package == package) {
        let own = checks.iter().filter(|check| check.exercise == exercise.id);
        let points: u32 = own.map(|check| check.points).sum();
        if points != exercise.points {
            mistakes.push(format!("the checks of {} are worth {points}, not {}", exercise.id, exercise.points));
        }
    }
    mistakes
}

/// Whether a check's sentences are missing from what students read: the exercise's file and the handout's README.
fn untold(exercise: &Exercise, check: &Check) -> Vec<String> {
    let id = check.id;
    if check.told.is_empty() {
        return vec![format!("{id} names no sentence that asks for it")];
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let read = |file: &str| fs::read_to_string(root.join(file)).unwrap_or_default();
    let readme = read("crates/handout/files/README.md").split_whitespace().collect::<Vec<_>>().join(" ");
    let sentences = sentences(&read(&exercise.path()));
    let stands = |told: &&&str| {
        readme.contains(**told) || sentences.iter().any(|sentence| sentence.text.starts_with(**told))
    };
    let missing = check.told.iter().filter(|told| !stands(told));
    missing.map(|told| format!("{id} names a sentence that is not in {}: {told}", exercise.path())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exercises_are_worth_100_points() {
        assert_eq!(EXERCISES.iter().map(|exercise| exercise.points).sum::<u32>(), 100);
    }

    #[test]
    fn a_check_that_no_sentence_asks_for_is_a_mistake() {
        let check = |told| {
            let check =
                Check::model("a", crate::Finding::passed).exercise("locked-counter").title("is told").told(told);
            mistakes("counter-race", &[&[check.hidden()]]).into_iter().find(|mistake| mistake.starts_with("a "))
        };
        assert_eq!(check(&["A counter that only one thread at a time can use."]), None);
        assert_eq!(check(&["Take locks, threads and atomics from `common::sync` and `common::thread`"]), None);
        assert_eq!(check(&[]).unwrap(), "a names no sentence that asks for it");
        let missing = check(&["A counter that nobody asks for."]).unwrap();
        assert!(missing.ends_with("src/locked.rs: A counter that nobody asks for."), "{missing}");
    }

    #[test]
    fn an_exercise_needs_only_those_before_it_in_the_same_example() {
        for (number, exercise) in EXERCISES.iter().enumerate() {
            let before = |id: &&&str| {
                EXERCISES[..number].iter().any(|other| other.id == **id && other.package == exercise.package)
            };
            assert_eq!(exercise.needs.iter().find(|id| !before(id)), None, "{}", exercise.id);
        }
    }
}
