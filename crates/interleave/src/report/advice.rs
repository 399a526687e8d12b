//! Advice on a program's orderings: as a sentence, as a table for a terminal, as JSON.

use super::Json;
use super::Style;
use super::json::{place_json, record_json};
use super::layout::Grid;
use super::places::Files;
use super::table::{paragraph, table};
use super::text::Glyphs;
use super::words::list;
use crate::orderings::{Advice, AtomicOperation, Need, OrderingChange, Orderings, Site};
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

/// A sentence lists no more fixes than this.
const MOST_MENDS: usize = 3;

impl Orderings {
    /// The advice for a failing program in one sentence; `None` if it passes, or if nothing is known.
    pub fn sentence(&self) -> Option<String> {
        match &self.advice {
            Advice::NoOrderingMends => Some(
                "No ordering fixes this: it fails with `SeqCst` everywhere too. The bug is elsewhere.".to_owned(),
            ),
            Advice::Mends(mends) if !mends.is_empty() => {
                let told = mends.iter().take(MOST_MENDS).map(|mend| self.with(mend)).collect::<Vec<_>>();
                let more = match mends.len() - told.len() {
                    0 => String::new(),
                    more => format!("; or in {more} other ways of as many lines"),
                };
                Some(format!("It passes with {}{more}.", told.join("; or with ")))
            }
            _ => None,
        }
    }

    /// `Release` at line 10 and `Acquire` at lines 12 and 14
    fn with(&self, changes: &[OrderingChange]) -> String {
        let mut orders: Vec<Ordering> = Vec::new();
        for change in changes.iter().filter(|change| self.which(change.site).is_empty()) {
            if !orders.contains(&change.order) {
                orders.push(change.order);
            }
        }
        let told = orders.into_iter().map(|order| {
            let lines = changes.iter().filter(|change| change.order == order && self.which(change.site).is_empty());
            let lines: Vec<_> = lines.map(|change| self.line(change.site)).collect();
            let line = match lines.as_slice() {
                [_, _, ..] if self.one_file() => "lines ",
                [_] if self.one_file() => "line ",
                _ => "",
            };
            format!("`{order:?}` at {line}{}", list(lines))
        });
        let several = changes.iter().filter(|change| !self.which(change.site).is_empty());
        list(told.chain(several.map(|change| self.at(change.order, change.site))))
    }

    fn at(&self, order: Ordering, site: usize) -> String {
        let line = if self.one_file() { "line " } else { "" };
        format!("`{order:?}`{} at {line}{}", self.which(site), self.line(site))
    }

    /// If a site's line has several sites, says which one it is.
    fn which(&self, site: usize) -> String {
        let line = |site: &Site| (site.place.file(), site.place.line());
        let this = &self.sites[site];
        let several = self.sites.iter().filter(|other| line(other) == line(this)).count() > 1;
        if several { format!(" for the {}", name(this.operation)) } else { String::new() }
    }

    fn one_file(&self) -> bool {
        self.sites.windows(2).all(|pair| pair[0].place.file() == pair[1].place.file())
    }

    fn line(&self, site: usize) -> String {
        let place = self.sites[site].place;
        if self.one_file() { place.line().to_string() } else { self.files().short(place) }
    }

    fn files(&self) -> Files {
        Files::naming(self.sites.iter().map(|site| site.place))
    }
}

/// The result of `orderings` as text: the orderings of the program, what they should be, and for each one that is
/// needed, the smallest execution that fails without it.
pub fn advice(orderings: &Orderings, style: &Style) -> String {
    let glyphs = Glyphs::new(style.ascii);
    let columns = style.columns.max(40);
    let mut out = String::new();
    let mut say = |line: &str| paragraph(line, columns, &glyphs, &mut out);
    say(&headline(orderings));
    if !orderings.sites.is_empty() {
        let grid = grid(orderings, &glyphs);
        let widths = grid.fit(columns).unwrap_or_else(|| grid.squeeze(columns));
        out.push_str(&format!("\n{}\n", grid.draw(&widths, &glyphs)));
    }
    let mut say = |line: &str| paragraph(line, columns, &glyphs, &mut out);
    for line in below(orderings) {
        say(&line);
    }
    if let Advice::Needs { needs, .. } = &orderings.advice {
        for (site, need) in needs.iter().enumerate() {
            let Need::Needed { instead, verdict, record: Some(record) } = need else { continue };
            let written = orderings.at(orderings.sites[site].order, site);
            let without = match (orderings.sites[site].operation, instead) {
                (AtomicOperation::Fence, Ordering::Relaxed) => "Without it".to_owned(),
                _ => format!("With `{instead:?}`"),
            };
            out.push('\n');
            paragraph(&format!("{written} is needed. {without}: {verdict}."), columns, &glyphs, &mut out);
            out.push('\n');
            out.push_str(&table(record, style));
        }
    }
    out
}

fn headline(orderings: &Orderings) -> String {
    match &orderings.advice {
        Advice::Needs { .. } if orderings.sites.is_empty() => "It passes, and uses no atomic operation.".to_owned(),
        Advice::Needs { needs, .. } => {
            let could = needs.iter().filter(|need| matches!(need, Need::Weaker(_))).count();
            let unknown = needs.iter().filter(|need| matches!(need, Need::Unknown)).count();
            match (could, unknown) {
                (0, 0) => "It passes, and no ordering can be weaker.".to_owned(),
                (0, n) => format!("It passes. Whether {n} of its orderings could be weaker is not known."),
                (1, _) => "It passes, and one ordering could be weaker.".to_owned(),
                (n, _) => format!("It passes, and each of {n} orderings could be weaker while the others stay."),
            }
        }
        Advice::Mends(mends) if mends.is_empty() => "It fails, and no fix was found within the limits.".to_owned(),
        Advice::Mends(_) | Advice::NoOrderingMends => orderings.sentence().expect("it fails"),
        Advice::Unknown => format!("Nothing is known: the program as written is {}.", orderings.verdict),
    }
}

