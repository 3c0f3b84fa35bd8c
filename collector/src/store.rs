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
use tokio::{sync::Notify, time::Instant};

use crate::{batch::Rejection, json::digest_of};

/// Tells our files from other people's `SQLite` files: "Btks" in ASCII.
const APPLICATION_ID: u32 = 0x4274_6b73;

/// What brings a data file to each version from the one before it: the first one makes a new file.
///
/// A published step is never edited; a change is a new step.
const UPGRADES: &[Upgrade] = &[
    Upgrade {
        version: 1,
        sql: "
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
        then: |_| Ok(()),
    },
    Upgrade {
        version: 2,
        sql: "
    -- Of the response, however it is written: a repeat is told from another response without reading the text again.
    ALTER TABLE responses ADD COLUMN digest BLOB NOT NULL DEFAULT x'';
    -- 1 if the activity's date lies far from the day on which it came in, by the clock of this computer.
    ALTER TABLE responses ADD COLUMN far INTEGER NOT NULL DEFAULT 0;
    UPDATE responses SET far = 1 WHERE CASE WHEN json_valid(response) THEN
        json_extract(response, '$.activity.date')
            NOT BETWEEN date(received_at, '-366 days') AND date(received_at, '+1 day')
    END;
    CREATE INDEX responses_far ON responses (seq) WHERE far = 1;
",
        then: digest_all,
    },
];

/// What brings a data file to a version from the one before it.
struct Upgrade {
    version: u32,
    sql: &'static str,
    /// What SQL alone cannot do, in the same transaction.
    then: fn(&Transaction<'_>) -> Result<(), rusqlite::Error>,
}

/// How long to wait for another program that has the data file locked.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long what is known of the disk counts: asking for health is free for everybody, a write is not.
const TIME_TO_TRUST: Duration = Duration::from_secs(30);

/// Bytes after which a page of an export is full. One response may go over it.
const PAGE_BYTES: usize = 256 * 1024;

/// The data file, open. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Store(Arc<Connections>);

#[derive(Debug)]
struct Connections {
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
    /// How the last write went.
    last_write: Mutex<Option<LastWrite>>,
    /// Tells of everything that is written.
    written: Notify,
    is_new: bool,
}

#[derive(Debug)]
struct LastWrite {
    at: Instant,
    trouble: Option<String>,
}

/// A response to be added.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NewResponse<'a> {
    /// As the tablet wrote it: it looks for these very letters in the answer.
    pub(crate) id: String,
    /// The same id as it was also written in this batch, with other capitals.
    pub(crate) other_spellings: BTreeSet<String>,
    pub(crate) study: String,
    pub(crate) study_version: String,
    /// Day of the activity.
    pub(crate) date: String,
    /// The response as it came.
    pub(crate) text: &'a str,
    /// Where it stood in the batch, for the words of a rejection.
    pub(crate) place: String,
    /// As [`digest_of`] makes it.
    pub(crate) digest: Vec<u8>,
}

/// What became of the responses of a batch.
#[derive(Debug)]
pub(crate) struct Added {
    /// One for each response.
    pub(crate) verdicts: Vec<Result<(), Rejection>>,
    /// How many are new.
    n_new: usize,
    /// How many are new and have a date far from today.
    pub(crate) n_far: usize,
}

