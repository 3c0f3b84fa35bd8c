//! Drafts and responses in IndexedDB.
//!
//! A response's text and where it stands lie apart: `responses` is written once, `ledger` with every change of state.
//! Nothing is answered before the transaction's `complete`; a request's `success` is too early (Chromium 121 and later
//! write to the disk after it).

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::Poll;

use async_trait::async_trait;
use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::{DomException, Error, OpenDbError};
use indexed_db_futures::future::BasicRequest;
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStoreParameters, IdbOpenDbRequest, IdbVersionChangeEvent};

use crate::domain::backup::Item;
use crate::domain::delivery::{State, Verdict};
use crate::domain::ledger::{Counts, Entry};
use crate::format::ledger::{name_of, state, state_of};
use crate::ports::archive::{Archive, Shelf};
use crate::ports::pin::LockStore;
use crate::ports::response_store::{Kept, Outbox, Overview, ResponseStore, StoreError, TEXT_IS_GONE};

/// Grows by one with every change of the stores below; `upgrade` leads from every older one to the newest.
const VERSION: u8 = 2;

const DRAFTS: &str = "drafts";
const RESPONSES: &str = "responses";
const LEDGER: &str = "ledger";
const STUDIES: &str = "studies";
const NOTES: &str = "notes";

/// Index of the ledger by state, then id.
const BY_STATE: &str = "by-state";

/// The note that says on which day an endpoint last gave a receipt.
const LAST_SENT: &str = "last-sent";

/// The note that holds the lock of the coordinator's page.
const LOCK: &str = "pin";

/// How many entries are changed in one transaction where there may be thousands.
const PAGE: u32 = 500;

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
    /// What was finished here: drafts of it come too late.
    finished: Rc<RefCell<Vec<String>>>,
}

type LetGo = Closure<dyn FnMut()>;

impl IndexedDbStore {
    /// The store in the database called `name`. Nothing is opened yet.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            connection: Rc::default(),
            let_go: Rc::default(),
            finished: Rc::default(),
        }
    }

    /// Closes the connection; the next use opens it again.
    pub fn close(&self) {
        if let Some(database) = self.connection.borrow_mut().take() {
            database.close();
        }
    }

    async fn connection(&self) -> Result<Database, Failure> {
        if let Some(database) = self.connection.borrow().as_ref() {
            return Ok(database.clone());
        }
        let opening = Database::open(self.name.as_str()).with_version(VERSION).build().map_err(open_error)?;
        let upgrading = Closure::<dyn FnMut(_) -> _>::new(upgrade);
        opening.as_sys().set_onupgradeneeded(Some(upgrading.as_ref().unchecked_ref()));
        let database = opening.await.map_err(open_error)?;
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
        let mut done = self.in_time(job).await;
        if let Err(Failure::Other(_)) = done {
            self.close();
            done = self.in_time(job).await;
        }
        if let Err(Failure::Late) = done {
            self.close();
        }
        Ok(done?)
    }

    /// The text under `key`.
    async fn text(&self, store: &str, key: &str) -> Result<Option<String>, StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = database.transaction(store).build()?;
                Ok(transaction.object_store(store)?.get(key).primitive()?.await?)
            })
        })
        .await
    }

    /// Does `job`, unless it takes too long: then its transaction is given up.
    async fn in_time<'j, T>(&self, job: &dyn Fn(Database) -> Job<'j, T>) -> Result<T, Failure> {
        let mut work = pin!(async { job(self.connection().await?).await });
        let mut alarm = Alarm::after(PATIENCE_MS);
        poll_fn(|context| match work.as_mut().poll(context) {
            Poll::Pending => Pin::new(&mut alarm.rings).poll(context).map(|_| Err(Failure::Late)),
            done @ Poll::Ready(_) => done,
        })
        .await
    }
}

/// How long the storage may take. A slow tablet writes in less than a second; a storage that hangs, as Safari's does when it
/// has lost its connection, never answers, and somebody has to be told.
pub(super) const PATIENCE_MS: i32 = 5000;
/// What is said of one that took longer.
pub(super) const LATE: &str = "it does not answer";

