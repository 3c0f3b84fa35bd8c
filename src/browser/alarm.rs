//! How long a storage may take, and what rings when it takes longer.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// How long the storage may take. A slow tablet writes in less than a second; a storage that hangs, as Safari's does when it
/// has lost its connection, never answers, and somebody has to be told.
pub(super) const PATIENCE_MS: i32 = 5000;

/// What is said of one that took longer.
pub(super) const LATE: &str = "it does not answer";

/// Rings once, unless it is dropped before: after a time, or when the page is put by (`public/boot.js`).
pub(super) struct Alarm {
    /// Is ready when it rings.
    pub(super) rings: JsFuture,
    ring: JsValue,
    timer: JsValue,
}

impl Alarm {
    /// One that rings after so many milliseconds.
    pub(super) fn after(ms: i32) -> Self {
        let (mut ring, mut timer) = (JsValue::UNDEFINED, JsValue::UNDEFINED);
        let rings = Promise::new(&mut |rings, _| {
            timer = call("setTimeout", &rings, &ms.into());
            call("addEventListener", &"betekenis-put-by".into(), &rings);
            ring = rings.into();
        });
        Self { rings: rings.into(), ring, timer }
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        call("clearTimeout", &self.timer, &JsValue::UNDEFINED);
        call("removeEventListener", &"betekenis-put-by".into(), &self.ring);
        // A promise that never settles keeps all that waits for it, for as long as the page stands: some 12 kB a participant.
        if let Some(ring) = self.ring.dyn_ref::<Function>() {
            // It takes anything.
            let _ = ring.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Calls a function that pages and workers both have; it cannot fail.
fn call(name: &str, one: &JsValue, two: &JsValue) -> JsValue {
    let scope = js_sys::global();
    let function =
        Reflect::get(&scope, &name.into()).ok().and_then(|found| found.dyn_into::<Function>().ok());
    function.and_then(|function| function.call2(&scope, one, two).ok()).unwrap_or_default()
}
