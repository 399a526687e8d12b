//! The table as text, at most 80 columns wide.

use crate::row::{Row, Unit};

/// The width of the table, in columns.
const WIDTH: usize = 80;

/// The table: a line for each row, then the reasons why some are slower than their peers.
pub fn table(rows: &[Row]) -> String {
    let mut text =
        format!("{:<11}{:<21}{:>7}{:>8} {:<19} target\n", "work", "peer", "ours", "peer's", "ratio (quartiles)");
    for row in rows {
        text += line(row).trim_end();
        text.push('\n');
    }
    // Rows of the same work often share a reason.
    let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
    for row in rows.iter().filter(|row| row.is_slower() && !row.limit.is_empty()) {
        let name = format!("{}, {}", row.work, row.peer);
        match reasons.iter_mut().find(|(limit, _)| *limit == row.limit) {
            Some((_, names)) => names.push(name),
            None => reasons.push((row.limit, vec![name])),
        }
    }
    for (limit, names) in reasons {
        text.push('\n');
        text += &wrapped(&format!("{}: {limit}", names.join("; ")));
    }
    text
}

fn line(row: &Row) -> String {
    let target = match (row.target, row.is_met()) {
        (None, _) => "shown".to_string(),
        (Some(target), Some(true)) => format!("≤{} met", plain(target)),
        (Some(target), Some(false)) => format!("≤{} missed", plain(target)),
        (Some(target), None) => format!("≤{}", plain(target)),
    };
    let name = format!("{:<11}{:<21}", row.work, row.peer);
    match &row.figures {
        Ok(figures) => {
            let ratio = figures.ratio;
            let spread = format!("{} ({}–{})", number(ratio.median), number(ratio.lower), number(ratio.upper));
            let [ours, peer] = [figures.ours, figures.peer].map(|value| amount(value, row.unit));
            format!("{name}{ours:>7}{peer:>8} {spread:<19} {target}")
        }
        Err(why) => {
            let room = WIDTH - 33;
            let why = if why.chars().count() > room {
                why.chars().take(room - 1).chain(['…']).collect()
            } else {
                why.clone()
            };
            format!("{name} {why}")
        }
    }
}

/// A target, without trailing zeros.
fn plain(target: f64) -> String {
    format!("{target:.2}").trim_end_matches('0').trim_end_matches('.').to_string()
}

/// A ratio with two or three significant digits, in at most five characters.
fn number(ratio: f64) -> String {
    match ratio {
        _ if ratio >= 99_999.5 => format!("{ratio:.0e}"),
        _ if ratio >= 99.95 => format!("{ratio:.0}"),
        _ if ratio >= 9.995 => format!("{ratio:.1}"),
        _ if ratio >= 0.0995 => format!("{ratio:.2}"),
        _ if ratio >= 0.00995 => format!("{ratio:.3}"),
        _ if ratio >= 0.00095 => format!("{ratio:.4}").trim_start_matches('0').to_string(),
        _ => format!("{ratio:.0e}"),
    }
}

/// A time or a count in at most seven characters.
pub fn amount(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Count if value >= 999_999.5 => return format!("{:.1} M", value / 1e6),
        Unit::Count => return format!("{value:.0}"),
        Unit::Bytes => return format!("{:.1} MB", value / 1e6),
        Unit::Seconds => {}
    }
    let (scaled, unit) = match value {
        _ if value < 0.999_5e-6 => (value * 1e9, "ns"),
        _ if value < 0.999_5e-3 => (value * 1e6, "µs"),
        _ if value < 0.999_5 => (value * 1e3, "ms"),
        _ => (value, "s"),
    };
    let digits = if scaled < 9.995 { 2 } else { usize::from(scaled < 99.95) };
    format!("{scaled:.digits$} {unit}")
}

/// Lines of at most [`WIDTH`] columns; those after the first are indented.
pub fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().expect("never empty");
        if !last.is_empty() && last.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(format!("  {word}"));
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::tests::row;

    #[test]
    fn the_table_always_fits_80_columns() {
        let mut rows: Vec<Row> = [1e-9, 3.3e-7, 0.0123, 99.96, 1234.5]
            .into_iter()
            .flat_map(|ours| [1e-9, 0.0123, 1234.5].map(|peer| row(ours, peer, Some(0.05)).limited_by("physics")))
            .collect();
        rows.push(Row { figures: Err("a long reason ".repeat(20)), ..row(1.0, 1.0, None) });
        rows.push(Row { unit: Unit::Count, ..row(10_000_000.0, 10_000_000.0, Some(1.0)) });
        let table = table(&rows);
        for line in table.lines() {
            assert!(line.chars().count() <= 80, "{}: {line}", line.chars().count());
        }
        assert_eq!(table.matches("physics").count(), 1, "one reason, once: {table}");
    }

    #[test]
    fn a_line_has_both_figures_the_ratio_its_spread_and_the_target() {
        let line = line(&row(0.000_000_31, 0.000_000_62, Some(1.0)));
        let words: Vec<_> = line.split_whitespace().collect();
        assert_eq!(words[3..], ["310", "ns", "620", "ns", "0.50", "(0.50–0.50)", "≤1", "met"][..], "{line}");
    }

    #[test]
    fn a_missing_peer_is_shown_with_how_to_install_it() {
        let missing = Row { figures: Err("not installed: apt install curl".into()), ..row(1.0, 1.0, Some(1.0)) };
        assert!(table(&[missing]).contains("not installed: apt install curl"));
    }

    #[test]
    fn numbers_show_only_significant_digits() {
        let amounts = [9.4e-9, 1.98e-5, 0.25, 75.3, 300.0].map(|value| amount(value, Unit::Seconds));
        assert_eq!(amounts, ["9.40 ns", "19.8 µs", "250 ms", "75.3 s", "300 s"]);
        assert_eq!([0.5, 14.2, 0.0123, 0.00234, 0.000_012].map(number), ["0.50", "14.2", "0.012", ".0023", "1e-5"]);
    }
}
