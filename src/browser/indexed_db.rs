//! Drafts and responses in IndexedDB.
//!
//! A response's text and where it stands lie apart: `responses` is written once, `ledger` with every change of state.
//! Nothing is answered before the transaction's `complete`; a request's `success` is too early (Chromium 121 and later
//! write to the disk after it).

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;

use async_trait::async_trait;
use indexed_db_futures::KeyPath;
use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::{DomException, Error, OpenDbError};
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use crate::domain::delivery::{State, Verdict};
use crate::ports::response_store::{Counts, Kept, Outbox, Overview, ResponseStore, StoreError};

/// Grows by one with every change of the stores below; `upgrade` leads from every older one to the newest.
const VERSION: u8 = 1;

const DRAFTS: &str = "drafts";
const RESPONSES: &str = "responses";
const LEDGER: &str = "ledger";
const STUDIES: &str = "studies";

/// Index of the ledger by state, then id.
const BY_STATE: &str = "by-state";

/// How a state is written in the ledger. Never change one: tablets hold years of them.
const STATES: &[(State, &str)] = &[
    (State::Waiting, "waiting"),
    (State::Sending, "sending"),
    (State::Sent, "sent"),
    (State::Refused, "refused"),
];

/// A [`ResponseStore`] in the IndexedDB of this origin.
///
/// The connection is opened when first needed, and anew when the browser has closed it: Safari does so under memory
/// pressure while the page stays open.
#[derive(Clone)]
pub struct IndexedDbStore {
    name: String,
    connection: Rc<RefCell<Option<Database>>>,
    /// What the browser calls when it closes the connection.
    let_go: Rc<RefCell<Option<LetGo>>>,
}

type LetGo = Closure<dyn FnMut()>;

impl IndexedDbStore {
    /// The store in the database called `name`. Nothing is opened yet.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), connection: Rc::default(), let_go: Rc::default() }
    }

    /// Closes the connection; the next use opens it again.
    pub fn close(&self) {
        if let Some(database) = self.connection.borrow_mut().take() {
            database.close();
        }
    }

    async fn connection(&self) -> Result<Database, StoreError> {
        if let Some(database) = self.connection.borrow().as_ref() {
            return Ok(database.clone());
        }
        let database = Database::open(self.name.as_str())
            .with_version(VERSION)
            .with_on_upgrade_needed(|event, database| upgrade(event.old_version(), &database))
            .build()
            .map_err(open_error)?
            .await
            .map_err(open_error)?;
        self.watch(&database);
        *self.connection.borrow_mut() = Some(database.clone());
        Ok(database)
    }

    /// Lets go of the connection when the browser closed it, or when a newer app wants to change the stores.
    fn watch(&self, database: &Database) {
        let connection = Rc::clone(&self.connection);
        let let_go = LetGo::new(move || {
            if let Some(database) = connection.borrow_mut().take() {
                database.close();
            }
        });
        let raw = database.as_sys();
        raw.set_onclose(Some(let_go.as_ref().unchecked_ref()));
        raw.set_onversionchange(Some(let_go.as_ref().unchecked_ref()));
        *self.let_go.borrow_mut() = Some(let_go);
    }

    /// Does `job` in the database, a second time with a fresh connection if the first one turns out to be dead.
    async fn with<'j, T>(&self, job: &dyn Fn(Database) -> Job<'j, T>) -> Result<T, StoreError> {
        match job(self.connection().await?).await {
            Err(Failure::Other(_)) => {
                self.close();
                Ok(job(self.connection().await?).await?)
            }
            done => Ok(done?),
        }
    }
}

/// A transaction under way. Boxed, so that the code around it is there once and not once for each kind.
type Job<'j, T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + 'j>>;

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Full => Self::Full,
            Failure::Other(detail) => Self::Unavailable(detail),
        }
    }
}

