//! The versions of the data file, and what leads from each to the next.

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde_json::Value;

use crate::json::digest_of;

/// Tells our files from other people's `SQLite` files: "Btks" in ASCII.
pub(super) const APPLICATION_ID: u32 = 0x4274_6b73;

/// What brings a data file to each version from the one before it: the first one makes a new file.
///
/// A published step is never edited; a change is a new step.
pub(super) const UPGRADES: &[Upgrade] = &[
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
pub(super) struct Upgrade {
    pub(super) version: u32,
    pub(super) sql: &'static str,
    /// What SQL alone cannot do, in the same transaction.
    then: fn(&Transaction<'_>) -> Result<(), rusqlite::Error>,
}

pub(super) fn upgrade(connection: &mut Connection) -> Result<(), rusqlite::Error> {
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
pub(super) fn version(connection: &Connection) -> Result<u32, rusqlite::Error> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
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
