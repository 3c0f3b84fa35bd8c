//! The ports without a world: for tests, and for trying a study without keeping anything.

use std::cell::RefCell;
use std::collections::BTreeMap;

use async_trait::async_trait;

use crate::domain::delivery::{State, Verdict};
use crate::ports::response_store::{Counts, Kept, Outbox, Overview, ResponseStore, StoreError};

/// A [`ResponseStore`] that forgets everything when it is dropped.
#[derive(Debug, Default)]
pub struct MemoryStore {
    drafts: RefCell<BTreeMap<String, String>>,
    responses: RefCell<BTreeMap<String, Kept>>,
    studies: RefCell<BTreeMap<String, String>>,
}

#[async_trait(?Send)]
impl ResponseStore for MemoryStore {
    async fn save_draft(&self, id: &str, draft: &str) -> Result<(), StoreError> {
        if !self.responses.borrow().contains_key(id) {
            self.drafts.borrow_mut().insert(id.to_owned(), draft.to_owned());
        }
        Ok(())
    }

    async fn drafts(&self) -> Result<Vec<(String, String)>, StoreError> {
        Ok(self.drafts.borrow().iter().map(|(id, draft)| (id.clone(), draft.clone())).collect())
    }

    async fn discard_draft(&self, id: &str) -> Result<(), StoreError> {
        self.drafts.borrow_mut().remove(id);
        Ok(())
    }

    async fn finish(&self, id: &str, response: &str, day: &str) -> Result<(), StoreError> {
        self.responses.borrow_mut().entry(id.to_owned()).or_insert_with(|| Kept {
            id: id.to_owned(),
            json: response.to_owned(),
            state: State::Waiting,
            day: day.to_owned(),
            reason: String::new(),
        });
        self.drafts.borrow_mut().remove(id);
        Ok(())
    }

    async fn keep_study(&self, address: &str, study: &str) -> Result<(), StoreError> {
        self.studies.borrow_mut().insert(address.to_owned(), study.to_owned());
        Ok(())
    }

    async fn kept_study(&self, address: &str) -> Result<Option<String>, StoreError> {
        Ok(self.studies.borrow().get(address).cloned())
    }
}

#[async_trait(?Send)]
impl Outbox for MemoryStore {
    async fn unsent(&self, most: usize) -> Result<Vec<String>, StoreError> {
        let page = self.page(&[State::Waiting, State::Sending], "", most).await?;
        Ok(page.into_iter().map(|kept| kept.id).collect())
    }

    async fn start_sending(&self, ids: &[String]) -> Result<(Vec<String>, Vec<String>), StoreError> {
        let mut responses = self.responses.borrow_mut();
        let mut started = (Vec::new(), Vec::new());
        for id in ids {
            if let Some(kept) = responses.get_mut(id)
                && matches!(kept.state, State::Waiting | State::Sending)
            {
                kept.state = State::Sending;
                started.0.push(id.clone());
                started.1.push(kept.json.clone());
            }
        }
        Ok(started)
    }

    async fn settle(&self, verdicts: &[(String, Verdict)], day: &str) -> Result<(), StoreError> {
        let mut responses = self.responses.borrow_mut();
        for (id, verdict) in verdicts {
            if let Some(kept) = responses.get_mut(id)
                && kept.state != State::Sent
            {
                (kept.state, kept.reason) = match verdict {
                    Verdict::Sent => (State::Sent, String::new()),
                    Verdict::Refused(reason) => (State::Refused, reason.clone()),
                    Verdict::Waiting => (State::Waiting, String::new()),
                };
                if *verdict != Verdict::Waiting {
                    day.clone_into(&mut kept.day);
                }
            }
        }
        Ok(())
    }
}

#[async_trait(?Send)]
impl Overview for MemoryStore {
    async fn counts(&self) -> Result<Counts, StoreError> {
        let responses = self.responses.borrow();
        let count = |state| responses.values().filter(|kept| kept.state == state).count();
        Ok(Counts {
            drafts: self.drafts.borrow().len(),
            waiting: count(State::Waiting),
            sending: count(State::Sending),
            sent: count(State::Sent),
            refused: count(State::Refused),
        })
    }

    async fn page(&self, states: &[State], after: &str, most: usize) -> Result<Vec<Kept>, StoreError> {
        let responses = self.responses.borrow();
        let wanted =
            responses.values().filter(|kept| states.contains(&kept.state) && kept.id.as_str() > after);
        Ok(wanted.take(most).cloned().collect())
    }

    async fn retry_refused(&self) -> Result<usize, StoreError> {
        let mut responses = self.responses.borrow_mut();
        let mut n_retried = 0;
        for kept in responses.values_mut().filter(|kept| kept.state == State::Refused) {
            kept.state = State::Waiting;
            kept.reason.clear();
            n_retried += 1;
        }
        Ok(n_retried)
    }
}
