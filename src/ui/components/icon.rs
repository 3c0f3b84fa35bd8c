//! A small picture of the app itself, on the coordinator's page.

use leptos::prelude::*;

/// An icon of `public/ui`, in the colour of the text around it. It says nothing by itself: a word stands beside it.
pub fn icon(name: &'static str) -> AnyView {
    view! { <span class="icon" data-icon=name aria-hidden="true"></span> }.into_any()
}
