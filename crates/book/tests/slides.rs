//! The deck and the summary: every slide with a result follows a question, code and outputs are included by directives,
//! every link has a target, and the students' edition has no notes.

use book::directives::{Directive, directives};
use book::edition::Edition;
use book::slides::{DECK, SUMMARY, deck};
use book::{outputs, read};
use std::collections::BTreeSet;
use std::process::Command;

fn slides() -> Vec<deck::Slide> {
    deck::slides(&read(DECK).unwrap()).unwrap()
}

fn is_output(directive: Directive<'_>) -> bool {
    directive.word == "output" || (directive.word == "refused" && directive.arguments.ends_with(" error"))
}

#[test]
fn the_deck_takes_45_minutes_without_a_gap() {
    let slides = slides();
    assert!((25..=32).contains(&slides.len()), "{} slides", slides.len());
    let minutes: u32 = slides.iter().map(|slide| slide.minutes.1 - slide.minutes.0).sum();
    assert_eq!(minutes, 45);
}

#[test]
fn the_audience_predicts_before_each_result() {
    let slides = slides();
    for (before, slide) in slides.iter().zip(&slides[1..]) {
        let shows = directives(&slide.body).any(|(_, directive)| is_output(directive));
        let asks = before.body.contains("\n> **Predict:** ");
        assert!(!shows || asks, "{DECK}:{}: the slide before does not ask for a prediction", slide.line);
    }
}

#[test]
fn every_example_is_shown_in_python_and_in_rust_with_a_run() {
    let text = read(DECK).unwrap();
    for (example, package) in [("fetch", "fetch-pool"), ("race", "counter-race"), ("queue", "producer-consumer")] {
        let shown = |of: &dyn Fn(Directive<'_>) -> bool| directives(&text).any(|(_, directive)| of(directive));
        assert!(shown(&|it| it.word == "excerpt" && it.arguments.starts_with(example)), "{example} in Python");
        assert!(shown(&|it| it.word == "rust" && it.arguments.contains(package)), "{package} in Rust");
        assert!(text.contains(&format!("`cargo run -p {package}`")), "{package} is not run");
    }
}

/// Code written by hand would be an indented block or HTML. The tests of the chapters look for fenced blocks.
#[test]
fn no_slide_has_code_written_by_hand() {
    for path in [DECK, SUMMARY] {
        for (number, line) in (1..).zip(read(path).unwrap().lines()) {
            let by_hand = line.starts_with("    ") || line.contains("<pre") || line.contains("<code");
            assert!(!by_hand, "{path}:{number}: include it instead: {line}");
        }
    }
}

/// The tests of the chapters check that the commands exist, and every word after `explore`. The options of `check` are left
/// out, because they belong to a program that would have to be compiled first.
#[test]
fn every_option_of_a_command_on_the_slides_exists() {
    let mut tried = BTreeSet::new();
    for path in [DECK, SUMMARY] {
        let text = read(path).unwrap();
        for code in text.split('`').skip(1).step_by(2).filter(|code| code.starts_with("cargo xtask ")) {
            let words: Vec<&str> = code.split_whitespace().skip(2).collect();
            if ["explore", "check"].contains(&words[0]) {
                continue;
            }
            for option in words.iter().filter(|word| word.starts_with("--")) {
                let said = xtask_help(words[0]);
                assert!(said.contains(option), "{path}: `{code}`: no {option} in\n{said}");
                tried.insert((*option).to_string());
            }
        }
    }
    assert!(tried.len() > 1, "{tried:?}");
}

fn xtask_help(command: &str) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let help = Command::new(cargo)
        .args(["run", "--quiet", "--package", "xtask", "--", command, "--help"])
        .current_dir(book::root())
        .output()
        .unwrap();
    String::from_utf8(help.stdout).unwrap()
}

#[test]
fn every_link_leads_to_a_chapter_a_heading_or_a_run() {
    let chapters: BTreeSet<String> = outputs::chapters().unwrap().into_iter().collect();
    let mut found = 0;
    for path in [DECK, SUMMARY] {
        let text = read(path).unwrap();
        for link in text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            found += 1;
            let (file, place) = link.split_once('#').unwrap_or((link, ""));
            let file = file.replace("../", "docs/");
            if file.ends_with(".svg") {
                continue; // a picture: making the page fails if it does not exist
            }
            assert!(chapters.contains(&file), "{path}: {link}");
            let there = match place.strip_prefix("program=") {
                Some(run) => {
                    let program = format!("\"{}\"", run.split('&').next().unwrap());
                    read("xtask/src/scheduler.rs").unwrap().contains(&program)
                }
                None => place.is_empty() || headings(&read(&file).unwrap()).contains(place),
            };
            assert!(there, "{path}: {link}");
        }
    }
    assert!(found > 20, "{found} links");
}

/// The anchors that mdBook gives to headings.
fn headings(chapter: &str) -> BTreeSet<String> {
    let titles =
        chapter.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let kept = |letter: char| match letter {
        ' ' => Some('-'),
        letter if letter.is_alphanumeric() || letter == '-' || letter == '_' => Some(letter.to_ascii_lowercase()),
        _ => None,
    };
    titles.map(|title| title.chars().filter_map(kept).collect()).collect()
}

#[test]
fn both_editions_build_and_students_get_no_notes() {
    let text = read(DECK).unwrap();
    let made = |edition| deck::html(&text, edition, "https://example.org/book").unwrap();
    let lecturer = made(Edition::Instructors);
    assert!(lecturer.contains("class=\"notes\"") && lecturer.contains("fetch_add"), "{lecturer}");
    assert!(lecturer.contains("href=\"https://example.org/book/proofs.html\""));
    assert!(!made(Edition::Students).contains("class=\"notes\""));
}
