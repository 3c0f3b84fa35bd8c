//! The ports without a world: for tests, and for trying a study without keeping anything.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use async_trait::async_trait;

use crate::domain::backup::Item;
use crate::domain::day::Day;
use crate::domain::delivery::{State, Verdict};
use crate::domain::ledger::{Counts, Entry};
use crate::domain::response::ResponseId;
use crate::ports::archive::{Archive, Shelf};
use crate::ports::file::ChosenFile;
use crate::ports::pin::{LockStore, Secrets};
use crate::ports::recordings::Recordings;
use crate::ports::reporter::{ReportError, Reporter, Sign};
use crate::ports::response_store::{Extent, Kept, Outbox, Overview, ResponseStore, StoreError, TEXT_IS_GONE};
use crate::ports::rows::Rows;

pub mod tablet;

/// A [`ResponseStore`] that forgets everything when it is dropped.
#[derive(Debug, Default)]
pub struct MemoryStore {
    drafts: RefCell<BTreeMap<String, String>>,
    /// Ids of drafts that nobody can read any more.
    spoiled: RefCell<BTreeSet<String>>,
    responses: RefCell<BTreeMap<String, String>>,
    ledger: RefCell<BTreeMap<String, Entry>>,
    studies: RefCell<BTreeMap<String, String>>,
    last_sent: Cell<Option<Day>>,
    lock: RefCell<Option<String>>,
    n_texts_read: Cell<usize>,
    rows: RefCell<Vec<Vec<u8>>>,
    is_full: Cell<bool>,
}

impl MemoryStore {
    /// Makes the draft `id` one that cannot be read, as on a tablet that is half broken.
    pub fn spoil_draft(&self, id: &ResponseId) {
        self.spoiled.borrow_mut().insert(id.to_string());
    }

    /// From now on there is no room for rows, or there is again.
    pub fn fill(&self, is_full: bool) {
        self.is_full.set(is_full);
    }

    /// How many texts of responses have been read by their ids.
    pub fn n_texts_read(&self) -> usize {
        self.n_texts_read.get()
    }

    /// Puts `change` of the entry with this id in its place; returns whether there was anything to change.
    fn change(&self, id: &ResponseId, change: impl FnOnce(Entry) -> Option<Entry>) -> bool {
        let mut ledger = self.ledger.borrow_mut();
        let changed = ledger.get(id.as_str()).cloned().and_then(change);
        let is_changed = changed.is_some();
        if let Some(changed) = changed {
            ledger.insert(id.to_string(), changed);
        }
        is_changed
    }

    fn ids(&self, is_wanted: impl Fn(&Entry) -> bool) -> Vec<ResponseId> {
        self.ledger.borrow().values().filter(|entry| is_wanted(entry)).map(|entry| entry.id.clone()).collect()
    }

    fn shelf(&self, shelf: Shelf) -> &RefCell<BTreeMap<String, String>> {
        match shelf {
            Shelf::Drafts => &self.drafts,
            Shelf::Studies => &self.studies,
            Shelf::Responses | Shelf::Ledger => &self.responses,
        }
    }
}

#[async_trait(?Send)]
impl ResponseStore for MemoryStore {
    async fn save_draft(&self, id: &ResponseId, draft: &str) -> Result<(), StoreError> {
        if !self.ledger.borrow().contains_key(id.as_str()) {
            self.spoiled.borrow_mut().remove(id.as_str());
            self.drafts.borrow_mut().insert(id.to_string(), draft.to_owned());
        }
        Ok(())
    }

    async fn drafts(&self) -> Result<Vec<(ResponseId, String)>, StoreError> {
        let (drafts, spoiled) = (self.drafts.borrow(), self.spoiled.borrow());
        let whole = drafts.iter().filter(|(id, _)| !spoiled.contains(*id));
        Ok(whole.map(|(id, draft)| (ResponseId::new(id), draft.clone())).collect())
    }

