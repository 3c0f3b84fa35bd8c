//! The store contract, in memory. `tests/browser` plays the same clauses on IndexedDB.

use betekenis::domain::response::ResponseId;
use betekenis::ports::memory::MemoryStore;

use crate::now::now;
use crate::store_contract;

impl store_contract::Store for MemoryStore {
    async fn spoil(&self, id: &str) {
        self.spoil_draft(&ResponseId::new(id));
    }
}

macro_rules! clauses {
    ($($clause:ident)*) => {
        $(#[test] fn $clause() { now(store_contract::$clause(&MemoryStore::default())); })*
    };
}
store_contract::with_every_clause!(clauses);
