//! The data file: one `SQLite` database.
//!
//! Responses are added and read, never changed and never removed. One connection writes, another reads, so
//! that an export does not hold up a tablet. Every function here waits for the disk: call it from a thread that
//! may wait.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rusqlite::{
    Connection, ErrorCode, MAIN_DB, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params,
};
use serde_json::Value;

use crate::batch::Rejection;

/// Tells our files from other people's `SQLite` files: "Btks" in ASCII.
const APPLICATION_ID: u32 = 0x4274_6b73;

/// What brings a data file to each version from the one before it: the first one makes a new file.
///
/// A published step is never edited; a change is a new step.
const UPGRADES: &[(u32, &str)] = &[(
    1,
    "
    CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE responses (
        -- The order of arrival: an export can be cut in pages by it.
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        -- In lower case, whatever case it came in.
        id TEXT NOT NULL UNIQUE,
        study TEXT NOT NULL,
        study_version TEXT NOT NULL,
        -- The batch it first came in.
        batch TEXT NOT NULL,
        -- By the clock of this computer, UTC.
        received_at TEXT NOT NULL,
        -- The very text that came in.
        response TEXT NOT NULL
    ) STRICT;
    CREATE INDEX responses_by_study ON responses (study);
",
)];

/// How long to wait for another program that has the data file locked.
const PATIENCE: Duration = Duration::from_secs(2);

/// Bytes after which a page of an export is full. One response may go over it.
const PAGE_BYTES: usize = 256 * 1024;

/// The data file, open. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Store(Arc<Connections>);

#[derive(Debug)]
struct Connections {
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
}

/// A response to be added.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NewResponse<'a> {
    /// As the tablet wrote it: it looks for these very letters in the answer.
    pub(crate) id: String,
    pub(crate) study: String,
    pub(crate) study_version: String,
    /// The response as it came.
    pub(crate) text: &'a str,
    /// Where it stood in the batch, for the words of a rejection.
    pub(crate) place: String,
}

/// Responses in order of arrival, as many as make a page.
#[derive(Debug)]
pub(crate) struct Page {
    /// The texts as they came.
    pub(crate) responses: Vec<String>,
    /// Where the next page starts. `None` if this is the last one.
    pub(crate) next: Option<i64>,
}

/// Why the data file cannot be opened. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder of the data file is not there.
    #[error("there is no folder {} for the data file: make it, or name another file with --data", .0.display())]
    NoFolder(PathBuf),
    /// The data file, or its folder, may not be written or read.
    #[error(
        "the data file {} cannot be written: give this user the right to write it and its folder, \
         or name another file with --data ({reason})", .file.display()
    )]
    NotWritable {
        /// The data file.
        file: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The data file may not be read, or is not there.
    #[error(
        "the data file {} cannot be read: check its name, and give this user the right to read it and to write \
         its folder, or copy it to a folder that allows it ({reason})", .file.display()
    )]
    NotReadable {
        /// The data file.
        file: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The file is not a data file, or no longer.
    #[error(
        "the data file {} is damaged, or is not a data file of this collector: put back a copy of it, \
         or name another file with --data ({reason})", .file.display()
    )]
    Damaged {
        /// The data file.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A newer collector wrote the file; it is left as it is.
    #[error(
        "the data file {} was made by a newer collector (version {found}; this one knows up to {known}): \
         start the newer one", .file.display()
    )]
    Newer {
        /// The data file.
        file: PathBuf,
        /// Version of the file.
        found: u32,
        /// Highest version that this collector knows.
        known: u32,
    },
    /// Another program has locked the file.
    #[error("the data file {} is locked by another program: stop that one first", .0.display())]
    Locked(PathBuf),
}