/// Which responses are asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// Of this study only.
    pub(crate) study: Option<String>,
    /// Only those whose date lies far from the day on which they came in.
    pub(crate) is_far: bool,
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
        let is_new = version(&writer).map_err(in_words)? == 0;
        upgrade(&mut writer).map_err(in_words)?;

        let reader = connect(file).map_err(in_words)?;
        reader.pragma_update(None, "query_only", true).map_err(in_words)?;
        let written = Notify::new();
        // What the upgrade wrote.
        written.notify_one();
        Ok(Self(Arc::new(Connections {
            writer: Mutex::new(writer),
            reader: Mutex::new(reader),
            last_write: Mutex::new(None),
            written,
            is_new,
        })))
    }

    /// Whether the data file was made just now.
    pub(crate) fn is_new(&self) -> bool {
        self.0.is_new
    }

    /// Returns when something has been written since it last returned.
    pub(crate) async fn written(&self) {
        self.0.written.notified().await;
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
    /// otherwise. If it is another one under the same id, it is rejected and the stored one stays. Neither text is read
    /// for that: whatever is sent, other tablets wait for the disk and for nothing else.
    ///
    /// # Errors
    ///
    /// [`StoreError`]: nothing of the batch was added.
    pub(crate) fn add(&self, batch: &str, responses: &[NewResponse<'_>]) -> Result<Added, StoreError> {
        let add = || -> Result<Added, StoreError> {
            let mut added = Added { verdicts: Vec::with_capacity(responses.len()), n_new: 0, n_far: 0 };
            let mut writer = self.writer();
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for response in responses {
                added.add(&transaction, batch, response)?;
            }
            transaction.commit()?;
            Ok(added)
        };
        let added = add();
        // Of repeats alone nothing is written: a disk without room takes them too.
        if added.as_ref().map_or(true, |added| added.n_new > 0) {
            let outcome = self.outcome(&added);
            *usable(&self.0.last_write) = Some(outcome);
        }
        added
    }

    /// Whether something can be written now, by trying it if nothing has been written for a while. If not, why.
    pub(crate) fn check_write(&self) -> Result<(), String> {
        // Held while trying, so that many who ask at once cost one write.
        let mut last_write = usable(&self.0.last_write);
        let known = last_write.take().filter(|last| last.at.elapsed() < TIME_TO_TRUST);
        let last = last_write.insert(known.unwrap_or_else(|| self.outcome(&self.try_write())));
        last.trouble.clone().map_or(Ok(()), Err)
    }

    /// Writes the version of the file once more: the disk does all that it does for a batch, and the file says the same.
    fn try_write(&self) -> Result<(), StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.pragma_update(None, "user_version", version(&transaction)?)?;
        transaction.commit()?;
        Ok(())
    }

    fn outcome<T>(&self, write: &Result<T, StoreError>) -> LastWrite {
        if write.is_ok() {
            self.0.written.notify_one();
        }
        LastWrite { at: Instant::now(), trouble: write.as_ref().err().map(ToString::to_string) }
    }

    /// How many responses there are.
    pub(crate) fn count(&self) -> Result<u64, StoreError> {
        let reader = self.reader();
        let count: i64 =
            reader.prepare_cached("SELECT count(*) FROM responses")?.query_row([], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// How many have a date far from the day on which they came in.
    pub(crate) fn count_far(&self) -> Result<u64, StoreError> {
        let reader = self.reader();
        let count: i64 = reader
            .prepare_cached("SELECT count(*) FROM responses WHERE far = 1")?
            .query_row([], |row| row.get(0))?;
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

    /// The responses that are wanted and arrived after `after` and not after `last`, as many as make a page.
    pub(crate) fn page(&self, wanted: &Wanted, after: i64, last: i64) -> Result<Page, StoreError> {
        let reader = self.reader();
        let of_study = if wanted.study.is_some() { " AND study = ?3" } else { "" };
        let is_far = if wanted.is_far { " AND far = 1" } else { "" };
        let mut statement = reader.prepare_cached(&format!(
            "SELECT seq, response FROM responses WHERE seq > ?1 AND seq <= ?2{of_study}{is_far} ORDER BY seq"
        ))?;
        let mut rows = match &wanted.study {
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

    /// Some ids of the studies that the responses are of that are wanted and did not arrive after `last`: all, if they are few.
    pub(crate) fn studies(&self, wanted: &Wanted, last: i64) -> Result<Vec<String>, StoreError> {
        let reader = self.reader();
        let is_far = if wanted.is_far { " AND far = 1" } else { "" };
        let mut statement = reader.prepare_cached(&format!(
            "SELECT DISTINCT study FROM responses WHERE seq <= ?1{is_far} ORDER BY study LIMIT 10"
        ))?;
        let studies = statement.query_map([last], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(studies)
    }

    /// Today (`YYYY-MM-DD`), by the clock of this computer, UTC.
    pub(crate) fn today(&self) -> Result<String, StoreError> {
        Ok(self.reader().query_row("SELECT date('now')", [], |row| row.get(0))?)
    }

    /// Folds the journal into the data file, so that the file alone is everything.
    pub(crate) fn checkpoint(&self) -> Result<(), StoreError> {
        self.writer().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Copies the journal into the data file as far as no other program is reading, and holds nobody up.
    ///
    /// Returns whether that was all of it: then a copy of the file alone is everything.
    pub(crate) fn fold_in(&self) -> Result<bool, StoreError> {
        let (is_busy, in_journal, copied): (bool, i64, i64) =
            self.writer().query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
        // While another program is at it, nothing was looked at, and both numbers are the same.
        Ok(!is_busy && in_journal == copied)
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
    let connection = open_to_read(file)?;
    let read = || -> Result<_, rusqlite::Error> {
        let mut statement = connection.prepare("SELECT id FROM responses")?;
        statement.query_map([], |row| row.get(0))?.collect()
    };
    read().map_err(|error| not_readable(open_error(file, &error)))
}

/// Why there is no backup. Nothing of it is left behind.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The data file cannot be read.
    #[error(transparent)]
    Data(#[from] OpenError),
    /// There is a file with that name.
    #[error("{} is there already: name a file that is not", .0.display())]
    Exists(PathBuf),
    /// The file cannot be written.
    #[error("{} cannot be written ({reason}): check its folder and the room on its disk", .file.display())]
    NotWritten {
        /// The file of the backup.
        file: PathBuf,
        /// What went wrong.
        reason: String,
    },
}

/// Writes everything in the data file `data` into the new file `backup`, as it is at this moment. Returns how many responses
/// that are.
///
/// Changes nothing in it, and holds nobody up: a collector may be using it meanwhile.
///
/// # Errors
///
/// [`BackupError`]: there is no backup.
pub fn backup(data: &Path, backup: &Path) -> Result<u64, BackupError> {
    let connection = open_to_read(data)?;
    let not_written = |reason: String| BackupError::NotWritten { file: backup.to_owned(), reason };
    let is_made = make_private(backup).map_err(|error| not_written(error.to_string()))?;
    if !is_made {
        return Err(BackupError::Exists(backup.to_owned()));
    }
    let write = || -> Result<u64, String> {
        let name = backup.to_str().ok_or("its name is not Unicode")?;
        connection.execute("VACUUM INTO ?1", [name]).map_err(|error| error.to_string())?;
        fs::File::open(backup).and_then(|file| file.sync_all()).map_err(|error| error.to_string())?;
        let copy = open_to_read(backup).map_err(|error| error.to_string())?;
        check_is_whole(&copy, backup).map_err(|error| error.to_string())?;
        let count = copy.query_row("SELECT count(*) FROM responses", [], |row| row.get::<_, i64>(0));
        count.map(i64::unsigned_abs).map_err(|error| error.to_string())
    };
    write().map_err(|reason| {
        let _ = fs::remove_file(backup);
        not_written(reason)
    })
}

fn open_to_read(file: &Path) -> Result<Connection, OpenError> {
    let open = || -> Result<Connection, OpenError> {
        let in_words = |error: rusqlite::Error| open_error(file, &error);
        let connection =
            Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(in_words)?;
        connection.busy_timeout(PATIENCE).map_err(in_words)?;
        check_is_ours(&connection, file)?;
        Ok(connection)
    };
    open().map_err(not_readable)
}

fn not_readable(error: OpenError) -> OpenError {
    match error {
        OpenError::NotWritable { file, reason } => OpenError::NotReadable { file, reason },
        other => other,
    }
}

/// What is behind it stays usable after a panic: a transaction was rolled back as it fell.
fn usable<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Added {
    fn add(
        &mut self,
        transaction: &Transaction<'_>,
        batch: &str,
        response: &NewResponse<'_>,
    ) -> Result<(), rusqlite::Error> {
        let NewResponse { study, study_version, text, digest, date, .. } = response;
        let id = response.id.to_ascii_lowercase();
        let is_far: Option<bool> = transaction
            .prepare_cached(
                "INSERT OR IGNORE INTO responses
                     (id, study, study_version, batch, received_at, response, digest, far)
                 VALUES (?1, ?2, ?3, ?4, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?5, ?6,
                     ?7 NOT BETWEEN date('now', '-366 days') AND date('now', '+1 day'))
                 RETURNING far",
            )?
            .query_row(params![id, study, study_version, batch, text, digest, date], |row| row.get(0))
            .optional()?;
        if let Some(is_far) = is_far {
            self.n_new += 1;
            self.n_far += usize::from(is_far);
            self.verdicts.push(Ok(()));
            return Ok(());
        }
        let stored: Vec<u8> = transaction
            .prepare_cached("SELECT digest FROM responses WHERE id = ?1")?
            .query_row([&id], |row| row.get(0))?;
        let reason = "another response with this id is stored already; that one is kept as it is";
        self.verdicts.push(if stored == *digest {
            Ok(())
        } else {
            Err(Rejection { id: Some(response.id.clone()), reason: format!("{}: {reason}", response.place) })
        });
        Ok(())
    }
}

/// Fills in what an older collector has not written.
fn digest_all(transaction: &Transaction<'_>) -> Result<(), rusqlite::Error> {
    let mut next =
        transaction.prepare("SELECT seq, response FROM responses WHERE seq > ?1 ORDER BY seq LIMIT 1")?;
    let mut update = transaction.prepare("UPDATE responses SET digest = ?2 WHERE seq = ?1")?;
    let mut last = 0;
    while let Some((seq, text)) =
        next.query_row([last], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))).optional()?
    {
        update
            .execute(params![seq, digest_of(serde_json::from_str(&text).unwrap_or(Value::String(text)))])?;
        last = seq;
    }
    Ok(())
}

/// Makes a data file so that only this user can read it: it holds the token. Returns whether there was none.
fn make_private(file: &Path) -> Result<bool, OpenError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;

        options.mode(0o600);
    }
    match options.open(file) {
        Ok(_) => Ok(true),
        Err(error) => match error.kind() {
            io::ErrorKind::AlreadyExists => Ok(false),
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
    let known = UPGRADES.iter().map(|upgrade| upgrade.version).max().unwrap_or(0);

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
    for Upgrade { version, sql, then } in UPGRADES.iter().filter(|upgrade| upgrade.version > found) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(sql)?;
        then(&transaction)?;
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
    use std::cell::RefCell;

    use futures_util::FutureExt as _;
    use tempfile::TempDir;

    use super::*;

    const BATCH: &str = "7c1b7f0a-0f3d-4a56-9a6b-1d2e3f405162";

    fn open_in(folder: &TempDir) -> Store {
        Store::open(&folder.path().join("data.sqlite")).unwrap()
    }

    fn new_response<'a>(id: &str, text: &'a str) -> NewResponse<'a> {
        NewResponse {
            id: id.to_owned(),
            other_spellings: BTreeSet::new(),
            study: "study".to_owned(),
            study_version: "1".to_owned(),
            date: "2026-11-22".to_owned(),
            text,
            place: "responses[0]".to_owned(),
            digest: digest_of(serde_json::from_str(text).unwrap()),
        }
    }

    fn all(store: &Store) -> Vec<String> {
        store.page(&Wanted::default(), 0, store.last().unwrap()).unwrap().responses
    }

    /// Sends `first` and then `second` under one id, and tells whether the second was accepted.
    #[track_caller]
    fn check_second(first: &str, second: &str, is_accepted: bool) {
        let folder = TempDir::new().unwrap();
        let store = open_in(&folder);
        store.add(BATCH, &[new_response("a", first)]).unwrap();

        let verdicts = store.add(BATCH, &[new_response("a", second)]).unwrap().verdicts;

        assert_eq!(verdicts[0].is_ok(), is_accepted, "{verdicts:?}");
        assert_eq!(all(&store), [first]);
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
    fn a_repeat_is_told_without_reading_what_is_stored() {
        let folder = TempDir::new().unwrap();
        let store = open_in(&folder);
        store.add(BATCH, &[new_response("a", r#"{"a":1}"#)]).unwrap();
        store.writer().execute("UPDATE responses SET response = 'no JSON'", []).unwrap();

        let repeat = store.add(BATCH, &[new_response("a", r#"{ "a": 1 }"#)]).unwrap();
        let other = store.add(BATCH, &[new_response("a", r#"{"a":2}"#)]).unwrap();

        assert!(repeat.verdicts[0].is_ok() && other.verdicts[0].is_err());
    }

    #[test]
    fn a_date_far_from_the_day_on_which_it_came_is_taken_and_counted_once() {
        let folder = TempDir::new().unwrap();
        let store = open_in(&folder);
        let today: String = store.reader().query_row("SELECT date('now')", [], |row| row.get(0)).unwrap();
        let on = |id: &str, date: &str| NewResponse { date: date.to_owned(), ..new_response(id, "1") };
        let responses = [on("today", &today), on("past", "2020-01-01"), on("future", "2099-12-31")];

        let n_far = [(); 2].map(|()| store.add(BATCH, &responses).unwrap().n_far);

        assert_eq!((n_far, store.count_far().unwrap(), store.count().unwrap()), ([2, 0], 2, 3));
        let far = Wanted { is_far: true, ..Wanted::default() };
        assert_eq!(store.page(&far, 0, store.last().unwrap()).unwrap().responses.len(), 2);
    }

    #[test]
    fn a_data_file_of_the_first_version_is_brought_up_to_this_one() {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("data.sqlite");
        let old = Connection::open(&file).unwrap();
        old.execute_batch(UPGRADES[0].sql).unwrap();
        old.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        old.pragma_update(None, "user_version", 1).unwrap();
        let texts = [
            r#"{"id":"A0","activity":{"date":"2026-11-22"}}"#,
            r#"{"id":"a1","activity":{"date":"2015-01-01"}}"#,
            r#"{"id":"a2","activity":{"date":"20266-11-29"}}"#,
            "no JSON",
        ];
        for (idx, text) in texts.iter().enumerate() {
            old.execute(
                "INSERT INTO responses (id, study, study_version, batch, received_at, response)
                 VALUES (?1, 'study', '1', 'batch', '2026-11-23T10:00:00Z', ?2)",
                params![format!("a{idx}"), text],
            )
            .unwrap();
        }
        drop(old);

        let store = Store::open(&file).unwrap();

        assert!(!store.is_new());
        assert_eq!(all(&store), texts);
        assert_eq!(store.count_far().unwrap(), 2);
        let repeat = r#"{"activity": {"date": "2026-11-22"}, "id": "a0"}"#;
        assert!(store.add(BATCH, &[new_response("a0", repeat)]).unwrap().verdicts[0].is_ok());
        assert!(store.add(BATCH, &[new_response("a1", repeat)]).unwrap().verdicts[0].is_err());
        assert_eq!(store.count().unwrap(), 4);
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
        assert_eq!(store.check_write(), Err(error.to_string()));
        store.add(BATCH, &[new_response("small", "2")]).unwrap();
        assert_eq!(store.count().unwrap(), 2);
        assert_eq!(store.check_write(), Ok(()));
    }

    #[test]
    fn repeats_do_not_hide_that_the_disk_is_full() {
        let folder = TempDir::new().unwrap();
        let store = open_in(&folder);
        store.add(BATCH, &[new_response("first", "1")]).unwrap();
        let n_pages: i64 = store.writer().query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
        store.writer().pragma_update_and_check(None, "max_page_count", n_pages, |_| Ok(())).unwrap();
        let large = format!("\"{}\"", "x".repeat(100_000));
        let error = store.add(BATCH, &[new_response("large", &large)]).unwrap_err();

        let repeat = store.add(BATCH, &[new_response("first", "1")]).unwrap();

        assert!(repeat.verdicts[0].is_ok());
        assert_eq!(store.check_write(), Err(error.to_string()));
    }

    #[tokio::test]
    async fn only_what_is_written_is_told_of() {
        let folder = TempDir::new().unwrap();
        let store = open_in(&folder);
        // Making the file.
        store.written().await;

        store.add(BATCH, &[new_response("a", "1")]).unwrap();
        assert!(store.written().now_or_never().is_some());
        store.add(BATCH, &[new_response("a", "1")]).unwrap();
        store.add(BATCH, &[new_response("a", "2")]).unwrap();

        assert!(store.written().now_or_never().is_none());
    }

    thread_local! {
        /// A data file, and whether everything was folded in while another program was at it.
        static MEANWHILE: RefCell<Option<(Store, Option<bool>)>> = const { RefCell::new(None) };
    }

    #[test]
    fn what_another_program_is_folding_in_is_not_taken_for_done() {
        let folder = TempDir::new().unwrap();
        let store = open_in(&folder);
        store.add(BATCH, &[new_response("a", "1")]).unwrap();
        MEANWHILE.set(Some((store, None)));
        let [writing, mut folding] = [(); 2].map(|()| connect(&folder.path().join("data.sqlite")).unwrap());
        writing.execute_batch("BEGIN IMMEDIATE").unwrap();
        let meanwhile = |_| {
            MEANWHILE.with_borrow_mut(|meanwhile| {
                let (store, is_all) = meanwhile.as_mut().unwrap();
                *is_all = Some(store.fold_in().unwrap());
            });
            false
        };
        folding.busy_handler(Some(meanwhile)).unwrap();

        // It waits for the one that writes, and keeps all others from folding in.
        folding.query_row("PRAGMA wal_checkpoint(FULL)", [], |_| Ok(())).unwrap();

        let (store, is_all) = MEANWHILE.take().unwrap();
        assert_eq!(is_all, Some(false));
        assert!(store.fold_in().unwrap());
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
        let of = |study: &str| Wanted { study: Some(study.to_owned()), is_far: false };
        while let Some(after) = next {
            let page = store.page(&of("study"), after, last).unwrap();
            exported.extend(page.responses);
            next = page.next;
            n_pages += 1;
        }

        assert_eq!(exported, texts);
        assert!(n_pages > 2, "{n_pages}");
        assert!(store.page(&of("other"), 0, last).unwrap().responses.is_empty());
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