    async fn discard_draft(&self, id: &ResponseId) -> Result<(), StoreError> {
        self.spoiled.borrow_mut().remove(id.as_str());
        self.drafts.borrow_mut().remove(id.as_str());
        Ok(())
    }

    async fn finish(&self, id: &ResponseId, response: &str, day: Day) -> Result<bool, StoreError> {
        if self.ledger.borrow().contains_key(id.as_str()) {
            if self.responses.borrow().get(id.as_str()).map(String::as_str) != Some(response) {
                return Ok(false);
            }
        } else {
            self.responses.borrow_mut().insert(id.to_string(), response.to_owned());
            self.ledger.borrow_mut().insert(id.to_string(), Entry::finished(id, day));
        }
        self.drafts.borrow_mut().remove(id.as_str());
        Ok(true)
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
    async fn unsent(&self, most: usize) -> Result<Vec<ResponseId>, StoreError> {
        let mut ids = self.ids(Entry::is_unsent);
        ids.truncate(most);
        Ok(ids)
    }

    async fn start_sending(&self, ids: &[ResponseId]) -> Result<(Vec<ResponseId>, Vec<String>), StoreError> {
        let mut started = (Vec::new(), Vec::new());
        for id in ids {
            if !self.change(id, Entry::sending) {
                continue;
            }
            if let Some(json) = self.responses.borrow().get(id.as_str()) {
                started.0.push(id.clone());
                started.1.push(json.clone());
            } else {
                let lost = Verdict::Refused(TEXT_IS_GONE.to_owned());
                self.change(id, |entry| {
                    let day = entry.day;
                    entry.settled(&lost, day, "")
                });
            }
        }
        Ok(started)
    }

    async fn settle(
        &self,
        verdicts: &[(ResponseId, Verdict)],
        day: Day,
        receipt: &str,
    ) -> Result<(), StoreError> {
        for (id, verdict) in verdicts {
            if self.change(id, |entry| entry.settled(verdict, day, receipt)) && *verdict == Verdict::Sent {
                self.last_sent.set(Some(day));
            }
        }
        Ok(())
    }

    async fn clear_sent(&self, before: Day, day: Day) -> Result<usize, StoreError> {
        let ids = self.ids(|entry| entry.state == State::Sent && entry.day < Some(before));
        for id in &ids {
            self.change(id, |entry| entry.clear(day));
            self.responses.borrow_mut().remove(id.as_str());
        }
        if !ids.is_empty() {
            self.rows.borrow_mut().clear();
        }
        Ok(ids.len())
    }
}

#[async_trait(?Send)]
impl Overview for MemoryStore {
    async fn counts(&self) -> Result<Counts, StoreError> {
        let count = |state| self.ids(|entry| entry.state == state).len();
        Ok(Counts {
            drafts: self.drafts.borrow().len(),
            waiting: count(State::Waiting),
            sending: count(State::Sending),
            sent: count(State::Sent),
            refused: count(State::Refused),
            cleared: count(State::Cleared),
        })
    }

    async fn extent(&self) -> Result<Extent, StoreError> {
        let n_cleared = self.ids(|entry| entry.state == State::Cleared).len();
        let n_texts = self.ledger.borrow().len() - n_cleared;
        Ok(Extent { n_drafts: self.drafts.borrow().len(), n_texts, n_cleared })
    }

    async fn page(&self, states: &[State], after: &str, most: usize) -> Result<Vec<Kept>, StoreError> {
        let ledger = self.ledger.borrow();
        let wanted =
            ledger.values().filter(|entry| states.contains(&entry.state) && entry.id.as_str() > after);
        let with_text = wanted.filter_map(|entry| {
            let json = self.responses.borrow().get(entry.id.as_str())?.clone();
            Some(Kept { entry: entry.clone(), json })
        });
        Ok(with_text.take(most).collect())
    }

    async fn ids(&self, state: State) -> Result<Vec<ResponseId>, StoreError> {
        Ok(MemoryStore::ids(self, |entry| entry.state == state))
    }

