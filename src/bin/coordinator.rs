//! The coordinator's page.

use std::rc::Rc;

use betekenis::browser::tablet::{BrowserTablet, reporter};
use betekenis::browser::{DATABASE, indexed_db, pin, recordings, sound};
use betekenis::ui::coordinator::{Stores, start};

fn main() {
    let stores = Stores::of(indexed_db::IndexedDbStore::new(DATABASE));
    let recordings = Rc::new(recordings::IndexedDbRecordings::new(recordings::DATABASE));
    let (tablet, sound) = (Rc::new(BrowserTablet::default()), Rc::new(sound::BrowserSound::default()));
    start(stores, tablet, recordings, sound, Rc::new(reporter()), Rc::new(pin::BrowserSecrets));
}
