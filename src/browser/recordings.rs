//! Recordings in IndexedDB: a database of its own, so that whatever happens to it hinders no response. The participant's
//! page reads it too (`public/kept.js`).

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;

use async_trait::async_trait;
use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::{DomException, Error, OpenDbError};
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use crate::browser::alarm::{Alarm, LATE, PATIENCE_MS};
use crate::ports::recordings::Recordings;
use crate::ports::response_store::StoreError;

/// The database, its version and its only store: other pages of the app know them too.
pub const DATABASE: &str = "betekenis-voices";
const VERSION: u8 = 1;
const STORE: &str = "recordings";

/// [`Recordings`] in the IndexedDB of this origin. It is opened for every job and closed after it: recordings are made
/// with seconds between them, and a connection that lies idle is what browsers close without a word.
pub struct IndexedDbRecordings {
    name: String,
}

impl IndexedDbRecordings {
    /// The recordings in the database called `name`. Nothing is opened yet.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned() }
    }

    async fn open(&self) -> Result<Open, StoreError> {
        let opening = Database::open(self.name.as_str())
            .with_version(VERSION)
            .with_on_upgrade_needed(|_, database| {
                database.create_object_store(STORE).build()?;
                Ok(())
            })
            .build()
            .map_err(|error| open_error(&error))?;
        let database = opening.await.map_err(|error| open_error(&error))?;
        // A page of a newer app that wants to change it is not kept waiting.
        let closing = database.clone();
        let let_go = Closure::new(move || closing.clone().close());
        database.as_sys().set_onversionchange(Some(let_go.as_ref().unchecked_ref()));
        Ok(Open { database, _let_go: let_go })
    }
}

/// A connection; closed when this is dropped.
struct Open {
    database: Database,
    _let_go: Closure<dyn FnMut()>,
}

impl Open {
    fn write(&self) -> Result<Transaction<'_>, Error> {
        self.database
            .transaction(STORE)
            .with_mode(TransactionMode::Readwrite)
            .with_options(TransactionOptions::new().with_durability(TransactionDurability::Strict))
            .build()
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.database.as_sys().set_onversionchange(None);
        self.database.clone().close();
    }
}

/// Nothing is written before `complete`; a full disk aborts the transaction, and only the transaction says why.
async fn commit(transaction: Transaction<'_>) -> Result<(), StoreError> {
    let raw = transaction.as_sys().clone();
    transaction.commit().await.map_err(|error| match raw.error() {
        Some(exception) => exception_error(&exception),
        None => error_of(error),
    })
}

fn key(language: &str, text: &str) -> String {
    format!("{language}\n{text}")
}

/// All keys of a language: the sign after the line break is where the next language could begin.
fn keys_of(language: &str) -> KeyRange<JsValue> {
    let (lower, upper) = (format!("{language}\n"), format!("{language}\u{b}"));
    KeyRange::Bound(lower.into(), false, upper.into(), true)
}

/// What `job` comes to, unless it takes too long: then whoever waits is told.
async fn in_time<T>(job: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    let mut job = pin!(job);
    let mut alarm = Alarm::after(PATIENCE_MS);
    poll_fn(|context| match job.as_mut().poll(context) {
        Poll::Pending => {
            Pin::new(&mut alarm.rings).poll(context).map(|_| Err(StoreError::Unavailable(LATE.to_owned())))
        }
        done @ Poll::Ready(_) => done,
    })
    .await
}

#[async_trait(?Send)]
impl Recordings for IndexedDbRecordings {
    async fn texts(&self, language: &str) -> Result<Vec<String>, StoreError> {
        in_time(async {
            let open = self.open().await?;
            let transaction = open.database.transaction(STORE).build().map_err(error_of)?;
            let store = transaction.object_store(STORE).map_err(error_of)?;
            let asked =
                store.get_all_keys::<String>().with_query::<JsValue, _>(keys_of(language)).primitive();
            let keys = asked.map_err(error_of)?.await.map_err(error_of)?;
            let keys = keys.collect::<Result<Vec<String>, _>>().map_err(error_of)?;
            Ok(keys.into_iter().filter_map(|key| Some(key.split_once('\n')?.1.to_owned())).collect())
        })
        .await
    }

    async fn get(&self, language: &str, text: &str) -> Result<Option<Vec<u8>>, StoreError> {
        in_time(async {
            let open = self.open().await?;
            let transaction = open.database.transaction(STORE).build().map_err(error_of)?;
            let store = transaction.object_store(STORE).map_err(error_of)?;
            let asked = store.get::<JsValue, _, _>(key(language, text)).primitive().map_err(error_of)?;
            let found = asked.await.map_err(error_of)?;
            let wav = found.and_then(|found| Reflect::get(&found, &"wav".into()).ok());
            Ok(wav.and_then(|wav| wav.dyn_into::<Uint8Array>().ok()).map(|wav| wav.to_vec()))
        })
        .await
    }

    async fn put(&self, language: &str, text: &str, wav: &[u8]) -> Result<(), StoreError> {
        in_time(async {
            let open = self.open().await?;
            let transaction = open.write().map_err(error_of)?;
            let store = transaction.object_store(STORE).map_err(error_of)?;
            let recording = Object::new();
            let fields: [(&str, JsValue); 3] =
                [("language", language.into()), ("text", text.into()), ("wav", Uint8Array::from(wav).into())];
            for (name, value) in fields {
                // Setting a field of a fresh object cannot fail.
                let _ = Reflect::set(&recording, &name.into(), &value);
            }
            // Whether it was written, `commit` tells: a request that fails aborts its transaction.
            let asked = store.as_sys().put_with_key(&recording, &key(language, text).into());
            asked.map_err(|error| thrown(&error))?;
            commit(transaction).await
        })
        .await
    }

    async fn remove(&self, language: &str, text: &str) -> Result<(), StoreError> {
        in_time(async {
            let open = self.open().await?;
            let transaction = open.write().map_err(error_of)?;
            let store = transaction.object_store(STORE).map_err(error_of)?;
            store.as_sys().delete(&key(language, text).into()).map_err(|error| thrown(&error))?;
            commit(transaction).await
        })
        .await
    }
}

fn open_error(error: &OpenDbError) -> StoreError {
    match error {
        OpenDbError::Base(Error::DomException(exception)) => {
            exception_error(&web_sys::DomException::from(exception.clone()))
        }
        error => StoreError::Unavailable(error.to_string()),
    }
}

fn error_of(error: Error) -> StoreError {
    match error {
        Error::DomException(exception) => exception_error(&DomException::into(exception)),
        error => StoreError::Unavailable(error.to_string()),
    }
}

fn exception_error(exception: &web_sys::DomException) -> StoreError {
    if exception.name() == "QuotaExceededError" {
        StoreError::Full
    } else {
        StoreError::Unavailable(format!("{}: {}", exception.name(), exception.message()))
    }
}

fn thrown(error: &JsValue) -> StoreError {
    match error.dyn_ref::<web_sys::DomException>() {
        Some(exception) => exception_error(exception),
        None => StoreError::Unavailable("the storage cannot be called".to_owned()),
    }
}
