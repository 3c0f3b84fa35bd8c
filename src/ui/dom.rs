//! What the screens do with elements that `view!` has no words for: focus, measuring, a card in flight.

use std::time::Duration;

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

/// How long a placed card is in flight: long enough to be followed, short enough not to be waited for. The style
/// sheet has the same number.
const FLIGHT: Duration = Duration::from_millis(260);

/// The first element that matches `selector`.
pub(crate) fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// The innermost element at a point of the page, or the nearest around it that matches `selector`.
#[expect(clippy::cast_precision_loss, reason = "a point of the screen")]
pub(crate) fn element_at(x: i32, y: i32, selector: &str) -> Option<Element> {
    document().element_from_point(x as f32, y as f32)?.closest(selector).ok().flatten()
}

/// Opens the page anew.
pub(crate) fn reload() {
    // A page that cannot be opened stays as it is.
    let _ = window().location().reload();
}

/// Width and height of the page, in CSS pixels.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the size of a screen")]
pub(crate) fn page_size() -> (usize, usize) {
    let number = |value: Result<leptos::wasm_bindgen::JsValue, _>| {
        value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0) as usize
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

/// Sets custom properties of `element`, in CSS pixels.
pub(crate) fn set_pixels(element: &HtmlElement, properties: &[(&str, i32)]) {
    for (name, value) in properties {
        // A custom property takes any value.
        let _ = element.style().set_property(name, &format!("{value}px"));
    }
}

/// Shows a copy of `card` gliding into `tray`, while the real one is already there. Nothing for who asks for stillness.
#[expect(clippy::cast_possible_truncation, reason = "places on a screen")]
pub(crate) fn fly(card: &Element, tray: &Element) {
    let still = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten();
    if still.is_some_and(|still| still.matches()) {
        return;
    }
    let (from, to) = (card.get_bounding_client_rect(), tray.get_bounding_client_rect());
    let copy = card.clone_node_with_deep(true).ok().and_then(|copy| copy.dyn_into::<HtmlElement>().ok());
    let (Some(copy), Some(body)) = (copy, document().body()) else { return };
    copy.set_class_name("card-in-flight");
    copy.set_inert(true);
    let properties = [
        ("--left", from.left() as i32),
        ("--top", from.top() as i32),
        ("--width", from.width() as i32),
        ("--height", from.height() as i32),
        ("--dx", (to.left() + to.width() / 2.0 - from.left() - from.width() / 2.0) as i32),
        ("--dy", (to.top() + to.height() / 2.0 - from.top() - from.height() / 2.0) as i32),
    ];
    set_pixels(&copy, &properties);
    if body.append_child(&copy).is_ok() {
        set_timeout(move || copy.remove(), FLIGHT);
    }
}
