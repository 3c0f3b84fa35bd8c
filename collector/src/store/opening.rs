//! Opening a data file, and refusing one that is not ours or not whole.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::store::schema::{APPLICATION_ID, UPGRADES, version};

/// How long to wait for another program that has the data file locked.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);

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

/// Makes a data file so that only this user can read it: it holds the token. Returns whether there was none.
pub(super) fn make_private(file: &Path) -> Result<bool, OpenError> {
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

pub(super) fn connect(file: &Path) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(PATIENCE)?;
    Ok(connection)
}

/// Refuses a file that is not ours, or newer than this program, before anything is written to it.
pub(super) fn check_is_ours(connection: &Connection, file: &Path) -> Result<(), OpenError> {
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
pub(super) fn check_is_whole(connection: &Connection, file: &Path) -> Result<(), OpenError> {
    let verdict: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(|error| open_error(file, &error))?;
    if verdict == "ok" {
        return Ok(());
    }
    Err(OpenError::Damaged { file: file.to_owned(), reason: verdict })
}

/// From now on a commit returns only when the disk has it, and readers do not wait for writers.
pub(super) fn write_through(connection: &Connection, file: &Path) -> Result<(), OpenError> {
    let in_words = |error: rusqlite::Error| open_error(file, &error);
    let mode: String = connection
        .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))
        .map_err(in_words)?;
    if mode != "wal" {
        return Err(not_writable(file, "its disk does not allow a write-ahead journal"));
    }
    connection.pragma_update(None, "synchronous", "FULL").map_err(in_words)
}

pub(super) fn open_error(file: &Path, error: &rusqlite::Error) -> OpenError {
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

pub(super) fn not_writable(file: &Path, reason: &str) -> OpenError {
    OpenError::NotWritable { file: file.to_owned(), reason: reason.to_owned() }
}
