//! The coordinator's page.

use std::rc::Rc;

use betekenis::browser::DATABASE;
use betekenis::browser::indexed_db::IndexedDbStore;
use betekenis::browser::tablet::BrowserTablet;
use betekenis::ui::coordinator::Stores;

fn main() {
    let stores = Stores::of(IndexedDbStore::new(DATABASE));
    betekenis::ui::coordinator::start(stores, Rc::new(BrowserTablet::default()));
}
