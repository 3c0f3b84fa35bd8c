//! The store of the tablet, as the coordinator's page sees it.

use std::rc::Rc;

use crate::ports::archive::Archive;
use crate::ports::pin::LockStore;
use crate::ports::response_store::{Outbox, Overview, ResponseStore};

/// The store of the tablet, from every side from which the coordinator sees it.
pub struct Stores {
    pub(super) responses: Rc<dyn ResponseStore>,
    pub(super) outbox: Rc<dyn Outbox>,
    pub(super) overview: Rc<dyn Overview>,
    pub(super) archive: Rc<dyn Archive>,
    pub(super) locks: Rc<dyn LockStore>,
}

impl Stores {
    /// All sides of one store.
    pub fn of<S: ResponseStore + Outbox + Overview + Archive + LockStore + 'static>(store: S) -> Self {
        let store = Rc::new(store);
        Self {
            responses: store.clone(),
            outbox: store.clone(),
            overview: store.clone(),
            archive: store.clone(),
            locks: store,
        }
    }
}