/// Rings once, unless it is dropped before: after a time, or when the page is put by (`public/boot.js`).
pub(super) struct Alarm {
    /// Is ready when it rings.
    pub(super) rings: JsFuture,
    ring: JsValue,
    timer: JsValue,
}

impl Alarm {
    /// One that rings after so many milliseconds.
    pub(super) fn after(ms: i32) -> Self {
        let (mut ring, mut timer) = (JsValue::UNDEFINED, JsValue::UNDEFINED);
        let rings = Promise::new(&mut |rings, _| {
            timer = call("setTimeout", &rings, &ms.into());
            call("addEventListener", &"betekenis-put-by".into(), &rings);
            ring = rings.into();
        });
        Self { rings: rings.into(), ring, timer }
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        call("clearTimeout", &self.timer, &JsValue::UNDEFINED);
        call("removeEventListener", &"betekenis-put-by".into(), &self.ring);
        // A promise that never settles keeps all that waits for it, for as long as the page stands: some 12 kB a participant.
        if let Some(ring) = self.ring.dyn_ref::<Function>() {
            // It takes anything.
            let _ = ring.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Calls a function that pages and workers both have; it cannot fail.
fn call(name: &str, one: &JsValue, two: &JsValue) -> JsValue {
    let scope = js_sys::global();
    let function =
        Reflect::get(&scope, &name.into()).ok().and_then(|found| found.dyn_into::<Function>().ok());
    function.and_then(|function| function.call2(&scope, one, two).ok()).unwrap_or_default()
}

/// A transaction under way. Boxed, so that the code around it is there once and not once for each kind.
type Job<'j, T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + 'j>>;

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Full => Self::Full,
            Failure::Late => Self::Unavailable(LATE.to_owned()),
            Failure::Other(detail) => Self::Unavailable(detail),
        }
    }
}

