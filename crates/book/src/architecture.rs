//! The picture of the crates: who needs whom, drawn from what cargo says. A crate stands above those that it needs.

use crate::{escaped, root};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::process::Command;

/// Sizes in pixels.
const BOX: (usize, usize) = (170, 40);
const GAP: (usize, usize) = (30, 56);
const MARGIN: usize = 20;

/// A crate of this workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Crate {
    about: String,
    /// Crates of this workspace that its code needs.
    needs: BTreeSet<String>,
    /// Those that only its tests need.
    for_tests: BTreeSet<String>,
}

type Crates = BTreeMap<String, Crate>;

/// The picture of this workspace.
///
/// # Errors
///
/// If cargo cannot say what the workspace holds.
pub fn svg() -> Result<String> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .context("cannot start cargo")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr).trim_end());
    Ok(draw(&crates(&serde_json::from_slice(&output.stdout)?)))
}

/// What `cargo metadata --no-deps` says of the workspace's own crates.
fn crates(metadata: &Value) -> Crates {
    let packages = || metadata["packages"].as_array().into_iter().flatten();
    let name = |value: &Value| value["name"].as_str().unwrap_or_default().to_string();
    let own: BTreeSet<String> = packages().map(name).collect();
    let of = |package: &Value| {
        let mut found =
            Crate { about: package["description"].as_str().unwrap_or("").to_string(), ..Crate::default() };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            if own.contains(&name(dependency)) {
                let tests = dependency["kind"] == "dev";
                if tests { &mut found.for_tests } else { &mut found.needs }.insert(name(dependency));
            }
        }
        found.for_tests = &found.for_tests - &found.needs;
        (name(package), found)
    };
    let mut crates: Crates = packages().map(of).collect();
    // Cargo lets the tests of a crate need what needs the crate. Nothing stands above itself: no arrow for those.
    let circles = |name: &str, to: &str| crates[to].needs.contains(name) || reaches(&crates, to, name);
    let straight = crates.iter().map(|(name, found)| {
        let mut found = found.clone();
        found.for_tests.retain(|to| !circles(name, to));
        (name.clone(), found)
    });
    crates = straight.collect();
    crates
}

/// How many crates lie below one at most: its row, from the bottom. [`crates`] leaves no circles.
fn height(crates: &Crates, name: &str) -> usize {
    let needs = crates.get(name).into_iter().flat_map(|found| found.needs.iter().chain(&found.for_tests));
    needs.map(|below| height(crates, below) + 1).max().unwrap_or(0)
}

/// Whether `from` reaches `to` through another crate that it needs: then a line of its own says nothing new.
fn reaches(crates: &Crates, from: &str, to: &str) -> bool {
    let needs = crates.get(from).into_iter().flat_map(|found| found.needs.iter());
    needs.filter(|between| *between != to).any(|between| {
        let further = crates.get(between).is_some_and(|found| found.needs.contains(to));
        further || reaches(crates, between, to)
    })
}

/// Where a line goes through a row with boxes at `lefts`: behind none of them, and as near to `wanted` as can be.
fn beside(lefts: impl Iterator<Item = usize>, wanted: usize) -> usize {
    let gaps = lefts.flat_map(|left| [left - GAP.0 / 2, left + BOX.0 + GAP.0 / 2]);
    gaps.min_by_key(|gap| gap.abs_diff(wanted)).unwrap_or(wanted)
}

