//! Something to choose: a picture and a word, large enough to be hit blind.

use leptos::prelude::*;

/// A large button with a picture and a word.
#[component]
pub fn PictureButton(
    /// The word.
    #[prop(into)]
    text: String,
    /// Address of the picture.
    #[prop(into)]
    picture: String,
    /// It is chosen now.
    #[prop(into)]
    is_chosen: Signal<bool>,
    /// Apart from the others and quieter.
    #[prop(optional)]
    is_quiet: bool,
    /// Runs when it is tapped.
    #[prop(into)]
    on_tap: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="picture-button"
            data-quiet=is_quiet.then_some("")
            aria-pressed=move || if is_chosen.get() { "true" } else { "false" }
            on:click=move |_| on_tap.run(())
        >
            <img src=picture alt="" draggable="false" />
            <span class="picture-button-text">{text}</span>
        </button>
    }
}
