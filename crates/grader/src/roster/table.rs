//! Reads tables that spreadsheets write: in any of their encodings, with commas, semicolons or tabs between cells.

use anyhow::{Context, Result, ensure};

/// A table whose first line names its columns.
pub struct Table {
    /// Its name in messages.
    what: &'static str,
    columns: Vec<String>,
    /// The rows, each with the line on which it begins.
    rows: Vec<(usize, Vec<String>)>,
}

/// One row.
pub struct Row<'a> {
    /// The line on which it begins, counted from 1.
    pub line: usize,
    table: &'a Table,
    cells: &'a [String],
}

impl Table {
    /// Reads the bytes of a file.
    ///
    /// # Errors
    ///
    /// If the file is empty, or a quote has no end.
    pub fn read(what: &'static str, bytes: &[u8]) -> Result<Self> {
        let text = decoded(bytes);
        let mut text = text.as_str();
        let mut before = 0;
        let mut separator = None;
        // Excel's line that names the separator.
        if let Some(rest) = text.strip_prefix("sep=") {
            separator = rest.chars().next();
            text = rest.split_once('\n').map_or("", |(_, rest)| rest);
            before = 1;
        }
        let separator = separator.unwrap_or_else(|| likely_separator(text));
        let mut records = records(what, text, separator)?;
        ensure!(!records.is_empty(), "the {what} is empty");
        let columns = records.remove(0).1.iter().map(|name| column_name(name)).collect();
        records.iter_mut().for_each(|(line, _)| *line += before);
        Ok(Table { what, columns, rows: records })
    }

    /// Requires a column.
    ///
    /// # Errors
    ///
    /// If it is missing; the message lists the columns.
    pub fn needs(&self, column: &str) -> Result<()> {
        let names: Vec<_> = self.columns.iter().map(|name| format!("`{name}`")).collect();
        let has = self.columns.iter().any(|name| name == column);
        ensure!(has, "the {} has no column `{column}`: it has {}", self.what, names.join(", "));
        Ok(())
    }

    /// Its rows.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row { line: *line, table: self, cells })
    }
}

impl Row<'_> {
    /// A cell without surrounding space; empty if the row has no such cell.
    pub fn cell(&self, column: &str) -> &str {
        let index = self.table.columns.iter().position(|name| name == column);
        index.and_then(|index| self.cells.get(index)).map_or("", |cell| cell.trim())
    }
}

/// Normalises a column name: `Student ID` and `student_id` are the same.
fn column_name(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}

/// Decodes a file in UTF-8, UTF-16 or Windows-1252, which extends Latin-1.
fn decoded(bytes: &[u8]) -> String {
    let wide = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [first, 0, ..] if *first != 0 => wide(bytes, u16::from_le_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}').to_string(),
            Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
        },
    }
}

/// The characters that Windows-1252 has in place of Latin-1's control characters.
fn windows_1252(byte: u8) -> char {
    const FROM_0X80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
        '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => FROM_0X80[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// The separator that occurs most often in the first line.
fn likely_separator(text: &str) -> char {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: &char| first.matches(*separator).count();
    // `max_by_key` returns the last maximum: a comma if the line has no separator.
    ['\t', ';', ','].into_iter().max_by_key(count).unwrap_or(',')
}

/// The records with the lines on which they begin. Quoted cells may contain separators and line breaks.
fn records(what: &str, text: &str, separator: char) -> Result<Vec<(usize, Vec<String>)>> {
    let mut records = Vec::new();
    let mut cells = vec![String::new()];
    let (mut line, mut begun, mut in_quotes) = (1, 1, false);
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        line += usize::from(char == '\n');
        let cell = cells.last_mut().context("a record has a cell")?;
        match char {
            '"' if in_quotes && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' if in_quotes => in_quotes = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                in_quotes = true;
            }
            other if other == separator && !in_quotes => cells.push(String::new()),
            '\n' if !in_quotes => {
                records.push((begun, std::mem::replace(&mut cells, vec![String::new()])));
                begun = line;
            }
            '\r' if !in_quotes => {}
            other => cell.push(other),
        }
    }
    ensure!(!in_quotes, "line {begun} of the {what}: a quote has no end");
    records.push((begun, cells));
    records.retain(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()));
    Ok(records)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<(String, String)> {
        let table = Table::read("roster", bytes).unwrap();
        table.rows().map(|row| (row.cell("folder").to_string(), row.cell("last_name").to_string())).collect()
    }

    #[test]
    fn a_table_is_read_in_every_encoding_and_with_every_separator() {
        let expected = [("ana".to_string(), "Müller, de".to_string()), ("ben".to_string(), "Weiß".to_string())];
        let text = "folder;Last Name\r\nana;\"Müller, de\"\r\nben;Weiß\r\n";
        let wide = |order: fn(u16) -> [u8; 2], mark: [u8; 2]| -> Vec<u8> {
            mark.into_iter().chain(text.replace(';', "\t").encode_utf16().flat_map(order)).collect()
        };
        let latin: Vec<u8> = text.chars().map(|char| u8::try_from(u32::from(char)).unwrap()).collect();
        for bytes in [
            text.as_bytes().to_vec(),
            format!("\u{feff}{text}").into_bytes(),
            format!("sep=;\r\n{text}").into_bytes(),
            text.replace(';', ",").into_bytes(),
            text.replace(';', "\t").into_bytes(),
            text.replace("\r\n", "\n").into_bytes(),
            latin,
            wide(u16::to_le_bytes, [0xff, 0xfe]),
            wide(u16::to_be_bytes, [0xfe, 0xff]),
        ] {
            assert_eq!(cells(&bytes), expected, "{}", String::from_utf8_lossy(&bytes));
        }
        assert_eq!(cells(b"folder\nana\x80\n")[0].0, "ana€");
    }

    #[test]
    fn a_mistake_is_reported_with_its_line() {
        let error = |text: &str| Table::read("roster", text.as_bytes()).err().unwrap().to_string();
        assert_eq!(error(""), "the roster is empty");
        assert_eq!(error("folder\n\"ana\n"), "line 2 of the roster: a quote has no end");
        let table = Table::read("roster", b"name;id\n").unwrap();
        assert_eq!(
            table.needs("folder").unwrap_err().to_string(),
            "the roster has no column `folder`: it has `name`, `id`"
        );
        let table = Table::read("roster", b"folder\n\"a\nb\"\n\nana\n").unwrap();
        assert_eq!(table.rows().map(|row| row.line).collect::<Vec<_>>(), [2, 5]);
    }
}
