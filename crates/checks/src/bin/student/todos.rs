//! What is left to write: each `todo!` that a check reached, and the exercise's others, which no check reached
//! because it ends at the first one.

use checks::{Description, Exercise, Finding, Verdict};
use common::width::wrap_indented;
use std::path::Path;

/// A `todo!` of the handout: its place and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Todo {
    /// `file:line`; empty if it is not known.
    pub place: String,
    /// The exercise, a colon, and what to write.
    pub text: String,
}

/// Every `todo!` of `exercise` in its file.
pub fn in_file(root: &Path, exercise: &Exercise) -> Vec<Todo> {
    let source = std::fs::read_to_string(root.join(exercise.path())).unwrap_or_default();
    let own = |todo: &Todo| own(&todo.text, exercise).is_some();
    in_source(&exercise.path(), &source).into_iter().filter(own).collect()
}

/// In a handout each has this form, on one line: `todo!("{}", "locked-counter: take the lock")`.
fn in_source(file: &str, source: &str) -> Vec<Todo> {
    let todo = |(number, line): (usize, &str)| {
        let text = line.trim().trim_end_matches(';').strip_prefix("todo!(\"{}\", ")?.strip_suffix(')')?;
        let text = serde_json::from_str(text).ok()?; // a string of Rust's with its escapes, which JSON has, too
        Some(Todo { place: format!("{file}:{}", number + 1), text })
    };
    source.lines().enumerate().filter_map(todo).collect()
}

/// The text after the name of the exercise, if that is `exercise`.
fn own<'a>(text: &'a str, exercise: &Exercise) -> Option<&'a str> {
    text.strip_prefix(exercise.id)?.strip_prefix(": ")
}

/// Lists every `todo!` once, by line, if a check reached one. Those of other exercises keep the exercise's name.
pub fn left_to_write(exercise: &Exercise, in_file: &[Todo], checks: &[(Description, Finding)]) -> String {
    let mut left: Vec<Todo> = Vec::new();
    for (_, finding) in checks.iter().filter(|(_, finding)| finding.verdict == Verdict::NotWritten) {
        let place = finding.place.clone().unwrap_or_default();
        match left.iter_mut().find(|known| known.text == finding.message) {
            Some(known) if known.place.is_empty() => known.place = place,
            Some(_) => {}
            None => left.push(Todo { place, text: finding.message.clone() }),
        }
    }
    if left.is_empty() {
        return String::new();
    }
    for todo in in_file {
        match left.iter_mut().find(|known| known.text == todo.text) {
            Some(known) => known.place.clone_from(&todo.place),
            None => left.push(todo.clone()),
        }
    }
    left.sort_by_key(|todo| todo.place.rsplit_once(':').and_then(|(_, line)| line.parse::<u32>().ok()));
    let (own_ones, others): (Vec<_>, Vec<_>) = left.iter().partition(|todo| {
        own(&todo.text, exercise).is_some() || todo.place.starts_with(&format!("{}:", exercise.path()))
    });
    let mut text = "\nNot written yet:\n".to_string();
    for todo in own_ones.into_iter().chain(others) {
        let sentence = own(&todo.text, exercise).unwrap_or(&todo.text);
        let line = match (todo.place.is_empty(), sentence.is_empty()) {
            (true, _) => sentence.to_string(),
            (false, true) => todo.place.clone(),
            (false, false) => format!("{}: {sentence}", todo.place),
        };
        text.push_str(&format!("  {}\n", wrap_indented(&line, 76, "    ")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use checks::{Check, EXERCISES};

    fn met(place: Option<&str>, message: &str) -> (Description, Finding) {
        let finding = Finding::new(Verdict::NotWritten, message);
        let place = place.map(str::to_string);
        (Description::from(&Check::model("adds", Finding::passed)), Finding { place, ..finding })
    }

    #[test]
    fn each_todo_is_listed_once_in_the_order_of_lines() {
        let met = [met(Some("a.rs:10"), "lock it"), met(None, "make it"), met(Some("a.rs:9"), "make it")];
        let text = left_to_write(&EXERCISES[0], &[], &met);
        assert_eq!(text, "\nNot written yet:\n  a.rs:9: make it\n  a.rs:10: lock it\n");
    }

    #[test]
    fn todos_that_no_check_reached_are_listed_too_and_those_of_other_exercises_are_named() {
        let exercise = &EXERCISES[0];
        let source =
            "fn f() {\n    todo!(\"{}\", \"locked-counter: say \\\"lock\\\"\");\n    todo!(\"{}\", \"a: b\")\n}";
        let found = in_source("src/a.rs", source);
        assert_eq!(
            found[0],
            Todo { place: "src/a.rs:2".to_string(), text: "locked-counter: say \"lock\"".to_string() }
        );
        assert_eq!(found.len(), 2);
        let met = [met(None, "queue-join: count")];
        let text = left_to_write(exercise, &found[..1], &met);
        assert_eq!(text, "\nNot written yet:\n  src/a.rs:2: say \"lock\"\n  queue-join: count\n");
        assert_eq!(left_to_write(exercise, &found, &[]), "", "no check met any");
    }
}
