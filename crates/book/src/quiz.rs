//! A quiz at the end of a chapter: `{{quiz NAME}}` shows the questions of `docs/quizzes/NAME.md`.
//!
//! Without JavaScript, the reader unfolds the answers below each question. `docs/quiz.js` adds a button that checks the
//! reader's choices and explains the wrong ones.

mod outcomes;
mod parse;

pub use outcomes::{Explored, FAILURES, Run};
pub use parse::{Answers, Choice, Offered, Question, parse};

use crate::directives::{self, fenced};
use crate::edition::Edition;
use crate::exercises::in_html;
use crate::{outputs, read};
use anyhow::{Context, Result, anyhow};
use std::fmt::Write as _;

/// A choice as the reader sees it, with whether it is right and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The text beside the button.
    pub text: String,
    /// Whether the choice is right.
    pub right: bool,
    /// The reason, in Markdown.
    pub why: String,
}

/// `{{quiz NAME}}`.
///
/// # Errors
///
/// If the quiz does not exist or has a mistake, or if an output that it names does not exist.
pub fn shown(name: &str, edition: Edition) -> Result<String> {
    let mut text = "## Quiz\n\n".to_string();
    for (number, question) in questions(name)?.iter().enumerate() {
        let number = number + 1;
        let body = directives::expand(&question.body, edition)
            .map_err(|mistakes| anyhow!("question {number}: {}", mistakes.join("; ")))?;
        let judged = judged(&question.answers, edition).with_context(|| format!("question {number}"))?;
        let _ = write!(text, "{}", html(name, number, question, &body, &judged));
    }
    Ok(text)
}

/// The questions of a quiz.
///
/// # Errors
///
/// As [`shown`].
pub fn questions(name: &str) -> Result<Vec<Question>> {
    let file = format!("docs/quizzes/{name}.md");
    parse(&read(&file)?).context(file)
}

/// The choices, each with whether it is right, and why. The students' edition shows no run of an exercise's code.
///
/// # Errors
///
/// If the explorer's output does not exist or does not fit the choices.
pub fn judged(answers: &Answers, edition: Edition) -> Result<Vec<Judged>> {
    match answers {
        Answers::Written(choices) => Ok(choices.iter().map(Choice::judged).collect()),
        Answers::Computed { output, offered } => {
            let all = outputs::all()?;
            let listed = all.iter().find(|listed| listed.name == *output);
            let command = &listed.with_context(|| format!("docs/outputs/list.txt lacks {output}"))?.command;
            let json = read(&format!("docs/outputs/{output}"))
                .with_context(|| format!("cargo xtask book --update writes {output}"))?;
            explored(offered, &json, command, edition).with_context(|| output.clone())
        }
    }
}

/// Which of the offered outcomes are possible according to the output of `command`, each with its run.
///
/// # Errors
///
/// If `json` is not output of the explorer, or if no choice offers one of its outcomes.
pub fn explored(offered: &[Offered], json: &str, command: &str, edition: Edition) -> Result<Vec<Judged>> {
    let explored = Explored::read(json)?;
    explored.fits(offered)?;
    // The explorer's own programs are not exercises, so their runs give nothing away.
    let with_run = edition == Edition::Instructors || command.contains("explore interleave ");
    let command = command.replace(" --runs", "").replace(" --json", "");
    let judged = |choice: &Offered| {
        let (right, why) = match explored.run(&choice.outcome) {
            Some(run) => (true, possible(run, &explored, &command, with_run)),
            None => (false, impossible(&explored)),
        };
        Judged { text: choice.text.clone(), right, why }
    };
    Ok(offered.iter().map(judged).collect())
}

fn possible(run: &Run, explored: &Explored, command: &str, with_run: bool) -> String {
    let Run { executions, replay, table, .. } = run;
    let all = counted(explored.executions);
    let possible = format!("Possible: {executions} of the {all} that the explorer ran end like this.");
    if !with_run {
        return format!("{possible} With your own solution, `{command} --runs` shows one.");
    }
    let run = fenced("console", &format!("$ {command} --replay {replay}\n{table}"));
    format!("{possible} The shortest:\n\n{run}")
}

fn impossible(explored: &Explored) -> String {
    let Explored { executions, bounds, .. } = explored;
    format!("Impossible: none of the {} that the explorer ran ends like this ({bounds}).", counted(*executions))
}

fn counted(executions: u64) -> String {
    format!("{executions} execution{}", if executions == 1 { "" } else { "s" })
}

impl Choice {
    fn judged(&self) -> Judged {
        Judged { text: self.text.clone(), right: self.right, why: self.why.clone() }
    }
}

