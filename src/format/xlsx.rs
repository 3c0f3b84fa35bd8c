//! Tables as a workbook (XLSX) for spreadsheets and what else reads it.
//!
//! Only the worker that reads responses writes one, and the collector. A text is written as a text, so that none is ever a formula. One that is
//! longer than a cell can hold goes on in the cells behind the last one of its row.

use std::io::{self, Write};
use std::time::Duration;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::format::table::{Cell, Rows};

/// Most characters in a cell, as Excel counts them (UTF-16).
const LONGEST_CELL: usize = 32_767;
/// Most rows of a sheet, the first one too.
const MOST_ROWS: u32 = 1_048_576;
/// Width of the narrowest and the widest column, in characters.
const WIDTHS: (usize, usize) = (8, 42);

/// How long a slow tablet may take to put a cell in its place in the file: some ten times what it takes.
const A_CELL: Duration = Duration::from_micros(20);

/// Writes the rows of one sheet.
pub type Fill<'f> = dyn Fn(&mut Rows<'_>) + 'f;

/// The sheets of a workbook: name, and what fills it.
pub type Sheets<'s> = [(&'s str, &'s Fill<'s>)];

/// A workbook with these sheets, made on `day` (`YYYY-MM-DD`): the same sheets are the same
/// bytes. The first row of each sheet is its header, stays when one scrolls, and has filters. What has more rows than a sheet can
/// hold goes on in others, each with the same header. Calls `sign` at every row and every piece that is written, and before all cells
/// are put in order, with how long that may take.
///
/// # Errors
///
/// Why it cannot be written, in English, for a log: more columns than a sheet can hold.
pub fn workbook(title: &str, day: &str, sheets: &Sheets<'_>, sign: fn(Duration)) -> Result<Vec<u8>, String> {
    let mut file = Signing { bytes: Vec::new(), sign };
    let workbook = fill_workbook(title, day, sheets, Rest::InMemory, MOST_ROWS, sign);
    let saved = workbook.and_then(|(mut workbook, n_cells)| {
        sign(A_CELL * n_cells);
        workbook.save_to_writer(&mut file)
    });
    saved.map_err(|error| error.to_string())?;
    Ok(file.bytes)
}

/// A file in memory that gives a sign at every piece that is written.
struct Signing {
    bytes: Vec<u8>,
    sign: fn(Duration),
}

impl Write for Signing {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        (self.sign)(Duration::ZERO);
        self.bytes.write(piece)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The same workbook, but for a hint where each row ends, written to `to`. Its rows wait in temporary files, in the folder that
/// the system has for these; in memory is each text that differs from others.
///
/// # Errors
///
/// As [`workbook`]; also that there is no room for the files. Half of it may have been written.
#[cfg(not(target_arch = "wasm32"))]
pub fn save_workbook(
    title: &str,
    day: &str,
    sheets: &Sheets<'_>,
    to: impl Write + Send,
) -> Result<(), String> {
    let workbook = fill_workbook(title, day, sheets, Rest::InFiles, MOST_ROWS, |_| ());
    workbook.and_then(|(mut workbook, _)| workbook.save_to_writer(to)).map_err(|error| error.to_string())
}

/// Where rows wait until the workbook is written.
#[derive(Debug, Clone, Copy)]
enum Rest {
    InMemory,
    #[cfg(not(target_arch = "wasm32"))]
    InFiles,
}

/// The workbook before it is written, and how many cells it has.
fn fill_workbook(
    title: &str,
    day: &str,
    sheets: &Sheets<'_>,
    rest: Rest,
    most_rows: u32,
    sign: fn(Duration),
) -> Result<(Workbook, u32), XlsxError> {
    let mut n_cells = 0_u32;
    let mut workbook = Workbook::new();
    // A day of its own, so that the clock is not in it.
    let made = ExcelDateTime::parse_from_str(day).or_else(|_| ExcelDateTime::from_ymd(2000, 1, 1))?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
    let bold = Format::new().set_bold();
    for (name, fill) in sheets {
        let mut sheet = SheetWriter::add(&mut workbook, name, rest)?;
        let (mut header, mut nth, mut written) = (Vec::new(), 1, Ok(()));
        fill(&mut |cells| {
            let mut write = || -> Result<(), XlsxError> {
                if header.is_empty() {
                    header = cells.iter().map(Cell::owned).collect();
                }
                if sheet.n_rows == most_rows {
                    sheet.end(&mut workbook)?;
                    nth += 1;
                    sheet = SheetWriter::add(&mut workbook, &format!("{name} ({nth})"), rest)?;
                    sheet.add_row(&mut workbook, &bold, &header)?;
                }
                sheet.add_row(&mut workbook, &bold, cells)
            };
            if written.is_ok() {
                written = write();
            }
            n_cells = n_cells.saturating_add(u32::try_from(cells.len()).unwrap_or(u32::MAX));
            sign(Duration::ZERO);
        });
        written?;
        sheet.end(&mut workbook)?;
    }
    Ok((workbook, n_cells))
}

/// A sheet that is being written.
struct SheetWriter {
    /// Its place among the sheets.
    at: usize,
    n_rows: u32,
    n_columns: usize,
    /// Width of each column, in characters.
    widths: Vec<usize>,
}

impl SheetWriter {
    fn add(workbook: &mut Workbook, name: &str, rest: Rest) -> Result<Self, XlsxError> {
        let sheet = match rest {
            Rest::InMemory => workbook.add_worksheet(),
            #[cfg(not(target_arch = "wasm32"))]
            Rest::InFiles => workbook.add_worksheet_with_low_memory()?,
        };
        sheet.set_name(name)?;
        let at = workbook.worksheets().len() - 1;
        Ok(Self { at, n_rows: 0, n_columns: 0, widths: Vec::new() })
    }

