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
                self.text.push(if self.dialect == Dialect::Semicolon { ';' } else { ',' });
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
        let is_formula = text.starts_with(FORMULA);
        let on_one_line = (self.dialect == Dialect::Comma && text.contains(['\r', '\n']))
            .then(|| text.replace("\r\n", " ").replace(['\r', '\n'], " "));
        let text = on_one_line.as_deref().unwrap_or(text);
        // Either separator: a file may be opened with the settings of another country.
        let quote = if text.contains([',', ';', '\t', '"', '\r', '\n']) { "\"" } else { "" };
        self.text.push_str(quote);
        if is_formula {
            self.text.push('\'');
        }
        self.text.push_str(&text.replace('"', "\"\""));
        self.text.push_str(quote);
    }
}

/// A cell that begins so is run as a formula by one spreadsheet or another: an apostrophe is put before it.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

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
    fn cells_are_quoted_where_they_must_be() {
        check("moes tuin", "moes tuin");
        check("moes,tuin", "\"moes,tuin\"");
        check("moes;tuin", "\"moes;tuin\"");
        check("\"moes\" tuin", "\"\"\"moes\"\" tuin\"");
        check("moes\ntuin", "\"moes\ntuin\"");
        check("حديقة 🌱", "حديقة 🌱");
        check("", "");
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_made_harmless() {
        check("=1+1", "'=1+1");
        check("+31", "'+31");
        check("-", "'-");
        check("@SUM(A1)", "'@SUM(A1)");
        check("\t=1", "\"'\t=1\"");
        check("\r=1", "\"'\r=1\"");
        check("＝1+1", "'＝1+1");
        check("=HYPERLINK(\"x\";1)", "\"'=HYPERLINK(\"\"x\"\";1)\"");
        check("een - twee", "een - twee");
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
}
