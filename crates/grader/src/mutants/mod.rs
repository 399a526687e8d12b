//! Mutants: the reference's solutions with one small change each. A mutant that passes every check shows something
//! that no check tests, or the change is harmless; `crates/*/harmless.txt` lists the harmless ones, each with the
//! reason.
//!
//! * `changes`: the changes of one line.
//! * `run`: grades every mutant until it loses a point, and compares the survivors to the list.

mod changes;
mod run;

pub use run::audit;

use crate::blocks::{self, BlockError, Kind};
use checks::{EXERCISES, Exercise};
use std::collections::BTreeMap;

/// One small change of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// `queue-put: without `state.unfinished += 1;``: the block and the change. Unique within its example.
    pub name: String,
    /// The exercise that the block belongs to.
    pub exercise: &'static Exercise,
    /// The file with the change.
    pub text: String,
}

/// Every mutant of a file of `package`: each line of each solution is removed, swapped with the next, and changed in
/// one token. Changes whose brackets do not match are left out, because they cannot compile.
///
/// # Errors
///
/// As [`blocks::parse`].
pub fn mutants(package: &str, file: &str, text: &str) -> Result<Vec<Mutant>, BlockError> {
    let lines: Vec<&str> = text.lines().collect();
    let mut mutants = Vec::new();
    for block in blocks::parse(file, text)? {
        // A block without a hint, such as an import, is not part of an exercise: the handout leaves it out.
        let Some(hint) = block.hint.as_deref().filter(|_| block.kind == Kind::Solution) else { continue };
        let mut of_file = EXERCISES.iter().filter(|exercise| exercise.package == package && exercise.file == file);
        let named = of_file.clone().find(|exercise| hint.starts_with(&format!("{}:", exercise.id)));
        // The hint of a field names no exercise, but such a file has only one.
        let Some(exercise) = named.or_else(|| of_file.next()) else { continue };
        let body: Vec<&str> = lines[block.body()].to_vec();
        let mut names = BTreeMap::new();
        for change in changes::all(&body) {
            let seen: &mut usize = names.entry(change.what.clone()).or_default();
            *seen += 1;
            let again = if *seen > 1 { format!(" ({seen})") } else { String::new() };
            let before = lines[..block.body().start].iter().copied();
            let after = lines[block.body().end..].iter().copied();
            let all = before.chain(change.lines.iter().map(String::as_str)).chain(after);
            let text = all.flat_map(|line| [line, "\n"]).collect();
            mutants.push(Mutant { name: format!("{}: {}{again}", block.id, change.what), exercise, text });
        }
    }
    Ok(mutants)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mutant_is_the_file_with_one_line_of_a_solution_changed() {
        let text = "use a;\n// SOLUTION imports\nuse b;\n// END SOLUTION\nfn f() {\n    // SOLUTION locked-increment: \
                    locked-counter: add\n    lock();\n    add(1);\n    // END SOLUTION\n}\n";
        let mutants = mutants("counter-race", "src/locked.rs", text).unwrap();
        let names: Vec<_> = mutants.iter().map(|mutant| mutant.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "locked-increment: without `lock();`",
                "locked-increment: `lock();` after `add(1);`",
                "locked-increment: without `add(1);`",
                "locked-increment: `2` for `1` in `add(1);`",
            ]
        );
        assert!(mutants[0].text.contains("add\n    add(1);\n    // END"), "{}", mutants[0].text);
        assert!(
            mutants.iter().all(|mutant| mutant.text.contains("use b;") && mutant.exercise.id == "locked-counter")
        );
    }
}
