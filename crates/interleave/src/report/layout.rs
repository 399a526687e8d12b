//! Draws cells in columns. It knows nothing about threads: it takes texts and returns lines that fit.

use super::text::{Glyphs, longest_unit, width, wrap};

/// The minimum width of a column that must wrap. Threads that would get less are listed below each other instead.
const NARROWEST: usize = 14;

/// The indentation of the second line of a wrapped cell, so that it does not look like a separate operation.
const INDENT: usize = 2;

/// Cells by row and column, under headers. The first column is right-aligned (numbers), and all columns except
/// `flexible` ones have their natural width.
pub(super) struct Grid {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// The columns whose cells may wrap.
    pub flexible: std::ops::Range<usize>,
}

impl Grid {
    /// The widths at which it fits; `None` if a flexible column would be too narrow to read.
    pub fn fit(&self, columns: usize) -> Option<Vec<usize>> {
        let units = self.widest(longest_unit);
        let natural = self.natural();
        let least = units.iter().zip(&natural).map(|(unit, &natural)| (unit + INDENT).max(NARROWEST).min(natural));
        self.shrink(columns, &least.collect::<Vec<_>>())
    }

    /// Like [`Grid::fit`], but words may be broken.
    pub fn squeeze(&self, columns: usize) -> Vec<usize> {
        self.shrink(columns, &vec![1; self.header.len()]).unwrap_or_else(|| self.natural())
    }

    /// The width of the widest cell of each column.
    pub fn natural(&self) -> Vec<usize> {
        self.widest(width)
    }

    fn widest(&self, measure: impl Fn(&str) -> usize) -> Vec<usize> {
        let rows = || std::iter::once(&self.header).chain(&self.rows);
        let widest = |column: usize| rows().map(|row| measure(&row[column])).max().unwrap_or_default();
        (0..self.header.len()).map(widest).collect()
    }

    /// Narrows the widest flexible column until everything fits.
    fn shrink(&self, columns: usize, least: &[usize]) -> Option<Vec<usize>> {
        let mut widths = self.natural();
        let between = 3 * (widths.len() - 1) + 1;
        while widths.iter().sum::<usize>() + between > columns {
            let shrinkable = self.flexible.clone().filter(|&column| widths[column] > least[column]);
            let widest = shrinkable.max_by_key(|&column| widths[column])?;
            widths[widest] -= 1;
        }
        Some(widths)
    }

    /// Draws the grid with these widths.
    pub fn draw(&self, widths: &[usize], glyphs: &Glyphs) -> String {
        let mut out = String::new();
        self.draw_row(&self.header, widths, glyphs, &mut out);
        let rule: Vec<String> = widths.iter().map(|&width| glyphs.rule.to_string().repeat(width)).collect();
        let joint: String = [glyphs.rule, glyphs.cross, glyphs.rule].iter().collect();
        out.push_str(&format!("{}{}\n", glyphs.rule, rule.join(&joint)));
        for row in &self.rows {
            self.draw_row(row, widths, glyphs, &mut out);
        }
        out
    }

    fn draw_row(&self, row: &[String], widths: &[usize], glyphs: &Glyphs, out: &mut String) {
        let cells: Vec<Vec<String>> =
            row.iter().zip(widths).map(|(text, &width)| wrap(text, width, INDENT)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or_default();
        for line in 0..height {
            let mut drawn = String::from(" ");
            for (column, (cell, &columns)) in cells.iter().zip(widths).enumerate() {
                let text = cell.get(line).map_or("", String::as_str);
                let space = " ".repeat(columns.saturating_sub(width(text)));
                if column > 0 {
                    drawn.extend([' ', glyphs.bar, ' ']);
                }
                let (left, right) = if column == 0 { (space.as_str(), text) } else { (text, space.as_str()) };
                drawn.push_str(left);
                drawn.push_str(right);
            }
            out.push_str(drawn.trim_end());
            out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(cells: &[&str]) -> Grid {
        let strings = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        Grid { header: vec!["h".to_owned(); cells.len()], rows: vec![strings(cells)], flexible: 1..cells.len() }
    }

    #[test]
    fn a_grid_that_fits_keeps_its_natural_widths() {
        assert_eq!(grid(&["1", "read count → 0"]).fit(80), Some(vec![1, 14]));
    }

    #[test]
    fn the_widest_column_shrinks_first_and_every_line_fits() {
        let grid = grid(&["1", "some words that are quite a bit longer than the others", "few words in here"]);
        let widths = grid.fit(46).expect("it fits when wrapped");
        let drawn = grid.draw(&widths, &Glyphs::new(false));
        assert!(drawn.lines().all(|line| width(line) <= 46), "{drawn}");
        assert!(widths[1] > widths[2] && widths[2] == 17, "{widths:?}");
    }

    #[test]
    fn a_grid_that_would_be_unreadable_does_not_fit() {
        assert_eq!(grid(&["1", "read count and more", "read count and more"]).fit(30), None);
    }
}
