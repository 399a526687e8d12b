//! All exercises at a glance.

use crate::memory::Memory;
use crate::options::Options;
use crate::show::{BAD, GOOD, TITLE};
use anstyle::Style;
use checks::{EXERCISES, Verdict};

/// The length of a bar.
const BAR: u64 = 20;

/// A line with a bar for each exercise, and what to do next.
pub fn overview(memory: &Memory, options: &Options) -> String {
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
        let state = if state == "passed" { "done" } else { state };
        let bar = bar(earned, possible, options.ascii);
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
            format!(
                "\n{doing} {}, {}.\nWrite what is missing in {}, then type\n\n    cargo xtask check {}",
                exercise.id,
                exercise.title,
                exercise.path(),
                exercise.id
            )
        }
        None => "\nEvery exercise is done. Well done!".to_string(),
    };
    title + &text + &next
}

/// `███████░░░░░`: full only where nothing is missing.
fn bar(earned: u64, possible: u64, ascii: bool) -> String {
    let full = (earned * BAR).checked_div(possible).unwrap_or(0) as usize;
    let (done, missing) = if ascii { ("#", ".") } else { ("█", "░") };
    done.repeat(full) + &missing.repeat(BAR as usize - full)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn a_bar_is_full_only_where_nothing_is_missing() {
        assert_eq!(bar(9, 9, true), "####################");
        assert_eq!(bar(99, 100, true), "###################.");
        assert_eq!(bar(0, 0, true), "....................");
    }

    #[test]
    fn every_exercise_has_a_line_of_at_most_80_columns() {
        let memory = Memory::load(Path::new("a folder that does not exist"));
        let text = anstream::adapter::strip_str(&overview(&memory, &Options::default())).to_string();
        assert!(EXERCISES.iter().all(|exercise| text.contains(&format!("\n  {} ", exercise.id))), "{text}");
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }
}