/// Why the data file cannot be used now. Nothing was half done: the same thing may be asked again later.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another program has it locked.
    #[error("the data file is locked by another program")]
    Locked,
    /// There is no room.
    #[error("the disk with the data file is full")]
    Full,
    /// The collector is being stopped.
    #[error("the collector is stopping")]
    Stopping,
    /// The system has no random numbers for a token.
    #[error("the system gives no random numbers: give a token with --read-token")]
    NoRandomness,
    /// Anything else that a person must look at.
    #[error("the data file cannot be used ({0})")]
    Failed(rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(ErrorCode::DiskFull) => Self::Full,
            _ => Self::Failed(error),
        }
    }
}

impl Store {
    /// Opens the data file, makes it if it is not there, and upgrades it if an older collector made it.
    pub(crate) fn open(file: &Path) -> Result<Self, OpenError> {
        let in_words = |error: rusqlite::Error| open_error(file, &error);
        make_private(file)?;
        let mut writer = connect(file).map_err(in_words)?;
        check_is_ours(&writer, file)?;
        if writer.is_readonly(MAIN_DB).map_err(in_words)? {
            return Err(not_writable(file, "it is read-only"));
        }
        check_is_whole(&writer, file)?;
        write_through(&writer, file)?;
        upgrade(&mut writer).map_err(in_words)?;

        let reader = connect(file).map_err(in_words)?;
        reader.pragma_update(None, "query_only", true).map_err(in_words)?;
        Ok(Self(Arc::new(Connections { writer: Mutex::new(writer), reader: Mutex::new(reader) })))
    }

    /// The token for reading that is kept in the data file; `make` makes one if there is none yet.
    pub(crate) fn read_token(&self, make: impl FnOnce() -> Option<String>) -> Result<String, StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let kept = transaction
            .query_row("SELECT value FROM meta WHERE key = 'read_token'", [], |row| row.get(0))
            .optional()?;
        if let Some(token) = kept {
            return Ok(token);
        }
        let token = make().ok_or(StoreError::NoRandomness)?;
        transaction.execute("INSERT INTO meta (key, value) VALUES ('read_token', ?1)", [&token])?;
        transaction.commit()?;
        Ok(token)
    }

    /// Adds the responses of a batch, all in one transaction; once this returns `Ok`, the disk has them.
    ///
    /// A response that is there already is as good as added if it is the same one: its JSON may be written
    /// otherwise. If it is another one under the same id, it is rejected and the stored one stays.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: nothing of the batch was added.
    pub(crate) fn add(
        &self,
        batch: &str,
        responses: &[NewResponse<'_>],
    ) -> Result<Vec<Result<(), Rejection>>, StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let verdicts = responses
            .iter()
            .map(|response| add_one(&transaction, batch, response))
            .collect::<Result<Vec<_>, _>>()?;
        transaction.commit()?;
        Ok(verdicts)
    }

    /// How many responses there are.
    pub(crate) fn count(&self) -> Result<u64, StoreError> {
        let reader = self.reader();
        let count: i64 =
            reader.prepare_cached("SELECT count(*) FROM responses")?.query_row([], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// Where the response that arrived last stands; 0 if there is none.
    pub(crate) fn last(&self) -> Result<i64, StoreError> {
        let reader = self.reader();
        let last = reader
            .prepare_cached("SELECT coalesce(max(seq), 0) FROM responses")?
            .query_row([], |row| row.get(0))?;
        Ok(last)
    }

    /// The responses that arrived after `after` and not after `last`, as many as make a page; of one study, or
    /// of all.
    pub(crate) fn page(&self, study: Option<&str>, after: i64, last: i64) -> Result<Page, StoreError> {
        let reader = self.reader();
        let mut statement = reader.prepare_cached(match study {
            Some(_) => {
                "SELECT seq, response FROM responses WHERE seq > ?1 AND seq <= ?2 AND study = ?3 ORDER BY seq"
            }
            None => "SELECT seq, response FROM responses WHERE seq > ?1 AND seq <= ?2 ORDER BY seq",
        })?;
        let mut rows = match study {
            Some(study) => statement.query(params![after, last, study])?,
            None => statement.query(params![after, last])?,
        };

        let mut responses: Vec<String> = Vec::new();
        let mut n_bytes = 0;
        while let Some(row) = rows.next()? {
            let response: String = row.get(1)?;
            n_bytes += response.len();
            responses.push(response);
            if n_bytes >= PAGE_BYTES {
                return Ok(Page { responses, next: Some(row.get(0)?) });
            }
        }
        Ok(Page { responses, next: None })
    }

    /// Folds the journal into the data file, so that the file alone is everything.
    pub(crate) fn checkpoint(&self) -> Result<(), StoreError> {
        self.writer().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        usable(&self.0.writer)
    }

    fn reader(&self) -> MutexGuard<'_, Connection> {
        usable(&self.0.reader)
    }
}

