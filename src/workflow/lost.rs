//! Looks after what nobody can read any more, when PIN and recovery code are lost: it bars no way to a new PIN.

use crate::format::draft::read_draft;
use crate::ports::archive::{Archive, Shelf};
use crate::ports::response_store::StoreError;
use crate::workflow::backup::{PAGE, read_texts};

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
