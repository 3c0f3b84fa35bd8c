//! What the browser tells of its storage. Much of it is missing without https, and some in one browser or the other; so
//! everything is asked for by its name, and what is missing is told as not known.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::window;

use crate::domain::health::{Engine, Health};

/// How the app may be shown when it is started from the home screen.
const INSTALLED: &str = "(display-mode: standalone), (display-mode: fullscreen), (display-mode: minimal-ui)";

/// Looks at the storage of this browser.
pub async fn look() -> Health {
    let engine = engine();
    let estimate = ask("estimate").await.ok();
    let bytes = |name| estimate.as_ref().and_then(|estimate| size(estimate, name));
    let (used, quota) = (bytes("usage"), bytes("quota"));
    Health {
        is_persisted: ask("persisted").await.ok().and_then(|answer| answer.as_bool()),
        used,
        quota,
        is_installed: is_installed(),
        engine,
        is_private: is_private(engine, quota).await,
    }
}

/// Asks the browser to clear nothing by itself.
pub async fn persist() -> bool {
    ask("persist").await.is_ok_and(|answer| answer == JsValue::TRUE)
}

/// Asks the storage manager something that takes a while. The error is what it threw, or nothing if there is none.
async fn ask(name: &str) -> Result<JsValue, JsValue> {
    let manager = member(&navigator(), "storage").ok_or(JsValue::UNDEFINED)?;
    let method: Function = Reflect::get(&manager, &name.into())?.dyn_into()?;
    JsFuture::from(method.call0(&manager)?.dyn_into::<Promise>()?).await
}

fn navigator() -> JsValue {
    window().map_or(JsValue::UNDEFINED, |window| window.navigator().into())
}

/// What `object` has under this name, if anything.
fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number below 2^53")]
fn size(object: &JsValue, name: &str) -> Option<u64> {
    member(object, name)?.as_f64().map(|number| number.max(0.0) as u64)
}

fn engine() -> Engine {
    let agent = member(&navigator(), "userAgent").and_then(|agent| agent.as_string()).unwrap_or_default();
    if agent.contains("Firefox/") {
        Engine::Firefox
    } else if agent.contains("AppleWebKit/") && !agent.contains("Chrome/") {
        // On an iPad every browser is this one inside, whatever it is called.
        Engine::Safari
    } else {
        Engine::Chromium
    }
}

fn is_installed() -> bool {
    let is_shown_so = window().and_then(|window| window.match_media(INSTALLED).ok().flatten());
    // Safari on an iPad has a word of its own.
    is_shown_so.is_some_and(|list| list.matches())
        || member(&navigator(), "standalone") == Some(JsValue::TRUE)
}

/// A guess: no browser says that it is a private window.
///
/// Firefox and Safari have no private files there, and Firefox no service workers. Chromium keeps all in memory, and until
/// 2025 told a quota below that of its heap; since then it tells the same everywhere, and nobody can see through that.
async fn is_private(engine: Engine, quota: Option<u64>) -> bool {
    if !window().is_some_and(|window| window.is_secure_context()) {
        return false;
    }
    match engine {
        Engine::Chromium => {
            let memory = window().and_then(|window| member(&member(&window, "performance")?, "memory"));
            let heap = memory.and_then(|memory| size(&memory, "jsHeapSizeLimit"));
            quota.zip(heap).is_some_and(|(quota, heap)| quota < heap)
        }
        Engine::Firefox if member(&navigator(), "serviceWorker").is_none() => true,
        // The error of a browser that is too old to have it is none of its own making.
        Engine::Firefox | Engine::Safari => {
            let refused = ask("getDirectory").await.err();
            refused.is_some_and(|error| error.is_instance_of::<web_sys::DomException>())
        }
    }
}
