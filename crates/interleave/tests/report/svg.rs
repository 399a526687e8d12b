//! The picture.

use interleave::report::{diagnosis, svg};

use crate::stories::{self, all};

/// The values of an attribute in document order.
fn attribute<'s>(svg: &'s str, start: &str, name: &str) -> Vec<&'s str> {
    let elements = svg.lines().filter(|line| line.starts_with(start));
    let value = |line: &'s str| line.split_once(&format!(" {name}=\""))?.1.split('"').next();
    elements.filter_map(value).collect()
}

#[test]
fn there_is_a_box_for_every_row_and_none_overlaps_the_next() {
    for (name, record) in all() {
        let svg = svg(&record);
        let number = |name: &str| -> Vec<usize> {
            attribute(&svg, "<rect class=\"box", name)
                .iter()
                .map(|value| value.parse().expect("a number"))
                .collect()
        };
        let (tops, heights) = (number("y"), number("height"));
        assert!(tops.len() >= 2, "{name}");
        let below = tops.iter().zip(&heights).map(|(top, height)| top + height);
        assert!(below.zip(&tops[1..]).all(|(bottom, next)| bottom < *next), "{name}: {tops:?} {heights:?}");
    }
}

#[test]
fn the_picture_is_self_contained() {
    for (name, record) in all() {
        let svg = svg(&record);
        let foreign = ["href", "<script", "<image", "@import", "@font-face"];
        assert!(foreign.iter().all(|word| !svg.contains(word)), "{name}");
        let links = svg.matches("http").count();
        assert_eq!(links, 1, "{name}: only the name of the XML namespace");
        assert!(svg.contains("prefers-color-scheme:dark"), "{name}");
    }
}

#[test]
fn a_screen_reader_gets_the_diagnosis_and_the_rows() {
    let record = stories::racy_counter();
    let svg = svg(&record);
    assert!(svg.contains(&format!("<title>{}</title>", diagnosis(&record))), "{svg}");
    assert!(svg.contains("In this order: 1. thread 1: read count → 0. 2. thread 2: read count → 0."), "{svg}");
}

#[test]
fn text_is_escaped() {
    let mut record = stories::racy_counter();
    record.threads[1].name = "<b>&\"\u{1}".to_owned();
    let svg = svg(&record);
    assert!(svg.contains("&lt;b&gt;&amp;&quot; ") && !svg.contains("<b>") && !svg.contains('\u{1}'), "{svg}");
}

#[test]
fn a_wait_is_hatched_and_a_notify_points_at_the_thread_it_woke() {
    let svg = svg(&stories::if_for_while());
    assert_eq!(svg.matches("class=\"hatch\"").count(), 1, "{svg}");
    assert_eq!(svg.matches("class=\"arrow\"").count(), 1, "{svg}");
}

#[test]
fn arrows_cross_no_box() {
    for (name, record) in all() {
        let svg = svg(&record);
        let boxes: Vec<[usize; 4]> = {
            let number = |key: &str| -> Vec<usize> {
                attribute(&svg, "<rect class=\"box", key).iter().filter_map(|text| text.parse().ok()).collect()
            };
            let (x, y, width, height) = (number("x"), number("y"), number("width"), number("height"));
            (0..x.len()).map(|i| [x[i], y[i], x[i] + width[i], y[i] + height[i]]).collect()
        };
        for path in attribute(&svg, "<path class=\"arrow\"", "d") {
            // M x y V y H x V y H x
            let numbers: Vec<usize> =
                path.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
            let [x1, y1, y2, x2, y3, x3] = numbers[..] else { panic!("{name}: {path}") };
            let corners = [(x1, y1), (x1, y2), (x2, y2), (x2, y3), (x3, y3)];
            for (from, to) in corners.iter().zip(&corners[1..]) {
                let (left, right) = (from.0.min(to.0), from.0.max(to.0));
                let (top, bottom) = (from.1.min(to.1), from.1.max(to.1));
                let inside = |b: &&[usize; 4]| left < b[2] && right > b[0] && top < b[3] && bottom > b[1];
                assert_eq!(boxes.iter().find(inside), None, "{name}: {path}");
            }
        }
    }
}