    fn add_row(
        &mut self,
        workbook: &mut Workbook,
        bold: &Format,
        cells: &[Cell<'_>],
    ) -> Result<(), XlsxError> {
        write_row(workbook.worksheet_from_index(self.at)?, self.n_rows, bold, cells)?;
        self.n_rows += 1;
        self.n_columns = self.n_columns.max(cells.len());
        for (column, cell) in cells.iter().enumerate() {
            if column == self.widths.len() {
                self.widths.push(WIDTHS.0);
            }
            let width = match cell {
                Cell::Text(text) => text.chars().take(WIDTHS.1).count() + 1,
                Cell::Empty | Cell::Number(_) => 0,
            };
            self.widths[column] = self.widths[column].max(width);
        }
        Ok(())
    }

    fn end(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let sheet = workbook.worksheet_from_index(self.at)?;
        sheet.set_freeze_panes(1, 0)?;
        if let Some(last) = self.n_columns.checked_sub(1) {
            let last = u16::try_from(last).map_err(|_| XlsxError::RowColumnLimitError)?;
            sheet.autofilter(0, 0, self.n_rows.saturating_sub(1), last)?;
        }
        for (column, width) in self.widths.iter().enumerate() {
            let column = u16::try_from(column).unwrap_or(u16::MAX);
            sheet.set_column_width(column, u32::try_from(*width).unwrap_or(0))?;
        }
        Ok(())
    }
}

fn write_row(sheet: &mut Worksheet, at: u32, bold: &Format, cells: &[Cell<'_>]) -> Result<(), XlsxError> {
    let mut rest: Vec<&str> = Vec::new();
    for (column, cell) in cells.iter().enumerate() {
        let column = u16::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)?;
        match cell {
            Cell::Empty => {}
            // Numbers here are counts and milliseconds: far below the 2^53 up to which Excel is exact.
            #[expect(clippy::cast_precision_loss, reason = "see above")]
            Cell::Number(number) => {
                sheet.write_number(at, column, *number as f64)?;
            }
            Cell::Text(text) => {
                let mut pieces = pieces(text).into_iter();
                let text = pieces.next().unwrap_or_default();
                rest.extend(pieces);
                if at == 0 {
                    sheet.write_string_with_format(at, column, text, bold)?;
                } else {
                    sheet.write_string(at, column, text)?;
                }
            }
        }
    }
    // From left to right: texts are numbered as they are written, wherever the rows wait.
    for (piece, column) in rest.into_iter().zip(cells.len()..) {
        let column = u16::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)?;
        sheet.write_string(at, column, piece)?;
    }
    Ok(())
}

/// `text` in pieces that a cell can hold.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut length) = (0, 0);
    for (at, sign) in text.char_indices() {
        length += sign.len_utf16();
        if length > LONGEST_CELL {
            pieces.push(&text[start..at]);
            (start, length) = (at, sign.len_utf16());
        }
    }
    pieces.push(&text[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_sheets_are_the_same_bytes() {
        let fill = |row: &mut Rows<'_>| {
            row(&["a".into(), "b".into()]);
            row(&["=1+1".into(), Cell::Number(3)]);
        };
        let make = || workbook("Title", "2026-11-23", &[("one", &fill), ("two", &fill)], |_| ()).unwrap();

        assert_eq!(make(), make());
        assert_eq!(make()[..2], *b"PK");
    }

    #[test]
    fn what_a_sheet_cannot_hold_goes_on_in_others_with_the_same_header() {
        let fill = |row: &mut Rows<'_>| {
            row(&["a".into()]);
            (1..=5_u64).for_each(|number| row(&[Cell::Number(number)]));
        };
        for rest in [Rest::InMemory, Rest::InFiles] {
            let sheets: [(&str, &Fill<'_>); 2] = [("one", &fill), ("two", &|_| {})];
            let (mut workbook, _) = fill_workbook("Title", "2026-11-23", &sheets, rest, 3, |_| ()).unwrap();
            let names: Vec<String> = workbook.worksheets().iter().map(Worksheet::name).collect();

            assert_eq!(names, ["one", "one (2)", "one (3)", "two"]);
            assert!(workbook.save_to_buffer().is_ok());
        }
    }

    #[test]
    fn a_text_that_is_too_long_for_a_cell_goes_on_in_others() {
        for text in
            ["é".repeat(LONGEST_CELL + 5), "🌱".repeat(LONGEST_CELL), "kort".to_owned(), String::new()]
        {
            let pieces = pieces(&text);
            assert_eq!(pieces.concat(), text);
            assert!(pieces.iter().all(|piece| piece.encode_utf16().count() <= LONGEST_CELL));
        }
        assert_eq!(pieces(&"🌱".repeat(LONGEST_CELL)).len(), 3, "never half a sign");
    }
}
