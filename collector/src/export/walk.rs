//! Goes through the stored responses, a page in memory at a time.

use std::{cell::RefCell, iter, sync::Weak};

use betekenis::{
    domain::{response::Response, study::Study},
    format::{export::Column, seen::Seen},
};

use super::{ExportError, Format, MOST_COLUMNS};
use crate::{
    response,
    store::{Page, Store, StoreError, Wanted},
    studies::{InLanguages, Studies},
};

/// The responses that are wanted of those that were stored at one moment.
#[derive(Debug)]
pub(super) struct Stored {
    pub(super) store: Store,
    pub(super) wanted: Wanted,
    /// Where the last of them stands.
    pub(super) last: i64,
}

/// Goes through the responses on a thread that may wait, as often as needed.
pub(super) struct Walk {
    pub(super) stored: Stored,
    /// Gone when nobody waits for what is made.
    still: Weak<()>,
    /// Why the last way through them ended before its end.
    trouble: RefCell<Option<StoreError>>,
}

impl Walk {
    pub(super) fn new(stored: Stored, still: Weak<()>) -> Self {
        Self { stored, still, trouble: RefCell::new(None) }
    }

    /// All that can be read, first to last. Whether that was all of them says [`Walk::end`].
    pub(super) fn go(&self) -> impl Iterator<Item = Response> {
        let mut next = Some(0);
        let pages = iter::from_fn(move || {
            let after = next.filter(|_| self.trouble.borrow().is_none())?;
            let page = match self.still.upgrade() {
                Some(_) => self.stored.page(after),
                None => Err(StoreError::Stopping),
            };
            let page = page.map_err(|error| *self.trouble.borrow_mut() = Some(error)).ok()?;
            next = page.next;
            Some(page.responses)
        });
        pages.flatten().filter_map(|text| response::read(&text))
    }

    pub(super) fn end(&self) -> Result<(), StoreError> {
        self.trouble.take().map_or(Ok(()), Err)
    }

    /// The one study that the responses are of. Where the site does not have it, it is one of which nothing is known but its id.
    pub(super) fn study(&self, studies: &Studies, format: Format) -> Result<InLanguages, ExportError> {
        let mut ids = match &self.stored.wanted.study {
            Some(id) => vec![id.clone()],
            None => self.stored.store.studies(&self.stored.wanted, self.stored.last)?,
        };
        if ids.is_empty() {
            // Without any response the only study of the site is meant.
            ids.extend(studies.all().into_keys());
        }
        if ids.len() > 1 {
            return Err(ExportError::ManyStudies(ids));
        }
        let id = ids.pop().unwrap_or_default();
        match studies.read(&id) {
            Some(studies) => Ok(studies),
            None if format == Format::Codebook => Err(ExportError::NoStudy(id)),
            None => Ok(vec![("nl".to_owned(), Study { id, ..Study::default() })]),
        }
    }

    /// The columns of the wide table.
    pub(super) fn columns(&self, studies: &[(String, Study)]) -> Result<Vec<Column>, ExportError> {
        let mut seen = Seen::default();
        for response in self.go() {
            seen.add(&response);
            if seen.size() > MOST_COLUMNS {
                return Err(ExportError::TooWide);
            }
        }
        self.end()?;
        Ok(studies.first().map(|(_, study)| seen.columns(study)).unwrap_or_default())
    }
}

impl Stored {
    pub(super) fn page(&self, after: i64) -> Result<Page, StoreError> {
        self.store.page(&self.wanted, after, self.last)
    }
}
