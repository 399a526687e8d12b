//! The deck for the lecturer and the summary for the audience. Each is one HTML file that needs no network.
//!
//! `docs/slides/deck.md` holds the slides, `summary.md` the summary. Both include code and outputs with the directives of
//! the book's chapters. `cargo xtask slides` installs the libraries that the pages need, and calls [`write()`].
//!
//! * [`deck`]: splits the file into slides, each with its minutes and its speaker notes.
//! * [`markdown`]: converts Markdown to HTML, embeds the pictures, and points links at the book.
//! * [`bundle`]: embeds a page's styles, scripts and fonts.

pub mod bundle;
pub mod deck;
pub mod markdown;

use crate::edition::Edition;
use crate::{directives, read, root};
use anyhow::{Context, Result, anyhow};
use std::fs;
use std::path::Path;

/// The source of the deck.
pub const DECK: &str = "docs/slides/deck.md";
/// The source of the summary.
pub const SUMMARY: &str = "docs/slides/summary.md";

/// Writes the deck and the summary to `folder`: `index.html` and `summary.html`. Links lead to the book at `book`.
///
/// # Errors
///
/// If a source includes something that does not exist, if the minutes have a gap, if a library is not installed, or if
/// `folder` cannot be written.
pub fn write(folder: &Path, edition: Edition, book: &str) -> Result<()> {
    let deck = deck::html(&read(DECK)?, edition, book)?;
    let summary = expanded(SUMMARY, &read(SUMMARY)?, 1, edition)?;
    let summary = markdown::html(&summary, book)?;
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (template, content, name) in [("deck.html", deck, "index.html"), ("summary.html", summary, "summary.html")]
    {
        let page = bundle::page(&root().join("docs/slides").join(template), &content)?;
        let file = folder.join(name);
        fs::write(&file, page).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

/// `text` with its directives expanded. It begins at `line` of `file`.
fn expanded(file: &str, text: &str, line: usize, edition: Edition) -> Result<String> {
    // An error's line is counted from the beginning of `text`, not of the file.
    let text = "\n".repeat(line - 1) + text;
    let text = directives::expand(&text, edition).map_err(|mistakes| {
        let mistakes: Vec<_> = mistakes.iter().map(|mistake| format!("{file}:{mistake}")).collect();
        anyhow!("{}", mistakes.join("\nerror: "))
    })?;
    Ok(without_comments(&text, edition))
}

/// Removes the comments from the Rust in this Markdown, so that the code fits in larger letters: the lecturer explains it.
/// The students' edition keeps lines that are only a comment, because some of them are hints.
fn without_comments(text: &str, edition: Edition) -> String {
    let mut in_rust = false;
    let mut kept = String::new();
    for line in text.lines() {
        if line.starts_with("```") {
            in_rust = line == "```rust";
        }
        let comment = in_rust && line.trim_start().starts_with("//");
        if comment && edition == Edition::Instructors {
            continue;
        }
        let code = if in_rust && !comment { line.split(" // ").next().unwrap_or(line).trim_end() } else { line };
        kept.push_str(code);
        kept.push('\n');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_comments_in_rust_are_removed() {
        let text =
            "a // b\n```rust\n  // hint // c\nf(); // no\n\ng(\"https://example.org\");\n```\n```text\n// d\n```\n";
        let students = text.replace("f(); // no", "f();");
        assert_eq!(without_comments(text, Edition::Students), students);
        assert_eq!(without_comments(text, Edition::Instructors), students.replace("  // hint // c\n", ""));
    }
}
