//! Recordings that the coordinator has made on this tablet, of texts of the study.

use async_trait::async_trait;

use crate::ports::response_store::StoreError;

/// Keeps recordings by language and by text as it is written. They lie apart from the responses, so that whatever happens
/// to them hinders nobody.
///
/// A recording is a WAV file of [`crate::domain::recording::RATE`] samples in a second, one channel, 16 bits.
#[async_trait(?Send)]
pub trait Recordings {
    /// The texts that have a recording in `language`, in their order.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    async fn texts(&self, language: &str) -> Result<Vec<String>, StoreError>;

    /// The recording of `text` in `language`, if there is one.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    async fn get(&self, language: &str, text: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Keeps a recording of `text` in `language`, in place of an older one. Strict: once this returns it is on the disk.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; an older one is still there.
    async fn put(&self, language: &str, text: &str, wav: &[u8]) -> Result<(), StoreError>;

    /// Removes the recording of `text` in `language`, if there is one.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; it may still be there.
    async fn remove(&self, language: &str, text: &str) -> Result<(), StoreError>;
}
