//! What the screens do with elements that `view!` has no words for: focus and measuring. What moves under a finger is
//! the work of `public/touch.js`.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

/// The first element that matches `selector`.
pub(crate) fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// A picture, fetched before it is shown.
pub(crate) fn fetch_picture(address: &str) -> Option<Element> {
    let picture = document().create_element("IMG").ok()?;
    picture.set_attribute("src", address).ok()?;
    Some(picture)
}

/// Opens the page anew.
pub(crate) fn reload() {
    // A page that cannot be opened stays as it is.
    let _ = window().location().reload();
}

/// Width and height of the page, in CSS pixels for text of the usual size: with text twice as large half as many fit.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the size of a screen")]
pub(crate) fn page_size() -> (usize, usize) {
    const USUAL: usize = 16;
    let root = document().document_element();
    let style = root.and_then(|root| window().get_computed_style(&root).ok().flatten());
    let size = style.and_then(|style| style.get_property_value("font-size").ok()).unwrap_or_default();
    // "32px", or with a fraction.
    let digits = size.split(|one: char| !one.is_ascii_digit()).next().unwrap_or_default();
    let text = digits.parse().unwrap_or(USUAL).max(1);
    let number = |value: Result<leptos::wasm_bindgen::JsValue, _>| {
        value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0) as usize * USUAL / text
    };
    (number(window().inner_width()), number(window().inner_height()))
}

/// Language and direction of the page: for voices, hyphens and the mirrored layout.
pub(crate) fn set_language(language: &str, is_right_to_left: bool) {
    if let Some(root) = document().document_element() {
        // Both attributes exist on every page.
        let _ = root.set_attribute("lang", language);
        let _ = root.set_attribute("dir", if is_right_to_left { "rtl" } else { "ltr" });
    }
}
