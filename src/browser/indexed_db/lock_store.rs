//! Where the lock of the coordinator's page lies.

use async_trait::async_trait;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionDurability;

use crate::browser::indexed_db::records::{commit, put_text, remove, write};
use crate::browser::indexed_db::{IndexedDbStore, LOCK, NOTES};
use crate::ports::pin::LockStore;
use crate::ports::response_store::StoreError;

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
                    None => remove(&notes, LOCK)?,
                }
                commit(transaction).await?;
                Ok(before)
            })
        })
        .await
    }
}
