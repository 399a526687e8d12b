//! The lines of a chapter that stand for something else: `{{rust …}}` and the like.

use crate::edition::Edition;
use crate::{exercises, items, lecture, outputs, quiz, read, refused, sentences, wrong};
use anyhow::{Context, Result, bail};

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Directive<'text> {
    /// `rust`, `lecture` and so on.
    pub word: &'text str,
    /// What follows it.
    pub arguments: &'text str,
}

impl<'text> Directive<'text> {
    /// The directive that is all of this line. mdBook's own begin with `{{#` and are none.
    ///
    /// ```
    /// use book::directives::Directive;
    ///
    /// let directive = Directive::of("{{lecture race 8-11}}").unwrap();
    /// assert_eq!((directive.word, directive.arguments), ("lecture", "race 8-11"));
    /// assert_eq!(Directive::of("{{#include a.md}}"), None);
    /// ```
    pub fn of(line: &'text str) -> Option<Self> {
        let inner = line.trim().strip_prefix("{{")?.strip_suffix("}}")?.trim();
        if inner.starts_with('#') {
            return None;
        }
        let (word, arguments) = inner.split_once(' ').unwrap_or((inner, ""));
        Some(Directive { word, arguments: arguments.trim() })
    }

    /// What the reader sees in its place: Markdown.
    fn expanded(self, edition: Edition) -> Result<String> {
        match self.word {
            "rust" => items::included(self.arguments, edition),
            "lecture" => lecture::listing(self.arguments, true),
            "excerpt" => lecture::listing(self.arguments, false),
            "wrong" => wrong::shown(self.arguments, edition),
            "refused" => refused::shown(self.arguments),
            "output" => outputs::in_edition(self.arguments, edition),
            "exercise" => exercises::shown(self.arguments),
            "sentences" => sentences::shown(),
            "quiz" => quiz::shown(self.arguments, edition),
            "file" => whole(self.arguments),
            word => bail!(
                "`{word}` is none of rust, lecture, excerpt, wrong, refused, output, exercise, sentences, quiz, file"
            ),
        }
    }
}

/// The directives of a chapter, each with its line, counted from 1. Within a fenced block they are text.
pub fn directives(text: &str) -> impl Iterator<Item = (usize, Directive<'_>)> {
    let mut fenced = false;
    text.lines().enumerate().filter_map(move |(number, line)| {
        fenced ^= line.trim_start().starts_with("```");
        Directive::of(line).filter(|_| !fenced).map(|directive| (number + 1, directive))
    })
}

/// The chapter with what its directives stand for in this edition.
///
/// # Errors
///
/// `LINE: what is wrong` for each directive that names nothing.
pub fn expand(text: &str, edition: Edition) -> Result<String, Vec<String>> {
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    let mut mistakes = Vec::new();
    for (number, directive) in directives(text) {
        match directive
            .expanded(edition)
            .with_context(|| format!("{{{{{} {}}}}}", directive.word, directive.arguments))
        {
            Ok(markdown) => lines[number - 1] = markdown.trim_end().to_string(),
            Err(error) => mistakes.push(format!("{number}: {error:#}")),
        }
    }
    if mistakes.is_empty() { Ok(lines.join("\n") + "\n") } else { Err(mistakes) }
}

/// `{{file FILE}}`: all of a file that is no Rust, such as one that a reader copies.
fn whole(file: &str) -> Result<String> {
    let language = file.rsplit('.').next().unwrap_or_default();
    Ok(fenced(language, &read(file)?))
}

/// A block of code or text in Markdown. Its fence is longer than any within it.
pub fn fenced(language: &str, text: &str) -> String {
    let mut fence = "```".to_string();
    while text.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}{language}\n{}\n{fence}\n", text.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_nothing_is_told_with_its_line() {
        let text = "# A\n\n{{rust crates/counter-race/src/racy.rs NoSuchCounter}}\n{{bogus}}\n";
        let mistakes = expand(text, Edition::Instructors).unwrap_err();
        assert!(mistakes[0].starts_with("3: ") && mistakes[0].contains("NoSuchCounter"), "{mistakes:?}");
        assert!(mistakes[1].starts_with("4: ") && mistakes[1].contains("bogus"), "{mistakes:?}");
    }

    #[test]
    fn a_directive_within_a_block_of_code_is_text() {
        let text = "```text\n{{bogus}}\n```\n{{#title x}}\n";
        assert_eq!(expand(text, Edition::Instructors).unwrap(), text);
    }

    #[test]
    fn a_fence_outlasts_the_text_within_it() {
        assert_eq!(fenced("text", "```\na\n```"), "````text\n```\na\n```\n````\n");
    }
}