/// Why a transaction came to nothing.
enum Failure {
    Full,
    /// It has not answered in time.
    Late,
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

fn open_error(error: OpenDbError) -> Failure {
    match error {
        OpenDbError::Base(error) => error.into(),
        _ => Failure::Other("this browser has no IndexedDB".to_owned()),
    }
}

/// Makes the stores that an older version does not have. An error here makes the browser give up opening.
///
/// By the browser's own words: the handler of `indexed_db_futures` writes an error out in words, and with it comes all that
/// writes fractions, which is 5 kB of a page whose bytes are counted.
fn upgrade(event: IdbVersionChangeEvent) -> Result<(), JsValue> {
    let request: IdbOpenDbRequest = event.target().ok_or(JsValue::NULL)?.dyn_into()?;
    let database: IdbDatabase = request.result()?.dyn_into()?;
    if event.old_version() < 1.0 {
        for store in [DRAFTS, RESPONSES, STUDIES] {
            database.create_object_store(store)?;
        }
        let by_id = IdbObjectStoreParameters::new();
        by_id.set_key_path(&"id".into());
        let ledger = database.create_object_store_with_optional_parameters(LEDGER, &by_id)?;
        let path = Array::of2(&"state".into(), &"id".into());
        ledger.create_index_with_str_sequence(BY_STATE, &path)?;
    }
    if event.old_version() < 2.0 {
        database.create_object_store(NOTES)?;
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

/// An entry as it is written. What is empty is left out, as it is in entries of older apps.
fn written(entry: &Entry) -> JsValue {
    let fields = [
        ("id", entry.id.as_str()),
        ("state", name_of(entry.state)),
        ("day", &entry.day),
        ("reason", &entry.reason),
        ("finished", &entry.finished),
        ("refused", &entry.refused),
        ("sent", &entry.sent),
        ("receipt", &entry.receipt),
    ];
    let object = Object::new();
    for (key, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
        // Setting a field of a fresh object cannot fail.
        let _ = Reflect::set(&object, &key.into(), &value.into());
    }
    object.into()
}

/// An entry as it is read; `None` if a newer app wrote a state that this one does not know.
fn read(entry: &JsValue) -> Option<Entry> {
    Some(Entry {
        id: text(entry, "id"),
        state: state_of(&text(entry, "state"))?,
        day: text(entry, "day"),
        reason: text(entry, "reason"),
        finished: text(entry, "finished"),
        refused: text(entry, "refused"),
        sent: text(entry, "sent"),
        receipt: text(entry, "receipt"),
    })
}

/// Reads the entries `ids`, all asked for at once: to wait for each alone takes three times as long.
async fn entries(ledger: &ObjectStore<'_>, ids: &[String]) -> Result<Vec<Option<Entry>>, Failure> {
    let mut asked = Vec::with_capacity(ids.len());
    for id in ids {
        asked.push(ledger.get::<JsValue, _, _>(id.as_str()).primitive()?);
    }
    let mut entries = Vec::with_capacity(ids.len());
    for answer in asked {
        entries.push(answer.await?.as_ref().and_then(read));
    }
    Ok(entries)
}

/// Reads the entries `ids`, most of which are in `state`: there they stand side by side, and one question for all of
/// them takes half as long as one for each.
async fn entries_in(
    ledger: &ObjectStore<'_>,
    state: State,
    ids: &[String],
) -> Result<Vec<Option<Entry>>, Failure> {
    let (Some(first), Some(last)) = (ids.iter().min(), ids.iter().max()) else { return Ok(Vec::new()) };
    let place = |id: &String| JsValue::from(Array::of2(&name_of(state).into(), &id.into()));
    let index = ledger.index(BY_STATE)?;
    let side_by_side = index
        .get_all::<JsValue>()
        .with_query::<JsValue, _>(KeyRange::Bound(place(first), false, place(last), false))
        .with_limit(page_size(ids.len()))
        .primitive()?;
    let mut stand = Vec::new();
    for entry in side_by_side.await? {
        stand.extend(read(&entry?));
    }
    let mut found: Vec<Option<Entry>> =
        ids.iter().map(|id| stand.iter().find(|entry| entry.id == *id).cloned()).collect();
    let others = ids.iter().zip(&found).filter(|(_, entry)| entry.is_none()).map(|(id, _)| id.clone());
    let others: Vec<String> = others.collect();
    let mut others = entries(ledger, &others).await?.into_iter();
    for entry in found.iter_mut().filter(|entry| entry.is_none()) {
        *entry = others.next().flatten();
    }
    Ok(found)
}

/// A text that was asked for.
type AskedText = BasicRequest<Option<String>>;

/// Asks for the texts with these keys, for all of them at once.
fn ask_texts(store: &ObjectStore<'_>, keys: &[String]) -> Result<Vec<AskedText>, Failure> {
    keys.iter().map(|key| Ok(store.get::<String, _, _>(key.as_str()).primitive()?)).collect()
}

/// The texts that were asked for.
async fn answers(asked: Vec<AskedText>) -> Result<Vec<Option<String>>, Failure> {
    let mut texts = Vec::with_capacity(asked.len());
    for text in asked {
        texts.push(text.await?);
    }
    Ok(texts)
}

/// Reads the texts with these keys.
async fn texts(store: &ObjectStore<'_>, keys: &[String]) -> Result<Vec<Option<String>>, Failure> {
    answers(ask_texts(store, keys)?).await
}

/// Asks for an entry to be written. Whether it was, `commit` tells: a request that fails aborts its transaction.
fn put(ledger: &ObjectStore<'_>, entry: &Entry) -> Result<(), Failure> {
    ledger.as_sys().put(&written(entry)).map(drop).map_err(thrown)
}

/// Asks for a text to be written under `key`, in place of an older one. Whether it was, `commit` tells.
fn put_text(store: &ObjectStore<'_>, key: &str, text: &str) -> Result<(), Failure> {
    store.as_sys().put_with_key(&text.into(), &key.into()).map(drop).map_err(thrown)
}

/// Whether something stands under `key`.
async fn is_in(store: &ObjectStore<'_>, key: &str) -> Result<bool, Failure> {
    let there: Option<JsValue> = store.get(key).primitive()?.await?;
    Ok(there.is_some())
}

/// What a call of IndexedDB itself has thrown.
fn thrown(error: JsValue) -> Failure {
    match error.dyn_into::<web_sys::DomException>() {
        Ok(exception) => Failure::from(DomException::from(exception)),
        Err(_) => Failure::Other("the storage cannot be called".to_owned()),
    }
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
                if self.finished.borrow().iter().any(|one| one == id) {
                    return Ok(());
                }
                let transaction = write(&database, &[DRAFTS], TransactionDurability::Relaxed)?;
                // Written and committed in one breath: what the page waits for is lost if it is closed meanwhile.
                let drafts = transaction.object_store(DRAFTS)?;
                put_text(&drafts, id, draft)?;
                commit(transaction).await
            })
        })
        .await
    }

    async fn drafts(&self) -> Result<Vec<(String, String)>, StoreError> {
        let ids = self
            .with(&|database| {
                Box::pin(async move {
                    let transaction = database.transaction(DRAFTS).build()?;
                    let ids = transaction.object_store(DRAFTS)?.get_all_keys::<String>().primitive()?;
                    Ok(ids.await?.collect::<Result<Vec<_>, _>>()?)
                })
            })
            .await?;
        // Each in a transaction of its own: one that fails takes all of its own along.
        let mut drafts = Vec::new();
        for id in ids {
            match self.text(DRAFTS, &id).await {
                Ok(Some(draft)) => drafts.push((id, draft)),
                Err(StoreError::Unavailable(detail)) if detail == LATE => {
                    return Err(StoreError::Unavailable(detail));
                }
                // Finished or discarded meanwhile, or it cannot be read: then it stays where it is.
                _ => {}
            }
        }
        Ok(drafts)
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

    async fn finish(&self, id: &str, response: &str, day: &str) -> Result<bool, StoreError> {
        self.finished.borrow_mut().push(id.to_owned());
        // `None`: it is new. Otherwise whether the very same response is there already.
        let known = self
            .with(&|database| {
                Box::pin(async move {
                    let stores = [DRAFTS, RESPONSES, LEDGER];
                    let transaction = write(&database, &stores, TransactionDurability::Strict)?;
                    let ledger = transaction.object_store(LEDGER)?;
                    // Asked first, and nothing is left to a write that fails: Firefox keeps what else was written.
                    if is_in(&ledger, id).await? {
                        let responses = transaction.object_store(RESPONSES)?;
                        let there: Option<String> = responses.get(id).primitive()?.await?;
                        return Ok(Some(there.as_deref() == Some(response)));
                    }
                    ledger.as_sys().put(&written(&Entry::finished(id, day))).map_err(thrown)?;
                    put_text(&transaction.object_store(RESPONSES)?, id, response)?;
                    transaction.object_store(DRAFTS)?.as_sys().delete(&id.into()).map_err(thrown)?;
                    commit(transaction).await.map(|()| None)
                })
            })
            .await;
        let finished = match known {
            Ok(Some(true)) => self.discard_draft(id).await.map(|()| true),
            known => known.map(|known| known.is_none()),
        };
        if finished.is_err() {
            // Another may have been finished meanwhile, and this one before.
            let mut finished = self.finished.borrow_mut();
            if let Some(at) = finished.iter().rposition(|one| one == id) {
                finished.swap_remove(at);
            }
        }
        finished
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
        self.text(STUDIES, address).await
    }
}

