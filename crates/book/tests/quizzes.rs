//! Each chapter of the lecture has a quiz, the explorer computes some of the answers, and no graded answer is given away.

use book::directives::directives;
use book::edition::Edition;
use book::outputs::{self, Output};
use book::quiz::{Answers, Explored, FAILURES, judged, questions};
use book::read;
use std::collections::BTreeSet;

/// The chapters with a quiz.
const CHAPTERS: [&str; 7] =
    ["waiting", "counter-race", "producer-consumer", "fetch-pool", "proofs", "orderings", "explorers"];

/// The outputs from which the answers of a quiz are computed.
fn computed(quiz: &str) -> Vec<String> {
    let of = |answers| match answers {
        Answers::Computed { output, .. } => Some(output),
        Answers::Written(_) => None,
    };
    questions(quiz).unwrap().into_iter().filter_map(|question| of(question.answers)).collect()
}

fn listed(name: &str) -> Output {
    outputs::all().unwrap().into_iter().find(|output| output.name == name).expect(name)
}

#[test]
fn each_chapter_ends_with_a_quiz_of_at_least_four_questions_and_a_computed_one() {
    for chapter in CHAPTERS {
        let text = read(&format!("docs/src/{chapter}.md")).unwrap();
        let last = directives(&text).filter(|(_, directive)| directive.word == "quiz").last();
        assert_eq!(last.map(|(_, directive)| directive.arguments), Some(chapter));
        assert!(questions(chapter).unwrap().len() >= 4, "{chapter}");
        assert!(!computed(chapter).is_empty(), "{chapter}");
    }
}

#[test]
fn every_quiz_belongs_to_a_chapter() {
    let files = std::fs::read_dir(book::root().join("docs/quizzes")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().to_string_lossy().replace(".md", ""));
    assert_eq!(names.collect::<BTreeSet<_>>(), CHAPTERS.map(str::to_string).into());
}

/// Ticking every choice must never be the right answer, and neither must ticking no choice.
#[test]
fn every_question_has_a_right_choice_and_a_wrong_one() {
    for chapter in CHAPTERS {
        for question in questions(chapter).unwrap() {
            let judged = judged(&question.answers, Edition::Instructors).unwrap();
            let right = judged.iter().filter(|choice| choice.right).count();
            assert!(right > 0 && right < judged.len(), "{chapter}: {}", question.title);
        }
    }
}

#[test]
fn every_possible_outcome_shows_a_run() {
    for name in CHAPTERS.iter().flat_map(|chapter| computed(chapter)) {
        let explored = Explored::read(&read(&format!("docs/outputs/{name}")).unwrap()).unwrap();
        let shown = explored.runs.iter().filter(|run| !run.replay.is_empty() && run.table.contains("───┼"));
        assert_eq!(shown.count(), explored.runs.len(), "{name}");
    }
}

#[test]
fn the_failures_that_a_quiz_may_offer_are_in_the_explorer_s_words() {
    let explorer = read("crates/common/src/explore/outcomes.rs").unwrap();
    for failure in FAILURES {
        assert!(explorer.contains(&format!("\"{failure}\"")), "{failure}");
    }
}

/// The exercise `predictions` asks which counts the racy counter can end with, and this text is in both editions.
#[test]
fn no_quiz_explores_the_program_of_the_exercise_predictions() {
    let is_racy = |command: &str| {
        let program = command.split_once("--program ").map(|(_, rest)| rest.split(' ').next().unwrap());
        let example = command.split(' ').nth(3).unwrap();
        match example {
            "counter-race" => program.is_none_or(|program| program == "racy"),
            _ => program == Some("racy-counter"),
        }
    };
    assert!(is_racy(&listed("explore-racy-two.txt").command) && !is_racy(&listed("explore-atomic.txt").command));
    for name in CHAPTERS.iter().flat_map(|chapter| computed(chapter)) {
        let command = listed(&name).command;
        assert!(!is_racy(&command), "{name}: {command}");
        let text = read(&format!("docs/outputs/{name}")).unwrap();
        assert!(!text.contains("racy.rs"), "{name} shows a run of the racy counter");
    }
}
