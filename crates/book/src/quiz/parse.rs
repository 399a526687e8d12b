//! Parses the file of a quiz. It is Markdown, so that it can be read and edited like a chapter.
//!
//! ```text
//! ## A question, in one line
//!
//! Its body: text, or directives such as `{{rust …}}`.
//!
//! - [ ] a wrong choice
//!   Why it is wrong.
//! - [x] a right one
//!   Why it is right.
//!
//! ## A question whose answer the explorer computes
//!
//! explore: quiz-tickets.json
//!
//! - returns 1 | one ticket is sold
//! - panics
//!
//! A sentence that is shown with every answer.
//! ```

use anyhow::{Context, Result, bail, ensure};

/// A question of a quiz.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The question, in one line.
    pub title: String,
    /// The Markdown between the title and the choices.
    pub body: String,
    /// The choices, and where the right ones come from.
    pub answers: Answers,
    /// The Markdown below the choices, shown with every answer.
    pub remark: String,
}

/// The choices of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answers {
    /// The file marks the right ones.
    Written(Vec<Choice>),
    /// The right ones are computed from an output of the explorer.
    Computed {
        /// The output's name in `docs/outputs/`.
        output: String,
        /// The outcomes that the reader can choose.
        offered: Vec<Offered>,
    },
}

/// A choice of a question whose answer is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The text beside the button.
    pub text: String,
    /// Whether the choice is right.
    pub right: bool,
    /// The reason, in Markdown.
    pub why: String,
}

/// A choice of a question whose answer is computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// The outcome, in the explorer's words.
    pub outcome: String,
    /// The text beside the checkbox.
    pub text: String,
}

/// The questions of a quiz.
///
/// # Errors
///
/// If a question does not have the form above. The error begins with the question's title.
pub fn parse(text: &str) -> Result<Vec<Question>> {
    let text = format!("\n{text}");
    let (before, questions) = text.split_once("\n## ").context("a quiz begins with `## ` and a question")?;
    ensure!(before.trim().is_empty(), "there is text before the first question: {}", before.trim());
    questions.split("\n## ").map(|text| question(text).with_context(|| title(text).to_string())).collect()
}

fn title(question: &str) -> &str {
    question.lines().next().unwrap_or_default().trim()
}

fn question(text: &str) -> Result<Question> {
    let mut body = Vec::new();
    let mut output = None;
    let mut items: Vec<Vec<&str>> = Vec::new();
    let mut remark = Vec::new();
    for line in text.lines().skip(1) {
        let item = line.strip_prefix("- ");
        if let Some(item) = item {
            ensure!(remark.iter().all(|line: &&str| line.is_empty()), "`{line}` comes after the choices");
            items.push(vec![item]);
        } else if let Some(name) = line.strip_prefix("explore: ") {
            output = Some(name.trim().to_string());
        } else if items.is_empty() {
            body.push(line);
        } else if let (Some(item), Some(why)) = (items.last_mut(), line.strip_prefix("  ")) {
            item.push(why);
        } else {
            remark.push(line);
        }
    }
    ensure!(items.len() > 1, "it has fewer than two choices");
    let answers = match output {
        Some(output) => {
            let offered = items.iter().map(|lines| offered(lines)).collect::<Result<_>>()?;
            Answers::Computed { output, offered }
        }
        None => {
            let choices: Vec<_> = items.iter().map(|lines| choice(lines)).collect::<Result<_>>()?;
            ensure!(choices.iter().any(|choice| choice.right), "no choice is right");
            Answers::Written(choices)
        }
    };
    let [body, remark] = [body, remark].map(|lines| lines.join("\n").trim().to_string());
    Ok(Question { title: title(text).to_string(), body, answers, remark })
}

fn choice(lines: &[&str]) -> Result<Choice> {
    let first = lines[0];
    let (right, text) = match (first.strip_prefix("[ ] "), first.strip_prefix("[x] ")) {
        (Some(text), _) => (false, text),
        (_, Some(text)) => (true, text),
        _ => bail!("`- {first}` begins with neither `[ ]` nor `[x]`"),
    };
    let why = lines[1..].join("\n").trim().to_string();
    ensure!(!why.is_empty(), "`{text}` does not say why");
    Ok(Choice { text: text.trim().to_string(), right, why })
}

fn offered(lines: &[&str]) -> Result<Offered> {
    let first = lines[0];
    ensure!(!first.starts_with('['), "`- {first}`: the explorer says which are right");
    ensure!(lines.len() == 1, "`- {first}`: the explorer says why");
    let (outcome, text) = first.split_once(" | ").unwrap_or((first, first));
    Ok(Offered { outcome: outcome.trim().to_string(), text: text.trim().to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITTEN: &str = "## Why?\n\nLook:\n\n- [ ] no\n  It is not.\n- [x] yes\n  It is\n  so.\n";
    const COMPUTED: &str = "## Which?\n\nexplore: a.json\n\n- returns 1\n- panics | it panics\n\nLook.\n";

    #[test]
    fn a_written_question_says_which_choices_are_right_and_why() {
        let questions = parse(WRITTEN).unwrap();
        let choice = |text: &str, right, why: &str| Choice { text: text.into(), right, why: why.into() };
        let answers = Answers::Written(vec![choice("no", false, "It is not."), choice("yes", true, "It is\nso.")]);
        let [body, remark] = ["Look:", ""].map(str::to_string);
        assert_eq!(questions, [Question { title: "Why?".into(), body, answers, remark }]);
    }

    #[test]
    fn a_computed_question_names_an_output_and_outcomes() {
        let questions = parse(&format!("{WRITTEN}\n{COMPUTED}")).unwrap();
        let offered = [("returns 1", "returns 1"), ("panics", "it panics")];
        let offered =
            offered.map(|(outcome, text)| Offered { outcome: outcome.into(), text: text.into() }).to_vec();
        assert_eq!(questions[1].answers, Answers::Computed { output: "a.json".into(), offered });
        assert_eq!(questions[1].remark, "Look.");
    }

    #[test]
    fn an_incomplete_question_is_an_error_that_begins_with_its_title() {
        for (text, why) in [
            ("## A\n\n- [x] b\n  c\n", "fewer than two"),
            ("## A\n\n- [ ] b\n  c\n- [ ] d\n  e\n", "no choice is right"),
            ("## A\n\n- [x] b\n- [ ] d\n  e\n", "`b` does not say why"),
            ("## A\n\n- b\n  c\n- [ ] d\n  e\n", "neither"),
            ("## A\n\nexplore: a.json\n\n- [x] b\n- c\n", "the explorer says which"),
            ("## A\n\nexplore: a.json\n\n- b\n  c\n- d\n", "the explorer says why"),
        ] {
            let error = format!("{:#}", parse(text).unwrap_err());
            assert!(error.starts_with("A: ") && error.contains(why), "{error}");
        }
        assert!(parse("A\n").is_err());
    }
}
