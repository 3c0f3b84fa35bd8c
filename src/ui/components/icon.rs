//! A small picture of the app itself.

use leptos::prelude::AnyView;

use crate::ui::components::element::element;

/// An icon of `public/ui`, in the colour of the text around it. It says nothing by itself: a word stands beside it.
pub fn icon(name: &'static str) -> AnyView {
    element("SPAN", "icon").with("data-icon", name).with("aria-hidden", "true").view()
}
