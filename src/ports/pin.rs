//! What a PIN needs of the device: chance that nobody guesses, a hash that takes its time, and a place where the responses are.

use async_trait::async_trait;

use crate::ports::response_store::StoreError;

/// Random bytes and a slow hash.
#[async_trait(?Send)]
pub trait Secrets {
    /// Both are to be had here.
    fn is_there(&self) -> bool;

    /// So many random bytes, good enough for keys; `None` if there are none to be had.
    fn random(&self, n: usize) -> Option<Vec<u8>>;

    /// PBKDF2 with SHA-256 of `text` and `salt`, repeated so often: 32 bytes. `None` where there is none, as in a browser
    /// without https.
    async fn hash(&self, text: &str, salt: &[u8], iterations: u32) -> Option<Vec<u8>>;
}

/// Keeps the lock where the responses are: whoever takes it away takes them away too.
#[async_trait(?Send)]
pub trait LockStore {
    /// What is kept, if anything.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    async fn lock(&self) -> Result<Option<String>, StoreError>;

    /// Puts what `change` makes of what is kept in its place, in one step; nothing is kept if it makes nothing. Returns what
    /// was kept before. Strict.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; what was kept may still be.
    async fn change_lock(
        &self,
        change: &dyn Fn(Option<String>) -> Option<String>,
    ) -> Result<Option<String>, StoreError>;
}
