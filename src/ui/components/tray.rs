//! A pile: where cards are put, and where they lie.

use leptos::prelude::AnyView;

use crate::ui::components::Tap;
use crate::ui::components::card::{Face, picture};
use crate::ui::components::element::{button, element};
use crate::ui::components::icon::icon;

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
    /// The last of them, newest first, each with what a tap on it does.
    pub cards: Vec<(Face, Tap)>,
    /// The words for taking a card back.
    pub take_back: String,
    /// Puts a card here.
    pub on_tap: Tap,
    /// Shows all the cards on it.
    pub on_open: Tap,
}

/// A pile of a card sort. Its upper part takes a card; the cards on it lie small below, each ready to be taken back.
///
/// The two are apart so that a trembling hand that means the one does not hit the other.
pub fn tray(tray: Tray) -> AnyView {
    let mut cards = element("DIV", "tray-cards");
    // A single card can be taken back as it lies.
    if tray.n_cards > 1 {
        let open = button("tray-open", tray.on_open)
            .with("aria-label", format!("{}: {}", tray.text, tray.take_back))
            .child(icon("cards"))
            .text(tray.n_cards.to_string());
        cards = cards.child(open.view());
    }
    for (face, on_tap) in tray.cards {
        let card = button("small-card", on_tap)
            .with("data-card", face.id)
            .with("aria-label", format!("{}: {}", tray.take_back, face.text));
        cards = cards.child(card.child(picture("", face.picture)).view());
    }
    let target = button("tray-button", tray.on_tap)
        .with("aria-keyshortcuts", tray.key.to_string())
        .child(picture("", tray.picture))
        .child(element("SPAN", "").text(tray.text).view());
    element("DIV", "tray")
        .with("data-pile", tray.id)
        .flag("data-quiet", tray.is_quiet)
        .child(target.view())
        .child(cards.view())
        .view()
}

/// How many cards lie open on a pile at most; the style sheet shows fewer where there is less room, and all of them can
/// be opened. Five and the opener are two rows of three, as many as fit beside each other on a 10" tablet.
pub const MOST_SMALL_CARDS: usize = 5;