    async fn send_again(&self, ids: &[ResponseId]) -> Result<usize, StoreError> {
        Ok(ids.iter().filter(|id| self.change(id, Entry::again)).count())
    }

    async fn send_all_again(&self, state: State) -> Result<usize, StoreError> {
        self.send_again(&self.ids(|entry| entry.state == state)).await
    }

    async fn last_sent(&self) -> Result<Option<Day>, StoreError> {
        Ok(self.last_sent.get())
    }
}

#[async_trait(?Send)]
impl Archive for MemoryStore {
    async fn keys(&self, shelf: Shelf, after: &str, most: usize) -> Result<Vec<String>, StoreError> {
        let mut keys: Vec<String> = match shelf {
            Shelf::Ledger => self.ids(|_| true).into_iter().map(ResponseId::into_string).collect(),
            _ => self.shelf(shelf).borrow().keys().cloned().collect(),
        };
        keys.retain(|key| key.as_str() > after);
        keys.truncate(most);
        Ok(keys)
    }

    async fn texts(&self, shelf: Shelf, keys: &[String]) -> Result<Vec<Option<String>>, StoreError> {
        let is_spoiled = |key: &String| self.spoiled.borrow().contains(key);
        if shelf == Shelf::Drafts && keys.iter().any(is_spoiled) {
            return Err(StoreError::Unavailable("a record cannot be read".to_owned()));
        }
        if shelf == Shelf::Responses {
            self.n_texts_read.set(self.n_texts_read.get() + keys.len());
        }
        let shelf = self.shelf(shelf).borrow();
        Ok(keys.iter().map(|key| shelf.get(key).cloned()).collect())
    }

    async fn entries(&self, ids: &[String]) -> Result<Vec<Option<Entry>>, StoreError> {
        let ledger = self.ledger.borrow();
        Ok(ids.iter().map(|id| ledger.get(id).cloned()).collect())
    }

    async fn take_in(&self, items: &[Item]) -> Result<usize, StoreError> {
        let is_known = |id: &ResponseId| self.ledger.borrow().contains_key(id.as_str());
        let mut n_new = 0;
        for item in items {
            let is_taken = match item {
                Item::Response(entry, _) | Item::Cleared(entry) if !is_known(&entry.id) => {
                    if let Item::Response(_, text) = item {
                        self.responses.borrow_mut().insert(entry.id.to_string(), text.clone());
                    }
                    self.drafts.borrow_mut().remove(entry.id.as_str());
                    self.ledger.borrow_mut().insert(entry.id.to_string(), entry.clone());
                    true
                }
                Item::Draft(id, text) if !is_known(id) && !self.drafts.borrow().contains_key(id.as_str()) => {
                    self.drafts.borrow_mut().insert(id.to_string(), text.clone());
                    true
                }
                Item::Study(address, text) if !self.studies.borrow().contains_key(address) => {
                    self.studies.borrow_mut().insert(address.clone(), text.clone());
                    true
                }
                _ => false,
            };
            n_new += usize::from(is_taken);
        }
        Ok(n_new)
    }
}

#[async_trait(?Send)]
impl Rows for MemoryStore {
    async fn rows(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        Ok(self.rows.borrow().clone())
    }

    async fn keep_rows(&self, first: usize, pages: &[Vec<u8>], n_cleared: usize) -> Result<(), StoreError> {
        if self.is_full.get() {
            return Err(StoreError::Full);
        }
        if self.ids(|entry| entry.state == State::Cleared).len() == n_cleared {
            let mut rows = self.rows.borrow_mut();
            rows.truncate(first);
            rows.extend(pages.iter().cloned());
        }
        Ok(())
    }
}

#[async_trait(?Send)]
impl LockStore for MemoryStore {
    async fn lock(&self) -> Result<Option<String>, StoreError> {
        Ok(self.lock.borrow().clone())
    }

