//! The glossary is current: it has every verdict, only terms that the chapters use, and the explorer's numbers.

use book::directives::expand;
use book::edition::Edition;
use book::{outputs, read};
use checks::Verdict;
use std::collections::BTreeSet;

/// The terms of the glossary.
fn terms() -> Vec<String> {
    let text = read("docs/src/glossary.md").unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let terms = lines.windows(2).filter(|pair| pair[1].starts_with(": "));
    terms.map(|pair| pair[0].to_string()).collect()
}

/// The definition of a term.
fn definition(term: &str) -> String {
    let text = read("docs/src/glossary.md").unwrap();
    let mut entries = text.split("\n\n").filter_map(|entry| entry.split_once("\n: "));
    let found = entries.find(|(name, _)| *name == term);
    found.unwrap_or_else(|| panic!("no entry `{term}`")).1.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_glossary_has_every_verdict_and_no_other() {
    let known: BTreeSet<String> = Verdict::all().map(|verdict| verdict.to_string()).collect();
    let terms = terms();
    let named = terms.iter().filter_map(|term| term.strip_prefix("verdict `")?.strip_suffix('`'));
    assert_eq!(named.map(str::to_string).collect::<BTreeSet<_>>(), known);
}

/// mdBook makes an anchor of each term. If two terms are the same, the anchor of the second gets a number.
#[test]
fn every_term_has_an_anchor_of_its_own() {
    let terms = terms();
    assert!(terms.len() > 40, "{terms:?}");
    let mut seen = BTreeSet::new();
    for term in &terms {
        assert!(!term.contains('('), "`{term}`: its anchor would contain the brackets");
        assert!(seen.insert(term.to_lowercase()), "`{term}` is there twice");
    }
}

#[test]
fn every_term_is_used_in_a_chapter() {
    let chapters = outputs::chapters().unwrap().into_iter().filter(|path| !path.ends_with("glossary.md"));
    let expanded = |path: String| expand(&read(&path).unwrap(), Edition::Instructors).unwrap();
    let text: String = chapters.map(expanded).collect();
    // A term may be broken between two lines.
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    for term in terms().iter().filter(|term| !term.starts_with("verdict ")) {
        assert!(text.contains(&term.to_lowercase()), "no chapter uses `{term}`: is it a word of this book?");
    }
}

/// The number of interleavings of threads that have these numbers of steps left.
fn interleavings(left: &[usize]) -> usize {
    if left.iter().all(|steps| *steps == 0) {
        return 1;
    }
    let next = (0..left.len()).filter(|thread| left[*thread] > 0);
    next.map(|thread| {
        let mut left = left.to_vec();
        left[thread] -= 1;
        interleavings(&left)
    })
    .sum()
}

#[test]
fn the_numbers_of_interleavings_and_classes_are_right() {
    let all = interleavings(&[2, 2]);
    assert!(definition("interleaving").contains(&format!("two steps each have {all} interleavings")));
    let printed = read("docs/outputs/explore-racy.txt").unwrap();
    let outcomes = printed.lines().filter(|line| line.contains("  returns "));
    let counts = outcomes.map(|line| line.split_whitespace().next().unwrap().parse::<usize>().unwrap());
    let classes: usize = counts.sum();
    assert!(definition("class").contains(&format!("have {all} interleavings in {classes} classes")));
}

#[test]
fn a_chapter_replays_the_schedule_of_the_glossary() {
    let replay = definition("replay");
    let command = replay.split('`').nth(1).unwrap();
    let known = outputs::all().unwrap();
    assert!(known.iter().any(|output| output.command.ends_with(command)), "{command}");
    assert!(definition("schedule").contains(command.trim_start_matches("--replay ")));
}
