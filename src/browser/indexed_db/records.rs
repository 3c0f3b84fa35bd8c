//! What lies in the stores: how it is asked for, read and written within a transaction.

use std::ops::Deref;

use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::{DomException, Error};
use indexed_db_futures::future::BasicRequest;
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::browser::indexed_db::BY_STATE;
use crate::browser::indexed_db::failure::{Failure, thrown};
use crate::domain::day::{Day, day_or_empty};
use crate::domain::delivery::State;
use crate::domain::ledger::Entry;
use crate::domain::response::ResponseId;
use crate::format::ledger::{name_of, state_of};

pub(super) fn write<'a>(
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
pub(super) async fn commit(transaction: Transaction<'_>) -> Result<(), Failure> {
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
        ("day", day_or_empty(entry.day.as_ref())),
        ("reason", &entry.reason),
        ("finished", day_or_empty(entry.finished.as_ref())),
        ("refused", day_or_empty(entry.refused.as_ref())),
        ("sent", day_or_empty(entry.sent.as_ref())),
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
        id: ResponseId::new(text(entry, "id")),
        state: state_of(&text(entry, "state"))?,
        day: Day::of(&text(entry, "day")),
        reason: text(entry, "reason"),
        finished: Day::of(&text(entry, "finished")),
        refused: Day::of(&text(entry, "refused")),
        sent: Day::of(&text(entry, "sent")),
        receipt: text(entry, "receipt"),
    })
}

/// Reads the entries `ids`, all asked for at once: to wait for each alone takes three times as long.
pub(super) async fn entries(
    ledger: &ObjectStore<'_>,
    ids: &[impl Deref<Target = str>],
) -> Result<Vec<Option<Entry>>, Failure> {
    let mut asked = Vec::with_capacity(ids.len());
    for id in ids {
        asked.push(ledger.get::<JsValue, _, _>(&**id).primitive()?);
    }
    let mut entries = Vec::with_capacity(ids.len());
    for answer in asked {
        entries.push(answer.await?.as_ref().and_then(read));
    }
    Ok(entries)
}

/// Reads the entries `ids`, most of which are in `state`: there they stand side by side, and one question for all of
/// them takes half as long as one for each.
pub(super) async fn entries_in(
    ledger: &ObjectStore<'_>,
    state: State,
    ids: &[ResponseId],
) -> Result<Vec<Option<Entry>>, Failure> {
    let (Some(first), Some(last)) = (ids.iter().min(), ids.iter().max()) else { return Ok(Vec::new()) };
    let place = |id: &ResponseId| JsValue::from(Array::of2(&name_of(state).into(), &id.as_str().into()));
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
    let others: Vec<ResponseId> = others.collect();
    let mut others = entries(ledger, &others).await?.into_iter();
    for entry in found.iter_mut().filter(|entry| entry.is_none()) {
        *entry = others.next().flatten();
    }
    Ok(found)
}

/// A text that was asked for.
pub(super) type AskedText = BasicRequest<Option<String>>;

/// Asks for the texts with these keys, for all of them at once.
pub(super) fn ask_texts(
    store: &ObjectStore<'_>,
    keys: &[impl Deref<Target = str>],
) -> Result<Vec<AskedText>, Failure> {
    keys.iter().map(|key| Ok(store.get::<String, _, _>(&**key).primitive()?)).collect()
}

/// The texts that were asked for.
pub(super) async fn answers(asked: Vec<AskedText>) -> Result<Vec<Option<String>>, Failure> {
    let mut texts = Vec::with_capacity(asked.len());
    for text in asked {
        texts.push(text.await?);
    }
    Ok(texts)
}

/// Reads the texts with these keys.
pub(super) async fn texts(
    store: &ObjectStore<'_>,
    keys: &[impl Deref<Target = str>],
) -> Result<Vec<Option<String>>, Failure> {
    answers(ask_texts(store, keys)?).await
}

/// Asks for an entry to be written. Whether it was, `commit` tells: a request that fails aborts its transaction.
pub(super) fn put(ledger: &ObjectStore<'_>, entry: &Entry) -> Result<(), Failure> {
    ledger.as_sys().put(&written(entry)).map(drop).map_err(thrown)
}

/// Asks for a text to be written under `key`, in place of an older one. Whether it was, `commit` tells.
pub(super) fn put_text(store: &ObjectStore<'_>, key: &str, text: &str) -> Result<(), Failure> {
    store.as_sys().put_with_key(&text.into(), &key.into()).map(drop).map_err(thrown)
}

/// Asks for what stands under `key` to be removed. Whether it was, `commit` tells.
pub(super) fn remove(store: &ObjectStore<'_>, key: &str) -> Result<(), Failure> {
    store.as_sys().delete(&key.into()).map(drop).map_err(thrown)
}

/// Whether something stands under `key`.
pub(super) async fn is_in(store: &ObjectStore<'_>, key: &str) -> Result<bool, Failure> {
    let there: Option<JsValue> = store.get(key).primitive()?.await?;
    Ok(there.is_some())
}

/// All entries in `state` with an id after `after`. In the order of keys, a list comes after every text.
pub(super) fn in_state(state: State, after: &str) -> KeyRange<JsValue> {
    let lower = Array::of2(&name_of(state).into(), &after.into());
    let upper = Array::of2(&name_of(state).into(), &Array::new());
    KeyRange::Bound(lower.into(), true, upper.into(), true)
}

pub(super) fn page_size(most: usize) -> u32 {
    u32::try_from(most).unwrap_or(u32::MAX)
}

/// Entries in `state` with ids after `after`, at most `most`, by id.
pub(super) async fn page_of(
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
