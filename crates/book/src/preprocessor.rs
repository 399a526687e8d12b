//! mdBook's protocol: `[context, book]` as JSON on stdin, the book on stdout.
//! (<https://rust-lang.github.io/mdBook/for_developers/preprocessors.html>)

use crate::directives;
use crate::edition::Edition;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::io::Write;

/// Expands the directives of every chapter that mdBook hands over.
///
/// # Errors
///
/// Input that is not mdBook's, or a directive that names nothing; the chapter and the line are said.
pub fn run() -> Result<()> {
    let input: Value =
        serde_json::from_reader(std::io::stdin()).context("mdBook sends JSON; see docs/book.toml")?;
    let mut book = input.get(1).cloned().context("mdBook sends an array of its context and the book")?;
    let items = book["items"].as_array_mut().context("the book has no items: mdBook 0.5 is expected")?;
    let edition = Edition::of(&input[0])?;
    let mut mistakes = Vec::new();
    for item in items {
        expand(item, edition, &mut mistakes);
    }
    ensure!(mistakes.is_empty(), "{}", mistakes.join("\nerror: "));
    std::io::stdout().write_all(book.to_string().as_bytes())?;
    Ok(())
}

/// Expands a chapter and those below it. Every mistake is noted, so that one build tells all of them.
fn expand(item: &mut Value, edition: Edition, mistakes: &mut Vec<String>) {
    let Some(chapter) = item.get_mut("Chapter") else { return };
    let file = chapter["source_path"].as_str().unwrap_or("a chapter without a file").to_string();
    match directives::expand(chapter["content"].as_str().unwrap_or_default(), edition) {
        Ok(text) => chapter["content"] = Value::String(text),
        Err(wrong) => mistakes.extend(wrong.into_iter().map(|mistake| format!("docs/src/{file}:{mistake}"))),
    }
    for item in chapter["sub_items"].as_array_mut().into_iter().flatten() {
        expand(item, edition, mistakes);
    }
}
