//! The two editions of the book: for instructors and for students.

use anyhow::{Result, bail};
use grader::blocks;
use serde_json::Value;

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
