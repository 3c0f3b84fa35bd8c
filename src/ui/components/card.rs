//! The face of a meaning card.

use crate::ui::components::element::{Element, View, element};

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

/// A picture that the words beside it say: without a text of its own.
pub fn picture(class: &'static str, address: String) -> View {
    element("IMG", class).with("src", address).with("alt", "").with("draggable", "false").view()
}

/// Picture above, words below.
pub fn card_face(face: Face) -> Element {
    element("SPAN", "card-face")
        .child(picture("card-face-picture", face.picture))
        .child(element("SPAN", "card-face-text").text(face.text).view())
}
