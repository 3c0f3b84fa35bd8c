//! A pile: where cards are put, and where they lie.

use leptos::prelude::AnyView;

use crate::ui::components::Tap;
use crate::ui::components::card::{Face, picture};
use crate::ui::components::element::{button, element};

/// A pile as values.
pub struct Tray {
    /// Id of the pile.
    pub id: String,
    /// Its word.
    pub text: String,
    /// Address of its picture.
    pub picture: String,
    /// The number key that puts a card here.
    pub key: usize,
    /// Apart from the others and quieter.
    pub is_quiet: bool,
    /// Cards on it.
    pub n_cards: usize,
    /// The last of them, newest last.
    pub cards: Vec<Face>,
    /// The words for taking a card back.
    pub take_back: String,
    /// Puts a card here.
    pub on_tap: Tap,
    /// Takes the only card back, or shows all of them.
    pub on_cards: Tap,
}

/// A pile of a card sort. Its upper part takes a card; the cards on it lie fanned below and are one button, as large as a
/// trembling hand needs.
///
/// The two are apart so that who means the one does not hit the other.
pub fn tray(tray: Tray) -> AnyView {
    let mut target = button("tray-button", tray.on_tap)
        .with("aria-keyshortcuts", tray.key.to_string())
        .child(picture("", tray.picture))
        .child(element("SPAN", "").text(tray.text.clone()).view());
    let mut cards = element("DIV", "tray-cards");
    if let Some(newest) = tray.cards.last() {
        target = target.with("aria-description", tray.n_cards.to_string());
        let label = match tray.n_cards {
            1 => format!("{}: {}", tray.take_back, newest.text),
            _ => format!("{}: {}", tray.text, tray.take_back),
        };
        let mut fan = button("tray-open", tray.on_cards).with("aria-label", label);
        for face in tray.cards {
            let card = element("SPAN", "small-card").with("data-card", face.id);
            fan = fan.child(card.child(picture("", face.picture)).view());
        }
        if tray.n_cards > 1 {
            // Of another kind than the cards: the style sheet counts those from the last. The number is drawn by the style
            // sheet too: it is no part of what the button is called.
            fan = fan.child(element("B", "tray-count").with("data-n", tray.n_cards.to_string()).view());
        }
        cards = cards.child(fan.view());
    }
    element("DIV", "tray")
        .with("data-pile", tray.id)
        .flag("data-quiet", tray.is_quiet)
        .child(target.view())
        .child(cards.view())
        .view()
}

/// How many cards show on a pile at most; the style sheet shows fewer where there is less room.
pub const MOST_SMALL_CARDS: usize = 5;
