//! The coordinator's page.

use std::rc::Rc;

use betekenis::browser::indexed_db::IndexedDbStore;
use betekenis::browser::pin::BrowserSecrets;
use betekenis::browser::recordings::IndexedDbRecordings;
use betekenis::browser::sound::BrowserSound;
use betekenis::browser::tablet::{BrowserTablet, reporter};
use betekenis::browser::{DATABASE, recordings};
use betekenis::ui::coordinator::{Stores, start};

fn main() {
    let stores = Stores::of(IndexedDbStore::new(DATABASE));
    let recordings = Rc::new(IndexedDbRecordings::new(recordings::DATABASE));
    let sound = Rc::new(BrowserSound::default());
    start(
        stores,
        Rc::new(BrowserTablet::default()),
        recordings,
        sound,
        Rc::new(reporter()),
        Rc::new(BrowserSecrets),
    );
}
