//! Who did what, when: a lane for each worker, time from left to right.

pub mod svg;

use std::time::Duration;

/// A stretch of work in one lane.
#[derive(Clone, Debug)]
pub struct Span {
    /// Index of the lane.
    pub lane: usize,
    /// Since the beginning.
    pub start: Duration,
    /// Since the beginning; not before `start`.
    pub end: Duration,
    /// Written into the bar where there is room for it.
    pub label: String,
}

/// Draws the spans, `columns` wide, with a time axis below.
///
/// ```
/// use common::timeline::{Span, draw};
/// use std::time::Duration;
///
/// let ms = Duration::from_millis;
/// let spans = [
///     Span { lane: 0, start: ms(0), end: ms(100), label: "a".into() },
///     Span { lane: 1, start: ms(50), end: ms(75), label: "b".into() },
/// ];
/// let picture = draw(&["worker 0".into(), "worker 1".into()], &spans, 30, true);
/// assert_eq!(picture, "\
/// worker 0 |[=a================]
/// worker 1 |          [=b=]
///          +--------------------
///           0             100 ms");
/// ```
pub fn draw(lanes: &[String], spans: &[Span], columns: usize, ascii: bool) -> String {
    let axis = Axis::for_spans(lanes, spans, columns);
    let mut picture = String::new();
    for (lane, name) in lanes.iter().enumerate() {
        let mut row = vec![' '; axis.width];
        for span in spans.iter().filter(|span| span.lane == lane) {
            let (first, last) = axis.cells(span);
            bar(&mut row[first..=last], &span.label, ascii);
        }
        picture += &axis.row(name, row.into_iter(), ascii);
    }
    picture + &axis.floor(ascii)
}

/// Time from left to right, right of a margin for names. Pictures with the same axis line up.
#[derive(Clone, Debug)]
pub struct Axis {
    margin: usize,
    width: usize,
    end: Duration,
}

impl Axis {
    /// The axis of [`draw`] with the same lanes, spans and columns.
    pub fn for_spans(lanes: &[String], spans: &[Span], columns: usize) -> Self {
        let margin = lanes.iter().map(|name| name.chars().count()).max().unwrap_or(0);
        let width = columns.saturating_sub(margin + 3).max(20);
        Axis { margin, width, end: spans.iter().map(|span| span.end).max().unwrap_or_default() }
    }

    /// Draws a quantity that keeps its value from one sample to the next, as columns of at most `most_lines` lines.
    /// Samples come in any order; before the first the value is 0. A cell shows the highest value within it.
    pub fn levels(&self, samples: &[(Duration, usize)], most_lines: usize, ascii: bool) -> String {
        let mut samples = samples.to_vec();
        samples.sort_by_key(|&(time, _)| time);
        let mut heights = vec![0; self.width];
        let (mut from, mut value) = (0, 0);
        for (time, next) in samples {
            let here = self.cell(time);
            heights[from..=here].iter_mut().for_each(|height| *height = value.max(*height));
            (from, value) = (here, next);
            heights[here] = heights[here].max(next);
        }
        heights[from..].iter_mut().for_each(|height| *height = value.max(*height));

        let highest = heights.iter().copied().max().unwrap_or(0).max(1);
        let step = highest.div_ceil(most_lines.max(1));
        let block = if ascii { '#' } else { '█' };
        let mut picture = String::new();
        for line in (1..=highest.div_ceil(step)).rev() {
            // A line is filled where the value reaches beyond the line below.
            let cells = heights.iter().map(|&height| if height > (line - 1) * step { block } else { ' ' });
            picture += &self.row(&format!("{:>1$}", line * step, self.margin), cells, ascii);
        }
        picture + &self.floor(ascii)
    }

    fn row(&self, name: &str, cells: impl Iterator<Item = char>, ascii: bool) -> String {
        let wall = if ascii { '|' } else { '│' };
        let cells: String = cells.collect();
        format!("{name:0$} {wall}{1}\n", self.margin, cells.trim_end())
    }

