//! PIN and recovery code are lost: what was not sent is sent, all of that is cleared, and only then can there be a new PIN.
//!
//! What nobody can read any more bars no way to a new PIN.

use crate::domain::activities::{Activities, Remembered};
use crate::domain::day::Day;
use crate::domain::ledger::Counts;
use crate::domain::response::ResponseId;
use crate::format::draft::read_draft;
use crate::ports::archive::{Archive, Shelf};
use crate::ports::response_store::{Outbox, Overview, ResponseStore, StoreError};
use crate::ports::tablet::{Clock, KeptTexts};
use crate::workflow::backup::{PAGE, read_texts};
use crate::workflow::remembered::change_activities;

/// What is on the tablet while PIN and code are lost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Remains {
    /// How many there are of what.
    pub counts: Counts,
    /// Drafts that nobody can read; they will never be finished.
    pub n_unreadable: usize,
}

impl Remains {
    /// Responses that wait or are on their way.
    pub fn n_unsent(&self) -> usize {
        self.counts.waiting + self.counts.sending
    }

    /// Drafts that can still be finished.
    pub fn n_drafts(&self) -> usize {
        self.counts.drafts.saturating_sub(self.n_unreadable)
    }

    /// Nothing is in the way of a new PIN: what is here was sent, or nobody can read it.
    pub fn may_be_cleared(&self) -> bool {
        self.n_unsent() + self.counts.refused + self.n_drafts() == 0
    }

    /// All of it is cleared.
    fn is_cleared(&self) -> bool {
        self.counts.cleared == self.counts.made()
    }
}

/// The store, from all sides that are needed to clear it.
#[derive(Clone, Copy)]
pub struct LostStore<'a> {
    /// Drafts.
    pub responses: &'a dyn ResponseStore,
    /// How many there are.
    pub overview: &'a dyn Overview,
    /// What was sent.
    pub outbox: &'a dyn Outbox,
    /// What can be read.
    pub archive: &'a dyn Archive,
}

impl LostStore<'_> {
    /// What is still here.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn count(self) -> Result<Remains, StoreError> {
        let n_unreadable = unreadable_drafts(self.archive).await?.len();
        Ok(Remains { counts: self.overview.counts().await?, n_unreadable })
    }

    /// Clears the texts of what was sent and drafts that nobody can read, if nothing else is left, and has `tablet` forget the
    /// words of participants. Returns what is still here, and whether a new PIN may be chosen: only once nothing is.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; some may have been cleared, and the rest is the next time.
    pub async fn clear(
        self,
        tablet: &(impl KeptTexts + Clock + ?Sized),
    ) -> Result<(Remains, bool), StoreError> {
        if self.count().await?.may_be_cleared() {
            self.outbox.clear_sent(Day::END, tablet.today()).await?;
            for id in unreadable_drafts(self.archive).await? {
                self.responses.discard_draft(&ResponseId::new(id)).await?;
            }
        }
        let remains = self.count().await?;
        if remains.is_cleared() {
            forget_words(tablet);
        }
        Ok((remains, remains.is_cleared()))
    }
}

/// Forgets the words of participants that stand among the activities.
fn forget_words(tablet: &(impl KeptTexts + ?Sized)) {
    // Words that were not to be shown, without a response: if they cannot be taken away, they are no secret.
    let _ = change_activities(tablet, |activities| {
        let silent = activities.all().iter().map(|one| Remembered { hidden: Vec::new(), ..one.clone() });
        *activities = Activities::of(silent);
    });
}

/// Ids of drafts that nobody can read: neither this app, nor perhaps the tablet itself.
///
/// # Errors
///
/// [`StoreError`] if not even the ids can be read.
pub async fn unreadable_drafts(archive: &dyn Archive) -> Result<Vec<String>, StoreError> {
    let mut unreadable = Vec::new();
    let mut after = String::new();
    loop {
        let ids = archive.keys(Shelf::Drafts, &after, PAGE).await?;
        let Some(last) = ids.last() else { return Ok(unreadable) };
        after.clone_from(last);
        let texts = read_texts(archive, Shelf::Drafts, &ids).await;
        // One that is not there was finished or discarded since.
        let is_lost = |text: Result<Option<String>, StoreError>| {
            text.map_or(true, |text| text.is_some_and(|text| read_draft(&text).is_err()))
        };
        unreadable.extend(ids.into_iter().zip(texts).filter_map(|(id, text)| is_lost(text).then_some(id)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_what_was_sent_may_be_here_before_there_is_a_new_pin() {
        let none = Counts { sent: 3, cleared: 2, ..Counts::default() };
        let may = |counts, n_unreadable| Remains { counts, n_unreadable }.may_be_cleared();

        assert!(may(none, 0));
        for counts in [
            Counts { waiting: 1, ..none },
            Counts { sending: 1, ..none },
            Counts { refused: 1, ..none },
            Counts { drafts: 1, ..none },
        ] {
            assert!(!may(counts, 0), "{counts:?}");
        }
        assert!(!may(Counts { drafts: 2, ..none }, 1));
        assert!(may(Counts { drafts: 2, ..none }, 2), "a draft that nobody can read bars nobody");
    }
}
