//! All exercises at a glance.

use crate::memory::Memory;
use crate::options::Options;
use crate::show::{BAD, GOOD, TITLE};
use anstyle::Style;
use checks::{EXERCISES, Verdict};
use common::width::wrap;

/// The length of a bar, and of all else in its line.
const BAR: usize = 20;
const BESIDE: usize = 45;

/// A line with a bar for each exercise, then what to do next.
pub fn overview(memory: &Memory, options: &Options) -> String {
    in_columns(memory, options, options.columns())
}

fn in_columns(memory: &Memory, options: &Options, columns: usize) -> String {
    let mut text = String::new();
    let mut sum = (0, 0);
    for exercise in &EXERCISES {
        let (earned, possible, state) = memory.standing(exercise.id).unwrap_or((0, 0, ""));
        sum = (sum.0 + earned, sum.1 + possible);
        let style = match state.parse() {
            Ok(Verdict::Passed) => GOOD,
            Ok(Verdict::NotWritten) | Err(_) => Style::new(),
            Ok(_) => BAD,
        };
        let state = match memory.missing(exercise) {
            _ if memory.is(exercise, Verdict::Passed) => "done".to_string(),
            // Until the needed exercise passes, this one's verdict means nothing.
            Some(missing) if matches!(state.parse::<Verdict>(), Ok(verdict) if verdict != Verdict::DoesNotCompile) =>
            {
                format!("needs {}", missing.id)
            }
            _ => state.to_string(),
        };
        let bar = bar(earned, possible, columns.saturating_sub(BESIDE).min(BAR), options.ascii);
        text.push_str(&format!("  {:15} {bar} {earned:>2}/{possible:<2}  {style}{state}{style:#}\n", exercise.id));
    }
    let title = format!("{TITLE}The exercises{TITLE:#}: {} of {} points\n\n", sum.0, sum.1);
    let next = match memory.next() {
        Some(exercise) => {
            let doing = if memory.standing(exercise.id).is_some_and(|(earned, ..)| earned > 0) {
                "Go on with"
            } else {
                "Next:"
            };
            let what = match memory.standing(exercise.id).and_then(|(.., state)| state.parse().ok()) {
                Some(Verdict::DoesNotCompile) => "Fix what does not compile in",
                None | Some(Verdict::NotWritten) => "Write what is missing in",
                Some(_) => "Fix what is wrong in",
            };
            format!(
                "\n{doing} {}, {}.\n{what} {}, then type\n\n    cargo xtask check {}",
                exercise.id,
                exercise.title,
                exercise.path(),
                exercise.id
            )
        }
        None => "\nEvery exercise is done. Well done!".to_string(),
    };
    title + &text + &wrap(&next, columns)
}

/// `███████░░░░░`: full only if nothing is missing.
fn bar(earned: u64, possible: u64, length: usize, ascii: bool) -> String {
    let full = (earned * length as u64).checked_div(possible).unwrap_or(0) as usize;
    let (done, missing) = if ascii { ("#", ".") } else { ("█", "░") };
    done.repeat(full) + &missing.repeat(length - full)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn a_bar_is_full_only_if_nothing_is_missing() {
        assert_eq!(bar(9, 9, BAR, true), "####################");
        assert_eq!(bar(99, 100, BAR, true), "###################.");
        assert_eq!(bar(0, 0, BAR, true), "....................");
        assert_eq!(bar(99, 100, 5, true), "####.");
    }

    fn memory_of(states: &[(&str, &str)]) -> Memory {
        let mut memory = Memory::load(Path::new("a folder that does not exist"));
        for (id, state) in states {
            memory.note(id, state);
        }
        memory
    }

    #[test]
    fn an_exercise_shows_the_one_it_needs_instead_of_its_verdict() {
        let text = |of_the_queue| {
            let states =
                [("queue-put-get", of_the_queue), ("queue-join", "passed"), ("sentinel", "not written yet")];
            anstream::adapter::strip_str(&overview(&memory_of(&states), &Options::default())).to_string()
        };
        let line = |text: &str| text.lines().find(|line| line.contains("  sentinel")).unwrap().to_string();
        assert!(line(&text("deadlock")).ends_with("needs queue-put-get"), "{}", text("deadlock"));
        assert!(line(&text("passed")).ends_with("not written yet"), "{}", text("passed"));
    }

    #[test]
    fn the_next_exercise_says_whether_to_write_or_to_fix() {
        let text = |state| overview(&memory_of(&[("locked-counter", state)]), &Options::default());
        assert!(text("does not compile").contains("\nFix what does not compile in "));
        assert!(text("deadlock").contains("\nFix what is wrong in "));
        assert!(text("not written yet").contains("\nWrite what is missing in "));
    }

    #[test]
    fn every_exercise_has_a_line_that_fits_the_columns() {
        let memory =
            memory_of(&[("queue-put-get", "deadlock"), ("queue-join", "passed"), ("sentinel", "deadlock")]);
        for columns in [50, 60, 80] {
            let text = in_columns(&memory, &Options::default(), columns);
            let text = anstream::adapter::strip_str(&text).to_string();
            assert!(EXERCISES.iter().all(|exercise| text.contains(&format!("\n  {} ", exercise.id))), "{text}");
            assert!(text.lines().all(|line| line.chars().count() <= columns), "{text}");
        }
    }
}