#[async_trait(?Send)]
impl Outbox for IndexedDbStore {
    async fn unsent(&self, most: usize) -> Result<Vec<String>, StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                // Nothing is written, and yet it is not read-only. Chromium leaves the old places of an entry in the
                // index until somebody comes across them, and clears them away for good only if that one may write.
                // Read-only, each question goes past all that was ever sent.
                let transaction = write(&database, &[LEDGER], TransactionDurability::Relaxed)?;
                let ledger = transaction.object_store(LEDGER)?;
                let index = ledger.index(BY_STATE)?;
                let mut ids = Vec::new();
                // Those on their way last: as a rule there are none, but many old places to go past.
                for state in [State::Waiting, State::Sending] {
                    let left = page_size(most - ids.len());
                    if left == 0 {
                        break;
                    }
                    let keys = index
                        .get_all_keys::<String>()
                        .with_query::<JsValue, _>(in_state(state, ""))
                        .with_limit(left)
                        .primitive()?;
                    for id in keys.await? {
                        ids.push(id?);
                    }
                }
                commit(transaction).await?;
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
                let asked = ask_texts(&transaction.object_store(RESPONSES)?, ids)?;
                let found = entries_in(&ledger, State::Waiting, ids).await?;
                let texts = answers(asked).await?;
                let mut started = (Vec::new(), Vec::new());
                for (entry, json) in found.into_iter().zip(texts) {
                    let Some(entry) = entry.and_then(Entry::sending) else { continue };
                    let Some(json) = json else {
                        // Only a store that is half broken has no text. Somebody has to see that, and the rest goes on.
                        let lost = Verdict::Refused(TEXT_IS_GONE.to_owned());
                        let day = entry.day.clone();
                        entry.settled(&lost, &day, "").map_or(Ok(()), |entry| put(&ledger, &entry))?;
                        continue;
                    };
                    put(&ledger, &entry)?;
                    started.0.push(entry.id);
                    started.1.push(json);
                }
                commit(transaction).await?;
                Ok(started)
            })
        })
        .await
    }

    async fn settle(
        &self,
        verdicts: &[(String, Verdict)],
        day: &str,
        receipt: &str,
    ) -> Result<(), StoreError> {
        let ids: Vec<String> = verdicts.iter().map(|(id, _)| id.clone()).collect();
        let ids = &ids;
        self.with(&|database| {
            Box::pin(async move {
                let transaction = write(&database, &[LEDGER, NOTES], TransactionDurability::Strict)?;
                let ledger = transaction.object_store(LEDGER)?;
                let mut is_sent = false;
                let found = entries_in(&ledger, State::Sending, ids).await?;
                for (entry, (_, verdict)) in found.into_iter().zip(verdicts) {
                    if let Some(entry) = entry.and_then(|entry| entry.settled(verdict, day, receipt)) {
                        put(&ledger, &entry)?;
                        is_sent |= entry.state == State::Sent;
                    }
                }
                if is_sent {
                    put_text(&transaction.object_store(NOTES)?, LAST_SENT, day)?;
                }
                commit(transaction).await
            })
        })
        .await
    }

    async fn clear_sent(&self, before: &str, day: &str) -> Result<usize, StoreError> {
        let mut n_cleared = 0;
        let mut after = String::new();
        loop {
            let from = after.as_str();
            // How many were looked at, the last of them, and how many were cleared.
            let (n_seen, last, n) = self
                .with(&|database| {
                    Box::pin(async move {
                        let stores = [LEDGER, RESPONSES];
                        let transaction = write(&database, &stores, TransactionDurability::Strict)?;
                        let ledger = transaction.object_store(LEDGER)?;
                        let responses = transaction.object_store(RESPONSES)?;
                        let page = page_of(&ledger, State::Sent, from, PAGE).await?;
                        let (n_seen, mut last, mut n_cleared) = (page.len(), String::new(), 0);
                        for entry in page {
                            entry.id.clone_into(&mut last);
                            if entry.day.as_str() < before
                                && let Some(cleared) = entry.clear(day)
                            {
                                responses.as_sys().delete(&last.as_str().into()).map_err(thrown)?;
                                put(&ledger, &cleared)?;
                                n_cleared += 1;
                            }
                        }
                        commit(transaction).await?;
                        Ok((n_seen, last, n_cleared))
                    })
                })
                .await?;
            n_cleared += n;
            if n_seen < PAGE as usize {
                return Ok(n_cleared);
            }
            after = last;
        }
    }
}

