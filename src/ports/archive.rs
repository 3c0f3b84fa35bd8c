//! Everything that is stored, shelf by shelf: for the ledger's list, for a backup, and for taking one in.

use async_trait::async_trait;

use crate::domain::backup::Item;
use crate::domain::ledger::Entry;
use crate::ports::response_store::StoreError;

/// A part of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// Texts of finished responses.
    Responses,
    /// Where each finished response stands.
    Ledger,
    /// Texts of drafts.
    Drafts,
    /// Texts of studies, by address.
    Studies,
}

impl Shelf {
    /// Every shelf and its name.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Responses, "responses"),
        (Self::Ledger, "ledger"),
        (Self::Drafts, "drafts"),
        (Self::Studies, "studies"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(one, _)| *one == self).map_or("", |(_, name)| name)
    }
}

/// The store, as somebody sees it who carries all of it away or brings it in.
///
/// Every question is a small one of its own, so that a store that is half broken still gives the other half.
#[async_trait(?Send)]
pub trait Archive {
    /// Keys on `shelf`, at most `most`, those after `after`, in their order.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    async fn keys(&self, shelf: Shelf, after: &str, most: usize) -> Result<Vec<String>, StoreError>;

    /// The texts with these keys on `shelf` (not the ledger); none where there is none.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if one of them cannot be read.
    async fn texts(&self, shelf: Shelf, keys: &[String]) -> Result<Vec<Option<String>>, StoreError>;

    /// The ledger's entries with these ids; none where there is none, or one that this app does not understand.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if one of them cannot be read.
    async fn entries(&self, ids: &[String]) -> Result<Vec<Option<Entry>>, StoreError>;

    /// Takes in what is not here yet, all or none; returns how many that were. What is known stays as it is: a
    /// finished or cleared response and a draft by their ids, a study by its address. Only a finished response takes
    /// the place of its own draft. Settings and what was unreadable are passed over. Strict.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; nothing of these has been taken in.
    async fn take_in(&self, items: &[Item]) -> Result<usize, StoreError>;
}
