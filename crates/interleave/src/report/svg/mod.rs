//! The picture: a lane for each thread, with time running down, hatching while a thread is blocked, and an arrow when
//! one thread lets another proceed. It contains its own style for light and dark, and needs no font, script or file.

mod lanes;

use super::diagnosis;
use super::ending::ending;
use super::rows::{Row, rows};
use super::text::wrap;
use super::words::Words;
use crate::record::Record;
use lanes::Lanes;

/// Sizes in pixels. A character of a 13 px monospaced font is at most 8 wide.
const CHAR: usize = 8;
const LINE: usize = 18;
const MARGIN: usize = 20;

/// Plain rules for the colours: many SVG viewers do not support CSS variables.
const STYLE: &str = include_str!("style.css");

const PATTERNS: &str = "\
<pattern id=\"il-hatch\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
<rect class=\"paper\" width=\"7\" height=\"7\"/><line class=\"stripe\" y2=\"7\"/></pattern>
<marker id=\"il-tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"5\" markerHeight=\"5\" orient=\"auto\">\
<path class=\"tip\" d=\"M0 0L8 4L0 8z\"/></marker>";

/// Renders the record as one self-contained SVG document, readable on light and dark pages. Its title is the
/// diagnosis, and its description contains the rows as text.
pub fn svg(record: &Record) -> String {
    let rows = rows(record);
    let words = Words::new(record);
    let lanes = Lanes::new(record, &words, &rows);
    let width = lanes.width();
    let diagnosis = diagnosis(record);

    let mut body = String::new();
    let y = paragraphs(&[diagnosis.as_str()], "head", width, MARGIN, &mut body);
    let y = lanes.draw(y + LINE / 2, &mut body);
    let below = ending(record);
    let below: Vec<&str> = below.iter().map(String::as_str).collect();
    let y = paragraphs(&below, "end", width, y + LINE, &mut body);
    let replay = Some(format!("replay: {}", record.schedule)).filter(|_| !record.schedule.is_empty());
    let y = paragraphs(&Vec::from_iter(replay.as_deref()), "dim", width, y + LINE / 2, &mut body);

    let height = y + MARGIN;
    let (title, description) = (escape(&diagnosis), escape(&description(&words, &rows)));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"il\" role=\"img\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">\n<title>{title}</title>\n<desc>{description}</desc>\n\
         <style>\n{STYLE}</style>\n<defs>{PATTERNS}</defs>\n\
         <rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>\n{body}</svg>\n"
    )
}

/// The rows as text, for readers who cannot see the picture.
fn description(words: &Words<'_>, rows: &[Row]) -> String {
    let mut out = String::from("In this order:");
    for (index, row) in rows.iter().enumerate() {
        let parts: Vec<&str> = row.parts.iter().map(|part| part.text.as_str()).collect();
        out.push_str(&format!(" {}. {}: {}.", index + 1, words.thread(row.thread), parts.join("; ")));
    }
    out
}

/// Writes wrapped lines of text from this height on and returns the height below them.
fn paragraphs(lines: &[&str], class: &str, width: usize, mut y: usize, out: &mut String) -> usize {
    for line in lines {
        let text = line.trim_start();
        let margin = line.len() - text.len();
        for line in wrap(text, (width - 2 * MARGIN) / CHAR - margin, margin) {
            y += LINE;
            label(MARGIN + margin * CHAR, y, class, &line, out);
        }
    }
    y
}

/// Writes one line of text; its own indentation becomes space on the left.
fn label(x: usize, y: usize, class: &str, line: &str, out: &mut String) {
    let text = line.trim_start();
    let x = x + (line.len() - text.len()) * CHAR;
    out.push_str(&format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>\n", escape(text)));
}

/// Escapes text for XML: markup is escaped, and forbidden characters become spaces.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
