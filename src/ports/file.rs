//! A file that somebody has chosen.

use async_trait::async_trait;

/// A file that can be read piece by piece, so that a large one need not fit into memory.
#[async_trait(?Send)]
pub trait ChosenFile {
    /// Length in bytes.
    fn length(&self) -> u64;

    /// The bytes from `from`, at most `most`; `None` if the file cannot be read (any more).
    async fn read(&self, from: u64, most: u64) -> Option<Vec<u8>>;
}
