//! The store as a backup sees it.

use async_trait::async_trait;
use indexed_db_futures::KeyRange;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionDurability;
use wasm_bindgen::JsValue;

use crate::browser::indexed_db::records::{commit, entries, is_in, page_size, put, texts, write};
use crate::browser::indexed_db::{DRAFTS, IndexedDbStore, LEDGER, RESPONSES, STUDIES};
use crate::domain::backup::Item;
use crate::domain::ledger::Entry;
use crate::ports::archive::{Archive, Shelf};
use crate::ports::response_store::StoreError;

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
