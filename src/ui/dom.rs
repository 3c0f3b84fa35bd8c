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
#[expect(clippy::cast_possible_truncation, reason = "a point of the screen")]
pub(crate) fn element_at(x: f64, y: f64, selector: &str) -> Option<Element> {
    document().element_from_point(x as f32, y as f32)?.closest(selector).ok().flatten()
}

/// Width and height of the page, in CSS pixels.
pub(crate) fn page_size() -> (f64, f64) {
    let number =
        |value: Result<leptos::wasm_bindgen::JsValue, _>| value.ok().and_then(|value| value.as_f64());
    (number(window().inner_width()).unwrap_or(0.0), number(window().inner_height()).unwrap_or(0.0))
}

/// Language and direction of the page: for voices, hyphens and the mirrored layout.
pub(crate) fn set_language(language: &str, is_right_to_left: bool) {
    if let Some(root) = document().document_element() {
        // Both attributes exist on every page.
        let _ = root.set_attribute("lang", language);
        let _ = root.set_attribute("dir", if is_right_to_left { "rtl" } else { "ltr" });
    }
}

/// Shows a copy of `card` gliding into `tray`, while the real one is already there. Nothing for who asks for stillness.
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
    let style = copy.style();
    for (name, value) in [
        ("--left", from.left()),
        ("--top", from.top()),
        ("--width", from.width()),
        ("--height", from.height()),
        ("--dx", to.left() + to.width() / 2.0 - from.left() - from.width() / 2.0),
        ("--dy", to.top() + to.height() / 2.0 - from.top() - from.height() / 2.0),
    ] {
        // A custom property takes any value.
        let _ = style.set_property(name, &format!("{value}px"));
    }
    let _ = style.remove_property("transform");
    if body.append_child(&copy).is_ok() {
        set_timeout(move || copy.remove(), FLIGHT);
    }
}