/// Entries in `state` with ids after `after`, at most `most`, by id.
async fn page_of(
    ledger: &ObjectStore<'_>,
    state: State,
    after: &str,
    most: u32,
) -> Result<Vec<Entry>, Failure> {
    let index = ledger.index(BY_STATE)?;
    let found = index
        .get_all::<JsValue>()
        .with_query::<JsValue, _>(in_state(state, after))
        .with_limit(most)
        .primitive()?
        .await?;
    let mut entries = Vec::new();
    for entry in found {
        entries.extend(read(&entry?));
    }
    Ok(entries)
}

#[async_trait(?Send)]
impl Overview for IndexedDbStore {
    async fn counts(&self) -> Result<Counts, StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = database.transaction([DRAFTS, LEDGER]).build()?;
                let ledger = transaction.object_store(LEDGER)?;
                let index = ledger.index(BY_STATE)?;
                let mut numbers = [0; state::ALL.len()];
                for (number, (state, _)) in numbers.iter_mut().zip(state::ALL) {
                    *number =
                        index.count().with_query::<JsValue, _>(in_state(*state, "")).primitive()?.await?
                            as usize;
                }
                let drafts = transaction.object_store(DRAFTS)?.count().primitive()?.await? as usize;
                let [waiting, sending, sent, refused, cleared] = numbers;
                Ok(Counts { drafts, waiting, sending, sent, refused, cleared })
            })
        })
        .await
    }

    async fn page(&self, states: &[State], after: &str, most: usize) -> Result<Vec<Kept>, StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = database.transaction([LEDGER, RESPONSES]).build()?;
                let ledger = transaction.object_store(LEDGER)?;
                let mut entries = Vec::new();
                for state in states {
                    entries.extend(page_of(&ledger, *state, after, page_size(most)).await?);
                }
                entries.sort_by(|one, other| one.id.cmp(&other.id));
                entries.truncate(most);
                let ids: Vec<String> = entries.iter().map(|entry| entry.id.clone()).collect();
                let texts = texts(&transaction.object_store(RESPONSES)?, &ids).await?;
                let kept = entries.into_iter().zip(texts);
                Ok(kept.filter_map(|(entry, json)| Some(Kept { entry, json: json? })).collect())
            })
        })
        .await
    }

    async fn ids(&self, state: State) -> Result<Vec<String>, StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = database.transaction(LEDGER).build()?;
                let ledger = transaction.object_store(LEDGER)?;
                let index = ledger.index(BY_STATE)?;
                let keys = index.get_all_keys::<String>().with_query::<JsValue, _>(in_state(state, ""));
                Ok(keys.primitive()?.await?.collect::<Result<Vec<_>, _>>()?)
            })
        })
        .await
    }

    async fn send_again(&self, ids: &[String]) -> Result<usize, StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = write(&database, &[LEDGER], TransactionDurability::Strict)?;
                let ledger = transaction.object_store(LEDGER)?;
                let mut n_again = 0;
                for entry in entries(&ledger, ids).await? {
                    if let Some(again) = entry.and_then(Entry::again) {
                        put(&ledger, &again)?;
                        n_again += 1;
                    }
                }
                commit(transaction).await?;
                Ok(n_again)
            })
        })
        .await
    }

    async fn send_all_again(&self, state: State) -> Result<usize, StoreError> {
        let mut n_again = 0;
        loop {
            let ids = self
                .with(&|database| {
                    Box::pin(async move {
                        let transaction = database.transaction(LEDGER).build()?;
                        let page = page_of(&transaction.object_store(LEDGER)?, state, "", PAGE).await?;
                        Ok(page.into_iter().map(|entry| entry.id).collect::<Vec<_>>())
                    })
                })
                .await?;
            // What waits again is no longer in this state, so the next page begins at the beginning.
            let n = self.send_again(&ids).await?;
            if n == 0 {
                return Ok(n_again);
            }
            n_again += n;
        }
    }

    async fn last_sent(&self) -> Result<Option<String>, StoreError> {
        self.text(NOTES, LAST_SENT).await
    }
}