    async fn change_lock(
        &self,
        change: &dyn Fn(Option<String>) -> Option<String>,
    ) -> Result<Option<String>, StoreError> {
        let before = self.lock.borrow().clone();
        *self.lock.borrow_mut() = change(before.clone());
        Ok(before)
    }
}

/// A [`ChosenFile`] with this content.
#[derive(Debug, Clone, Default)]
pub struct MemoryFile(pub Vec<u8>);

#[async_trait(?Send)]
impl ChosenFile for MemoryFile {
    fn length(&self) -> u64 {
        self.0.len() as u64
    }

    async fn read(&self, from: u64, most: u64) -> Option<Vec<u8>> {
        let from = usize::try_from(from).ok()?.min(self.0.len());
        let most = usize::try_from(most).ok()?;
        Some(self.0[from..].iter().take(most).copied().collect())
    }
}

/// [`Recordings`] that are forgotten when this is dropped.
#[derive(Debug, Default)]
pub struct MemoryRecordings {
    by_language: RefCell<BTreeMap<String, BTreeMap<String, Vec<u8>>>>,
}

#[async_trait(?Send)]
impl Recordings for MemoryRecordings {
    async fn texts(&self, language: &str) -> Result<Vec<String>, StoreError> {
        let kept = self.by_language.borrow();
        Ok(kept.get(language).into_iter().flat_map(|texts| texts.keys().cloned()).collect())
    }

    async fn get(&self, language: &str, text: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.by_language.borrow().get(language).and_then(|texts| texts.get(text).cloned()))
    }

    async fn put(&self, language: &str, text: &str, wav: &[u8]) -> Result<(), StoreError> {
        let mut kept = self.by_language.borrow_mut();
        kept.entry(language.to_owned()).or_default().insert(text.to_owned(), wav.to_vec());
        Ok(())
    }

    async fn remove(&self, language: &str, text: &str) -> Result<(), StoreError> {
        self.by_language.borrow_mut().get_mut(language).and_then(|texts| texts.remove(text));
        Ok(())
    }
}

/// [`Secrets`] that are none: bytes that count up from this one, and a hash that hides nothing.
#[derive(Debug, Default)]
pub struct MemorySecrets(pub u8);

#[async_trait(?Send)]
impl Secrets for MemorySecrets {
    fn is_there(&self) -> bool {
        true
    }

    fn random(&self, n: usize) -> Option<Vec<u8>> {
        Some((self.0..=u8::MAX).cycle().take(n).collect())
    }

    async fn hash(&self, text: &str, salt: &[u8], iterations: u32) -> Option<Vec<u8>> {
        Some([text.as_bytes(), salt, &iterations.to_be_bytes()].concat())
    }
}

/// A [`Reporter`] of whose worker this is heard, and then nothing any more.
#[derive(Debug, Default)]
pub struct ScriptedReporter {
    script: RefCell<VecDeque<Sign>>,
    /// How long it was listened for what was not heard.
    silence: Cell<Duration>,
    is_running: Cell<bool>,
    n_started: Cell<u32>,
}

impl ScriptedReporter {
    /// One of which `script` is heard, whatever is asked.
    pub fn new(script: impl IntoIterator<Item = Sign>) -> Self {
        Self { script: RefCell::new(script.into_iter().collect()), ..Self::default() }
    }

    /// How often a worker was started, and whether one is running.
    pub fn workers(&self) -> (u32, bool) {
        (self.n_started.get(), self.is_running.get())
    }

    /// How long it was listened since the last sign.
    pub fn silence(&self) -> Duration {
        self.silence.get()
    }
}

#[async_trait(?Send)]
impl Reporter for ScriptedReporter {
    fn ask(&self, _question: &str) -> Result<u32, ReportError> {
        if !self.is_running.replace(true) {
            self.n_started.set(self.n_started.get() + 1);
        }
        Ok(0)
    }

    async fn hear(&self, _number: u32, most: Duration) -> Sign {
        let heard = self.script.borrow_mut().pop_front().unwrap_or(Sign::Nothing);
        self.silence.set(if heard == Sign::Nothing { self.silence.get() + most } else { Duration::ZERO });
        heard
    }

    fn end(&self) {
        self.is_running.set(false);
    }
}