/// The ids of all responses in the data file `file`, in lower case.
///
/// Changes nothing in it, and holds nobody up: a collector may be using it meanwhile.
pub(crate) fn read_ids(file: &Path) -> Result<BTreeSet<String>, OpenError> {
    let read = || -> Result<BTreeSet<String>, OpenError> {
        let in_words = |error: rusqlite::Error| open_error(file, &error);
        let connection =
            Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(in_words)?;
        connection.busy_timeout(PATIENCE).map_err(in_words)?;
        check_is_ours(&connection, file)?;
        let mut statement = connection.prepare("SELECT id FROM responses").map_err(in_words)?;
        let ids = statement.query_map([], |row| row.get(0)).map_err(in_words)?;
        ids.collect::<Result<_, _>>().map_err(in_words)
    };
    read().map_err(|error| match error {
        OpenError::NotWritable { file, reason } => OpenError::NotReadable { file, reason },
        other => other,
    })
}

/// A connection stays usable after a panic: its transaction was rolled back as it fell.
fn usable(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}

fn add_one(
    transaction: &Transaction<'_>,
    batch: &str,
    response: &NewResponse<'_>,
) -> Result<Result<(), Rejection>, rusqlite::Error> {
    let id = response.id.to_ascii_lowercase();
    let n_added = transaction
        .prepare_cached(
            "INSERT OR IGNORE INTO responses (id, study, study_version, batch, received_at, response)
             VALUES (?1, ?2, ?3, ?4, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?5)",
        )?
        .execute(params![id, response.study, response.study_version, batch, response.text])?;
    if n_added == 1 {
        return Ok(Ok(()));
    }
    let stored: String = transaction
        .prepare_cached("SELECT response FROM responses WHERE id = ?1")?
        .query_row([&id], |row| row.get(0))?;
    Ok(if is_same(&stored, response.text) {
        Ok(())
    } else {
        let reason = format!(
            "{}: another response with this id is stored already; that one is kept as it is",
            response.place
        );
        Err(Rejection { id: Some(response.id.clone()), reason })
    })
}

/// Whether two texts are the same JSON, whatever its spaces and the order of its keys.
fn is_same(stored: &str, sent: &str) -> bool {
    let read = |text| serde_json::from_str::<Value>(text).ok();
    stored == sent || read(stored).is_some_and(|stored| Some(stored) == read(sent))
}

/// Makes the data file, if it is not there, so that only this user can read it: it holds the token.
fn make_private(file: &Path) -> Result<(), OpenError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;

        options.mode(0o600);
    }
    match options.open(file) {
        Ok(_) => Ok(()),
        Err(error) => match error.kind() {
            io::ErrorKind::AlreadyExists => Ok(()),
            io::ErrorKind::NotFound => {
                Err(OpenError::NoFolder(file.parent().unwrap_or(Path::new("")).to_owned()))
            }
            _ => Err(not_writable(file, &error.to_string())),
        },
    }
}

fn connect(file: &Path) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(PATIENCE)?;
    Ok(connection)
}

