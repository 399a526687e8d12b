//! The two editions of the book: for instructors and for students.

use crate::read;
use anyhow::{Result, bail};
use checks::EXERCISES;
use grader::blocks::{self, Kind};
use serde_json::Value;
use std::collections::BTreeSet;

/// The edition of the book.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edition {
    /// Everything, with solutions.
    #[default]
    Instructors,
    /// Without solutions, as in the handout.
    Students,
}

impl Edition {
    /// The edition that mdBook's context asks for: `edition` in the table `preprocessor.lab`, which
    /// `MDBOOK_PREPROCESSOR__LAB__EDITION` sets.
    ///
    /// # Errors
    ///
    /// If no edition has this name.
    pub fn of(context: &Value) -> Result<Self> {
        context["config"]["preprocessor"]["lab"]["edition"]
            .as_str()
            .map_or(Ok(Edition::Instructors), Edition::named)
    }

    /// The edition with this name.
    ///
    /// # Errors
    ///
    /// If no edition has this name.
    pub fn named(name: &str) -> Result<Self> {
        match name {
            "instructors" => Ok(Edition::Instructors),
            "students" => Ok(Edition::Students),
            other => bail!("there is no edition `{other}`; there are `students` and `instructors`"),
        }
    }

    /// The text of a Rust file in this edition.
    ///
    /// # Errors
    ///
    /// If the file's solution markers are unclosed or nested.
    pub fn of_source(self, path: &str, source: String) -> Result<String> {
        let has_solutions = source.lines().any(|line| line.trim().starts_with("// SOLUTION"));
        match self {
            Edition::Students if has_solutions => Ok(blocks::handout(path, &source)?),
            _ => Ok(source),
        }
    }

    /// An output in this edition: for students, with a remark in place of each source line that they are to write.
    ///
    /// # Errors
    ///
    /// A file of an exercise that cannot be read, or markers that do not match.
    pub fn of_output(self, output: String) -> Result<String> {
        if self == Edition::Instructors {
            return Ok(output);
        }
        let mut lines = Vec::new();
        let mut secret = Vec::new();
        for line in output.lines() {
            if line.is_empty() {
                secret.clear();
            } else if line.ends_with(".rs") && !line.contains(' ') {
                secret = solution_lines(line)?;
            }
            // A table cuts a long line off.
            let shown = line.split_once(" │ ").map(|(number, code)| (number, code.trim().trim_end_matches("...")));
            let is_secret = |code: &str| !code.is_empty() && secret.iter().any(|line| line.starts_with(code));
            match shown {
                Some((number, code)) if is_secret(code) => lines.push(format!("{number} │ // yours to write")),
                _ => lines.push(line.to_string()),
            }
        }
        Ok(lines.join("\n") + "\n")
    }
}

/// The lines of the solutions in the exercises' files with this name, without their indentation.
fn solution_lines(name: &str) -> Result<Vec<String>> {
    let paths: BTreeSet<String> = EXERCISES.iter().map(|exercise| exercise.path()).collect();
    let mut found = Vec::new();
    for path in paths.iter().filter(|path| path.rsplit('/').next() == Some(name)) {
        let source = read(path)?;
        let lines: Vec<&str> = source.lines().map(str::trim).collect();
        let blocks = blocks::parse(path, &source)?;
        for block in blocks.into_iter().filter(|block| block.kind == Kind::Solution) {
            let code = lines[block.body()].iter().filter(|line| line.contains(char::is_alphanumeric));
            found.extend(code.map(|line| line.to_string()));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn mdbook_s_context_names_the_edition() {
        let of = |edition: Value| Edition::of(&json!({"config": {"preprocessor": {"lab": {"edition": edition}}}}));
        assert_eq!(of("students".into()).unwrap(), Edition::Students);
        assert_eq!(of("instructors".into()).unwrap(), Edition::Instructors);
        assert_eq!(Edition::of(&json!({})).unwrap(), Edition::Instructors);
        assert!(of("student".into()).is_err());
    }

    #[test]
    fn students_see_the_hint_in_place_of_the_solution() {
        let source = "fn f() -> u8 {\n    // SOLUTION f: six times seven\n    42\n    // END SOLUTION\n}\n";
        let students = Edition::Students.of_source("a.rs", source.into()).unwrap();
        assert!(students.contains("six times seven") && !students.contains("42"), "{students}");
        assert_eq!(Edition::Instructors.of_source("a.rs", source.into()).unwrap(), source);
    }
}
