//! What a backup holds, and why a file is none.

use crate::domain::ledger::Entry;
use crate::domain::response::ResponseId;

/// Something that was stored on some tablet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A finished response: where it stands, and its text.
    Response(Entry, String),
    /// A response whose text was cleared.
    Cleared(Entry),
    /// A draft: id and text.
    Draft(ResponseId, String),
    /// A study: address and text.
    Study(String, String),
    /// A setting: name and text. Never a key or password.
    Setting(String, String),
    /// Something that could not be read when the backup was made: shelf and key.
    Unreadable(String, String),
}

/// Why a file is not taken in. Nothing has changed then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It is something else.
    Foreign,
    /// A newer app made it; the version that it names.
    Newer(String),
    /// Its end is missing: it was not copied whole.
    CutOff,
    /// It is not as it was made: its checksum is another one.
    Altered,
    /// This line is none that a backup has; counted from 1.
    Broken(usize),
}
