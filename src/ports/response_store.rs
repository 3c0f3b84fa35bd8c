//! Where drafts and responses are kept on the tablet: one store, seen from three sides.
//!
//! Three traits instead of one, so that the participant's page holds nothing of the other two.

use async_trait::async_trait;

use crate::domain::day::Day;
use crate::domain::delivery::{State, Verdict};
use crate::domain::ledger::{Counts, Entry};
use crate::domain::response::ResponseId;

/// Keeps drafts and finished responses on this tablet.
///
/// Responses are JSON texts that never change once they are in; only their state does.
#[async_trait(?Send)]
pub trait ResponseStore {
    /// Keeps the draft of the response `id`, in place of an older one.
    ///
    /// Relaxed: once this returns the draft survives a reload and a killed tab, most likely also a flat battery.
    /// A draft of a response that was finished here already is not kept: it comes too late.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the older draft is still there.
    async fn save_draft(&self, id: &ResponseId, draft: &str) -> Result<(), StoreError>;

    /// Every draft: ids and texts, by id. One that the tablet cannot read stays where it is and is left out, so that it stands
    /// in the way of no other.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    async fn drafts(&self) -> Result<Vec<(ResponseId, String)>, StoreError>;

    /// Forgets a draft: its participant would rather not.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the draft may still be there.
    async fn discard_draft(&self, id: &ResponseId) -> Result<(), StoreError>;

    /// Keeps a finished response as waiting, and lets go of its draft, both or neither.
    ///
    /// Strict: once this returns `true`, the response is on the disk. Finishing the same response again changes nothing.
    /// `false`: another response has this id, and nothing has changed. `day` is the local day.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the draft is still there.
    async fn finish(&self, id: &ResponseId, response: &str, day: Day) -> Result<bool, StoreError>;

    /// Keeps the text of a study that was read without a mistake, in place of an older one.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the older one is still there.
    async fn keep_study(&self, address: &str, study: &str) -> Result<(), StoreError>;

    /// The study kept last for `address`.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    async fn kept_study(&self, address: &str) -> Result<Option<String>, StoreError>;
}

/// Why a response without a text is refused.
pub const TEXT_IS_GONE: &str = "the text of this response is gone from the tablet";

/// The same responses, as the one who sends sees them.
#[async_trait(?Send)]
pub trait Outbox {
    /// Ids of at most `most` responses that are waiting or sending.
    ///
    /// There is one sender at a time, so to whoever asks, one that is sending was cut off and waits again.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    async fn unsent(&self, most: usize) -> Result<Vec<ResponseId>, StoreError>;

    /// Marks the responses as sending and returns their texts, in the order of `ids`; ids that are not unsent (any
    /// more) are left out of both lists. One whose text cannot be found is refused with [`TEXT_IS_GONE`] on the day it
    /// had, and left out too.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; nothing has changed.
    async fn start_sending(&self, ids: &[ResponseId]) -> Result<(Vec<ResponseId>, Vec<String>), StoreError>;

    /// Writes down what became of responses on `day`, by `receipt`, all or none. Strict. A response that is sent
    /// already stays so, and one that waits again keeps its day ([`Entry::settled`]).
    ///
    /// # Errors
    ///
    /// [`StoreError`]; nothing has changed, so what was sending will be sent again.
    async fn settle(
        &self,
        verdicts: &[(ResponseId, Verdict)],
        day: Day,
        receipt: &str,
    ) -> Result<(), StoreError>;

    /// Clears the texts of responses that were sent before the day `before`; of each, id and `day` stay in the ledger.
    /// Never anything unsent. Returns how many.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; some may be cleared, each of them whole.
    async fn clear_sent(&self, before: Day, day: Day) -> Result<usize, StoreError>;
}

/// The same responses, as the coordinator sees them.
#[async_trait(?Send)]
pub trait Overview {
    /// How many there are of what.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    async fn counts(&self) -> Result<Counts, StoreError>;

    /// How much there is, without looking where it stands: quicker than [`counts`](Self::counts), by far where there are thousands.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    async fn extent(&self) -> Result<Extent, StoreError>;

    /// Finished responses in `states`, at most `most`, those with an id greater than `after`, by id.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    async fn page(&self, states: &[State], after: &str, most: usize) -> Result<Vec<Kept>, StoreError>;

    /// Ids of all finished responses in `state`, in order.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    async fn ids(&self, state: State) -> Result<Vec<ResponseId>, StoreError>;

    /// Makes these responses wait again, if they were refused or sent; returns how many.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; nothing has changed.
    async fn send_again(&self, ids: &[ResponseId]) -> Result<usize, StoreError>;

    /// Makes every response in `state` wait again, if that is refused or sent; returns how many.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; some may wait again already.
    async fn send_all_again(&self, state: State) -> Result<usize, StoreError>;

    /// The day on which an endpoint last gave a receipt, if ever.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    async fn last_sent(&self) -> Result<Option<Day>, StoreError>;
}

/// How much the tablet holds. Texts never change, and of those that were cleared there are ever more: with the same extent it is the same
/// texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// Drafts, those that nobody can read among them.
    pub n_drafts: usize,
    /// Finished responses that have a text.
    pub n_texts: usize,
    /// Finished responses whose text was cleared.
    pub n_cleared: usize,
}

/// A finished response as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Where it stands.
    pub entry: Entry,
    /// `response/1`, to the byte as it was finished.
    pub json: String,
}

/// Why the store could not do it. It says what can be done about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The tablet has no room: send or export what is there, then make room.
    #[error("the tablet has no room left")]
    Full,
    /// There is no storage, or it does not answer: a private window, blocked by a setting, or broken. The detail is
    /// for a log.
    #[error("the storage of the tablet does not answer ({0})")]
    Unavailable(String),
}
