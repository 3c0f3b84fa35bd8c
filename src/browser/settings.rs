//! Settings in the storage of the browser: a text under each name.
//!
//! gloo's own reading and writing with serde is passed by. It panics where a setting of the browser forbids storage, and
//! `serde_json` for one text costs 12 kB in what a participant downloads.

use gloo_storage::{LocalStorage, SessionStorage, Storage};
use js_sys::Reflect;
use web_sys::window;

use crate::format::setting::Setting;
use crate::ports::response_store::StoreError;

/// Where something is kept.
#[derive(Clone, Copy)]
pub(super) enum Area {
    /// On the tablet, for every page.
    Tablet,
    /// In this page, until it is closed.
    Page,
}

/// The setting of this type; `None` if it was never set, is broken, or there is no storage.
pub(super) fn get<S: Setting>() -> Option<S> {
    S::read(&read(S::KEY)?)
}

/// Sets it.
pub(super) fn set<S: Setting>(setting: &S) -> Result<(), StoreError> {
    write(S::KEY, &setting.write())
}

/// The text that the tablet keeps under `key`; `None` if there is none, or no storage.
pub(super) fn read(key: &str) -> Option<String> {
    read_in(Area::Tablet, key)
}

/// The same in an area.
pub(super) fn read_in(area: Area, key: &str) -> Option<String> {
    storage(area).ok()?.get_item(key).ok().flatten()
}

/// Keeps `text` on the tablet under `key`.
pub(super) fn write(key: &str, text: &str) -> Result<(), StoreError> {
    storage(Area::Tablet)?.set_item(key, text).map_err(|error| {
        let name =
            Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default();
        if name == "QuotaExceededError" { StoreError::Full } else { StoreError::Unavailable(name) }
    })
}

/// Forgets what is kept under `key`.
pub(super) fn remove_in(area: Area, key: &str) -> Result<(), StoreError> {
    let gone = storage(area)?.remove_item(key);
    gone.map_err(|_| StoreError::Unavailable("it cannot be forgotten".to_owned()))
}

/// The storage, asked for with care: a setting of the browser may forbid it, and gloo panics then. Nobody else asks for it.
fn storage(area: Area) -> Result<web_sys::Storage, StoreError> {
    let found = window().map(|window| match area {
        Area::Tablet => window.local_storage(),
        Area::Page => window.session_storage(),
    });
    match (found, area) {
        (Some(Ok(Some(_))), Area::Tablet) => Ok(LocalStorage::raw()),
        (Some(Ok(Some(_))), Area::Page) => Ok(SessionStorage::raw()),
        _ => Err(StoreError::Unavailable("the browser has no storage".to_owned())),
    }
}