/// Why a transaction came to nothing.
enum Failure {
    Full,
    Other(String),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::DomException(exception) => Self::from(exception),
            // By name: their own words bring the printing of every kind of number into the download.
            Error::Serialisation(_) => Self::Other("a record cannot be read".to_owned()),
            Error::MissingData(_) => Self::Other("the transaction was aborted".to_owned()),
            Error::Unknown(_) => Self::Other("unknown error".to_owned()),
        }
    }
}

impl From<DomException> for Failure {
    fn from(exception: DomException) -> Self {
        let exception: web_sys::DomException = exception.into();
        if exception.name() == "QuotaExceededError" {
            Self::Full
        } else {
            Self::Other(format!("{}: {}", exception.name(), exception.message()))
        }
    }
}

fn open_error(error: OpenDbError) -> StoreError {
    match error {
        OpenDbError::Base(error) => Failure::from(error).into(),
        _ => StoreError::Unavailable("this browser has no IndexedDB".to_owned()),
    }
}

fn upgrade(old_version: f64, database: &Database) -> Result<(), Error> {
    if old_version < 1.0 {
        database.create_object_store(DRAFTS).build()?;
        database.create_object_store(RESPONSES).build()?;
        database.create_object_store(STUDIES).build()?;
        let ledger = database.create_object_store(LEDGER).with_key_path(KeyPath::from("id")).build()?;
        ledger.create_index(BY_STATE, KeyPath::from(vec!["state", "id"])).build()?;
    }
    Ok(())
}

fn write<'a>(
    database: &'a Database,
    stores: &[&str],
    durability: TransactionDurability,
) -> Result<Transaction<'a>, Error> {
    database
        .transaction(stores)
        .with_mode(TransactionMode::Readwrite)
        .with_options(TransactionOptions::new().with_durability(durability))
        .build()
}

/// Waits for `complete`. A full disk aborts the transaction, and only the transaction says why.
async fn commit(transaction: Transaction<'_>) -> Result<(), Failure> {
    let raw = transaction.as_sys().clone();
    transaction.commit().await.map_err(|error| match raw.error() {
        Some(exception) => Failure::from(DomException::from(exception)),
        None => Failure::from(error),
    })
}

fn text(value: &JsValue, key: &str) -> String {
    Reflect::get(value, &key.into()).ok().and_then(|value| value.as_string()).unwrap_or_default()
}

fn entry(id: &str, state: State, day: &str, reason: &str) -> JsValue {
    let entry = Object::new();
    for (key, value) in [("id", id), ("state", name_of(state)), ("day", day), ("reason", reason)] {
        // Setting a field of a fresh object cannot fail.
        let _ = Reflect::set(&entry, &key.into(), &value.into());
    }
    entry.into()
}

fn name_of(state: State) -> &'static str {
    STATES.iter().find(|(one, _)| *one == state).map_or("", |(_, name)| name)
}

/// A state that this version does not know (a newer app wrote it) is none of the four.
fn state_of(entry: &JsValue) -> Option<State> {
    let name = text(entry, "state");
    STATES.iter().find(|(_, one)| *one == name).map(|(state, _)| *state)
}

/// All entries in `state` with an id after `after`. In the order of keys, a list comes after every text.
fn in_state(state: State, after: &str) -> KeyRange<JsValue> {
    let lower = Array::of2(&name_of(state).into(), &after.into());
    let upper = Array::of2(&name_of(state).into(), &Array::new());
    KeyRange::Bound(lower.into(), true, upper.into(), true)
}

fn page_size(most: usize) -> u32 {
    u32::try_from(most).unwrap_or(u32::MAX)
}

