//! The store contract on IndexedDB, in a real browser: a database of its own for each clause.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

#[path = "../support/store_contract.rs"]
mod store_contract;

use betekenis::browser::indexed_db::IndexedDbStore;
use betekenis::ports::response_store::{Overview, ResponseStore};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A store with a name that no other test has, left empty by no one.
fn fresh(name: &str) -> IndexedDbStore {
    IndexedDbStore::new(&format!("test-{name}-{}", uuid::Uuid::new_v4()))
}

macro_rules! clauses {
    ($($clause:ident)*) => {
        $(#[wasm_bindgen_test] async fn $clause() {
            store_contract::$clause(&fresh(stringify!($clause))).await;
        })*
    };
}
store_contract::with_every_clause!(clauses);

#[wasm_bindgen_test]
async fn another_connection_finds_what_was_kept() {
    let one = fresh("another");
    one.save_draft("a", "draft").await.unwrap();
    one.finish("b", "{}", "2026-11-22").await.unwrap();
    one.close();

    let drafts = one.clone().drafts().await.unwrap();

    assert_eq!(drafts, [("a".to_owned(), "draft".to_owned())]);
    assert_eq!(one.counts().await.unwrap().waiting, 1);
}
