//! What a PIN needs of the device: chance that nobody guesses, and a hash that takes its time.

use async_trait::async_trait;

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
