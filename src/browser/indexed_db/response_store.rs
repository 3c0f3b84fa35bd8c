//! The store as the participant's page sees it.

use async_trait::async_trait;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionDurability;

use crate::browser::alarm::LATE;
use crate::browser::indexed_db::records::{commit, is_in, put, put_text, remove, write};
use crate::browser::indexed_db::{DRAFTS, IndexedDbStore, LEDGER, RESPONSES, STUDIES};
use crate::domain::day::Day;
use crate::domain::ledger::Entry;
use crate::domain::response::ResponseId;
use crate::ports::response_store::{ResponseStore, StoreError};

#[async_trait(?Send)]
impl ResponseStore for IndexedDbStore {
    async fn save_draft(&self, id: &ResponseId, draft: &str) -> Result<(), StoreError> {
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

    async fn drafts(&self) -> Result<Vec<(ResponseId, String)>, StoreError> {
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
                Ok(Some(draft)) => drafts.push((ResponseId::new(id), draft)),
                Err(StoreError::Unavailable(detail)) if detail == LATE => {
                    return Err(StoreError::Unavailable(detail));
                }
                // Finished or discarded meanwhile, or it cannot be read: then it stays where it is.
                _ => {}
            }
        }
        Ok(drafts)
    }

    async fn discard_draft(&self, id: &ResponseId) -> Result<(), StoreError> {
        self.with(&|database| {
            Box::pin(async move {
                let transaction = write(&database, &[DRAFTS], TransactionDurability::Strict)?;
                transaction.object_store(DRAFTS)?.delete(id.as_str()).primitive()?.await?;
                commit(transaction).await
            })
        })
        .await
    }

    async fn finish(&self, id: &ResponseId, response: &str, day: Day) -> Result<bool, StoreError> {
        self.finished.borrow_mut().push(id.clone());
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
                        let there: Option<String> = responses.get(id.as_str()).primitive()?.await?;
                        return Ok(Some(there.as_deref() == Some(response)));
                    }
                    put(&ledger, &Entry::finished(id, day))?;
                    put_text(&transaction.object_store(RESPONSES)?, id, response)?;
                    remove(&transaction.object_store(DRAFTS)?, id)?;
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