    fn floor(&self, ascii: bool) -> String {
        let [corner, floor] = if ascii { ["+", "-"] } else { ["└", "─"] };
        let end = format!("{:.0} ms", self.end.as_secs_f64() * 1000.0);
        format!("{0:1$} {corner}{2}\n{0:1$}  0{end:>3$}", "", self.margin, floor.repeat(self.width), self.width - 1)
    }

    fn column(&self, time: Duration) -> usize {
        let column = time.as_nanos() * self.width as u128 / self.end.as_nanos().max(1);
        usize::try_from(column).unwrap_or(usize::MAX)
    }

    /// The cell that `time` falls into; the last one for what is later than the end.
    fn cell(&self, time: Duration) -> usize {
        self.column(time).min(self.width - 1)
    }

    /// The first and the last cell of a span. It ends before the cell in which its successor begins, and is never
    /// empty.
    fn cells(&self, span: &Span) -> (usize, usize) {
        let first = self.cell(span.start);
        let last = self.column(span.end).saturating_sub(1).clamp(first, self.width - 1);
        (first, last)
    }
}

/// Fills `cells` with a bar. It carries its label if there is room for all of it: half a number is another number.
fn bar(cells: &mut [char], label: &str, ascii: bool) {
    let [open, body, close, short] = if ascii { ['[', '=', ']', '|'] } else { ['┣', '━', '┫', '┃'] };
    let [first, middle @ .., last] = cells else {
        cells.fill(short);
        return;
    };
    (*first, *last) = (open, close);
    middle.fill(body);
    if let Some(spare) = middle.len().checked_sub(label.chars().count()) {
        for (cell, letter) in middle[spare.min(1)..].iter_mut().zip(label.chars()) {
            *cell = letter;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u64, end: u64, label: &str) -> Span {
        let ms = Duration::from_millis;
        Span { lane: 0, start: ms(start), end: ms(end), label: label.into() }
    }

    #[test]
    fn every_line_fits_the_columns_asked_for() {
        let lanes = ["a long name".to_string(), "b".to_string()];
        for columns in [40, 80, 120] {
            let picture = draw(&lanes, &[span(0, 7, "x"), span(7, 900, "a label")], columns, false);
            assert!(picture.lines().all(|line| line.chars().count() <= columns), "{picture}");
        }
    }

    #[test]
    fn a_label_is_written_whole_or_not_at_all() {
        let picture = |label| draw(&["w".into()], &[span(0, 10, label), span(10, 100, "")], 44, true);
        assert!(picture("26").starts_with("w |[26]["), "{}", picture("26"));
        assert!(picture("267").starts_with("w |[==]["), "{}", picture("267"));
    }

    #[test]
    fn a_span_too_short_for_a_bar_is_still_seen() {
        let picture = draw(&["w".into()], &[span(0, 0, "x"), span(50, 100, "y")], 40, true);
        assert!(picture.starts_with("w ||"), "{picture}");
    }

    #[test]
    fn levels_line_up_with_the_spans_and_show_the_highest_value_of_a_cell() {
        let ms = Duration::from_millis;
        let spans = [span(0, 100, "x")];
        let axis = Axis::for_spans(&["w 0".into()], &spans, 26);
        let picture = axis.levels(&[(ms(50), 2), (ms(25), 1), (ms(51), 0)], 10, true);
        let expected =
            ["  2 |          #", "  1 |     ######", "    +--------------------", "     0             100 ms"];
        assert_eq!(picture.lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn levels_higher_than_the_lines_share_them() {
        let axis = Axis::for_spans(&["w 0".into()], &[span(0, 100, "x")], 26);
        let picture = axis.levels(&[(Duration::ZERO, 25)], 10, true);
        assert_eq!(picture.lines().count(), 9 + 2);
        assert!(picture.starts_with(" 27 |####"), "{picture}");
    }

    #[test]
    fn nothing_to_draw_is_no_panic() {
        assert!(draw(&[], &[], 80, false).contains("0 ms"));
    }
}