#[async_trait(?Send)]
impl ResponseStore for IndexedDbStore {
    async fn save_draft(&self, id: &str, draft: &str) -> Result<(), StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = write(&database, &[DRAFTS, LEDGER], TransactionDurability::Relaxed)?;
                let known: Option<JsValue> = transaction.object_store(LEDGER)?.get(id).primitive()?.await?;
                if known.is_none() {
                    transaction.object_store(DRAFTS)?.put(draft).with_key(id).primitive()?.await?;
                }
                commit(transaction).await
            })
        })
        .await
    }

    async fn drafts(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = database.transaction(DRAFTS).build()?;
                let store = transaction.object_store(DRAFTS)?;
                let ids = store.get_all_keys::<String>().primitive()?;
                let drafts = store.get_all::<String>().primitive()?;
                let ids = ids.await?.collect::<Result<Vec<_>, _>>()?;
                let drafts = drafts.await?.collect::<Result<Vec<_>, _>>()?;
                Ok(ids.into_iter().zip(drafts).collect())
            })
        })
        .await
    }

    async fn discard_draft(&self, id: &str) -> Result<(), StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = write(&database, &[DRAFTS], TransactionDurability::Strict)?;
                transaction.object_store(DRAFTS)?.delete(id).primitive()?.await?;
                commit(transaction).await
            })
        })
        .await
    }

    async fn finish(&self, id: &str, response: &str, day: &str) -> Result<(), StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let stores = [DRAFTS, RESPONSES, LEDGER];
                let transaction = write(&database, &stores, TransactionDurability::Strict)?;
                let ledger = transaction.object_store(LEDGER)?;
                let known: Option<JsValue> = ledger.get(id).primitive()?.await?;
                if known.is_none() {
                    transaction.object_store(RESPONSES)?.put(response).with_key(id).primitive()?.await?;
                    ledger.put(entry(id, State::Waiting, day, "")).primitive()?.await?;
                }
                transaction.object_store(DRAFTS)?.delete(id).primitive()?.await?;
                commit(transaction).await
            })
        })
        .await
    }

    async fn keep_study(&self, address: &str, study: &str) -> Result<(), StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = write(&database, &[STUDIES], TransactionDurability::Strict)?;
                transaction.object_store(STUDIES)?.put(study).with_key(address).primitive()?.await?;
                commit(transaction).await
            })
        })
        .await
    }

    async fn kept_study(&self, address: &str) -> Result<Option<String>, StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = database.transaction(STUDIES).build()?;
                Ok(transaction.object_store(STUDIES)?.get(address).primitive()?.await?)
            })
        })
        .await
    }
}

#[async_trait(?Send)]
impl Outbox for IndexedDbStore {
    async fn unsent(&self, most: usize) -> Result<Vec<String>, StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = database.transaction(LEDGER).build()?;
                let ledger = transaction.object_store(LEDGER)?;
                let index = ledger.index(BY_STATE)?;
                let mut ids = Vec::new();
                for state in [State::Sending, State::Waiting] {
                    let range = in_state(state, "");
                    let left = page_size(most - ids.len());
                    if left == 0 {
                        break;
                    }
                    let keys = index
                        .get_all_keys::<String>()
                        .with_query::<JsValue, _>(range)
                        .with_limit(left)
                        .primitive()?;
                    for id in keys.await? {
                        ids.push(id?);
                    }
                }
                Ok(ids)
            })
        })
        .await
    }

    async fn start_sending(&self, ids: &[String]) -> Result<(Vec<String>, Vec<String>), StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let stores = [LEDGER, RESPONSES];
                // Relaxed: if this is lost the response is waiting, which comes to the same.
                let transaction = write(&database, &stores, TransactionDurability::Relaxed)?;
                let ledger = transaction.object_store(LEDGER)?;
                let responses = transaction.object_store(RESPONSES)?;
                let mut started = (Vec::new(), Vec::new());
                for id in ids {
                    let known: Option<JsValue> = ledger.get(id.as_str()).primitive()?.await?;
                    let json: Option<String> = responses.get(id.as_str()).primitive()?.await?;
                    if let (Some(known), Some(json)) = (known, json)
                        && matches!(state_of(&known), Some(State::Waiting | State::Sending))
                    {
                        ledger.put(entry(id, State::Sending, &text(&known, "day"), "")).primitive()?.await?;
                        started.0.push(id.clone());
                        started.1.push(json);
                    }
                }
                commit(transaction).await?;
                Ok(started)
            })
        })
        .await
    }

    async fn settle(&self, verdicts: &[(String, Verdict)], day: &str) -> Result<(), StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = write(&database, &[LEDGER], TransactionDurability::Strict)?;
                let ledger = transaction.object_store(LEDGER)?;
                for (id, verdict) in verdicts {
                    let known: Option<JsValue> = ledger.get(id.as_str()).primitive()?.await?;
                    let Some(known) = known else { continue };
                    if state_of(&known) == Some(State::Sent) {
                        continue;
                    }
                    let changed = match verdict {
                        Verdict::Sent => entry(id, State::Sent, day, ""),
                        Verdict::Refused(reason) => entry(id, State::Refused, day, reason),
                        Verdict::Waiting => entry(id, State::Waiting, &text(&known, "day"), ""),
                    };
                    ledger.put(changed).primitive()?.await?;
                }
                commit(transaction).await
            })
        })
        .await
    }
}

