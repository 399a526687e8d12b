//! The lecture's Python, in `docs/python/`: line N of a file is line N of the lecture's listing.

use crate::{escaped, read};
use anyhow::{Context, Result, ensure};
use std::fmt::Write as _;
use std::ops::RangeInclusive;

/// One of the lecture's examples.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// What the anchors of its lines begin with: `race-line-9`.
    pub name: &'static str,
    /// Its listing.
    pub python: &'static str,
    /// The chapter that explains it, in `docs/src/`.
    pub chapter: &'static str,
}

/// All of them.
pub const EXAMPLES: [Example; 3] = [
    Example { name: "fetch", python: "docs/python/fetch.py", chapter: "fetch-pool.md" },
    Example { name: "race", python: "docs/python/race.py", chapter: "counter-race.md" },
    Example { name: "queue", python: "docs/python/queue_of_tasks.py", chapter: "producer-consumer.md" },
];

/// `{{lecture EXAMPLE FROM-TO}}`: these lines of the listing with their numbers. Each line has an anchor; in an
/// `{{excerpt …}}`, which repeats lines that are explained elsewhere, it has none.
///
/// # Errors
///
/// An unknown example, or lines that it does not have.
pub fn listing(arguments: &str, anchored: bool) -> Result<String> {
    let (example, lines) = parse(arguments)?;
    let source = read(example.python)?;
    let all: Vec<&str> = source.lines().collect();
    ensure!(*lines.end() <= all.len(), "{} has {} lines", example.python, all.len());
    let mut html = String::from("<pre class=\"lecture\" translate=\"no\">");
    for number in lines.clone() {
        let code = escaped(all[number - 1]);
        if !anchored {
            let _ = writeln!(html, "<span class=\"number\">{number:>3}</span>  {code}");
            continue;
        }
        let _ = writeln!(
            html,
            "<a id=\"{0}-line-{number}\" class=\"number\" href=\"#{0}-line-{number}\" \
             aria-label=\"line {number}\">{number:>3}</a>  {code}",
            example.name
        );
    }
    html.truncate(html.trim_end().len());
    let s = if lines.start() == lines.end() { "" } else { "s" };
    let numbers = arguments.split_whitespace().nth(1).unwrap_or_default().replace('-', "–");
    let place = format!("<p class=\"from\">Python, line{s} {numbers} of the lecture</p>");
    Ok(format!("{place}\n\n{html}</pre>\n"))
}

/// The example and the lines that the arguments of a directive name.
///
/// # Errors
///
/// An unknown example, or no lines.
pub fn parse(arguments: &str) -> Result<(Example, RangeInclusive<usize>)> {
    let (name, lines) = arguments.split_once(' ').context("say which example, and which lines: race 8-11")?;
    let example = EXAMPLES.iter().find(|example| example.name == name);
    let example = example.with_context(|| format!("the lecture has no example `{name}`: fetch, race, queue"))?;
    let (from, to) = lines.split_once('-').unwrap_or((lines, lines));
    let (from, to): (usize, usize) =
        (from.parse().context("the first line is no number")?, to.parse().context("the last line is no number")?);
    ensure!(0 < from && from <= to, "there are no lines {lines}");
    Ok((*example, from..=to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_has_its_number_and_its_anchor() {
        let html = listing("race 9-10", true).unwrap();
        assert!(html.contains("id=\"race-line-9\"") && html.contains("id=\"race-line-10\""), "{html}");
        assert!(!html.contains("race-line-11"), "{html}");
    }

    #[test]
    fn lines_that_are_not_there_are_an_error() {
        for wrong in ["race", "race 0-1", "race 9-8", "race 1-1000", "chess 1", "race a-b"] {
            assert!(listing(wrong, true).is_err(), "{wrong}");
        }
    }
}
