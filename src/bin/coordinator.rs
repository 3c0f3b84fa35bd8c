//! The coordinator's page.

use std::rc::Rc;

use betekenis::browser::indexed_db::IndexedDbStore;
use betekenis::browser::recordings::IndexedDbRecordings;
use betekenis::browser::sound::BrowserSound;
use betekenis::browser::tablet::BrowserTablet;
use betekenis::browser::{DATABASE, recordings};
use betekenis::ui::coordinator::{Stores, start};

fn main() {
    let stores = Stores::of(IndexedDbStore::new(DATABASE));
    let recordings = Rc::new(IndexedDbRecordings::new(recordings::DATABASE));
    start(stores, Rc::new(BrowserTablet::default()), recordings, Rc::new(BrowserSound::default()));
}
