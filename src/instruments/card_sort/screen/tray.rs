//! A pile: where cards are put, and where they lie.

use crate::ui::components::card::{Face, card_face, picture};
use crate::ui::components::element::{OnTap, View, button, element};

/// A pile as values.
pub(super) struct Tray {
    /// Id of the pile.
    pub(super) id: String,
    /// Its word.
    pub(super) text: String,
    /// Address of its picture.
    pub(super) picture: String,
    /// The number key that puts a card here.
    pub(super) key: usize,
    /// Apart from the others and quieter.
    pub(super) is_quiet: bool,
    /// The cards on it, newest last.
    pub(super) cards: Vec<Face>,
    /// The words for taking a card back.
    pub(super) take_back: String,
    /// Puts a card here.
    pub(super) on_tap: OnTap,
    /// Takes the only card back, or shows all of them.
    pub(super) on_cards: OnTap,
}

/// A pile on the table when all cards lie: its picture and word, and all of its cards, each of which can be taken back.
pub(super) struct Heap {
    /// Id of the pile.
    pub(super) id: String,
    /// Its word.
    pub(super) text: String,
    /// Address of its picture.
    pub(super) picture: String,
    /// Apart from the others and quieter.
    pub(super) is_quiet: bool,
    /// Its cards, the one placed first coming first, and what a tap on each does.
    pub(super) cards: Vec<(Face, OnTap)>,
    /// How many stand side by side.
    pub(super) n_columns: usize,
    /// There is room for what stands on the cards; otherwise only pictures are seen.
    pub(super) has_words: bool,
}

/// A pile with all its cards.
pub(super) fn heap(heap: Heap) -> View {
    let head = element("H2", "heap-name")
        .child(picture("", heap.picture))
        .child(element("SPAN", "").text(heap.text).view());
    let mut cards = element("DIV", "heap-cards").with("data-columns", heap.n_columns.to_string());
    for (face, on_tap) in heap.cards {
        let card = button("table-card", on_tap).with("data-card", face.id.as_str());
        cards = cards.child(if heap.has_words {
            card.child(card_face(face).view()).view()
        } else {
            card.with("aria-label", face.text).child(picture("", face.picture)).view()
        });
    }
    element("DIV", "heap")
        .with("data-pile", heap.id)
        .flag("data-quiet", heap.is_quiet)
        .child(head.view())
        .child(cards.view())
        .view()
}

/// A pile of a card sort. Its upper part takes a card; the cards on it lie fanned below and are one button, as large as a
/// trembling hand needs.
///
/// The two are apart so that who means the one does not hit the other.
pub(super) fn tray(tray: Tray) -> View {
    let mut target = button("tray-button", tray.on_tap)
        .with("aria-keyshortcuts", tray.key.to_string())
        .child(picture("", tray.picture))
        .child(element("SPAN", "").text(tray.text.clone()).view());
    let mut cards = element("DIV", "tray-cards");
    let n_cards = tray.cards.len();
    if let Some(newest) = tray.cards.last() {
        target = target.with("aria-description", n_cards.to_string());
        let label = match n_cards {
            1 => format!("{}: {}", tray.take_back, newest.text),
            _ => format!("{}: {}", tray.text, tray.take_back),
        };
        // The number is drawn by the style sheet: it is no part of what the button is called. Before the cards, so that one more of
        // them changes nothing else.
        let open = button("tray-open", tray.on_cards)
            .with("aria-label", label)
            .with("data-cards", n_cards.min(MOST_SMALL_CARDS).to_string())
            .child(element("B", "tray-count").with("data-n", n_cards.to_string()).view());
        let mut fan = element("SPAN", "fan");
        for face in tray.cards {
            let card = element("SPAN", "small-card").key(face.id.clone()).with("data-card", face.id);
            fan = fan.child(card.child(picture("", face.picture)).view());
        }
        cards = cards.child(open.child(fan.view()).view());
    }
    element("DIV", "tray")
        .with("data-pile", tray.id)
        .flag("data-quiet", tray.is_quiet)
        .child(target.view())
        .child(cards.view())
        .view()
}

/// How many cards show on a pile at most: the style sheet hides those below. They stay in the page, so that one more card is one more
/// element, and no card becomes another.
const MOST_SMALL_CARDS: usize = 3;
