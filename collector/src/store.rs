//! The data file: one `SQLite` database.
//!
//! Responses are added and read, never changed and never removed. One connection writes, another reads, so
//! that an export does not hold up a tablet. Every function here waits for the disk: call it from a thread that
//! may wait.

mod backup;
mod opening;
mod schema;

use std::{
    collections::BTreeSet,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, MAIN_DB, OptionalExtension, Transaction, TransactionBehavior, params};
use tokio::{sync::Notify, time::Instant};

pub(crate) use self::backup::read_ids;
pub use self::{
    backup::{BackupError, backup},
    opening::OpenError,
};
use self::{
    opening::{
        check_is_ours, check_is_whole, connect, make_private, not_writable, open_error, write_through,
    },
    schema::{upgrade, version},
};
use crate::batch::Rejection;

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
    /// As [`digest_of`](crate::json::digest_of) makes it.
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

#[cfg(test)]
mod tests;
