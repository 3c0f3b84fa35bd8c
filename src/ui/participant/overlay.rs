//! What lies over a screen and takes every tap.

use crate::ui::components::element::{Element, View, element, heading, icon};

/// The id of its heading, by which it is called.
const TITLE: &str = "title";

/// Whatever lies over the screen. It is called by its [`title`].
pub(crate) fn covering(class: &'static str) -> Element {
    element("DIV", class).with("role", "dialog").with("aria-modal", "true").with("aria-labelledby", TITLE)
}

/// A message over the screen.
pub(super) fn dialog(kind: &'static str) -> Element {
    covering("screen message-screen sheet").with("data-kind", kind)
}

/// The heading of what lies over the screen.
pub(crate) fn title() -> Element {
    heading().with("id", TITLE)
}

/// The way to the coordinator's page, as `class` shows it.
pub(super) fn to_coordinator(class: &'static str) -> View {
    element("A", class)
        .with("href", "coordinator/")
        .with("aria-label", "Begeleider · Coordinator")
        .child(icon("gear"))
        .view()
}