fn below(orderings: &Orderings) -> Vec<String> {
    let mut lines = Vec::new();
    match &orderings.advice {
        Advice::Needs { weakest, .. } if !weakest.is_empty() => {
            lines.push(format!("It still passes with all of these: {}.", orderings.with(weakest)));
        }
        Advice::Mends(mends) if !mends.is_empty() && !orderings.limited => {
            lines.push("No fix changes fewer lines, and none of these works with a weaker ordering.".to_owned());
        }
        _ => {}
    }
    let explorations = orderings.explorations;
    let proved = if explorations == 1 { "exploration" } else { "explorations" };
    let limit = if orderings.limited { "; a limit was reached, so this may be incomplete" } else { "" };
    lines.push(format!("({explorations} {proved}{limit})"));
    lines
}

fn grid(orderings: &Orderings, glyphs: &Glyphs) -> Grid {
    let files = orderings.files();
    let header = ["", "operation", "written", "found", "source"];
    let rows = orderings.sites.iter().enumerate().map(|(index, site)| {
        let cells = [
            (index + 1).to_string(),
            name(site.operation).to_owned(),
            format!("{:?}", site.order),
            finding(orderings, index),
            files.short(site.place),
        ];
        cells.iter().map(|cell| glyphs.text(cell)).collect()
    });
    Grid { header: header.map(str::to_owned).to_vec(), rows: rows.collect(), flexible: 3..4 }
}

/// The finding for a site, as a table cell.
fn finding(orderings: &Orderings, site: usize) -> String {
    let left_out =
        |order: Ordering| orderings.sites[site].operation == AtomicOperation::Fence && order == Ordering::Relaxed;
    match &orderings.advice {
        Advice::Mends(mends) => {
            let to = |mend: &Vec<OrderingChange>| {
                mend.iter().find(|change| change.site == site).map(|change| change.order)
            };
            let mut orders: Vec<_> = mends.iter().filter_map(to).map(|order| format!("→ {order:?}")).collect();
            orders.dedup();
            orders.join(", ")
        }
        Advice::Needs { needs, .. } => match &needs[site] {
            Need::Needed { .. } => "needed".to_owned(),
            Need::Weaker(order) if left_out(*order) => "could be left out".to_owned(),
            Need::Weaker(order) => format!("could be {order:?}"),
            Need::Weakest => "the weakest".to_owned(),
            Need::Unknown => "not known".to_owned(),
        },
        Advice::NoOrderingMends | Advice::Unknown => String::new(),
    }
}

fn name(operation: AtomicOperation) -> &'static str {
    match operation {
        AtomicOperation::Load => "load",
        AtomicOperation::Store => "store",
        AtomicOperation::Update => "update",
        AtomicOperation::Failure => "failed exchange",
        AtomicOperation::Fence => "fence",
    }
}

/// The result of `orderings` as JSON:
///
/// | key | what |
/// | --- | --- |
/// | `verdict` | the verdict on the program as written |
/// | `sites` | `[{"place", "operation", "written", "need"}]`; `need` is present if the program passes: `{"kind", "order", "verdict", "record"}` |
/// | `mends` | `[[{"site", "order"}]]` if it fails, the smallest fix first; `[]` if no ordering fixes it |
/// | `weakest` | `[{"site", "order"}]` if it passes: changes after which none can be weaker |
/// | `sentence` | the advice in a sentence, or `null` |
/// | `explorations`, `limited` | the number of explorations, and whether a limit was reached |
///
/// Sites are referred to by index, from 0. A fence with `Relaxed` is removed.
pub fn advice_json(orderings: &Orderings) -> Json {
    let change = |change: &OrderingChange| json!({"site": change.site, "order": format!("{:?}", change.order)});
    let changes = |changes: &[OrderingChange]| Value::Array(changes.iter().map(change).collect());
    let (mends, weakest, needs) = match &orderings.advice {
        Advice::Mends(mends) => (mends.iter().map(|mend| changes(mend)).collect(), Value::Null, None),
        Advice::NoOrderingMends => (json!([]), Value::Null, None),
        Advice::Needs { needs, weakest } => (Value::Null, changes(weakest), Some(needs)),
        Advice::Unknown => (Value::Null, Value::Null, None),
    };
    let sites = orderings.sites.iter().enumerate().map(|(index, site)| {
        json!({
            "place": place_json(Some(site.place)),
            "operation": name(site.operation),
            "written": format!("{:?}", site.order),
            "need": needs.map(|needs| need_json(&needs[index])),
        })
    });
    Json(json!({
        "verdict": orderings.verdict.to_string(),
        "sites": sites.collect::<Vec<_>>(),
        "mends": mends,
        "weakest": weakest,
        "sentence": orderings.sentence(),
        "explorations": orderings.explorations,
        "limited": orderings.limited,
    }))
}

fn need_json(need: &Need) -> Value {
    match need {
        Need::Needed { instead, verdict, record } => json!({
            "kind": "Needed",
            "order": format!("{instead:?}"),
            "verdict": verdict.to_string(),
            "record": record.as_deref().map(record_json),
        }),
        Need::Weaker(order) => json!({"kind": "Weaker", "order": format!("{order:?}")}),
        Need::Weakest => json!({"kind": "Weakest"}),
        Need::Unknown => json!({"kind": "Unknown"}),
    }
}
