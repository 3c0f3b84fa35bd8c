//! Makes a PIN, and tries one.

use crate::domain::pin::{CODE_BYTES, Lock, Tries, code_of, is_same, plain_code};
use crate::ports::pin::Secrets;

/// How often the hash is repeated: what OWASP advises for PBKDF2 with SHA-256. It takes a slow tablet about a second, which
/// one waits once; whoever tries all PINs of a stolen copy waits it every time.
pub const ITERATIONS: u32 = 600_000;

/// Bytes of salt.
const SALT: usize = 16;

/// What is kept of `pin`, and the recovery code that is to be written down; `None` where there is no hash.
pub async fn make(secrets: &dyn Secrets, pin: &str) -> Option<(Lock, String)> {
    let salt = secrets.random(SALT)?;
    let code = code_of(&secrets.random(CODE_BYTES)?);
    let lock = Lock {
        iterations: ITERATIONS,
        pin: secrets.hash(pin, &salt, ITERATIONS).await?,
        code: secrets.hash(&plain_code(&code), &salt, ITERATIONS).await?,
        salt,
        tries: Tries::default(),
    };
    Some((lock, code))
}

/// Whether `typed` is the PIN.
pub async fn is_pin(secrets: &dyn Secrets, lock: &Lock, typed: &str) -> bool {
    let hash = secrets.hash(typed, &lock.salt, lock.iterations).await;
    hash.is_some_and(|hash| is_same(&hash, &lock.pin))
}

/// Whether `typed` is the recovery code, however it is written.
pub async fn is_code(secrets: &dyn Secrets, lock: &Lock, typed: &str) -> bool {
    let hash = secrets.hash(&plain_code(typed), &lock.salt, lock.iterations).await;
    hash.is_some_and(|hash| is_same(&hash, &lock.code))
}
