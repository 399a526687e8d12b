//! An exercise with its checks and their hints, from what the check binaries say of themselves.

use crate::escaped;
use anyhow::{Context, Result, ensure};
use checks::{Description, EXERCISES, Exercise, Kind};
use std::fmt::Write as _;

/// `{{exercise ID}}`.
///
/// # Errors
///
/// An exercise that does not exist, or whose checks have not been written down.
pub fn shown(id: &str) -> Result<String> {
    let exercise = EXERCISES.iter().find(|exercise| exercise.id == id);
    let exercise = exercise.with_context(|| format!("there is no exercise `{id}`"))?;
    let checks: Vec<_> = checks(exercise)?.into_iter().filter(|check| check.visible).collect();
    ensure!(!checks.is_empty(), "`{id}` has no checks");
    let (title, points, package, file) = (exercise.title, exercise.points, exercise.package, exercise.file);
    let needs: Vec<_> = exercise.needs.iter().map(|id| format!("[`{id}`](#{id})")).collect();
    let needs = if needs.is_empty() { String::new() } else { format!(" It needs {}.", needs.join(" and ")) };
    let mut text = format!(
        "### {id}: {title} {{#{id}}}\n\n{points} points. Edit `crates/{package}/{file}`.{needs} What must hold:\n\n"
    );
    for check in checks {
        let _ = writeln!(text, "- {} ({} of the points)", check.title, check.points);
        for (number, hint) in check.hints.iter().enumerate() {
            let _ = writeln!(
                text,
                "  <details class=\"hint\"><summary>Hint {}</summary>{}</details>",
                number + 1,
                in_html(hint)
            );
        }
    }
    Ok(text)
}

/// The checks of an exercise: those that a student sees run on `std`, then those that an explorer runs. Each file lists both.
pub(crate) fn checks(exercise: &Exercise) -> Result<Vec<Description>> {
    let mut checks = Vec::new();
    for backend in ["std", "model"] {
        let name = format!("checks-{}-{backend}.json", exercise.package);
        let file = crate::root().join("docs/outputs").join(&name);
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("docs/outputs/{name} is missing: cargo xtask book --update writes it"))?;
        let json: serde_json::Value = serde_json::from_str(&text).with_context(|| name.clone())?;
        let all = json.as_array().with_context(|| name.clone())?.iter().map(Description::from_json);
        let all: Vec<_> = all.collect::<Option<_>>().with_context(|| format!("{name} holds what is no check"))?;
        let is_here = |check: &Description| (check.kind == Kind::Model) == (backend == "model");
        checks.extend(all.into_iter().filter(|check| check.exercise == exercise.id && is_here(check)));
    }
    Ok(checks)
}

/// Text with `code` in it, where Markdown is not read.
pub(crate) fn in_html(text: &str) -> String {
    let mut html = String::new();
    for (number, part) in escaped(text).split('`').enumerate() {
        match number % 2 {
            0 => html.push_str(part),
            _ => html.push_str(&format!("<code>{part}</code>")),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_keep_their_code() {
        assert_eq!(in_html("use `a<b>` & go"), "use <code>a&lt;b&gt;</code> &amp; go");
    }

    #[test]
    fn the_checks_of_every_exercise_are_kept_current() {
        let listed = crate::outputs::all().unwrap();
        for exercise in &EXERCISES {
            for backend in ["std", "model"] {
                let name = format!("checks-{}-{backend}.json", exercise.package);
                assert!(listed.iter().any(|output| output.name == name), "docs/outputs/list.txt lacks {name}");
            }
            let text = shown(exercise.id).unwrap();
            assert!(text.contains("Hint 1"), "{text}");
        }
        assert!(shown("no-such-exercise").is_err());
    }

    #[test]
    fn a_check_is_listed_once() {
        for exercise in &EXERCISES {
            let mut ids: Vec<_> = checks(exercise).unwrap().into_iter().map(|check| check.id).collect();
            let count = ids.len();
            ids.sort();
            ids.dedup();
            assert_eq!(ids.len(), count, "{}", exercise.id);
        }
    }

    #[test]
    fn what_an_exercise_needs_first_is_said_with_a_link() {
        assert!(shown("queue-join").unwrap().contains("It needs [`queue-put-get`](#queue-put-get)."));
        assert!(!shown("queue-put-get").unwrap().contains("It needs"));
    }
}