/// A question as HTML that contains Markdown. mdBook renders Markdown that has an empty line before and after it.
fn html(quiz: &str, number: usize, question: &Question, body: &str, judged: &[Judged]) -> String {
    let computed = matches!(question.answers, Answers::Computed { .. });
    let one = !computed && judged.iter().filter(|choice| choice.right).count() == 1;
    let (kind, how) = match (computed, one) {
        (true, _) => ("checkbox", "Tick every outcome that is possible."),
        (false, false) => ("checkbox", "Tick all that are right."),
        (false, true) => ("radio", "Choose one."),
    };
    let mut text = format!(
        "<div class=\"quiz\">\n<fieldset>\n<legend>{number}. {}</legend>\n\n{body}\n<p class=\"quiz-how\">{how}</p>\n",
        in_html(&question.title)
    );
    for choice in judged {
        let label = in_html(&choice.text);
        let input = format!("<input type=\"{kind}\" name=\"{quiz}-{number}\">");
        let _ = writeln!(text, "<label class=\"quiz-choice\">{input} <span>{label}</span></label>");
    }
    let _ = write!(
        text,
        "</fieldset>\n<p class=\"quiz-said\" role=\"status\"></p>\n<details class=\"quiz-answers\"><summary>Answers to \
         question {number}</summary>\n\n"
    );
    for choice in judged {
        let Judged { text: label, right, why } = choice;
        let (class, mark) = if *right { ("is-right", "Right") } else { ("is-wrong", "Wrong") };
        let _ = write!(
            text,
            "<div class=\"quiz-answer {class}\">\n<p class=\"quiz-mark\"><strong>{mark}:</strong> {}</p>\n\n{why}\n\n</div>\n",
            in_html(label)
        );
    }
    let remark = &question.remark;
    if !remark.is_empty() {
        let _ = write!(text, "<div class=\"quiz-remark\">\n\n{remark}\n\n</div>\n");
    }
    text + "\n</details>\n</div>\n\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERYTHING: Edition = Edition::Instructors;

    fn offered(outcomes: &[&str]) -> Vec<Offered> {
        outcomes.iter().map(|outcome| Offered { outcome: outcome.to_string(), text: outcome.to_string() }).collect()
    }

    fn printed(outcomes: &[&str]) -> String {
        let runs = outcomes.iter().map(|outcome| {
            serde_json::json!({"outcome": outcome, "executions": 2, "replay": "12", "table": ["a table"]})
        });
        let runs: Vec<_> = runs.collect();
        serde_json::json!({"executions": 6, "bounds": "every interleaving", "runs": runs}).to_string()
    }

    #[test]
    fn the_right_answers_come_from_the_explorer_s_output() {
        let right = |outcomes: &[&str]| {
            let judged =
                explored(&offered(&["returns 1", "returns 2"]), &printed(outcomes), "", EVERYTHING).unwrap();
            judged.iter().map(|choice| choice.right).collect::<Vec<_>>()
        };
        assert_eq!(right(&["returns 1"]), [true, false]);
        assert_eq!(right(&["returns 2"]), [false, true]);
        assert_eq!(right(&["returns 1", "returns 2"]), [true, true]);
    }

    #[test]
    fn a_possible_outcome_shows_its_run_and_an_impossible_one_the_number_of_executions() {
        let offered = offered(&["returns 1", "panics"]);
        let judged = explored(&offered, &printed(&["returns 1"]), "explore x --runs --json", EVERYTHING).unwrap();
        assert!(judged[0].why.contains("2 of the 6 executions"), "{}", judged[0].why);
        assert!(judged[0].why.contains("$ explore x --replay 12\na table"), "{}", judged[0].why);
        assert!(judged[1].why.contains("none of the 6 executions"), "{}", judged[1].why);
    }

    #[test]
    fn students_see_runs_of_the_explorer_s_programs_but_not_of_the_exercises() {
        let why = |command: &str| {
            let judged =
                explored(&offered(&["returns 1", "panics"]), &printed(&["returns 1"]), command, Edition::Students);
            judged.unwrap()[0].why.clone()
        };
        assert!(why("cargo xtask explore interleave --program a").contains("a table"));
        let hidden = why("cargo xtask explore fetch-pool --program order");
        assert!(hidden.contains("2 of the 6 executions") && !hidden.contains("a table"), "{hidden}");
    }

    /// Some source lines are solutions.
    #[test]
    fn a_run_is_shown_without_its_source_lines() {
        let table = ["It returned 1.", "", " 1 │ read", "", "pool.rs", " 12 │ let secret;", "", "replay: 12"];
        let run = serde_json::json!({"outcome": "returns 1", "executions": 1, "replay": "12", "table": table});
        let printed = serde_json::json!({"executions": 1, "bounds": "", "runs": [run]}).to_string();
        let explored = Explored::read(&printed).unwrap();
        assert_eq!(explored.runs[0].table, "It returned 1.\n\n 1 │ read");
    }

    #[test]
    fn an_outcome_without_a_choice_and_a_choice_without_an_outcome_are_errors() {
        let error =
            explored(&offered(&["returns 1"]), &printed(&["returns 1", "panics"]), "", EVERYTHING).err().unwrap();
        assert!(error.to_string().contains("no choice offers the outcome `panics`"), "{error}");
        let error =
            explored(&offered(&["returns 1", "return 2"]), &printed(&["returns 1"]), "", EVERYTHING).err().unwrap();
        assert!(error.to_string().contains("never says `return 2`"), "{error}");
    }

    #[test]
    fn a_question_with_one_right_choice_has_radio_buttons_and_others_have_checkboxes() {
        let text = "## A `b`?\n\n- [ ] no\n  It is not.\n- [x] yes\n  It is.\n";
        let of = |text: &str| {
            let question = parse(text).unwrap().remove(0);
            html("q", 1, &question, "", &judged(&question.answers, EVERYTHING).unwrap())
        };
        let one = of(text);
        assert!(one.contains("type=\"radio\" name=\"q-1\"") && one.contains("<code>b</code>"), "{one}");
        assert!(of(&text.replace("[ ]", "[x]")).contains("type=\"checkbox\""));
    }
}
