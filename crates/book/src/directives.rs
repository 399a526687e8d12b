//! Directives: lines of a chapter such as `{{rust …}}`, each replaced by the code or output that it names.

use crate::edition::Edition;
use crate::{exercises, items, lecture, outputs, quiz, read, refused, sentences, wrong};
use anyhow::{Context, Result, bail};

/// A directive: its name and its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Directive<'text> {
    /// Its name: `rust`, `lecture` and so on.
    pub word: &'text str,
    /// The text after the name.
    pub arguments: &'text str,
}

impl<'text> Directive<'text> {
    /// The directive, if the line holds nothing else. mdBook's own directives begin with `{{#`; they give `None`.
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

    /// The Markdown that replaces it.
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
                "`{word}` is not one of rust, lecture, excerpt, wrong, refused, output, exercise, sentences, quiz, file"
            ),
        }
    }
}

/// The directives of a chapter, each with its line number, counted from 1. In a fenced block, a directive is plain text.
pub fn directives(text: &str) -> impl Iterator<Item = (usize, Directive<'_>)> {
    let mut fenced = false;
    text.lines().enumerate().filter_map(move |(number, line)| {
        fenced ^= line.trim_start().starts_with("```");
        Directive::of(line).filter(|_| !fenced).map(|directive| (number + 1, directive))
    })
}

/// The chapter with its directives expanded for this edition.
///
/// # Errors
///
/// `LINE: what is wrong` for each directive that cannot be expanded.
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

/// `{{file FILE}}`: a whole file that is not Rust, such as a configuration that a reader copies.
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
    fn a_directive_that_cannot_be_expanded_is_an_error_with_its_line() {
        let text = "# A\n\n{{rust crates/counter-race/src/racy.rs NoSuchCounter}}\n{{bogus}}\n";
        let mistakes = expand(text, Edition::Instructors).unwrap_err();
        assert!(mistakes[0].starts_with("3: ") && mistakes[0].contains("NoSuchCounter"), "{mistakes:?}");
        assert!(mistakes[1].starts_with("4: ") && mistakes[1].contains("bogus"), "{mistakes:?}");
    }

    #[test]
    fn a_directive_in_a_fenced_block_is_not_expanded() {
        let text = "```text\n{{bogus}}\n```\n{{#title x}}\n";
        assert_eq!(expand(text, Edition::Instructors).unwrap(), text);
    }

    #[test]
    fn a_fence_is_longer_than_any_fence_in_its_text() {
        assert_eq!(fenced("text", "```\na\n```"), "````text\n```\na\n```\n````\n");
    }
}
