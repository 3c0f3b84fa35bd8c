//! Holds the ledgers of tablets against what a server has: is everything that counts as sent really there?
//!
//! Ids only. What stands in a response is not looked at.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, fs, io,
    path::{Path, PathBuf},
};

use crate::{
    json::is_uuid,
    ledger::{self, Entry, Ledger, LedgerError, State},
    store::{self, OpenError},
};

/// Where the ids on the server stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Server {
    /// The data file of a collector, which may be running.
    Data(PathBuf),
    /// A text with one id a line, for a server of any other kind.
    Ids(PathBuf),
}

/// Why the two cannot be held against each other. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum ReconcileError {
    /// A file that cannot be opened.
    #[error("{} cannot be read: {reason}. Check its name, and whether this user may read it", .file.display())]
    NotReadable {
        /// The file.
        file: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// A file that is no ledger, or no longer.
    #[error("{}: {reason}. Download the ledger once more on the tablet, and give it as it is", .file.display())]
    Ledger {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        reason: LedgerError,
    },
    /// A file that is no list of ids.
    #[error("{}: {reason}. Give a text file with one id of a response a line, and nothing else", .file.display())]
    Ids {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The data file cannot be used.
    #[error(transparent)]
    Data(#[from] OpenError),
}

/// What came out of it, to be told in words by `Display`.
#[derive(Debug)]
pub struct Report {
    /// Each ledger by the name of its file.
    ledgers: Vec<(String, Counts)>,
    /// All of them, each response once.
    together: Counts,
    n_in_several: usize,
    /// What counts as sent and is not on the server.
    missing: Vec<Line>,
    /// What is finished and not sent, and whether the server has it all the same.
    unsent: Vec<(Line, bool)>,
    n_unknown: usize,
    n_doubled: usize,
}

/// How many responses are in each state.
type Counts = BTreeMap<State, usize>;

/// A response, and what the ledger that knows most says of it.
#[derive(Debug)]
struct Line {
    id: String,
    entry: Entry,
    ledger: String,
}

/// Holds the ledgers in the files `ledgers` against `server`.
///
/// # Errors
///
/// [`ReconcileError`] if one of the files cannot be read: then nothing is said of the others either.
pub fn reconcile(ledgers: &[PathBuf], server: &Server) -> Result<Report, ReconcileError> {
    let ledgers = ledgers.iter().map(|file| read_ledger(file)).collect::<Result<Vec<_>, _>>()?;
    // The server last: what is sent in the meantime cannot seem to be missing.
    let (ids, n_doubled) = match server {
        Server::Data(file) => (store::read_ids(file)?, 0),
        Server::Ids(file) => {
            read_ids(&read(file)?).map_err(|reason| ReconcileError::Ids { file: file.clone(), reason })?
        }
    };
    Ok(compare(&ledgers, &ids, n_doubled))
}

impl Report {
    /// Whether the server has everything that counts as sent.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, counts) in &self.ledgers {
            writeln!(f, "{name}: {}", equation(counts))?;
        }
        if self.ledgers.len() > 1 {
            writeln!(f, "Together: {}", equation(&self.together))?;
        }
        if self.n_in_several > 0 {
            writeln!(
                f,
                "In more than one ledger, as after a restore on another tablet: {}. Each is counted once, as it \
                 stands where it got furthest.",
                self.n_in_several
            )?;
        }

        let n_sent = total(&self.together, State::was_sent);
        if self.is_complete() {
            writeln!(f, "\nNothing is missing: the server has all {n_sent} that count as sent or cleared.")?;
        } else {
            let n_missing = self.missing.len();
            writeln!(f, "\nMISSING on the server: {n_missing} of {n_sent} that count as sent or cleared.")?;
            for Line { id, entry, ledger } in &self.missing {
                let receipt = if entry.receipt.is_empty() { "no receipt" } else { &entry.receipt };
                writeln!(f, "{id}  {}  {receipt}  {ledger}", entry.state)?;
            }
            writeln!(
                f,
                "Look at the host in the receipt: the tablet may have sent them to another server. If not, \
                 \"Send everything again\" on its coordinator's page brings what is sent and not cleared. Don't clear \
                 these tablets before that."
            )?;
        }

        if !self.unsent.is_empty() {
            writeln!(f, "\nNot sent yet: {}.", self.unsent.len())?;
            for (Line { id, entry, ledger }, is_there) in &self.unsent {
                let server = if *is_there { "on the server already" } else { "not on the server" };
                writeln!(f, "{id}  {}  {server}  {ledger}", entry.state)?;
            }
        }
        if self.unsent.iter().any(|(_, is_there)| *is_there) {
            writeln!(
                f,
                "On the server already: the tablet has not heard that it arrived, and will when it sends again. If \
                 it is refused, the server may have another content under this id: the tablet shows why."
            )?;
        }

        if self.n_unknown > 0 {
            writeln!(
                f,
                "\nOn the server and in none of these ledgers: {}. They may come from other tablets.",
                self.n_unknown
            )?;
        }
        if self.n_doubled > 0 {
            writeln!(
                f,
                "\nMore than once on the server: {}. It needs a key on the id, and is to leave out what it has.",
                self.n_doubled
            )?;
        }
        Ok(())
    }
}

