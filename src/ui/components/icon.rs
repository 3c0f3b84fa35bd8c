//! A small picture of the app itself.

use leptos::prelude::*;

/// An icon of `public/ui`, in the colour of the text around it. It says nothing by itself: a word stands beside it.
#[component]
pub fn Icon(
    /// Name of the file, without its ending.
    name: &'static str,
) -> impl IntoView {
    view! { <span class="icon" data-icon=name aria-hidden="true"></span> }
}