/// Refuses a file that is not ours, or newer than this program, before anything is written to it.
fn check_is_ours(connection: &Connection, file: &Path) -> Result<(), OpenError> {
    let number = |sql| connection.query_row(sql, [], |row| row.get::<_, u32>(0));
    let read = || Ok((number("SELECT count(*) FROM sqlite_schema")?, number("PRAGMA application_id")?));
    let (n_tables, application_id) = read().map_err(|error| open_error(file, &error))?;
    let found = version(connection).map_err(|error| open_error(file, &error))?;
    let known = UPGRADES.iter().map(|(version, _)| *version).max().unwrap_or(0);

    let is_new = n_tables == 0 && found == 0 && application_id == 0;
    if !is_new && application_id != APPLICATION_ID {
        let reason = "it is the database of another program".to_owned();
        return Err(OpenError::Damaged { file: file.to_owned(), reason });
    }
    if found > known {
        return Err(OpenError::Newer { file: file.to_owned(), found, known });
    }
    Ok(())
}

/// Refuses a file of which a part is missing or overwritten.
fn check_is_whole(connection: &Connection, file: &Path) -> Result<(), OpenError> {
    let verdict: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(|error| open_error(file, &error))?;
    if verdict == "ok" {
        return Ok(());
    }
    Err(OpenError::Damaged { file: file.to_owned(), reason: verdict })
}

/// From now on a commit returns only when the disk has it, and readers do not wait for writers.
fn write_through(connection: &Connection, file: &Path) -> Result<(), OpenError> {
    let in_words = |error: rusqlite::Error| open_error(file, &error);
    let mode: String = connection
        .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))
        .map_err(in_words)?;
    if mode != "wal" {
        return Err(not_writable(file, "its disk does not allow a write-ahead journal"));
    }
    connection.pragma_update(None, "synchronous", "FULL").map_err(in_words)
}

fn upgrade(connection: &mut Connection) -> Result<(), rusqlite::Error> {
    let found = version(connection)?;
    for (version, step) in UPGRADES.iter().filter(|(version, _)| *version > found) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", version)?;
        transaction.commit()?;
    }
    Ok(())
}

/// Version of the data file; 0 if it is a new one.
fn version(connection: &Connection) -> Result<u32, rusqlite::Error> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

fn open_error(file: &Path, error: &rusqlite::Error) -> OpenError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => OpenError::Locked(file.to_owned()),
        Some(
            ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::ReadOnly
            | ErrorCode::DiskFull
            | ErrorCode::SystemIoFailure,
        ) => not_writable(file, &error.to_string()),
        _ => OpenError::Damaged { file: file.to_owned(), reason: error.to_string() },
    }
}