fn compare(ledgers: &[(String, Ledger)], ids: &BTreeSet<String>, n_doubled: usize) -> Report {
    let mut together: BTreeMap<&str, (&Entry, &str)> = BTreeMap::new();
    let mut in_several: BTreeSet<&str> = BTreeSet::new();
    for (name, ledger) in ledgers {
        for (id, entry) in ledger {
            let furthest = together.get(id.as_str()).copied();
            if furthest.is_some() {
                in_several.insert(id);
            }
            if furthest.is_none_or(|(known, _)| entry.state > known.state) {
                together.insert(id, (entry, name));
            }
        }
    }

    let line = |id: &str, entry: &Entry, ledger: &str| Line {
        id: id.to_owned(),
        entry: entry.clone(),
        ledger: ledger.to_owned(),
    };
    let mut missing = Vec::new();
    let mut unsent = Vec::new();
    for (id, (entry, ledger)) in &together {
        let is_there = ids.contains(*id);
        if entry.state.was_sent() && !is_there {
            missing.push(line(id, entry, ledger));
        } else if entry.state.is_unsent() {
            unsent.push((line(id, entry, ledger), is_there));
        }
    }
    Report {
        ledgers: ledgers.iter().map(|(name, ledger)| (name.clone(), count(ledger.values()))).collect(),
        together: count(together.values().map(|(entry, _)| *entry)),
        n_in_several: in_several.len(),
        missing,
        unsent,
        n_unknown: ids.iter().filter(|id| !together.contains_key(id.as_str())).count(),
        n_doubled,
    }
}

fn count<'a>(entries: impl Iterator<Item = &'a Entry>) -> Counts {
    let mut counts = Counts::new();
    for entry in entries {
        *counts.entry(entry.state).or_default() += 1;
    }
    counts
}

fn total(counts: &Counts, which: impl Fn(State) -> bool) -> usize {
    counts.iter().filter(|(state, _)| which(**state)).map(|(_, count)| count).sum()
}

/// `3 made = 1 draft + 0 waiting + …`
fn equation(counts: &Counts) -> String {
    let parts =
        State::ALL.map(|state| format!("{} {state}", counts.get(&state).copied().unwrap_or_default()));
    format!("{} made = {}", total(counts, |_| true), parts.join(" + "))
}

/// The ledger in a file, with the name of the file.
fn read_ledger(file: &Path) -> Result<(String, Ledger), ReconcileError> {
    let ledger = ledger::read(&read(file)?)
        .map_err(|reason| ReconcileError::Ledger { file: file.to_owned(), reason })?;
    Ok((file.display().to_string(), ledger))
}

/// The ids in a text, in lower case, and how many of them are there more than once.
///
/// A byte order mark, empty lines, quotation marks and a heading `id` are what servers add by themselves.
fn read_ids(content: &[u8]) -> Result<(BTreeSet<String>, usize), String> {
    let text = str::from_utf8(content).map_err(|_| "it is not text in UTF-8".to_owned())?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut ids = BTreeSet::new();
    let mut doubled = BTreeSet::new();
    for (idx, line) in text.lines().enumerate() {
        let id = line.trim().trim_matches('"');
        if id.is_empty() || (idx == 0 && id == "id") {
            continue;
        }
        if !is_uuid(id) {
            let found: String = id.chars().take(60).collect();
            return Err(format!("line {}: found {found:?}, expected an id", idx + 1));
        }
        let id = id.to_ascii_lowercase();
        if !ids.insert(id.clone()) {
            doubled.insert(id);
        }
    }
    Ok((ids, doubled.len()))
}

fn read(file: &Path) -> Result<Vec<u8>, ReconcileError> {
    fs::read(file).map_err(|reason| ReconcileError::NotReadable { file: file.to_owned(), reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0e9ddc6e-7b6e-4b7d-9f0f-4a3a3e1d2c5b";
    const OTHER: &str = "1e9ddc6e-7b6e-4b7d-9f0f-4a3a3e1d2c5b";

    #[track_caller]
    fn check_ids(content: &str) {
        assert_eq!(read_ids(content.as_bytes()).unwrap(), ([ID.to_owned(), OTHER.to_owned()].into(), 0));
    }

    #[track_caller]
    fn check_refused(content: &str, expected: &str) {
        assert_eq!(read_ids(content.as_bytes()).unwrap_err(), expected);
    }

    #[test]
    fn a_list_of_ids_is_read_as_servers_give_it() {
        check_ids(&format!("{ID}\n{OTHER}\n"));
        check_ids(&format!("{OTHER}\r\n{ID}"));
        check_ids(&format!("\u{feff}id\r\n{ID}\r\n{OTHER}\r\n"));
        check_ids(&format!("\"{}\"\n\n\"{OTHER}\"\n", ID.to_uppercase()));
    }

    #[test]
    fn an_id_that_is_there_twice_is_counted_as_doubled() {
        let content = format!("{ID}\n{OTHER}\n{ID}\n{ID}\n");

        assert_eq!(read_ids(content.as_bytes()).unwrap().1, 1);
    }

    #[test]
    fn what_is_no_id_is_refused_with_its_line() {
        check_refused(&format!("{ID}\n0e9ddc6e-7b6e"), "line 2: found \"0e9ddc6e-7b6e\", expected an id");
        check_refused(&format!("{ID}\nid\n"), "line 2: found \"id\", expected an id");
        check_refused("{\"rows\":[]}\n", "line 1: found \"{\\\"rows\\\":[]}\", expected an id");
    }
}
