//! The screens on which cards are put on piles.

use leptos::ev::PointerEvent;
use leptos::prelude::{AnyView, Update, WithUntracked, WithValue};

use crate::domain::session::{Action, Step};
use crate::domain::study::{CardSort, Instrument, Word};
use crate::ui::components::card::{Face, card_face, picture};
use crate::ui::components::element::{element, heading, nothing};
use crate::ui::components::picture_button::large_button;
use crate::ui::components::tray::{MOST_SMALL_CARDS, Tray, tray};
use crate::ui::dom;
use crate::ui::participant::{App, Do, Shown};

/// A card being dragged: by which finger, and where that came down.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    pointer: i32,
    from: (i32, i32),
    is_dragged: bool,
}

/// How far a finger moves before it drags, in CSS pixels: a trembling tap is not a drag.
const DRAG_BEGINS: i32 = 10;

const CARD: &str = ".card-in-hand";

/// What lies on the table.
struct Table {
    question: String,
    hand: Option<Face>,
    n_left: usize,
    hint: String,
    trays: Vec<Tray>,
    /// Changes with every card that is turned up, so that each one is seen to come.
    turn: usize,
}

/// A card to try with: it goes on a pile like any other, and nothing of it is kept.
pub(super) fn practice(app: App, shown: &Shown, at: usize) -> AnyView {
    let study = app.study();
    let Some(Instrument::CardSort(card_sort)) = study.instruments.get(at) else { return nothing() };
    let Some(practice) = &card_sort.practice else { return nothing() };
    let face =
        Face { id: String::new(), text: app.text(&practice.text), picture: app.picture(&practice.picture) };
    let is_placed = shown.practised.is_some();
    let mut trays = trays(app, card_sort, |pile| Do::Practise(Some(pile)));
    for tray in &mut trays {
        if shown.practised.as_ref() == Some(&tray.id) {
            tray.cards.push((face.clone(), app.tap(Do::Practise(None))));
        }
    }
    let table = Table {
        question: app.word(Word::Practice),
        hand: (!is_placed).then_some(face),
        n_left: usize::from(!is_placed),
        hint: app.word(if is_placed { Word::PracticeDone } else { Word::PracticeHint }),
        trays,
        turn: 0,
    };
    app.frame(shown, "frame-main", app.table(table))
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
    let mut trays = trays(app, card_sort, Do::Place);
    for tray in &mut trays {
        let cards = sort.on_pile(&tray.id);
        tray.n_cards = cards.len();
        for id in cards.iter().rev().take(MOST_SMALL_CARDS) {
            if let Some(face) = app.face(id) {
                tray.cards.push((face, app.tap(Do::Act(Action::TakeBack((*id).to_owned())))));
            }
        }
    }
    let table = Table {
        question: app.text(&card_sort.question),
        hand: sort.in_hand().and_then(|id| app.face(id)),
        n_left,
        hint: if n_left == 0 { app.word(Word::SortDone) } else { String::new() },
        trays,
        turn: sort.moves().len(),
    };
    let n_cards = sort.order().len();
    // Going back takes the last card back; only when none lies it leads to the step before.
    let back = match sort.last_placed() {
        Some(card) => (app.word(Word::Undo), app.tap(Do::Act(Action::TakeBack(card.to_owned())))),
        None => (app.word(Word::Back), app.tap(Do::Act(Action::Back))),
    };
    app.frame_with(shown, 10 * (n_cards - n_left) / n_cards.max(1), back, "frame-main", app.table(table))
}

/// All cards of the pile that is open, to take one back.
pub(super) fn open_pile(app: App, shown: &Shown) -> Option<AnyView> {
    let open = shown.open_pile.as_ref()?;
    let Step::Cards(at) = shown.session.step else { return None };
    let study = app.study();
    let Instrument::CardSort(card_sort) = study.instruments.get(at)? else { return None };
    let pile = card_sort.all_piles().find(|pile| pile.id == *open)?;
    let cards = shown.session.sort(at)?.on_pile(open);
    let title = heading().child(picture("", app.picture(&pile.picture))).text(app.text(&pile.text));
    let sheet = element("DIV", "sheet pile-sheet")
        .with("role", "dialog")
        .with("aria-modal", "true")
        .child(title.view())
        .child(element("P", "hint").text(app.word(Word::TakeBack)).view())
        .child(app.chooser(shown, &cards, &[], &|id| Do::Act(Action::TakeBack(id))))
        .child(large_button("x", app.word(Word::Close), false, app.tap(Do::Open(None))));
    Some(sheet.view())
}

/// The piles, empty; `place` is what a tap on one does.
fn trays(app: App, card_sort: &CardSort, place: fn(String) -> Do) -> Vec<Tray> {
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
            on_open: app.tap(Do::Open(Some(pile.id.clone()))),
        });
    }
    trays
}

