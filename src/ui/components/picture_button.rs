//! Something to choose, large enough to be hit blind.

use crate::ui::components::card::picture;
use crate::ui::components::element::{OnTap, View, button, element, icon};

/// A picture and a word. What is chosen `is_moving_on` when the next question comes by itself; `is_quiet` stands apart from
/// the others.
pub fn picture_button(
    text: String,
    address: String,
    key: usize,
    is_chosen: bool,
    is_moving_on: bool,
    is_quiet: bool,
    on_tap: OnTap,
) -> View {
    button("picture-button", on_tap)
        .flag("data-quiet", is_quiet)
        .flag("data-moving-on", is_chosen && is_moving_on)
        .with("aria-pressed", if is_chosen { "true" } else { "false" })
        .with("aria-keyshortcuts", key.to_string())
        .child(picture("", address))
        .child(element("SPAN", "").text(text).view())
        .view()
}

/// An icon and a word; `is_main` is the one to hit.
pub fn large_button(name: &'static str, text: String, is_main: bool, on_tap: OnTap) -> View {
    labelled(if is_main { "large-button main-button" } else { "large-button" }, name, text, on_tap)
}

/// An icon and a word, as `class` shows them.
pub fn labelled(class: &'static str, name: &'static str, text: String, on_tap: OnTap) -> View {
    button(class, on_tap)
        .key(class.to_owned())
        .child(icon(name))
        .child(element("SPAN", "").text(text).view())
        .view()
}
