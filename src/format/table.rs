//! Rows of cells, and how they become CSV.
//!
//! Tables are written row by row, and a cell borrows what stands in it: thousands of responses need not lie in memory a
//! second time.

use std::borrow::Cow;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Words, an id, a day.
    Text(Cow<'a, str>),
    /// A number.
    Number(u64),
}

impl Cell<'_> {
    /// The same cell, borrowing nothing.
    pub fn owned(&self) -> Cell<'static> {
        match self {
            Self::Empty => Cell::Empty,
            Self::Text(text) => Cell::Text(Cow::Owned(text.clone().into_owned())),
            Self::Number(number) => Cell::Number(*number),
        }
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(Cow::Borrowed(text)) }
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(Cow::Owned(text)) }
    }
}

impl From<usize> for Cell<'_> {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

impl<N: Into<u64>> From<Option<N>> for Cell<'_> {
    fn from(number: Option<N>) -> Self {
        number.map_or(Self::Empty, |number| Self::Number(number.into()))
    }
}

/// Takes the rows of a table, first to last; the first one names the columns.
pub type Rows<'r> = dyn FnMut(&[Cell<'_>]) + 'r;

/// For whom a CSV is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// For a spreadsheet where a comma stands in numbers, as in the Netherlands: semicolons, and the mark at the start by
    /// which Excel sees that it is UTF-8.
    Semicolon,
    /// For R, Python and SPSS: commas, no mark, and every row on a line of its own (a line break in a text becomes a
    /// space), since SPSS reads line by line.
    Comma,
    /// As [`Dialect::Comma`], with the line breaks as they were typed: what the collector gives.
    CommaWithLines,
}

/// A CSV that is being written: UTF-8, rows ended by CR LF, quoted as RFC 4180 says.
#[derive(Debug)]
pub struct Csv {
    dialect: Dialect,
    text: String,
}

impl Csv {
    /// An empty one.
    pub fn new(dialect: Dialect) -> Self {
        let mark = if dialect == Dialect::Semicolon { "\u{feff}" } else { "" };
        Self { dialect, text: mark.to_owned() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[Cell<'_>]) {
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.text.push(match self.dialect {
                    Dialect::Semicolon => ';',
                    Dialect::Comma | Dialect::CommaWithLines => ',',
                });
            }
            match cell {
                Cell::Empty => {}
                Cell::Number(number) => self.text.push_str(&number.to_string()),
                Cell::Text(text) => self.cell(text),
            }
        }
        self.text.push_str("\r\n");
    }

    /// All of it.
    pub fn end(self) -> String {
        self.text
    }

    fn cell(&mut self, text: &str) {
        let on_one_line = (self.dialect == Dialect::Comma && text.contains(['\r', '\n']))
            .then(|| text.replace("\r\n", " ").replace(['\r', '\n'], " "));
        append(on_one_line.as_deref().unwrap_or(text), is_formula(text), &mut self.text);
    }
}

/// Appends a cell as RFC 4180 has it. What a spreadsheet would run as a formula begins with an apostrophe.
fn append(text: &str, is_formula: bool, out: &mut String) {
    // Either separator: a file may be opened with the settings of another country.
    let quote = if text.contains([',', ';', '\t', '"', '\r', '\n']) { "\"" } else { "" };
    out.push_str(quote);
    if is_formula {
        out.push('\'');
    }
    out.push_str(&text.replace('"', "\"\""));
    out.push_str(quote);
}

/// Whether one spreadsheet or another would run a cell with this text as a formula, also after blanks, which some leave out:
/// an apostrophe is put before it.
fn is_formula(text: &str) -> bool {
    let is_blank = |char: char| {
        char.is_whitespace()
            || char.is_control()
            || matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    text.starts_with(['\t', '\r', '\n'])
        || text.trim_start_matches(is_blank).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut csv = Csv::new(Dialect::Semicolon);
        csv.row(&[text.into()]);

        assert_eq!(csv.end(), format!("\u{feff}{expected}\r\n"));
    }

    #[test]
    fn a_cell_is_quoted_and_made_harmless_as_the_table_says() {
        let table = include_str!("../../tests/fixtures/cells.json");
        let table: std::collections::BTreeMap<String, String> = serde_json::from_str(table).unwrap();

        assert!(table.len() > 30);
        for (text, expected) in &table {
            check(text, expected);
        }
    }

    #[test]
    fn numbers_stand_as_they_are_and_empty_cells_keep_their_place() {
        let mut csv = Csv::new(Dialect::Semicolon);
        csv.row(&[Cell::Number(3), Cell::Empty, Some(4_u32).into(), None::<u32>.into()]);

        assert_eq!(csv.end(), "\u{feff}3;;4;\r\n");
    }

    #[test]
    fn with_commas_every_row_is_one_line_without_a_mark() {
        let mut csv = Csv::new(Dialect::Comma);
        csv.row(&["een\r\ntuin".into(), "b".into()]);

        assert_eq!(csv.end(), "een tuin,b\r\n");
    }

    #[test]
    fn with_commas_and_lines_a_text_keeps_its_line_breaks() {
        let mut csv = Csv::new(Dialect::CommaWithLines);
        csv.row(&["een\r\ntuin".into(), "b".into()]);

        assert_eq!(csv.end(), "\"een\r\ntuin\",b\r\n");
    }
}
