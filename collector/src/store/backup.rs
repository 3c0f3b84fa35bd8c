//! What is read from a data file that a collector may be using: its ids, and a copy of it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OpenFlags};

use crate::store::opening::{OpenError, PATIENCE, check_is_ours, check_is_whole, make_private, open_error};

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
