//! Random bytes and a slow hash, by `WebCrypto`. A browser has it only with https, or on the device itself.

use async_trait::async_trait;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::ports::pin::Secrets;

/// [`Secrets`] of a browser.
#[derive(Debug, Default)]
pub struct BrowserSecrets;

#[async_trait(?Send)]
impl Secrets for BrowserSecrets {
    fn is_there(&self) -> bool {
        get(&js_sys::global(), "crypto").and_then(|crypto| get(&crypto, "subtle")).is_some()
    }

    fn random(&self, n: usize) -> Option<Vec<u8>> {
        let bytes = Uint8Array::new_with_length(u32::try_from(n).ok()?);
        let crypto = get(&js_sys::global(), "crypto")?;
        call(&crypto, "getRandomValues", &[bytes.clone().into()])?;
        Some(bytes.to_vec())
    }

    async fn hash(&self, text: &str, salt: &[u8], iterations: u32) -> Option<Vec<u8>> {
        let subtle = get(&get(&js_sys::global(), "crypto")?, "subtle")?;
        let text = Uint8Array::from(text.as_bytes());
        let usages = Array::of1(&"deriveBits".into());
        let import = ["raw".into(), text.into(), "PBKDF2".into(), false.into(), usages.into()];
        let key = done(call(&subtle, "importKey", &import)?).await?;
        let how = Object::new();
        let salt = Uint8Array::from(salt);
        for (name, value) in [
            ("name", JsValue::from("PBKDF2")),
            ("hash", "SHA-256".into()),
            ("salt", salt.into()),
            ("iterations", iterations.into()),
        ] {
            Reflect::set(&how, &name.into(), &value).ok()?;
        }
        let bits = done(call(&subtle, "deriveBits", &[how.into(), key, 256.into()])?).await?;
        Some(Uint8Array::new(&bits).to_vec())
    }
}

/// What `of` has under `name`, if anything.
fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

fn call(of: &JsValue, name: &str, with: &[JsValue]) -> Option<JsValue> {
    let function: Function = get(of, name)?.dyn_into().ok()?;
    function.apply(of, &with.iter().collect::<Array>()).ok()
}

/// What the promise `asked` brings.
async fn done(asked: JsValue) -> Option<JsValue> {
    JsFuture::from(asked.dyn_into::<Promise>().ok()?).await.ok()
}
