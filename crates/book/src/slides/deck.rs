//! Parses `docs/slides/deck.md`: a heading begins a slide, and `Notes, FROM–TO min:` begins its speaker notes.

use super::{DECK, expanded, markdown};
use crate::edition::Edition;
use anyhow::{Context, Result, bail, ensure};
use std::fmt::Write as _;

/// How long the lecture takes, in minutes.
pub const MINUTES: u32 = 45;

/// One slide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slide {
    /// The line of its heading, counted from 1.
    pub line: usize,
    /// The slide itself: Markdown that begins with the heading.
    pub body: String,
    /// The speaker notes, in Markdown, and the line at which they begin.
    pub notes: (usize, String),
    /// The minute at which the slide is shown, and the minute at which the next one is.
    pub minutes: (u32, u32),
}

/// The slides of a deck. Text before the first heading is skipped.
///
/// # Errors
///
/// If a slide has no notes or no minutes, if a slide does not begin in the minute in which the one before ends, or if the
/// last one does not end at [`MINUTES`].
pub fn slides(text: &str) -> Result<Vec<Slide>> {
    let mut slides: Vec<Slide> = Vec::new();
    let mut in_notes = true; // the text before the first heading needs no notes either
    for (number, line) in (1..).zip(text.lines()) {
        if line.starts_with("# ") || line.starts_with("## ") {
            ensure!(in_notes, "{DECK}:{number}: the slide before has no line `Notes, FROM–TO min:`");
            slides.push(Slide {
                line: number,
                body: format!("{line}\n"),
                notes: (0, String::new()),
                minutes: (0, 0),
            });
            in_notes = false;
            continue;
        }
        let Some(slide) = slides.last_mut() else { continue };
        if let Some(minutes) = line.strip_prefix("Notes, ") {
            ensure!(!in_notes, "{DECK}:{number}: the slide has notes already");
            slide.minutes = parse(minutes).with_context(|| format!("{DECK}:{number}"))?;
            slide.notes.0 = number + 1;
            in_notes = true;
        } else {
            let part = if in_notes { &mut slide.notes.1 } else { &mut slide.body };
            part.push_str(line);
            part.push('\n');
        }
    }
    ensure!(in_notes, "{DECK}: the last slide has no line `Notes, FROM–TO min:`");
    let mut now = 0;
    for slide in &slides {
        let (from, to) = slide.minutes;
        let line = slide.notes.0 - 1;
        ensure!(from == now, "{DECK}:{line}: the slide begins at minute {from}, but the one before ends at {now}");
        ensure!(to > from, "{DECK}:{line}: the slide takes no time");
        now = to;
    }
    ensure!(now == MINUTES, "{DECK}: the slides take {now} minutes, not {MINUTES}");
    Ok(slides)
}

/// `3–5 min:`.
fn parse(minutes: &str) -> Result<(u32, u32)> {
    let numbers = minutes.strip_suffix(" min:").and_then(|range| range.split_once('–'));
    let Some((Ok(from), Ok(to))) = numbers.map(|(from, to)| (from.parse(), to.parse())) else {
        bail!("notes begin with a line such as `Notes, 3–5 min:`");
    };
    Ok((from, to))
}

/// The slides as HTML for reveal.js. The students' edition has no notes.
///
/// # Errors
///
/// As [`slides`], and if a slide includes something that does not exist.
pub fn html(text: &str, edition: Edition, book: &str) -> Result<String> {
    let mut html = String::new();
    for slide in slides(text)? {
        let part = |text: &str, line: usize| markdown::html(&expanded(DECK, text, line, edition)?, book);
        let (from, to) = slide.minutes;
        let title = if slide.body.starts_with("# ") { " class=\"title\"" } else { "" };
        let _ = write!(
            html,
            "<section{title} data-timing=\"{}\">\n{}",
            (to - from) * 60,
            part(&slide.body, slide.line)?
        );
        if edition == Edition::Instructors {
            let (line, notes) = &slide.notes;
            let notes = part(notes, *line)?;
            let _ = write!(html, "<aside class=\"notes\">\n<p><b>Minute {from} to {to}</b></p>\n{notes}</aside>\n");
        }
        html.push_str("</section>\n");
    }
    Ok(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = "<!-- remark -->\n# A\n\nb\n\nNotes, 0–5 min:\n\nc\n\n## D\n\nNotes, 5–45 min:\n\ne\n";

    #[test]
    fn a_heading_begins_a_slide_and_a_line_with_minutes_its_notes() {
        let slides = slides(TWO).unwrap();
        assert_eq!(slides.len(), 2);
        assert_eq!((slides[0].line, slides[0].body.as_str(), slides[0].minutes), (2, "# A\n\nb\n\n", (0, 5)));
        assert_eq!(slides[1].notes, (13, "\ne\n".to_string()));
    }

    #[test]
    fn gaps_between_minutes_and_slides_without_minutes_are_errors_with_their_line() {
        for (from, to, message) in [
            ("0–5", "0–4", "deck.md:12: the slide begins at minute 5, but the one before ends at 4"),
            ("5–45", "5–44", "the slides take 44 minutes, not 45"),
            ("5–45", "5–5", "deck.md:12: the slide takes no time"),
            ("Notes, 0–5 min:", "", "deck.md:10: the slide before has no line"),
            ("5–45 min:", "5 min:", "deck.md:12"),
        ] {
            let error = format!("{:#}", slides(&TWO.replace(from, to)).unwrap_err());
            assert!(error.contains(message), "{error}");
        }
    }

    #[test]
    fn students_get_no_notes() {
        let html = |edition| html(TWO, edition, "../book").unwrap();
        assert!(html(Edition::Instructors).contains("Minute 5 to 45"));
        assert!(!html(Edition::Students).contains("notes"));
    }

    #[test]
    fn a_directive_that_cannot_be_expanded_is_an_error_with_its_line() {
        let error = html(&TWO.replace("\ne\n", "{{bogus}}\n"), Edition::Instructors, "").unwrap_err();
        assert!(error.to_string().starts_with("docs/slides/deck.md:13: "), "{error}");
    }
}
