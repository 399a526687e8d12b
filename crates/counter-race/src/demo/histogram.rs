//! A histogram of the final counts.

use common::console::Output;

/// The largest number of bars. If there are more values, each bar covers a range of equal width.
const MOST_BARS: u64 = 16;

/// Draws one bar for each final count, or for each range of them.
pub fn draw(counts: &[u64], output: Output) -> String {
    let (Some(&least), Some(&most)) = (counts.iter().min(), counts.iter().max()) else {
        return String::new();
    };
    let width = (most - least) / MOST_BARS + 1;
    let bars = (most - least) / width + 1;
    let tally: Vec<usize> =
        (0..bars).map(|bar| counts.iter().filter(|&&count| (count - least) / width == bar).count()).collect();

    let labels: Vec<String> = (0..bars).map(|bar| label(least + bar * width, width, most)).collect();
    let label_columns = labels.iter().map(String::len).max().unwrap_or(0);
    let tallest = tally.iter().copied().max().unwrap_or(1);
    let number_columns = tallest.to_string().len();
    let room = output.columns().saturating_sub(label_columns + number_columns + 4).max(1);
    let (wall, block) = if output.ascii { ("|", "#") } else { ("│", "█") };

    let rows = labels.iter().zip(&tally).map(|(label, &runs)| {
        // Rounded up, so that a count that occurred once is visible.
        let bar = block.repeat((runs * room).div_ceil(tallest));
        let gap = if bar.is_empty() { "" } else { " " };
        format!("{label:>label_columns$} {wall} {bar}{gap}{runs}")
    });
    rows.collect::<Vec<_>>().join("\n")
}

fn label(first: u64, width: u64, most: u64) -> String {
    match (first + width - 1).min(most) {
        last if last == first => first.to_string(),
        last => format!("{first}-{last}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_counts_have_a_bar_each() {
        let picture = draw(&[2, 2, 4], Output { ascii: true, ..Output::default() });
        let rows: Vec<&str> = picture.lines().collect();
        assert!(rows[0].starts_with("2 | ##") && rows[0].ends_with("# 2"), "{picture}");
        assert_eq!(rows[1], "3 | 0");
        assert!(rows[2].ends_with("# 1"), "{picture}");
    }

    #[test]
    fn no_run_is_left_out_and_no_line_is_too_long() {
        let counts: Vec<u64> = (0..1000).map(|n| n * n).collect();
        let picture = draw(&counts, Output::default());
        let runs = picture.lines().map(|row| row.rsplit(' ').next().unwrap().parse::<usize>().unwrap());
        assert_eq!(runs.sum::<usize>(), 1000);
        assert!(picture.lines().count() as u64 <= MOST_BARS);
        assert!(picture.lines().all(|row| row.chars().count() <= 80), "{picture}");
    }
}
