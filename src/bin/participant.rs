//! The participant's page.

use std::rc::Rc;

use betekenis::browser::DATABASE;
use betekenis::browser::indexed_db::IndexedDbStore;
use betekenis::browser::tablet::BrowserTablet;

fn main() {
    betekenis::ui::participant::start(
        Rc::new(IndexedDbStore::new(DATABASE)),
        Rc::new(BrowserTablet::default()),
    );
}
