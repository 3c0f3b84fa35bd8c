//! The face of a meaning card.

use leptos::prelude::*;

/// A card as values: what stands on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// Id of the card.
    pub id: String,
    /// A few words.
    pub text: String,
    /// Address of the picture.
    pub picture: String,
}

/// Picture above, words below.
#[component]
pub fn CardFace(
    /// What stands on it.
    face: Face,
) -> impl IntoView {
    view! {
        <span class="card-face">
            // The words say what the picture shows.
            <img class="card-face-picture" src=face.picture alt="" draggable="false" />
            <span class="card-face-text">{face.text}</span>
        </span>
    }
}