#[async_trait(?Send)]
impl LockStore for IndexedDbStore {
    async fn lock(&self) -> Result<Option<String>, StoreError> {
        self.text(NOTES, LOCK).await
    }

    async fn change_lock(
        &self,
        change: &dyn Fn(Option<String>) -> Option<String>,
    ) -> Result<Option<String>, StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = write(&database, &[NOTES], TransactionDurability::Strict)?;
                let notes = transaction.object_store(NOTES)?;
                let before: Option<String> = notes.get(LOCK).primitive()?.await?;
                match change(before.clone()) {
                    Some(lock) => put_text(&notes, LOCK, &lock)?,
                    None => notes.as_sys().delete(&LOCK.into()).map(drop).map_err(thrown)?,
                }
                commit(transaction).await?;
                Ok(before)
            })
        })
        .await
    }
}

fn store_of(shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::Responses => RESPONSES,
        Shelf::Ledger => LEDGER,
        Shelf::Drafts => DRAFTS,
        Shelf::Studies => STUDIES,
    }
}

#[async_trait(?Send)]
impl Archive for IndexedDbStore {
    async fn keys(&self, shelf: Shelf, after: &str, most: usize) -> Result<Vec<String>, StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = database.transaction(store_of(shelf)).build()?;
                let keys = transaction
                    .object_store(store_of(shelf))?
                    .get_all_keys::<String>()
                    .with_query::<JsValue, _>(KeyRange::LowerBound(JsValue::from_str(after), true))
                    .with_limit(page_size(most))
                    .primitive()?
                    .await?;
                Ok(keys.collect::<Result<Vec<_>, _>>()?)
            })
        })
        .await
    }

    async fn texts(&self, shelf: Shelf, keys: &[String]) -> Result<Vec<Option<String>>, StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = database.transaction(store_of(shelf)).build()?;
                texts(&transaction.object_store(store_of(shelf))?, keys).await
            })
        })
        .await
    }

    async fn entries(&self, ids: &[String]) -> Result<Vec<Option<Entry>>, StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = database.transaction(LEDGER).build()?;
                entries(&transaction.object_store(LEDGER)?, ids).await
            })
        })
        .await
    }

    async fn take_in(&self, items: &[Item]) -> Result<usize, StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let stores = [DRAFTS, RESPONSES, LEDGER, STUDIES];
                let transaction = write(&database, &stores, TransactionDurability::Strict)?;
                let store = |name| transaction.object_store(name);
                let (drafts, responses, ledger) = (store(DRAFTS)?, store(RESPONSES)?, store(LEDGER)?);
                let studies = store(STUDIES)?;
                let mut n_new = 0;
                for item in items {
                    match item {
                        Item::Response(entry, _) | Item::Cleared(entry) => {
                            if is_in(&ledger, &entry.id).await? {
                                continue;
                            }
                            if let Item::Response(_, text) = item {
                                let key = entry.id.as_str();
                                responses.put(text.as_str()).with_key(key).primitive()?.await?;
                            }
                            drafts.delete(entry.id.as_str()).primitive()?.await?;
                            put(&ledger, entry)?;
                        }
                        Item::Draft(id, text) => {
                            if is_in(&ledger, id).await? || is_in(&drafts, id).await? {
                                continue;
                            }
                            drafts.put(text.as_str()).with_key(id.as_str()).primitive()?.await?;
                        }
                        Item::Study(address, text) => {
                            if is_in(&studies, address).await? {
                                continue;
                            }
                            studies.put(text.as_str()).with_key(address.as_str()).primitive()?.await?;
                        }
                        Item::Setting(..) | Item::Unreadable(..) => continue,
                    }
                    n_new += 1;
                }
                commit(transaction).await?;
                Ok(n_new)
            })
        })
        .await
    }
}
