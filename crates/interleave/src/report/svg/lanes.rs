//! Places the boxes of the rows, and draws what is between them.

use super::super::arrows::{Arrow, arrows};
use super::super::cast::threads;
use super::super::rows::{Row, RowKind};
use super::super::text::{width, wrap};
use super::super::words::Words;
use super::{CHAR, LINE, MARGIN, label};
use crate::record::{Record, ThreadId};

const PADDING: usize = 8;
const ROW_GAP: usize = 16;
const LANE_GAP: usize = 36;
const HATCHED: usize = 20;
/// Room for the row numbers.
const NUMBERS: usize = 34;
/// The minimum and maximum width of a lane, in characters.
const LANE_TEXT: std::ops::RangeInclusive<usize> = 14..=34;
/// Leaves room for the sentence on top of two short lanes.
const NARROWEST_PICTURE: usize = 640;

/// A lane for each thread that has a row.
pub(super) struct Lanes<'a> {
    words: &'a Words<'a>,
    rows: &'a [Row],
    arrows: Vec<Arrow>,
    lanes: Vec<Lane>,
    /// The left edge of the source places.
    right: usize,
}

struct Lane {
    thread: ThreadId,
    left: usize,
    /// In characters.
    columns: usize,
}

impl Lane {
    fn width(&self) -> usize {
        self.columns * CHAR + 2 * PADDING
    }

    fn right(&self) -> usize {
        self.left + self.width()
    }

    fn middle(&self) -> usize {
        self.left + self.width() / 2
    }
}

/// The top and the bottom of a row's box.
#[derive(Clone, Copy)]
struct Span {
    top: usize,
    bottom: usize,
}

impl<'a> Lanes<'a> {
    pub fn new(record: &Record, words: &'a Words<'a>, rows: &'a [Row]) -> Self {
        let mut lanes = Vec::new();
        let mut left = MARGIN + NUMBERS;
        for thread in threads(rows) {
            let parts = rows.iter().filter(|row| row.thread == thread).flat_map(|row| &row.parts);
            let widest = parts.map(|part| width(&part.text)).chain([width(words.thread(thread))]).max();
            let columns = widest.unwrap_or_default().clamp(*LANE_TEXT.start(), *LANE_TEXT.end());
            let lane = Lane { thread, left, columns };
            left = lane.right() + LANE_GAP;
            lanes.push(lane);
        }
        Lanes { words, rows, arrows: arrows(record, rows), lanes, right: left }
    }

    /// The width of the whole picture.
    pub fn width(&self) -> usize {
        let places = self.rows.iter().flat_map(|row| &row.parts).filter_map(|part| part.place);
        let places = places.map(|place| width(&self.words.short(place))).max().unwrap_or_default();
        (self.right + places * CHAR + MARGIN).max(NARROWEST_PICTURE)
    }

    /// Draws everything from this height on and returns the height below it.
    pub fn draw(&self, top: usize, out: &mut String) -> usize {
        let names = top + LINE;
        let mut spans: Vec<Span> = Vec::new();
        let mut next = names + ROW_GAP;
        for row in self.rows {
            let lines: usize = self.wrapped(row).iter().map(Vec::len).sum();
            let span = Span { top: next, bottom: next + lines * LINE + PADDING };
            next = span.bottom + ROW_GAP;
            spans.push(span);
        }
        let end = next + ROW_GAP;
        for lane in &self.lanes {
            let x = lane.middle();
            out.push_str(&format!(
                "<line class=\"lane\" x1=\"{x}\" y1=\"{}\" x2=\"{x}\" y2=\"{end}\"/>\n",
                names + 6
            ));
            let name = self.words.thread(lane.thread);
            label(x.saturating_sub(width(name) * CHAR / 2), names, "head", name, out);
        }
        for (index, row) in self.rows.iter().enumerate() {
            self.draw_row(index, row, spans[index], out);
            if matches!(row.kind, RowKind::Blocked | RowKind::Waits) {
                let next = (index + 1..self.rows.len()).find(|&later| self.rows[later].thread == row.thread);
                self.hatch(row, spans[index].bottom, next.map_or(end, |next| spans[next].top), out);
            }
        }
        for (number, arrow) in self.arrows.iter().enumerate() {
            self.draw_arrow(number, *arrow, spans[arrow.from], spans[arrow.to], out);
        }
        end
    }

    fn lane(&self, row: &Row) -> &Lane {
        let own = self.lanes.iter().find(|lane| lane.thread == row.thread);
        own.expect("every thread with a row has a lane")
    }

    /// The wrapped lines of each part of a row.
    fn wrapped(&self, row: &Row) -> Vec<Vec<String>> {
        let columns = self.lane(row).columns;
        row.parts.iter().map(|part| wrap(&part.text, columns, 2)).collect()
    }

    fn draw_row(&self, index: usize, row: &Row, span: Span, out: &mut String) {
        let lane = self.lane(row);
        out.push_str(&format!(
            "<rect class=\"box {:?}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"4\"/>\n",
            row.kind,
            lane.left,
            span.top,
            lane.width(),
            span.bottom - span.top
        ));
        let mut y = span.top + LINE - 1;
        let number = (index + 1).to_string();
        label(MARGIN + NUMBERS - 12 - number.len() * CHAR, y, "dim", &number, out);
        for (part, lines) in row.parts.iter().zip(self.wrapped(row)) {
            if let Some(place) = part.place {
                label(self.right, y, "dim", &self.words.short(place), out);
            }
            for line in lines {
                label(lane.left + PADDING, y, "does", &line, out);
                y += LINE;
            }
        }
    }

    /// Hatches a stretch in which the thread of the row is blocked.
    fn hatch(&self, row: &Row, top: usize, bottom: usize, out: &mut String) {
        let x = self.lane(row).middle() - HATCHED / 2;
        let height = bottom - top;
        out.push_str(&format!(
            "<rect class=\"hatch\" x=\"{x}\" y=\"{top}\" width=\"{HATCHED}\" height=\"{height}\"/>\n"
        ));
    }

    /// Draws an arrow down from its row, along the gap below it, down the gap beside the other lane, and into the
    /// other row, never across a box. Neighbouring arrows are shifted so that they do not overlap.
    fn draw_arrow(&self, number: usize, arrow: Arrow, from: Span, to: Span, out: &mut String) {
        let (here, there) = (self.lane(&self.rows[arrow.from]), self.lane(&self.rows[arrow.to]));
        let shift = 5 * (number % 4);
        let (start, beside, target) = if here.left < there.left {
            (here.right() - 14 - shift, there.left - 12 - shift, there.left)
        } else {
            (here.left + 14 + shift, there.right() + 12 + shift, there.right())
        };
        let (below, along, into) = (from.bottom, from.bottom + ROW_GAP / 2, to.top + LINE / 2 + 3);
        out.push_str(&format!(
            "<path class=\"arrow\" marker-end=\"url(#il-tip)\" d=\"M{start} {below}V{along}H{beside}V{into}H{target}\"/>\n"
        ));
    }
}
