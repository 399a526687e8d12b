//! Draws lines over two axes, as an SVG picture that follows the reader's choice of light or dark.
//!
//! Why no library: plotters draws SVG, but writes colours into each element, where no style can change them, while
//! the other pictures of the book follow `prefers-color-scheme`. This needs only a few lines and two axes.

use serde_json::{Value, json};
use std::fmt::Write;

/// The content of a picture.
pub struct Plot {
    /// The name of the file, without its extension.
    pub name: &'static str,
    /// The title above the picture.
    pub title: &'static str,
    /// The label and the scale of the horizontal axis.
    pub across: (&'static str, Scale),
    /// The lines.
    pub lines: Vec<Line>,
}

/// The scale of the horizontal axis. The other axis, seconds, is always logarithmic, because costs grow by factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Linear.
    Even,
    /// Logarithmic.
    Powers,
}

/// One line.
pub struct Line {
    /// The label at its end.
    pub label: String,
    /// Whether it is dashed, for an ideal or a peer.
    pub dashed: bool,
    /// The points: a number, and seconds.
    pub points: Vec<(usize, f64)>,
}

/// The picture, in pixels: the axes lie within the margins. On the right is room for labels.
const SIZE: (f64, f64) = (760.0, 400.0);
const LEFT: f64 = 70.0;
const RIGHT: f64 = 190.0;
const TOP: f64 = 46.0;
const BOTTOM: f64 = 52.0;
/// The least distance between labels.
const APART: f64 = 15.0;
/// The number of colours that can be distinguished in light and dark. More lines reuse them, and have labels.
const COLOURS: usize = 6;

impl Plot {
    /// The numbers as JSON.
    pub fn json(&self) -> Value {
        let line = |line: &Line| json!({"label": line.label, "points": line.points});
        let lines: Vec<Value> = self.lines.iter().map(line).collect();
        json!({"name": self.name, "title": self.title, "across": self.across.0, "up": "seconds", "lines": lines})
    }

    /// The picture.
    pub fn svg(&self) -> String {
        let points = || self.lines.iter().flat_map(|line| &line.points);
        let (least, most) = bounds(points().map(|point| point.0 as f64));
        let (fastest, slowest) = bounds(points().map(|point| point.1));
        let (low, high) = (power(fastest, f64::floor), power(slowest, f64::ceil));
        let x = |count: usize| LEFT + part(count as f64, (least, most), self.across.1) * (SIZE.0 - LEFT - RIGHT);
        let y =
            |seconds: f64| SIZE.1 - BOTTOM - part(seconds, (low, high), Scale::Powers) * (SIZE.1 - TOP - BOTTOM);

        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" \
             role=\"img\" aria-label=\"{2}\">\n<style>{STYLE}</style>\n<rect class=\"paper\" width=\"{0}\" \
             height=\"{1}\"/>\n<text class=\"title\" x=\"{LEFT}\" y=\"24\">{2}</text>\n",
            SIZE.0, SIZE.1, self.title
        );
        let (bottom, right) = (SIZE.1 - BOTTOM, SIZE.0 - RIGHT);
        for exponent in low.log10().round() as i32..=high.log10().round() as i32 {
            let at = y(10_f64.powi(exponent));
            let _ = writeln!(
                svg,
                "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{right}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/>\
                 <text class=\"mark up\" x=\"{}\" y=\"{:.1}\">{}</text>",
                LEFT - 8.0,
                at + 4.0,
                seconds(exponent)
            );
        }
        let mut counts: Vec<usize> = points().map(|point| point.0).collect();
        counts.sort_unstable();
        counts.dedup();
        for count in counts {
            let at = x(count);
            let _ = writeln!(
                svg,
                "<line class=\"grid\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{TOP}\" y2=\"{bottom}\"/>\
                 <text class=\"mark\" x=\"{at:.1}\" y=\"{}\">{count}</text>",
                bottom + 18.0
            );
        }
        let middle = LEFT.midpoint(right);
        let _ =
            writeln!(svg, "<text class=\"axis\" x=\"{middle}\" y=\"{}\">{}</text>", bottom + 40.0, self.across.0);

        let ends = self.lines.iter().map(|line| line.points.last().map_or(bottom, |point| y(point.1)));
        let places = spread(&ends.collect::<Vec<_>>());
        let mut labels = String::new(); // above all lines
        for ((number, line), label) in self.lines.iter().enumerate().zip(places) {
            let colour = number % COLOURS;
            let path: Vec<_> =
                line.points.iter().map(|point| format!("{:.1},{:.1}", x(point.0), y(point.1))).collect();
            let dashed = if line.dashed { " dashed" } else { "" };
            let _ = writeln!(svg, "<polyline class=\"c{colour}{dashed}\" points=\"{}\"/>", path.join(" "));
            for (count, spent) in &line.points {
                let _ = writeln!(
                    svg,
                    "<circle class=\"f{colour}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3.5\"><title>{}, {count}: \
                     {spent:.3e} s</title></circle>",
                    x(*count),
                    y(*spent),
                    line.label
                );
            }
            let end = line.points.last().map_or(right, |point| x(point.0)) + 8.0;
            let _ = writeln!(
                labels,
                "<text class=\"label f{colour}\" x=\"{end:.1}\" y=\"{:.1}\">{}</text>",
                label + 4.0,
                line.label
            );
        }
        svg + &labels + "</svg>\n"
    }
}

