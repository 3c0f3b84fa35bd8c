//! The list of everything that was made on a tablet.

use crate::format::ledger::{HEADER, draft_line, line};
use crate::ports::archive::{Archive, Shelf};
use crate::ports::response_store::StoreError;

/// How many entries are read together.
const PAGE: usize = 1000;

/// Writes the ledger as CSV (`ledger/1`), piece by piece, into `write`; returns how many responses it lists.
///
/// # Errors
///
/// [`StoreError`]; what has been written so far is no whole list.
pub async fn list_ledger(archive: &dyn Archive, write: &mut dyn FnMut(String)) -> Result<usize, StoreError> {
    write(HEADER.to_owned());
    let mut n_listed = 0;
    for shelf in [Shelf::Ledger, Shelf::Drafts] {
        let mut after = String::new();
        loop {
            let ids = archive.keys(shelf, &after, PAGE).await?;
            let Some(last) = ids.last() else { break };
            after.clone_from(last);
            let lines: Vec<String> = if shelf == Shelf::Drafts {
                ids.iter().map(|id| draft_line(id)).collect()
            } else {
                archive.entries(&ids).await?.iter().flatten().map(line).collect()
            };
            n_listed += lines.len();
            write(lines.concat());
        }
    }
    Ok(n_listed)
}