fn draw(crates: &Crates) -> String {
    let rows = crates.keys().map(|name| height(crates, name)).max().unwrap_or(0) + 1;
    let mut in_row: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    // Whom nobody needs and who needs nobody only starts the others: it stands on top of all.
    let starts = |name: &str| {
        let needed = crates.values().any(|found| found.needs.contains(name) || found.for_tests.contains(name));
        !needed && height(crates, name) == 0
    };
    let rows = rows + usize::from(crates.keys().any(|name| starts(name)));
    for name in crates.keys() {
        let row = if starts(name) { rows - 1 } else { height(crates, name) };
        in_row.entry(row).or_default().push(name);
    }
    let widest = in_row.values().map(Vec::len).max().unwrap_or(0);
    let width = 2 * MARGIN + widest * BOX.0 + widest.saturating_sub(1) * GAP.0;
    let height = 2 * MARGIN + rows * BOX.1 + rows.saturating_sub(1) * GAP.1;
    let mut place = BTreeMap::new();
    for (row, names) in &in_row {
        let used = names.len() * BOX.0 + (names.len() - 1) * GAP.0;
        for (number, name) in names.iter().enumerate() {
            let x = (width - used) / 2 + number * (BOX.0 + GAP.0);
            place.insert(*name, (x, MARGIN + (rows - 1 - row) * (BOX.1 + GAP.1)));
        }
    }
    let mut lines = String::new();
    let mut boxes = String::new();
    for (name, found) in crates {
        let (x, y) = place[name.as_str()];
        let links =
            found.needs.iter().map(|to| (to, "needs")).chain(found.for_tests.iter().map(|to| (to, "tests")));
        for (to, class) in links.filter(|(to, _)| !reaches(crates, name, to)) {
            let (to_x, to_y) = place[to.as_str()];
            let (from, to) = ((x + BOX.0 / 2, y + BOX.1), (to_x + BOX.0 / 2, to_y - 4));
            let mut points = vec![from];
            for top in (y..to_y).step_by(BOX.1 + GAP.1).skip(1) {
                let between = beside(place.values().filter(|at| at.1 == top).map(|at| at.0), from.0.midpoint(to.0));
                points.extend([(between, top), (between, top + BOX.1)]);
            }
            points.push(to);
            let points: Vec<_> = points.into_iter().map(|(x, y)| format!("{x},{y}")).collect();
            let points = points.join(" ");
            let _ = writeln!(lines, "<polyline class=\"{class}\" points=\"{points}\" marker-end=\"url(#tip)\"/>");
        }
        let _ = writeln!(
            boxes,
            "<g><title>{}</title><rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"5\"/>\
             <text x=\"{}\" y=\"{}\">{name}</text></g>",
            escaped(&found.about),
            BOX.0,
            BOX.1,
            x + BOX.0 / 2,
            y + BOX.1 / 2 + 5
        );
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-label=\"The crates; each stands above those that it needs\">\n<style>{STYLE}</style>\n\
         <defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" \
         orient=\"auto\"><path class=\"tip\" d=\"M0 0L8 4L0 8z\"/></marker></defs>\n\
         <rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>\n{lines}{boxes}</svg>\n"
    )
}

const STYLE: &str = "\
text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;text-anchor:middle;fill:#1f2328}\
rect{fill:#f3f5f8;stroke:#8c959f}.paper{fill:#fff;stroke:none}\
polyline{fill:none;stroke:#59636e;stroke-width:1.4}.tests{stroke-dasharray:4 4}.tip{fill:#59636e}\
@media(prefers-color-scheme:dark){text{fill:#e6edf3}rect{fill:#1b222c;stroke:#6e7681}.paper{fill:#0d1117}\
polyline{stroke:#9da7b1}.tip{fill:#9da7b1}}";

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn workspace() -> Crates {
        let needs = |names: &[(&str, Value)]| {
            let list = names.iter().map(|(name, kind)| json!({"name": name, "kind": kind}));
            list.collect::<Vec<_>>()
        };
        crates(&json!({"packages": [
            {"name": "a", "description": "x < y", "dependencies": needs(&[("b", Value::Null), ("c", Value::Null)])},
            {"name": "b", "dependencies": needs(&[("c", Value::Null), ("serde", Value::Null)])},
            {"name": "c", "dependencies": needs(&[("a", json!("dev")), ("b", json!("dev"))])},
            {"name": "d", "dependencies": needs(&[("c", json!("dev"))])},
            {"name": "runs", "dependencies": []},
        ]}))
    }

    #[test]
    fn a_crate_stands_above_those_that_it_needs() {
        let crates = workspace();
        assert_eq!(["a", "b", "c", "d"].map(|name| height(&crates, name)), [2, 1, 0, 1]);
        assert!(crates["c"].for_tests.is_empty(), "its tests need what needs it");
    }

    #[test]
    fn a_line_goes_between_the_boxes_of_a_row() {
        let lefts = [20, 20 + BOX.0 + GAP.0];
        assert_eq!(beside(lefts.into_iter(), 21 + BOX.0), 20 + BOX.0 + GAP.0 / 2);
        assert_eq!(beside([].into_iter(), 7), 7);
    }

    #[test]
    fn what_is_reached_through_another_crate_has_no_line_of_its_own() {
        let svg = draw(&workspace());
        assert_eq!(svg.matches("class=\"needs\"").count(), 2, "a to b, b to c: {svg}");
        assert_eq!(svg.matches("<polyline class=\"tests\"").count(), 1, "d to c: {svg}");
        assert!(svg.contains("x &lt; y") && !svg.contains("serde"), "{svg}");
    }
}
