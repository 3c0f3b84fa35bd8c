//! The coordinator's page.

use std::rc::Rc;

use betekenis::browser::DATABASE;
use betekenis::browser::indexed_db::IndexedDbStore;
use betekenis::browser::tablet::BrowserTablet;

fn main() {
    let store = Rc::new(IndexedDbStore::new(DATABASE));
    betekenis::ui::coordinator::start(store.clone(), store, Rc::new(BrowserTablet::default()));
}
