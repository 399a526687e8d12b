//! Converts the slides' Markdown to self-contained HTML: pictures are embedded, and links to chapters lead to the book.

use crate::{escaped, read};
use anyhow::{Context, Result, ensure};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};
use std::path::Path;

/// The text as HTML. `book` is the book's address: a URL, or a path from the page.
///
/// # Errors
///
/// If a picture does not exist.
pub fn html(text: &str, book: &str) -> Result<String> {
    let mut events = Vec::new();
    let mut picture: Option<(String, String)> = None;
    let mut console = false;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => picture = Some((svg(&dest_url)?, String::new())),
            Event::End(TagEnd::Image) => {
                let (svg, says) = picture.take().unwrap_or_default();
                let label = escaped(&says).replace('"', "&quot;");
                let html = format!("<span class=\"picture\" role=\"img\" aria-label=\"{label}\">{svg}</span>");
                events.push(Event::InlineHtml(html.into()));
            }
            Event::Text(words) if picture.is_some() => {
                picture.iter_mut().for_each(|(_, says)| says.push_str(&words));
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = link(&dest_url, book);
                events.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                console = matches!(&kind, CodeBlockKind::Fenced(language) if &**language == "console");
                events.push(Event::Start(Tag::CodeBlock(kind)));
            }
            Event::Text(words) if console => {
                console = false;
                let (command, printed) = words.split_once('\n').unwrap_or((&words, ""));
                let html = format!("<span class=\"command\">{}</span>\n{}", escaped(command), escaped(printed));
                events.push(Event::InlineHtml(html.into()));
            }
            event => events.push(event),
        }
    }
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, events.into_iter());
    Ok(html)
}

/// The target of a link: for a chapter, such as `../src/proofs.md#models`, its page in the book; otherwise unchanged.
fn link<'text>(to: &CowStr<'text>, book: &str) -> CowStr<'text> {
    let (path, place) =
        to.split_once('#').map_or((&**to, String::new()), |(path, place)| (path, format!("#{place}")));
    match path.strip_suffix(".md") {
        Some(chapter) => {
            let name = chapter.rsplit('/').next().unwrap_or(chapter);
            format!("{}/{name}.html{place}", book.trim_end_matches('/')).into()
        }
        None => to.clone(),
    }
}

/// A picture of the book, by its path from `docs/slides`, without its colours for dark pages.
fn svg(path: &str) -> Result<String> {
    let path = path
        .strip_prefix("../")
        .context("name a picture by its path from docs/slides, such as ../src/pictures/race.svg")?;
    let svg = read(&Path::new("docs").join(path).to_string_lossy())?;
    let Some((before, dark)) = svg.split_once("@media(prefers-color-scheme:dark){\n") else { return Ok(svg) };
    let end = dark.split_once("\n}\n").map(|(_, after)| after);
    ensure!(end.is_some(), "docs/{path}: its dark colours have no end");
    Ok(before.to_string() + end.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_chapters_lead_to_the_book_and_others_are_unchanged() {
        let html =
            html("[a](../src/proofs.md#models) [b](exercises.md) [c](https://example.org/x.md/)", "../book/");
        let html = html.unwrap();
        for link in
            ["\"../book/proofs.html#models\"", "\"../book/exercises.html\"", "\"https://example.org/x.md/\""]
        {
            assert!(html.contains(link), "{html}");
        }
    }

    #[test]
    fn a_picture_is_embedded_with_its_label_and_without_dark_colours() {
        let html = html("![two \"threads\"](../src/pictures/race.svg)", "").unwrap();
        assert!(html.contains("<svg") && html.contains("aria-label=\"two &quot;threads&quot;\""), "{html}");
        assert!(!html.contains("prefers-color-scheme") && html.contains("</style>"), "{html}");
        assert!(super::html("![a](../src/pictures/none.svg)", "").is_err());
    }

    #[test]
    fn the_command_of_an_output_is_marked() {
        let html = html("```console\n$ cargo run <a>\n1 < 2\n\n3\n```\n", "").unwrap();
        assert!(html.contains("<span class=\"command\">$ cargo run &lt;a&gt;</span>\n1 &lt; 2\n\n3"), "{html}");
    }
}
