//! The chapters and the slides name only what is there, hold nothing that could grow old, and are all reachable.

use book::directives::{Directive, expand};
use book::edition::Edition;
use book::{outputs, read, slides};
use std::collections::BTreeSet;
use std::process::Command;

fn chapters() -> Vec<(String, String)> {
    let chapters = outputs::chapters().unwrap().into_iter().map(|path| {
        let text = read(&path).unwrap();
        (path, text)
    });
    chapters.filter(|(path, _)| !path.ends_with("SUMMARY.md")).collect()
}

/// The chapters, the deck and the summary.
fn texts() -> Vec<(String, String)> {
    let slides = [slides::DECK, slides::SUMMARY].map(|path| (path.to_string(), read(path).unwrap()));
    chapters().into_iter().chain(slides).collect()
}

#[test]
fn whatever_a_chapter_names_is_there() {
    for (path, text) in texts() {
        let mistakes = [Edition::Instructors, Edition::Students]
            .map(|edition| expand(&text, edition).err().unwrap_or_default());
        let mistakes = mistakes.concat();
        assert!(mistakes.is_empty(), "{path}: {}", mistakes.join("\n"));
    }
}

#[test]
fn every_chapter_is_in_the_summary() {
    let summary = read("docs/src/SUMMARY.md").unwrap();
    for (path, _) in chapters() {
        let file = path.rsplit('/').next().unwrap();
        assert!(summary.contains(&format!("({file})")), "docs/src/SUMMARY.md lacks {file}");
    }
}

/// Code comes from compiled files. What a fenced block may hold is what no compiler reads.
#[test]
fn no_chapter_holds_code_of_its_own() {
    for (path, text) in texts() {
        for (number, block) in text.split("```").enumerate().filter(|(number, _)| number % 2 == 1) {
            let directives = block.lines().skip(1).all(|line| line.is_empty() || Directive::of(line).is_some());
            let markers = block.contains("// END SOLUTION") && block.contains('…');
            assert!(directives || markers, "{path}, block {}: include it instead:\n{block}", number / 2 + 1);
        }
    }
}

/// A command in the text is one whose output is kept, or the name of one that exists.
#[test]
fn every_command_in_the_text_exists() {
    let known: BTreeSet<String> = outputs::all().unwrap().into_iter().map(|output| output.command).collect();
    let help = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["run", "--quiet", "--package", "xtask", "--", "--help"])
        .current_dir(book::root())
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let commands: BTreeSet<&str> =
        help.lines().filter_map(|line| line.strip_prefix("    ")?.split_once(' ')).map(|(name, _)| name).collect();
    assert!(commands.contains("explore") && commands.contains("book"), "{help}");
    for (path, text) in texts() {
        for code in text.split('`').skip(1).step_by(2).filter(|code| code.starts_with("cargo ")) {
            let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
            let mut words = code.split(' ').skip(1);
            let by_name = words.next() == Some("xtask") && words.next().is_some_and(|name| commands.contains(name));
            let explored = code.starts_with("cargo xtask explore ");
            assert!(known.contains(&code) || (by_name && !explored), "{path}: `{code}` is in no list of outputs");
        }
    }
}
