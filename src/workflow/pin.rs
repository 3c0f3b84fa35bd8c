//! Makes a PIN, keeps it and tries one.

use crate::domain::pin::{CODE_BYTES, Lock, Tries, code_of, is_same, plain_code};
use crate::format::pin::{read_pin, write_pin};
use crate::ports::pin::{LockStore, Secrets};
use crate::ports::response_store::StoreError;

/// What stands in the settings of the tablet while there is a lock, for who only wants to look whether there is one.
pub const MARK: &str = "kept";

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

/// What is kept, as it is understood. What cannot be read keeps everybody out but the way by which nothing is lost.
fn read(text: &str) -> Lock {
    read_pin(text).unwrap_or_default()
}

/// The lock, if there is one. `mark` is what stands in the settings of the tablet: where older apps kept the lock itself. That
/// is carried over to where the responses are; what stands in the settings opens nothing and replaces nothing.
///
/// # Errors
///
/// [`StoreError`]; whether there is a lock is not known then.
pub async fn kept_lock(store: &dyn LockStore, mark: Option<&str>) -> Result<Option<Lock>, StoreError> {
    let older = mark.filter(|text| !text.is_empty() && *text != MARK);
    let mut kept = store.lock().await?;
    if kept.is_none()
        && let Some(older) = older
    {
        let older = || older.to_owned();
        kept = store.change_lock(&|kept| Some(kept.unwrap_or_else(older))).await?.or_else(|| Some(older()));
    }
    Ok(kept.as_deref().map(read))
}

/// Keeps `lock`, or none any more.
///
/// # Errors
///
/// [`StoreError`].
pub async fn keep_lock(store: &dyn LockStore, lock: Option<&Lock>) -> Result<(), StoreError> {
    store.change_lock(&|_| lock.map(write_pin)).await.map(drop)
}

/// Notes how long a page has waited; `seen` is what it knows of the tries.
///
/// # Errors
///
/// [`StoreError`]; the wait is longer then.
pub async fn note_wait(store: &dyn LockStore, seen: Tries) -> Result<(), StoreError> {
    let waited = |kept: Option<String>| {
        let kept = kept?;
        let Ok(lock) = read_pin(&kept) else { return Some(kept) };
        Some(write_pin(&Lock { tries: lock.tries.seen(seen), ..lock }))
    };
    store.change_lock(&waited).await.map(drop)
}

/// Whether `typed` is the PIN, or the recovery code if it is tried `with_code`. `seen` is what the page knows of the tries.
/// Each try is written down before it is known to be wrong, and none is made while one has to wait.
///
/// # Errors
///
/// [`StoreError`] if the try cannot be written down: then it is none.
pub async fn try_it(
    store: &dyn LockStore,
    secrets: &dyn Secrets,
    seen: Tries,
    typed: &str,
    with_code: bool,
) -> Result<bool, StoreError> {
    let counted = |kept: Option<String>| {
        let kept = kept?;
        let Ok(lock) = read_pin(&kept) else { return Some(kept) };
        let tries = lock.tries.seen(seen);
        let tries = if tries.left_ms > 0 { tries } else { tries.one_more() };
        Some(write_pin(&Lock { tries, ..lock }))
    };
    // Somebody who was inside may have taken it away meanwhile.
    let Some(before) = store.change_lock(&counted).await? else { return Ok(true) };
    let lock = read(&before);
    if lock.tries.seen(seen).left_ms > 0 {
        return Ok(false);
    }
    let is_right =
        if with_code { is_code(secrets, &lock, typed).await } else { is_pin(secrets, &lock, typed).await };
    if is_right {
        let right = |kept: Option<String>| {
            let kept = kept?;
            let Ok(lock) = read_pin(&kept) else { return Some(kept) };
            Some(write_pin(&Lock { tries: Tries::default(), ..lock }))
        };
        store.change_lock(&right).await?;
    }
    Ok(is_right)
}