impl App {
    /// A card in hand, on a small stack of those left, and the piles. Tap a pile, drag the card to it, or use its
    /// number key.
    fn table(self, table: Table) -> Vec<AnyView> {
        let pointer = |what: fn(App, &PointerEvent)| -> Box<dyn FnMut(PointerEvent)> {
            Box::new(move |event| what(self, &event))
        };
        let mut hand = element("DIV", "hand").with("data-left", table.n_left.min(4).to_string());
        if let Some(face) = table.hand {
            let card = element("DIV", "card-in-hand")
                .with("aria-live", "polite")
                .with("data-card", face.id.as_str())
                .with("data-turn", (table.turn % 2).to_string())
                .on_pointer([
                    pointer(App::hold),
                    pointer(App::drag),
                    pointer(App::drop_card),
                    pointer(App::let_go),
                ]);
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

    /// Puts the card in hand on `pile`.
    pub(super) fn place(self, pile: String) {
        let card = dom::find(CARD).and_then(|card| card.get_attribute("data-card"));
        let Some(card) = card else { return };
        fly(&pile);
        self.act(Action::Place(card, pile));
    }

    /// Puts the practice card on `pile`, or takes it back.
    pub(super) fn practise(self, pile: Option<String>) {
        if let Some(pile) = &pile {
            fly(pile);
        }
        self.shown.update(|shown| shown.practised = pile);
    }

    fn hold(self, event: &PointerEvent) {
        if !event.is_primary() || event.button() != 0 {
            return;
        }
        let held = Held {
            pointer: event.pointer_id(),
            from: (event.client_x(), event.client_y()),
            is_dragged: false,
        };
        self.world.with_value(|world| world.held.set(Some(held)));
        if let Some(card) = dom::find(CARD) {
            // Without it the card is lost when the finger is faster than the screen; a tap still works.
            let _ = card.set_pointer_capture(event.pointer_id());
        }
    }

    fn drag(self, event: &PointerEvent) {
        let held = self.world.with_value(|world| world.held.get());
        let Some(held) = held.filter(|held| held.pointer == event.pointer_id()) else { return };
        let (dx, dy) = (event.client_x() - held.from.0, event.client_y() - held.from.1);
        let is_dragged = held.is_dragged || dx.abs().max(dy.abs()) >= DRAG_BEGINS;
        let Some(card) = dom::find(CARD).filter(|_| is_dragged) else { return };
        self.world.with_value(|world| world.held.set(Some(Held { is_dragged, ..held })));
        // Drawn by hand, not with the screen: a finger moves sixty times a second.
        let _ = card.set_attribute("data-dragged", "");
        dom::set_pixels(&card, &[("--dx", dx), ("--dy", dy)]);
        lift(pile_at(event).as_deref());
    }

    fn drop_card(self, event: &PointerEvent) {
        let held = self.world.with_value(|world| world.held.get());
        let pile = pile_at(event).filter(|_| held.is_some_and(|held| held.is_dragged));
        if let Some(pile) = pile {
            if matches!(self.shown.with_untracked(|shown| shown.session.step), Step::Practice(_)) {
                self.practise(Some(pile));
            } else {
                self.place(pile);
            }
        }
        self.let_go(event);
    }

    fn let_go(self, _: &PointerEvent) {
        self.world.with_value(|world| world.held.set(None));
        lift(None);
        if let Some(card) = dom::find(CARD) {
            // The card lies where it lay, or is another one by now.
            let _ = card.remove_attribute("data-dragged");
            dom::set_pixels(&card, &[("--dx", 0), ("--dy", 0)]);
        }
    }
}

fn pile_at(event: &PointerEvent) -> Option<String> {
    dom::element_at(event.client_x(), event.client_y(), "[data-pile]")?.get_attribute("data-pile")
}

/// Shows the card in hand gliding to `pile`.
fn fly(pile: &str) {
    if let (Some(card), Some(tray)) = (dom::find(CARD), dom::find(&format!("[data-pile='{pile}']"))) {
        dom::fly(&card, &tray);
    }
}

/// Lifts the tray of `pile`, and no other.
fn lift(pile: Option<&str>) {
    if let Some(lifted) = dom::find("[data-lifted]")
        && lifted.get_attribute("data-pile").as_deref() != pile
    {
        // An attribute that is not there is no harm.
        let _ = lifted.remove_attribute("data-lifted");
    }
    if let Some(tray) = pile.and_then(|pile| dom::find(&format!("[data-pile='{pile}']"))) {
        let _ = tray.set_attribute("data-lifted", "");
    }
}