fn not_writable(file: &Path, reason: &str) -> OpenError {
    OpenError::NotWritable { file: file.to_owned(), reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    const BATCH: &str = "7c1b7f0a-0f3d-4a56-9a6b-1d2e3f405162";

    fn open_in(folder: &TempDir) -> Store {
        Store::open(&folder.path().join("data.sqlite")).unwrap()
    }

    fn new_response<'a>(id: &str, text: &'a str) -> NewResponse<'a> {
        NewResponse {
            id: id.to_owned(),
            study: "study".to_owned(),
            study_version: "1".to_owned(),
            text,
            place: "responses[0]".to_owned(),
        }
    }

    /// Sends `first` and then `second` under one id, and tells whether the second was accepted.
    #[track_caller]
    fn check_second(first: &str, second: &str, is_accepted: bool) {
        let folder = TempDir::new().unwrap();
        let store = open_in(&folder);
        store.add(BATCH, &[new_response("a", first)]).unwrap();

        let verdicts = store.add(BATCH, &[new_response("a", second)]).unwrap();

        assert_eq!(verdicts[0].is_ok(), is_accepted, "{verdicts:?}");
        assert_eq!(store.page(None, 0, store.last().unwrap()).unwrap().responses, [first]);
    }

    #[test]
    fn the_same_response_is_accepted_again_however_its_json_is_written() {
        check_second(r#"{"a":1,"b":[2]}"#, r#"{"a":1,"b":[2]}"#, true);
        check_second(r#"{"a":1,"b":[2]}"#, r#"{ "b": [2], "a": 1 }"#, true);
    }

    #[test]
    fn another_response_under_the_same_id_is_rejected_and_the_first_stays() {
        check_second(r#"{"a":1,"b":[2]}"#, r#"{"a":1,"b":[3]}"#, false);
        check_second(r#"{"a":1,"b":[2]}"#, r#"{"a":1}"#, false);
    }

    #[test]
    fn an_id_in_capitals_is_the_same_id() {
        let folder = TempDir::new().unwrap();
        let store = open_in(&folder);

        store.add(BATCH, &[new_response("0E", "1"), new_response("0e", "1")]).unwrap();

        assert_eq!(store.count().unwrap(), 1);
    }

    #[test]
    fn a_full_disk_keeps_nothing_of_the_batch_and_what_was_there_stays() {
        let folder = TempDir::new().unwrap();
        let store = open_in(&folder);
        store.add(BATCH, &[new_response("first", "1")]).unwrap();
        let n_pages: i64 = store.writer().query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
        store.writer().pragma_update_and_check(None, "max_page_count", n_pages + 2, |_| Ok(())).unwrap();
        let large = format!("\"{}\"", "x".repeat(100_000));

        let error =
            store.add(BATCH, &[new_response("small", "2"), new_response("large", &large)]).unwrap_err();

        assert!(matches!(error, StoreError::Full), "{error:?}");
        assert_eq!(store.count().unwrap(), 1);
        store.add(BATCH, &[new_response("small", "2")]).unwrap();
        assert_eq!(store.count().unwrap(), 2);
    }

    #[test]
    fn the_pages_of_an_export_hold_everything_once_and_nothing_that_came_later() {
        let folder = TempDir::new().unwrap();
        let store = open_in(&folder);
        let texts: Vec<String> =
            (0..10).map(|idx| format!("\"{idx}{}\"", "x".repeat(PAGE_BYTES / 3))).collect();
        for (idx, text) in texts.iter().enumerate() {
            store.add(BATCH, &[new_response(&idx.to_string(), text)]).unwrap();
        }
        let last = store.last().unwrap();
        store.add(BATCH, &[new_response("later", "1")]).unwrap();

        let mut n_pages = 0;
        let mut exported = Vec::new();
        let mut next = Some(0);
        while let Some(after) = next {
            let page = store.page(Some("study"), after, last).unwrap();
            exported.extend(page.responses);
            next = page.next;
            n_pages += 1;
        }

        assert_eq!(exported, texts);
        assert!(n_pages > 2, "{n_pages}");
        assert!(store.page(Some("other"), 0, last).unwrap().responses.is_empty());
    }

    #[test]
    fn the_token_is_made_once_and_kept() {
        let folder = TempDir::new().unwrap();

        let made = open_in(&folder).read_token(|| Some("first".to_owned())).unwrap();
        let kept = open_in(&folder).read_token(|| Some("second".to_owned())).unwrap();

        assert_eq!((made.as_str(), kept.as_str()), ("first", "first"));
    }

    #[test]
    fn every_commit_waits_for_the_disk() {
        let folder = TempDir::new().unwrap();
        let store = open_in(&folder);

        let writer = store.writer();
        let mode: String = writer.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
        let synchronous: i64 = writer.query_row("PRAGMA synchronous", [], |row| row.get(0)).unwrap();

        // 2 is FULL.
        assert_eq!((mode.as_str(), synchronous), ("wal", 2));
    }

    #[cfg(unix)]
    #[test]
    fn a_new_data_file_is_for_this_user_only() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = TempDir::new().unwrap();
        let _store = open_in(&folder);

        for file in ["data.sqlite", "data.sqlite-wal"] {
            let mode = fs::metadata(folder.path().join(file)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{file}");
        }
    }

    #[test]
    fn the_database_of_another_program_is_left_alone() {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("data.sqlite");
        Connection::open(&file).unwrap().execute_batch("CREATE TABLE theirs (x)").unwrap();
        let before = fs::read(&file).unwrap();

        let error = Store::open(&file).unwrap_err();

        assert!(matches!(error, OpenError::Damaged { .. }), "{error:?}");
        assert_eq!(fs::read(&file).unwrap(), before);
    }
}
