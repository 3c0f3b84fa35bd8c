//! What the worker that makes results has read, among the notes: each page under a key of its own.

use async_trait::async_trait;
use indexed_db_futures::KeyRange;
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionDurability;
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::IdbKeyRange;

use crate::browser::indexed_db::failure::{Failure, thrown};
use crate::browser::indexed_db::records::{commit, in_state, write};
use crate::browser::indexed_db::{BY_STATE, IndexedDbStore, LEDGER, NOTES};
use crate::domain::delivery::State;
use crate::ports::response_store::StoreError;
use crate::ports::rows::Rows;

/// Before all keys of pages comes this one, and behind them the other: `0` follows `/`.
const BEFORE: &str = "rows/";
const BEHIND: &str = "rows0";

/// The key of a page. Keys are in the order of their letters.
fn key(number: usize) -> String {
    format!("{BEFORE}{number:06}")
}

/// Asks for all pages to be removed. Whether they were, `commit` tells.
pub(super) fn remove_rows(notes: &ObjectStore<'_>) -> Result<(), Failure> {
    remove_from(notes, BEFORE)
}

/// The same, of those from the key `first` on.
fn remove_from(notes: &ObjectStore<'_>, first: &str) -> Result<(), Failure> {
    let range = IdbKeyRange::bound(&first.into(), &BEHIND.into()).map_err(thrown)?;
    notes.as_sys().delete(&range).map(drop).map_err(thrown)
}

#[async_trait(?Send)]
impl Rows for IndexedDbStore {
    async fn rows(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = database.transaction(NOTES).build()?;
                let range = KeyRange::Bound(JsValue::from(BEFORE), false, JsValue::from(BEHIND), true);
                let notes = transaction.object_store(NOTES)?;
                let found = notes.get_all::<JsValue>().with_query::<JsValue, _>(range).primitive()?.await?;
                let mut pages = Vec::new();
                for page in found {
                    pages.push(Uint8Array::new(&page?).to_vec());
                }
                Ok(pages)
            })
        })
        .await
    }

    async fn keep_rows(&self, first: usize, pages: &[Vec<u8>], n_cleared: usize) -> Result<(), StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = write(&database, &[LEDGER, NOTES], TransactionDurability::Relaxed)?;
                let ledger = transaction.object_store(LEDGER)?;
                let index = ledger.index(BY_STATE)?;
                let cleared = index.count().with_query::<JsValue, _>(in_state(State::Cleared, ""));
                if cleared.primitive()?.await? as usize == n_cleared {
                    let notes = transaction.object_store(NOTES)?;
                    remove_from(&notes, &key(first))?;
                    for (number, page) in (first..).zip(pages) {
                        let page = Uint8Array::from(page.as_slice());
                        notes.as_sys().put_with_key(&page, &key(number).into()).map_err(thrown)?;
                    }
                }
                commit(transaction).await
            })
        })
        .await
    }
}
