//! The store as the coordinator's page sees it.

use async_trait::async_trait;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionDurability;
use wasm_bindgen::JsValue;

use crate::browser::indexed_db::records::{commit, entries, in_state, page_of, page_size, put, texts, write};
use crate::browser::indexed_db::{
    BY_STATE, DRAFTS, IndexedDbStore, LAST_SENT, LEDGER, NOTES, PAGE, RESPONSES,
};
use crate::domain::day::Day;
use crate::domain::delivery::State;
use crate::domain::ledger::{Counts, Entry};
use crate::domain::response::ResponseId;
use crate::format::ledger::state;
use crate::ports::response_store::{Extent, Kept, Overview, StoreError};

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

    async fn extent(&self) -> Result<Extent, StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = database.transaction([DRAFTS, LEDGER]).build()?;
                let (drafts, ledger) = (transaction.object_store(DRAFTS)?, transaction.object_store(LEDGER)?);
                let index = ledger.index(BY_STATE)?;
                let cleared = index.count().with_query::<JsValue, _>(in_state(State::Cleared, ""));
                // All three asked for at once.
                let (cleared, all, drafts) =
                    (cleared.primitive()?, ledger.count().primitive()?, drafts.count().primitive()?);
                let (n_cleared, n_all) = (cleared.await? as usize, all.await? as usize);
                let n_drafts = drafts.await? as usize;
                Ok(Extent { n_drafts, n_texts: n_all.saturating_sub(n_cleared), n_cleared })
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
                let ids: Vec<ResponseId> = entries.iter().map(|entry| entry.id.clone()).collect();
                let texts = texts(&transaction.object_store(RESPONSES)?, &ids).await?;
                let kept = entries.into_iter().zip(texts);
                Ok(kept.filter_map(|(entry, json)| Some(Kept { entry, json: json? })).collect())
            })
        })
        .await
    }

    async fn ids(&self, state: State) -> Result<Vec<ResponseId>, StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = database.transaction(LEDGER).build()?;
                let ledger = transaction.object_store(LEDGER)?;
                let index = ledger.index(BY_STATE)?;
                let keys = index.get_all_keys::<String>().with_query::<JsValue, _>(in_state(state, ""));
                let ids = keys.primitive()?.await?.map(|id| id.map(ResponseId::new));
                Ok(ids.collect::<Result<_, _>>()?)
            })
        })
        .await
    }

    async fn send_again(&self, ids: &[ResponseId]) -> Result<usize, StoreError> {
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

    async fn last_sent(&self) -> Result<Option<Day>, StoreError> {
        Ok(self.text(NOTES, LAST_SENT).await?.and_then(|day| Day::of(&day)))
    }
}
