//! The screens on which cards are put on piles.

use leptos::prelude::AnyView;

use crate::domain::session::{Action, Step};
use crate::domain::study::{CardSort, Instrument, Word};
use crate::ui::components::card::{Face, card_face, picture};
use crate::ui::components::element::{element, heading, nothing};
use crate::ui::components::picture_button::large_button;
use crate::ui::components::tray::{MOST_SMALL_CARDS, Tray, tray};
use crate::ui::participant::ending::{covering, title};
use crate::ui::participant::{App, Do, Shown};

/// What lies on the table.
struct Table {
    question: String,
    hand: Option<Face>,
    n_left: usize,
    hint: String,
    trays: Vec<Tray>,
}

/// A card to try with: it goes on a pile like any other, and nothing of it is kept.
pub(super) fn practice(app: App, shown: &Shown, at: usize) -> AnyView {
    let study = app.study();
    let Some(Instrument::CardSort(card_sort)) = study.instruments.get(at) else { return nothing() };
    let Some(practice) = &card_sort.practice else { return nothing() };
    let face =
        Face { id: String::new(), text: app.text(&practice.text), picture: app.picture(&practice.picture) };
    let is_placed = shown.practised.is_some();
    let mut trays = trays(app, card_sort, &|pile| Do::Practise(Some(pile)));
    for tray in &mut trays {
        if shown.practised.as_ref() == Some(&tray.id) {
            tray.n_cards = 1;
            tray.cards.push(face.clone());
            tray.on_cards = app.tap(Do::Practise(None));
        }
    }
    let table = Table {
        question: app.word(Word::Practice),
        hand: (!is_placed).then_some(face),
        n_left: usize::from(!is_placed),
        hint: app.word(if is_placed { Word::PracticeDone } else { Word::PracticeHint }),
        trays,
    };
    app.frame(shown, "frame-main", laid(table))
}

/// The sort itself.
pub(super) fn cards(app: App, shown: &Shown, at: usize) -> AnyView {
    let study = app.study();
    let (Some(Instrument::CardSort(card_sort)), Some(sort)) =
        (study.instruments.get(at), shown.session.sort(at))
    else {
        return nothing();
    };
    let n_left = sort.n_left();
    // With no card in hand a tap on a pile places none.
    let hand = sort.in_hand().unwrap_or_default();
    let mut trays = trays(app, card_sort, &|pile| Do::Act(Action::Place(hand.to_owned(), pile)));
    for tray in &mut trays {
        let cards = sort.on_pile(&tray.id);
        tray.n_cards = cards.len();
        let hidden = cards.len().saturating_sub(MOST_SMALL_CARDS);
        for id in cards.iter().skip(hidden) {
            tray.cards.extend(app.face(id));
        }
        if let [only] = cards[..] {
            tray.on_cards = app.tap(Do::Act(Action::TakeBack(only.to_owned())));
        }
    }
    let table = Table {
        question: app.text(&card_sort.question),
        hand: app.face(hand),
        n_left,
        hint: if n_left == 0 { app.word(Word::SortDone) } else { String::new() },
        trays,
    };
    let n_cards = sort.order().len();
    // Going back takes the last card back; only when none lies it leads to the step before.
    let back = match sort.last_placed() {
        Some(card) => (app.word(Word::Undo), app.tap(Do::Act(Action::TakeBack(card.to_owned())))),
        None => (app.word(Word::Back), app.tap(Do::Act(Action::Back))),
    };
    app.frame_with(shown, 10 * (n_cards - n_left) / n_cards.max(1), back, "frame-main", laid(table))
}

/// All cards of the pile that is open, to take one back.
pub(super) fn open_pile(app: App, shown: &Shown) -> Option<AnyView> {
    let open = shown.open_pile.as_ref()?;
    let Step::Cards(at) = shown.session.step else { return None };
    let study = app.study();
    let Instrument::CardSort(card_sort) = study.instruments.get(at)? else { return None };
    let pile = card_sort.all_piles().find(|pile| pile.id == *open)?;
    let cards = shown.session.sort(at)?.on_pile(open);
    let title = title().child(picture("", app.picture(&pile.picture))).text(app.text(&pile.text));
    let sheet = covering("sheet pile-sheet")
        .child(title.view())
        .child(element("P", "hint").text(app.word(Word::TakeBack)).view())
        .child(app.chooser(shown, &cards, &[], &|id| Do::Act(Action::TakeBack(id))))
        .child(large_button("x", app.word(Word::Close), false, app.tap(Do::Open(None))));
    Some(sheet.view())
}

/// The piles, empty; `place` is what a tap on one does.
fn trays(app: App, card_sort: &CardSort, place: &dyn Fn(String) -> Do) -> Vec<Tray> {
    let mut trays = Vec::new();
    for (at, pile) in card_sort.all_piles().enumerate() {
        trays.push(Tray {
            id: pile.id.clone(),
            text: app.text(&pile.text),
            picture: app.picture(&pile.picture),
            key: at + 1,
            is_quiet: pile.id == card_sort.dont_know.id,
            n_cards: 0,
            cards: Vec::new(),
            take_back: app.word(Word::TakeBack),
            on_tap: app.tap(place(pile.id.clone())),
            on_cards: app.tap(Do::Open(Some(pile.id.clone()))),
        });
    }
    trays
}

/// A card in hand, on a small stack of those left, and the piles. Tap a pile, drag the card to it (which
/// `public/touch.js` turns into a tap), or use its number key.
fn laid(table: Table) -> Vec<AnyView> {
    let mut hand = element("DIV", "hand").with("data-left", table.n_left.min(4).to_string());
    if let Some(face) = table.hand {
        let card =
            element("DIV", "card-in-hand").with("aria-live", "polite").with("data-card", face.id.as_str());
        hand = hand.child(card.child(card_face(face)).view());
    }
    if !table.hint.is_empty() {
        hand = hand.child(element("P", "hint").with("role", "status").text(table.hint).view());
    }
    let trays = element("DIV", "trays").children(table.trays.into_iter().map(tray).collect());
    vec![
        heading().text(table.question).view(),
        element("DIV", "sort-table").child(hand.view()).child(trays.view()).view(),
    ]
}
