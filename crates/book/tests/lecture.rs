//! Every line that the lecture's listings number is explained: it has an anchor, a sentence that names it, and the
//! Rust that it becomes.

use book::directives::{Directive, directives};
use book::lecture::{self, EXAMPLES};
use book::read;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// The numbered lines of the lecture's listings.
const NUMBERED: [(&str, &[RangeInclusive<usize>]); 3] = [
    ("fetch", &[1..=3, 5..=10, 13..=18, 21..=28]),
    ("race", &[1..=2, 4..=6, 8..=11, 13..=16, 18..=20, 22..=22, 24..=28, 30..=34]),
    ("queue", &[1..=4, 6..=8, 10..=15, 17..=27, 29..=35]),
];

fn numbered(example: &str) -> BTreeSet<usize> {
    let (_, ranges) = NUMBERED.iter().find(|(name, _)| *name == example).unwrap();
    ranges.iter().cloned().flatten().collect()
}

/// A stretch of a chapter: from one listing to the next, or to the next heading.
struct Stretch {
    lines: BTreeSet<usize>,
    prose: String,
    rust: bool,
}

/// The stretches of a chapter, each with the lines of the lecture that it begins with.
fn stretches(example: &str, text: &str) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut explaining = false;
    for line in text.lines() {
        match Directive::of(line) {
            Some(directive) if directive.word == "lecture" => {
                let (of, lines) = lecture::parse(directive.arguments).unwrap();
                assert_eq!(of.name, example);
                stretches.push(Stretch { lines: lines.collect(), prose: String::new(), rust: false });
                explaining = true;
            }
            Some(directive) if explaining && directive.word == "rust" => stretches.last_mut().unwrap().rust = true,
            None if line.starts_with('#') => explaining = false,
            None if explaining => {
                let prose = &mut stretches.last_mut().unwrap().prose;
                prose.push_str(line);
                prose.push(' ');
            }
            _ => {}
        }
    }
    stretches
}

#[test]
fn every_numbered_line_is_in_our_copy_of_the_listing() {
    for example in EXAMPLES {
        let source = read(example.python).unwrap();
        let used = (1..).zip(source.lines()).filter(|(_, line)| !line.trim().is_empty());
        let used: BTreeSet<usize> = used.map(|(number, _)| number).collect();
        let mut expected = numbered(example.name);
        if example.name == "fetch" {
            expected.insert(11); // the bracket that closes the list has no number of its own
        }
        assert_eq!(used, expected, "{}", example.python);
    }
}

#[test]
fn every_numbered_line_is_explained_once_in_words_and_in_rust() {
    for example in EXAMPLES {
        let text = read(&format!("docs/src/{}", example.chapter)).unwrap();
        let mut explained = BTreeSet::new();
        for stretch in stretches(example.name, &text) {
            let lines = &stretch.lines;
            assert!(stretch.rust, "{}: lines {lines:?} have no Rust", example.chapter);
            for line in lines {
                assert!(explained.insert(*line), "{}: line {line} comes twice", example.chapter);
                assert!(mentions(&stretch.prose, *line), "{}: no sentence is about line {line}", example.chapter);
            }
        }
        let missing: Vec<_> = numbered(example.name).difference(&explained).copied().collect();
        assert!(missing.is_empty(), "{}: lines {missing:?} are not explained", example.chapter);
    }
}

/// Whether bold text names the line: `**Line 5**`, `**line 5** … **6**`, `**Lines 3 to 7**`, `**lines 6, 7, 8 and
/// 9**`.
fn mentions(prose: &str, line: usize) -> bool {
    prose.split("**").skip(1).step_by(2).any(|bold| {
        let words = bold.to_lowercase();
        let Some(rest) = words.strip_prefix("lines ").or_else(|| words.strip_prefix("line ")) else { return false };
        let numbers: Vec<usize> =
            rest.split(|letter: char| !letter.is_ascii_digit()).filter_map(|word| word.parse().ok()).collect();
        match numbers.as_slice() {
            [from, to] if rest.contains(" to ") => (*from..=*to).contains(&line),
            numbers => numbers.contains(&line),
        }
    })
}

#[test]
fn a_line_is_mentioned_by_its_number_and_not_by_one_that_contains_it() {
    assert!(mentions("**Line 5** begins, and **lines 6, 7 and 8** go on.", 7));
    assert!(mentions("**Lines 30 to 34** do", 32));
    assert!(!mentions("**Line 15** and line 5 and **5**", 5));
}

#[test]
fn listings_repeated_elsewhere_are_excerpts() {
    for chapter in book::outputs::chapters().unwrap() {
        let own: Vec<_> = EXAMPLES.iter().filter(|example| chapter.ends_with(example.chapter)).collect();
        let text = read(&chapter).unwrap();
        let listings = directives(&text).filter(|(_, directive)| directive.word == "lecture").count();
        assert!(listings == 0 || own.len() == 1, "{chapter}: its anchors would be there twice; use an excerpt");
    }
}
