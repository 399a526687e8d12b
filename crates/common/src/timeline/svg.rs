//! The same picture as a file: an SVG that needs nothing beside it.

use super::Span;
use std::io::{self, Write};
use std::time::Duration;

/// A span, and what the picture says of it.
#[derive(Clone, Debug)]
pub struct Bar {
    /// Where it is. Its label is written into it where there is room.
    pub span: Span,
    /// Shown where the pointer rests on it.
    pub title: String,
    /// Drawn as something that went wrong: in another colour, hatched, and its label begins with "failed".
    pub bad: bool,
}

// In pixels. Narrow, with large letters: on a phone the whole is drawn at less than two thirds of its size.
const WIDTH: usize = 560;
const MARGIN: usize = 10;
const LANE: usize = 26;
const TOP: usize = 44;
/// About the width of a letter of the font in use, for a picture knows no fonts.
const LETTER: usize = 9;
/// About so many marks stand on the axis.
const MARKS: u128 = 6;
/// Light or dark as the reader's system is: a picture in a page of its own cannot know the page's colours.
const STYLE: &str = include_str!("style.css");

/// Writes a lane for each name, the bars in them, and a time axis below up to `end`, with `title` above. Any text is
/// allowed. However many bars there are, one is held at a time.
///
/// ```
/// use common::timeline::{Span, svg};
/// use std::time::Duration;
///
/// let end = Duration::from_millis(100);
/// let span = Span { lane: 0, start: Duration::ZERO, end, label: "<a>".into() };
/// let bar = svg::Bar { span, title: "took 100 ms".into(), bad: false };
/// let mut picture = Vec::new();
/// svg::write(&mut picture, "One worker", &["worker 0".into()], end, [Ok(bar)])?;
/// let picture = String::from_utf8_lossy(&picture);
/// assert!(picture.starts_with("<svg ") && picture.contains("&lt;a&gt;"));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
///
/// If `out` cannot be written to, or a bar is an error.
pub fn write(
    out: &mut dyn Write,
    title: &str,
    lanes: &[String],
    end: Duration,
    bars: impl IntoIterator<Item = io::Result<Bar>>,
) -> io::Result<()> {
    let names = MARGIN + lanes.iter().map(|name| name.chars().count()).max().unwrap_or(0) * LETTER + MARGIN;
    let room = WIDTH.saturating_sub(names + 2 * MARGIN).max(100);
    let bottom = TOP + lanes.len() * LANE;
    let x = |time: Duration| names as f64 + room as f64 * time.as_secs_f64() / end.as_secs_f64().max(1e-9);

    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"timeline\" role=\"img\" viewBox=\"0 0 {WIDTH} {height}\" \
         width=\"{WIDTH}\" height=\"{height}\">\n<style>\n{STYLE}</style>\n\
         <defs><pattern id=\"bad\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><rect class=\"hatch\" width=\"6\" height=\"6\"/>\
         <rect class=\"stripe\" width=\"2\" height=\"6\"/></pattern></defs>\n\
         <rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n\
         <text class=\"head\" x=\"{MARGIN}\" y=\"24\">{}</text>",
        escape(title),
        height = bottom + 3 * LANE / 2,
    )?;
    for mark in marks(end) {
        let at = x(mark);
        let label = format!("{} ms", mark.as_secs_f64() * 1000.0);
        writeln!(
            out,
            "<line x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{TOP}\" y2=\"{bottom}\"/>\
             <text class=\"dim\" x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\">{label}</text>",
            bottom + LANE,
        )?;
    }
    for (lane, name) in lanes.iter().enumerate() {
        writeln!(out, "<text x=\"{MARGIN}\" y=\"{}\">{}</text>", TOP + lane * LANE + 18, escape(name))?;
    }
    for bar in bars {
        let Bar { span, title, bad } = bar?;
        let (from, y) = (x(span.start), TOP + span.lane * LANE);
        let width = (x(span.end) - from).max(1.0);
        let kind = if bad { "failed" } else { "bar" };
        writeln!(
            out,
            "<rect x=\"{from:.1}\" y=\"{}\" width=\"{width:.1}\" height=\"{}\" class=\"{kind}\">\
             <title>{}</title></rect>",
            y + 2,
            LANE - 4,
            escape(&title),
        )?;
        let label = if bad { format!("failed {}", span.label) } else { span.label.clone() };
        // Half a label is another label.
        if (label.chars().count() * LETTER + 6) as f64 <= width {
            writeln!(
                out,
                "<text x=\"{:.1}\" y=\"{}\" pointer-events=\"none\">{}</text>",
                from + 4.0,
                y + 18,
                escape(&label)
            )?;
        }
    }
    writeln!(out, "</svg>")
}

/// Round times from 0 to `end`: 1, 2 or 5 and zeros apart.
fn marks(end: Duration) -> impl Iterator<Item = Duration> {
    let steps = (0..).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_u128.pow(power)));
    let end = end.as_micros();
    let step = steps.take(60).find(|step| end / step <= MARKS).unwrap_or(u128::MAX);
    (0..=end / step).map(move |mark| Duration::from_micros(u64::try_from(mark * step).unwrap_or(u64::MAX)))
}

/// As text in XML, which cannot hold control characters at all.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            letter if letter.is_control() || ['\u{fffe}', '\u{ffff}'].contains(&letter) => escaped.push('?'),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(start: u64, end: u64, label: &str, bad: bool) -> Bar {
        let ms = Duration::from_millis;
        let span = Span { lane: 0, start: ms(start), end: ms(end), label: label.into() };
        Bar { span, title: format!("title of {label}"), bad }
    }

    fn draw(title: &str, lanes: &[String], bars: &[Bar]) -> String {
        let end = bars.iter().map(|bar| bar.span.end).max().unwrap_or_default();
        let mut picture = Vec::new();
        write(&mut picture, title, lanes, end, bars.iter().cloned().map(Ok)).unwrap();
        String::from_utf8(picture).unwrap()
    }

    #[test]
    fn a_bar_too_short_for_its_label_keeps_its_title() {
        let picture = draw("t", &["w".into()], &[bar(0, 1, "short", false), bar(1, 1000, "long", false)]);
        assert!(picture.contains(">long</text>") && !picture.contains(">short</text>"), "{picture}");
        assert!(picture.contains("<title>title of short</title>"), "{picture}");
    }

    #[test]
    fn what_went_wrong_is_told_in_words_and_not_by_colour_alone() {
        let picture = draw("t", &["w".into()], &[bar(0, 10, "x", true)]);
        assert!(picture.contains(">failed x</text>") && picture.contains("url(#bad)"), "{picture}");
    }

    #[test]
    fn text_cannot_break_the_picture() {
        let picture = draw("a & \u{1}", &["<w>".into()], &[bar(0, 10, "\"</svg>", false)]);
        assert_eq!(picture.matches("</svg>").count(), 1, "{picture}");
        assert!(picture.contains("a &amp; ?") && picture.contains("&lt;w&gt;"), "{picture}");
    }

    #[test]
    fn marks_are_round_and_few() {
        let of = |ms| marks(Duration::from_millis(ms)).map(|mark| mark.as_millis()).collect::<Vec<_>>();
        assert_eq!(of(503), [0, 100, 200, 300, 400, 500]);
        assert_eq!(of(0), [0]);
        assert!((5..=9).contains(&of(86_400_000).len()));
    }

    #[test]
    fn nothing_to_draw_is_no_panic() {
        assert!(draw("nothing", &[], &[]).ends_with("</svg>\n"));
    }
}
