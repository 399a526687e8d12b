//! The students' edition of the book, and of the slides, gives no graded answer away.

use book::directives::expand;
use book::edition::Edition;
use book::{outputs, read, slides};
use grader::blocks::{self, Kind};
use std::fs;

/// The name and the lines of every marked solution. Left out is a solution that is also in code that students get, such as
/// the type of a different counter's field.
fn solutions() -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    let mut given = Vec::new();
    for example in ["counter-race", "producer-consumer", "fetch-pool"] {
        let folder = book::root().join("crates").join(example).join("src");
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            let lines: Vec<&str> = source.lines().collect();
            let handout = blocks::handout(&path.to_string_lossy(), &source).unwrap();
            given.extend(code(handout.lines()));
            let blocks = blocks::parse(&path.to_string_lossy(), &source).unwrap();
            for block in blocks.into_iter().filter(|block| block.kind == Kind::Solution) {
                found.push((block.id.clone(), code(lines[block.body()].iter().copied())));
            }
        }
    }
    found.retain(|(_, code)| !stands_in(&given, code));
    found
}

/// Whether the text contains these lines, one after the other.
fn stands_in(text: &[String], lines: &[String]) -> bool {
    text.windows(lines.len()).any(|window| window == lines)
}

/// The lines that are neither empty nor comments, without their indentation.
fn code<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    lines.map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).map(str::to_string).collect()
}

/// The solutions that are in a chapter of this edition or in its slides, each with the file.
fn given_away(edition: Edition) -> Vec<String> {
    let solutions = solutions();
    assert!(solutions.len() > 20, "{solutions:?}");
    let mut given = Vec::new();
    let slides = [slides::DECK, slides::SUMMARY].map(str::to_string);
    for path in outputs::chapters().unwrap().into_iter().chain(slides) {
        let text = expand(&read(&path).unwrap(), edition).unwrap();
        let text = code(text.lines());
        let shown = solutions.iter().filter(|(_, code)| stands_in(&text, code));
        given.extend(shown.map(|(id, _)| format!("{path}: {id}")));
    }
    given
}

#[test]
fn no_marked_solution_is_in_the_students_edition() {
    assert_eq!(given_away(Edition::Students), Vec::<String>::new());
}

#[test]
fn no_line_of_a_solution_is_in_an_output_that_students_see() {
    let shown = |edition| expand("{{output explore-idle.txt}}\n", edition).unwrap();
    let [instructors, students] = [Edition::Instructors, Edition::Students].map(shown);
    assert!(instructors.contains("lock_when(&self.state") && students.contains("141 │ // yours to write"));
    let secret: Vec<String> = solutions().into_iter().flat_map(|(_, code)| code).collect();
    // Only the beginning of a line is compared, because tables shorten long lines. Short lines could match by chance.
    let secret: Vec<String> = secret.iter().map(|line| line.chars().take(40).collect()).collect();
    let secret: Vec<&String> = secret.iter().filter(|line| line.len() >= 30).collect();
    assert!(secret.len() > 20, "{secret:?}");
    for path in outputs::chapters().unwrap() {
        let text = read(&path).unwrap();
        let directives = text.lines().filter(|line| line.starts_with("{{output"));
        for directive in directives {
            let students = expand(&format!("{directive}\n"), Edition::Students).unwrap();
            let given = secret.iter().filter(|line| students.contains(line.as_str())).collect::<Vec<_>>();
            assert!(given.is_empty(), "{path}: {directive}: {given:?}");
        }
    }
}

#[test]
fn the_instructors_edition_shows_the_solutions() {
    let given = given_away(Edition::Instructors).concat();
    for id in ["locked-increment", "queue-put", "queue-get", "consumer", "pool-work", "completed-next"] {
        assert!(given.contains(id), "{id} is not in {given}");
    }
}

#[test]
fn the_counts_to_predict_are_not_in_the_students_edition() {
    let text = "{{output explore-racy-two.txt classes}}\n{{output explore-racy-three.txt}}\n";
    let counts = |edition| expand(text, edition).unwrap().contains("returns 2");
    assert!(counts(Edition::Instructors) && !counts(Edition::Students));
}