/// The least and the greatest number; never equal.
fn bounds(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    let (least, most) =
        numbers.fold((f64::MAX, f64::MIN), |(least, most), number| (least.min(number), most.max(number)));
    if least < most { (least, most) } else { (least.clamp(0.5, 1e9), least.clamp(0.5, 1e9) * 2.0) }
}

/// The nearest power of ten above or below a number.
fn power(number: f64, round: fn(f64) -> f64) -> f64 {
    10_f64.powf(round(number.max(1e-9).log10()))
}

/// The position of a number between the least and the greatest.
fn part(number: f64, (least, most): (f64, f64), scale: Scale) -> f64 {
    match scale {
        Scale::Even => (number - least) / (most - least),
        Scale::Powers => (number.max(1e-9) / least).ln() / (most / least).ln(),
    }
}

/// The label for a power of ten of seconds.
fn seconds(exponent: i32) -> String {
    match exponent {
        ..=-7 => format!("{} ns", 10_f64.powi(exponent + 9)),
        -6..=-4 => format!("{} µs", 10_f64.powi(exponent + 6).round()),
        -3..=-1 => format!("{} ms", 10_f64.powi(exponent + 3).round()),
        _ => format!("{} s", 10_f64.powi(exponent)),
    }
}

/// Places for labels near `wanted`, in the same order, without overlaps.
fn spread(wanted: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|one, other| wanted[*one].total_cmp(&wanted[*other]));
    let mut places = wanted.to_vec();
    for pair in order.windows(2) {
        places[pair[1]] = places[pair[1]].max(places[pair[0]] + APART);
    }
    places
}

const STYLE: &str = "\
text{font:13px system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif;fill:#1f2328}.title{font-weight:600;font-size:15px}\
.mark,.axis{text-anchor:middle;fill:#59636e}.up{text-anchor:end}.paper{fill:#fff}.grid{stroke:#d8dee4}\
polyline{fill:none;stroke-width:2}.dashed{stroke-dasharray:6 5}\
.label{paint-order:stroke;stroke:#fff;stroke-width:4px}\
.c0{stroke:#0969da}.c1{stroke:#bc4c00}.c2{stroke:#1a7f37}.c3{stroke:#8250df}.c4{stroke:#bf3989}.c5{stroke:#57606a}\
.f0{fill:#0969da}.f1{fill:#bc4c00}.f2{fill:#1a7f37}.f3{fill:#8250df}.f4{fill:#bf3989}.f5{fill:#57606a}\
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.mark,.axis{fill:#9da7b1}.paper{fill:#0d1117}.grid{stroke:#30363d}.label{stroke:#0d1117}\
.c0{stroke:#58a6ff}.c1{stroke:#f0883e}.c2{stroke:#3fb950}.c3{stroke:#bc8cff}.c4{stroke:#f778ba}.c5{stroke:#b1bac4}\
.f0{fill:#58a6ff}.f1{fill:#f0883e}.f2{fill:#3fb950}.f3{fill:#bc8cff}.f4{fill:#f778ba}.f5{fill:#b1bac4}}";

#[cfg(test)]
mod tests {
    use super::*;

    fn plot() -> Plot {
        let line = |label: &str, points: &[(usize, f64)]| Line {
            label: label.to_string(),
            dashed: label == "ideal",
            points: points.to_vec(),
        };
        let lines =
            vec![line("ours", &[(1, 2.0), (10, 0.2), (100, 0.03)]), line("ideal", &[(1, 2.0), (100, 0.02)])];
        Plot { name: "x", title: "How it grows", across: ("workers", Scale::Powers), lines }
    }

    #[test]
    fn every_point_is_within_the_axes() {
        let svg = plot().svg();
        for circle in svg.split("<circle ").skip(1) {
            let of = |name: &str| circle.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap();
            let (x, y): (f64, f64) = (of("cx").parse().unwrap(), of("cy").parse().unwrap());
            assert!((LEFT..=SIZE.0 - RIGHT).contains(&x) && (TOP..=SIZE.1 - BOTTOM).contains(&y), "{x} {y}");
        }
        assert_eq!(svg.matches("<circle ").count(), 5);
    }

    #[test]
    fn the_picture_works_in_dark_mode_and_distinguishes_lines_by_more_than_colour() {
        let svg = plot().svg();
        assert!(svg.contains("prefers-color-scheme:dark"));
        assert!(svg.contains(">ours</text>") && svg.contains(">ideal</text>") && svg.contains("dashed\" points"));
    }

    #[test]
    fn labels_never_overlap() {
        assert_eq!(spread(&[100.0, 101.0, 50.0]), [100.0, 115.0, 50.0]);
    }

    #[test]
    fn marks_on_the_axis_are_labelled_as_times() {
        assert_eq!(
            [-8, -6, -4, -3, -1, 0, 2].map(seconds),
            ["10 ns", "1 µs", "100 µs", "1 ms", "100 ms", "1 s", "100 s"]
        );
    }

    #[test]
    fn a_plot_of_one_point_is_drawn() {
        let line = Line { label: "one".to_string(), dashed: false, points: vec![(1, 1.0)] };
        let svg = Plot { name: "x", title: "t", across: ("n", Scale::Even), lines: vec![line] }.svg();
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }
}
