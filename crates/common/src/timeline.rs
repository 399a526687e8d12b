//! Who did what, when: a lane for each worker, time from left to right.

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
    /// Written into the bar where there is room.
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
    let names = lanes.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let width = columns.saturating_sub(names + 3).max(20);
    let end = spans.iter().map(|span| span.end).max().unwrap_or_default();
    let scale = Scale { width, nanos: end.as_nanos().max(1) };
    let [wall, corner, floor] = if ascii { ['|', '+', '-'] } else { ['│', '└', '─'] };

    let mut picture = String::new();
    for (lane, name) in lanes.iter().enumerate() {
        let mut row = vec![' '; width];
        for span in spans.iter().filter(|span| span.lane == lane) {
            let (first, last) = scale.cells(span);
            bar(&mut row[first..=last], &span.label, ascii);
        }
        let row: String = row.into_iter().collect();
        picture += &format!("{name:names$} {wall}{}\n", row.trim_end());
    }
    let floor: String = std::iter::repeat_n(floor, width).collect();
    let total = format!("{:.0} ms", end.as_secs_f64() * 1000.0);
    picture += &format!("{:names$} {corner}{floor}\n", "");
    picture + &format!("{:names$}  0{total:>1$}", "", width - 1)
}

/// Maps time to columns.
struct Scale {
    width: usize,
    nanos: u128,
}

impl Scale {
    fn column(&self, time: Duration) -> usize {
        usize::try_from(time.as_nanos() * self.width as u128 / self.nanos).unwrap_or(usize::MAX)
    }

    /// The first and the last cell of a span. It ends before the cell in which its successor begins, and is never
    /// empty.
    fn cells(&self, span: &Span) -> (usize, usize) {
        let first = self.column(span.start).min(self.width - 1);
        let last = self.column(span.end).saturating_sub(1).clamp(first, self.width - 1);
        (first, last)
    }
}

/// Fills `cells` with a bar that carries as much of its label as there is room for.
fn bar(cells: &mut [char], label: &str, ascii: bool) {
    let [open, body, close, short] = if ascii { ['[', '=', ']', '|'] } else { ['┣', '━', '┫', '┃'] };
    let [first, middle @ .., last] = cells else {
        cells.fill(short);
        return;
    };
    (*first, *last) = (open, close);
    middle.fill(body);
    let room = middle.len().saturating_sub(1);
    for (cell, letter) in middle.iter_mut().skip(1).zip(label.chars().take(room)) {
        *cell = letter;
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
    fn a_span_too_short_for_a_bar_is_still_seen() {
        let picture = draw(&["w".into()], &[span(0, 0, "x"), span(50, 100, "y")], 40, true);
        assert!(picture.starts_with("w ||"), "{picture}");
    }

    #[test]
    fn nothing_to_draw_is_no_panic() {
        assert!(draw(&[], &[], 80, false).contains("0 ms"));
    }
}
