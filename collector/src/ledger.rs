//! The ledger of a tablet, as its coordinator's page gives it: format `ledger/1`, a CSV file.
//!
//! One row for each response that was made there. It is read strictly where a mistake could hide a response (ids,
//! states, the end of the file), and leniently where a spreadsheet that saved it again only changes the looks:
//! `;` for `,`, other line ends, a byte order mark, days written otherwise, empty cells left out at the end of a row.

use std::{collections::BTreeMap, fmt, str};

use csv::{ReaderBuilder, StringRecord};

use crate::json::is_uuid;

/// The columns, in the order in which the tablet writes them.
const COLUMNS: [&str; 7] = ["id", "state", "finished", "refused", "sent", "cleared", "receipt"];

/// Where a response stands on its tablet. A later one got further.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    Draft,
    Waiting,
    Sending,
    Refused,
    /// It was sent, and its text is gone from the tablet.
    Cleared,
    Sent,
}

impl State {
    /// All of them, in the order in which they are told.
    pub(crate) const ALL: [Self; 6] =
        [Self::Draft, Self::Waiting, Self::Sending, Self::Sent, Self::Refused, Self::Cleared];

    /// The server said that it has it.
    pub(crate) fn was_sent(self) -> bool {
        matches!(self, Self::Sent | Self::Cleared)
    }

    /// It is finished and the server has not yet said that it has it.
    pub(crate) fn is_unsent(self) -> bool {
        matches!(self, Self::Waiting | Self::Sending | Self::Refused)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Refused => "refused",
            Self::Cleared => "cleared",
            Self::Sent => "sent",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a ledger says of one response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) state: State,
    /// Host and batch that it was sent in; empty if it was not, or if nobody knows any more.
    pub(crate) receipt: String,
}

/// The entries of one tablet, by id in lower case.
pub(crate) type Ledger = BTreeMap<String, Entry>;

/// Why a file cannot be taken for a ledger.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// Not text.
    #[error("it is not text in UTF-8")]
    NotUtf8,
    /// The first line is not that of a ledger.
    #[error("it is no ledger: its first line has no column \"{0}\"")]
    NoColumn(&'static str),
    /// The file ends in the middle of a line.
    #[error("it is cut off: its last line has no end")]
    CutOff,
    /// A row that cannot be what the tablet wrote.
    #[error("line {line}: found {found}, expected {expected}")]
    Row {
        /// The first line is 1.
        line: u64,
        /// What stands there.
        found: String,
        /// What should.
        expected: &'static str,
    },
    /// Two rows for one response.
    #[error("line {line}: the id {id} has a row already")]
    Twice {
        /// The first line is 1.
        line: u64,
        /// The id.
        id: String,
    },
}

/// Reads the content of a file as a ledger.
pub(crate) fn read(content: &[u8]) -> Result<Ledger, LedgerError> {
    let text = str::from_utf8(content).map_err(|_| LedgerError::NotUtf8)?;
    // The crate `csv` counts lines right where each ends with one byte.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let first_line = text.lines().next().unwrap_or_default();
    let delimiter = if first_line.contains(';') { b';' } else { b',' };
    // Flexible: a spreadsheet leaves out the empty cells at the end of a row.
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());

    let header = reader.headers().map_err(|_| LedgerError::NotUtf8)?.clone();
    if let Some(missing) = COLUMNS.into_iter().find(|column| !header.iter().any(|cell| cell == *column)) {
        return Err(LedgerError::NoColumn(missing));
    }
    if !text.ends_with('\n') {
        return Err(LedgerError::CutOff);
    }
    let mut ledger = Ledger::new();
    for record in reader.records() {
        let record = record.map_err(|_| LedgerError::NotUtf8)?;
        let line = record.position().map_or(0, csv::Position::line);
        let (id, entry) = read_row(&header, &record).map_err(|(found, expected)| LedgerError::Row {
            line,
            found,
            expected,
        })?;
        if ledger.insert(id.clone(), entry).is_some() {
            return Err(LedgerError::Twice { line, id });
        }
    }
    Ok(ledger)
}

