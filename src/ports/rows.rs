//! What the worker that makes results has read of the responses, kept in a compact form.

use async_trait::async_trait;

use crate::ports::response_store::StoreError;

/// Pages of packed responses, as `format::rows` writes them, beside the texts that they were read from.
///
/// They are no truth of their own: whatever is missing here is read from the texts. As soon as one text is cleared all pages are
/// removed, in the same step, so that nothing is left here of what was cleared.
#[async_trait(?Send)]
pub trait Rows {
    /// All pages, by their numbers.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    async fn rows(&self) -> Result<Vec<Vec<u8>>, StoreError>;

    /// Puts `pages` in the place of those from the number `first` on, whatever was there. Nothing is done when texts were cleared
    /// since: when the tablet has no longer cleared `n_cleared` of them.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the pages are as they were.
    async fn keep_rows(&self, first: usize, pages: &[Vec<u8>], n_cleared: usize) -> Result<(), StoreError>;
}