#[async_trait(?Send)]
impl Overview for IndexedDbStore {
    async fn counts(&self) -> Result<Counts, StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = database.transaction([DRAFTS, LEDGER]).build()?;
                let ledger = transaction.object_store(LEDGER)?;
                let index = ledger.index(BY_STATE)?;
                let mut numbers = [0; 4];
                for (number, (state, _)) in numbers.iter_mut().zip(STATES) {
                    *number =
                        index.count().with_query::<JsValue, _>(in_state(*state, "")).primitive()?.await?
                            as usize;
                }
                let drafts = transaction.object_store(DRAFTS)?.count().primitive()?.await? as usize;
                let [waiting, sending, sent, refused] = numbers;
                Ok(Counts { drafts, waiting, sending, sent, refused })
            })
        })
        .await
    }

    async fn page(&self, states: &[State], after: &str, most: usize) -> Result<Vec<Kept>, StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = database.transaction([LEDGER, RESPONSES]).build()?;
                let ledger = transaction.object_store(LEDGER)?;
                let index = ledger.index(BY_STATE)?;
                let mut entries: Vec<(String, JsValue)> = Vec::new();
                for state in states {
                    let found = index
                        .get_all::<JsValue>()
                        .with_query::<JsValue, _>(in_state(*state, after))
                        .with_limit(page_size(most))
                        .primitive()?;
                    for entry in found.await? {
                        let entry = entry?;
                        entries.push((text(&entry, "id"), entry));
                    }
                }
                entries.sort_by(|one, other| one.0.cmp(&other.0));
                entries.truncate(most);
                let responses = transaction.object_store(RESPONSES)?;
                let mut page = Vec::new();
                for (id, entry) in entries {
                    let json: Option<String> = responses.get(id.as_str()).primitive()?.await?;
                    if let (Some(state), Some(json)) = (state_of(&entry), json) {
                        page.push(Kept {
                            id,
                            json,
                            state,
                            day: text(&entry, "day"),
                            reason: text(&entry, "reason"),
                        });
                    }
                }
                Ok(page)
            })
        })
        .await
    }

    async fn retry_refused(&self) -> Result<usize, StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = write(&database, &[LEDGER], TransactionDurability::Strict)?;
                let ledger = transaction.object_store(LEDGER)?;
                let index = ledger.index(BY_STATE)?;
                let found = index
                    .get_all::<JsValue>()
                    .with_query::<JsValue, _>(in_state(State::Refused, ""))
                    .primitive()?
                    .await?;
                let mut n_retried = 0;
                for refused in found {
                    let refused = refused?;
                    let waiting = entry(&text(&refused, "id"), State::Waiting, &text(&refused, "day"), "");
                    ledger.put(waiting).primitive()?.await?;
                    n_retried += 1;
                }
                commit(transaction).await?;
                Ok(n_retried)
            })
        })
        .await
    }
}