/// One row; if it does not fit, what was found and what was expected.
fn read_row(header: &StringRecord, record: &StringRecord) -> Result<(String, Entry), (String, &'static str)> {
    if record.len() > header.len() {
        return Err((format!("{} cells", record.len()), "as many as there are columns"));
    }
    // A quotation mark that is never closed takes all rows after it into its cell.
    if let Some(cell) = record.iter().find(|cell| cell.contains(['\r', '\n'])) {
        return Err((format!("a line break in {:?}", cell.lines().next().unwrap_or_default()), "one line"));
    }
    let cell = |column| {
        let idx = header.iter().position(|name| name == column);
        idx.and_then(|idx| record.get(idx)).unwrap_or_default()
    };
    let id = cell("id");
    if !is_uuid(id) {
        return Err((format!("the id {id:?}"), "a UUID"));
    }
    let name = cell("state");
    let state = State::ALL.into_iter().find(|state| state.name() == name).ok_or_else(|| {
        (format!("the state {name:?}"), "one of draft, waiting, sending, sent, refused, cleared")
    })?;
    Ok((id.to_ascii_lowercase(), Entry { state, receipt: cell("receipt").to_owned() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "id,state,finished,refused,sent,cleared,receipt\r\n";
    const ID: &str = "0e9ddc6e-7b6e-4b7d-9f0f-4a3a3e1d2c5b";
    const OTHER: &str = "1e9ddc6e-7b6e-4b7d-9f0f-4a3a3e1d2c5b";
    const RECEIPT: &str = "data.example.nl 39a7e61f-8244-56d4-98b2-3e0c6d1e923d";

    /// A ledger with one response sent and one waiting, as the tablet writes it.
    fn as_written() -> String {
        format!("{HEADER}{ID},sent,2026-11-20,,2026-11-22,,{RECEIPT}\r\n{OTHER},waiting,2026-11-22,,,,\r\n")
    }

    #[track_caller]
    fn check_read(content: &str) {
        let ledger = read(content.as_bytes()).unwrap();

        let sent = Entry { state: State::Sent, receipt: RECEIPT.to_owned() };
        let waiting = Entry { state: State::Waiting, receipt: String::new() };
        assert_eq!(ledger, [(ID.to_owned(), sent), (OTHER.to_owned(), waiting)].into());
    }

    #[track_caller]
    fn check_refused(content: &str, expected: &str) {
        assert_eq!(read(content.as_bytes()).unwrap_err().to_string(), expected);
    }

    #[test]
    fn a_ledger_is_read_as_the_tablet_wrote_it() {
        check_read(&as_written());
    }

    #[test]
    fn a_ledger_is_read_as_a_spreadsheet_saved_it_again() {
        let written = as_written();

        check_read(&format!("\u{feff}{written}"));
        check_read(&written.replace("\r\n", "\n"));
        check_read(&written.replace(',', ";"));
        check_read(&written.replace("2026-11-22", "22-11-2026"));
        check_read(&written.replace(",,,,\r\n", "\r\n"));
        check_read(&written.replace(ID, &format!("\"{ID}\"")).replace("id,state", "\"id\",\"state\""));
        check_read(&written.replace(ID, &ID.to_uppercase()));
    }

    #[test]
    fn columns_of_a_newer_app_are_let_through() {
        check_read(&as_written().replace("\r\n", ",more\r\n"));
    }

    #[test]
    fn a_tablet_on_which_nothing_was_made_has_an_empty_ledger() {
        assert!(read(HEADER.as_bytes()).unwrap().is_empty());
    }

    #[test]
    fn what_is_no_ledger_is_refused() {
        check_refused("", "it is no ledger: its first line has no column \"id\"");
        check_refused("<!doctype html>\n", "it is no ledger: its first line has no column \"id\"");
        check_refused("id,state,finished\r\n", "it is no ledger: its first line has no column \"refused\"");
        check_refused(
            &as_written().replace(",receipt", ""),
            "it is no ledger: its first line has no column \"receipt\"",
        );
        assert_eq!(read(b"id,\xff\r\n"), Err(LedgerError::NotUtf8));
    }

    #[test]
    fn a_ledger_that_is_cut_off_is_refused_wherever_it_was_cut() {
        let whole = as_written();
        // At the end of a line nobody can tell.
        let line_ends: Vec<usize> = whole.match_indices('\n').map(|(idx, _)| idx + 1).collect();

        for end in (0..whole.len()).filter(|end| !line_ends.contains(end)) {
            assert!(read(&whole.as_bytes()[..end]).is_err(), "cut off after {end} bytes");
        }
    }

    #[test]
    fn a_row_that_no_tablet_wrote_is_refused_with_its_line() {
        let written = as_written();

        check_refused(
            &written.replace("waiting", "done"),
            "line 3: found the state \"done\", expected one of draft, waiting, sending, sent, refused, cleared",
        );
        check_refused(&written.replace(OTHER, "7"), "line 3: found the id \"7\", expected a UUID");
        check_refused(
            &written.replace(",,,,\r\n", ",,,,,\r\n"),
            "line 3: found 8 cells, expected as many as there are columns",
        );
        check_refused(
            &written.replace(RECEIPT, "\"data"),
            "line 2: found a line break in \"data\", expected one line",
        );
        check_refused(&written.replace(OTHER, ID), &format!("line 3: the id {ID} has a row already"));
    }
}
