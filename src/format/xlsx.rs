//! Tables as a workbook (XLSX) for spreadsheets and what else reads it.
//!
//! Only the worker that reads responses writes one. A text is written as a text, so that none is ever a formula. One that is
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

/// A workbook with these sheets (name, and what fills it), made on `day` (`YYYY-MM-DD`): the same sheets are the same
/// bytes. The first row of each sheet is its header, stays when one scrolls, and has filters. Calls `sign` at every row and every
/// piece that is written, and before all cells are put in order, with how long that may take.
///
/// # Errors
///
/// Why it cannot be written, in English, for a log: more rows than a sheet can hold.
pub fn workbook(
    title: &str,
    day: &str,
    sheets: &[(&str, &Fill<'_>)],
    sign: fn(Duration),
) -> Result<Vec<u8>, String> {
    write(title, day, sheets, sign).map_err(|error| error.to_string())
}

fn write(
    title: &str,
    day: &str,
    sheets: &[(&str, &Fill<'_>)],
    sign: fn(Duration),
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A day of its own, so that the clock is not in it.
    let made = ExcelDateTime::parse_from_str(day).or_else(|_| ExcelDateTime::from_ymd(2000, 1, 1))?;
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
    let bold = Format::new().set_bold();
    let mut n_cells = 0_u32;
    for (name, fill) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name)?;
        n_cells = fill_sheet(sheet, &bold, *fill, sign)?.saturating_add(n_cells);
    }
    sign(A_CELL * n_cells);
    let mut file = Signing { bytes: Vec::new(), sign };
    workbook.save_to_writer(&mut file)?;
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

fn fill_sheet(
    sheet: &mut Worksheet,
    bold: &Format,
    fill: &Fill<'_>,
    sign: fn(Duration),
) -> Result<u32, XlsxError> {
    let mut at: u32 = 0;
    let mut widths: Vec<usize> = Vec::new();
    let mut written = Ok(());
    let (mut n_columns, mut n_cells) = (0, 0_u32);
    fill(&mut |cells| {
        n_columns = n_columns.max(cells.len());
        n_cells = n_cells.saturating_add(u32::try_from(cells.len()).unwrap_or(u32::MAX));
        if written.is_ok() {
            written = write_row(sheet, at, bold, cells);
        }
        for (column, cell) in cells.iter().enumerate() {
            if column == widths.len() {
                widths.push(WIDTHS.0);
            }
            let width = match cell {
                Cell::Text(text) => text.chars().take(WIDTHS.1).count() + 1,
                Cell::Empty | Cell::Number(_) => 0,
            };
            widths[column] = widths[column].max(width);
        }
        at = at.saturating_add(1);
        sign(Duration::ZERO);
    });
    written?;
    sheet.set_freeze_panes(1, 0)?;
    if let Some(last) = n_columns.checked_sub(1) {
        let last = u16::try_from(last).map_err(|_| XlsxError::RowColumnLimitError)?;
        sheet.autofilter(0, 0, at.saturating_sub(1), last)?;
    }
    for (column, width) in widths.into_iter().enumerate() {
        sheet
            .set_column_width(u16::try_from(column).unwrap_or(u16::MAX), u32::try_from(width).unwrap_or(0))?;
    }
    Ok(n_cells)
}

fn write_row(sheet: &mut Worksheet, at: u32, bold: &Format, cells: &[Cell<'_>]) -> Result<(), XlsxError> {
    if at >= MOST_ROWS {
        return Err(XlsxError::RowColumnLimitError);
    }
    let mut rest = cells.len();
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
                for piece in pieces {
                    let behind = u16::try_from(rest).map_err(|_| XlsxError::RowColumnLimitError)?;
                    sheet.write_string(at, behind, piece)?;
                    rest += 1;
                }
                if at == 0 {
                    sheet.write_string_with_format(at, column, text, bold)?;
                } else {
                    sheet.write_string(at, column, text)?;
                }
            }
        }
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
