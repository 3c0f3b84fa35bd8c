//! The store as the sender sees it.

use async_trait::async_trait;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionDurability;
use wasm_bindgen::JsValue;

use crate::browser::indexed_db::records::{
    answers, ask_texts, commit, entries_in, in_state, page_of, page_size, put, put_text, remove, write,
};
use crate::browser::indexed_db::rows::remove_rows;
use crate::browser::indexed_db::{BY_STATE, IndexedDbStore, LAST_SENT, LEDGER, NOTES, PAGE, RESPONSES};
use crate::domain::day::Day;
use crate::domain::delivery::{State, Verdict};
use crate::domain::ledger::Entry;
use crate::domain::response::ResponseId;
use crate::ports::response_store::{Outbox, StoreError, TEXT_IS_GONE};

#[async_trait(?Send)]
impl Outbox for IndexedDbStore {
    async fn unsent(&self, most: usize) -> Result<Vec<ResponseId>, StoreError> {
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
                        ids.push(ResponseId::new(id?));
                    }
                }
                commit(transaction).await?;
                Ok(ids)
            })
        })
        .await
    }

    async fn start_sending(&self, ids: &[ResponseId]) -> Result<(Vec<ResponseId>, Vec<String>), StoreError> {
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
                        let day = entry.day;
                        entry.settled(&lost, day, "").map_or(Ok(()), |entry| put(&ledger, &entry))?;
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
        verdicts: &[(ResponseId, Verdict)],
        day: Day,
        receipt: &str,
    ) -> Result<(), StoreError> {
        let ids: Vec<ResponseId> = verdicts.iter().map(|(id, _)| id.clone()).collect();
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
                    put_text(&transaction.object_store(NOTES)?, LAST_SENT, day.as_str())?;
                }
                commit(transaction).await
            })
        })
        .await
    }

    async fn clear_sent(&self, before: Day, day: Day) -> Result<usize, StoreError> {
        let mut n_cleared = 0;
        let mut after = String::new();
        loop {
            let from = after.as_str();
            // How many were looked at, the last of them, and how many were cleared.
            let (n_seen, last, n) = self
                .with(&|database| {
                    Box::pin(async move {
                        let stores = [LEDGER, RESPONSES, NOTES];
                        let transaction = write(&database, &stores, TransactionDurability::Strict)?;
                        let ledger = transaction.object_store(LEDGER)?;
                        let responses = transaction.object_store(RESPONSES)?;
                        let page = page_of(&ledger, State::Sent, from, PAGE).await?;
                        let (n_seen, mut last, mut n_cleared) = (page.len(), String::new(), 0);
                        for entry in page {
                            last = entry.id.to_string();
                            if entry.day < Some(before)
                                && let Some(cleared) = entry.clear(day)
                            {
                                remove(&responses, &last)?;
                                put(&ledger, &cleared)?;
                                n_cleared += 1;
                            }
                        }
                        if n_cleared > 0 {
                            remove_rows(&transaction.object_store(NOTES)?)?;
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
