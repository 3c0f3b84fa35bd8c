//! The table on which cards are sorted: a card in hand, and the piles around it.

use leptos::ev::PointerEvent;
use leptos::html;
use leptos::prelude::*;

use crate::ui::components::card_face::{CardFace, Face};
use crate::ui::components::tray::Tray;
use crate::ui::dom;

/// A pile as values.
#[derive(Clone)]
pub struct PileOfCards {
    /// Its id.
    pub id: String,
    /// Its word.
    pub text: String,
    /// Address of its picture.
    pub picture: String,
    /// Apart from the others and quieter.
    pub is_quiet: bool,
    /// The cards on it, the one placed last coming last.
    pub cards: Signal<Vec<Face>>,
}

/// A card being dragged: where the finger came down, and how far it has gone.
#[derive(Clone, Copy)]
struct Drag {
    pointer: i32,
    from: (f64, f64),
    by: (f64, f64),
}

/// How far a finger moves before it drags, in CSS pixels: a trembling tap is not a drag.
const DRAG_BEGINS: f64 = 10.0;

/// A card in hand, on a small stack of those left, and the piles. Tap a pile, drag the card to it, or use its number key.
#[component]
pub fn SortTable(
    /// The card in hand; none when all are placed.
    #[prop(into)]
    hand: Signal<Option<Face>>,
    /// Cards left, the one in hand among them.
    #[prop(into)]
    n_left: Signal<usize>,
    /// A few words beside the cards.
    #[prop(into)]
    hint: Signal<String>,
    /// The piles.
    piles: Vec<PileOfCards>,
    /// The words for taking a card back.
    take_back: String,
    /// Runs with the id of the pile on which the card in hand is put.
    #[prop(into)]
    on_place: Callback<String>,
    /// Runs with the id of a card that is taken from its pile.
    #[prop(into)]
    on_take_back: Callback<String>,
    /// Runs with the id of a pile of which all cards are to be seen.
    #[prop(into)]
    on_open: Callback<String>,
) -> impl IntoView {
    let card = NodeRef::<html::Div>::new();
    let drag = RwSignal::new(None::<Drag>);
    let over = RwSignal::new(None::<String>);

    let place = move |pile: String| {
        if hand.with_untracked(Option::is_none) {
            return;
        }
        if let (Some(card), Some(tray)) = (card.get_untracked(), dom::find(&format!("[data-pile='{pile}']")))
        {
            dom::fly(&card, &tray);
        }
        on_place.run(pile);
    };
    let begin = move |event: PointerEvent| {
        if event.is_primary() && event.button() == 0 {
            let from = (f64::from(event.client_x()), f64::from(event.client_y()));
            drag.set(Some(Drag { pointer: event.pointer_id(), from, by: (0.0, 0.0) }));
            if let Some(card) = card.get_untracked() {
                // Without it the card is lost when the finger is faster than the screen; a tap still works.
                let _ = card.set_pointer_capture(event.pointer_id());
            }
        }
    };
    let follow = move |event: PointerEvent| {
        let Some(held) = drag.get_untracked().filter(|held| held.pointer == event.pointer_id()) else {
            return;
        };
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let by = (x - held.from.0, y - held.from.1);
        drag.set(Some(Drag { by, ..held }));
        let pile = dom::element_at(x, y, "[data-pile]").and_then(|tray| tray.get_attribute("data-pile"));
        let pile = pile.filter(|_| is_dragged(Some(Drag { by, ..held })));
        if over.with_untracked(|over| *over != pile) {
            over.set(pile);
        }
    };
    let let_go = move |_: PointerEvent| {
        let held = drag.get_untracked();
        let pile = over.get_untracked();
        if let Some(pile) = pile.filter(|_| is_dragged(held)) {
            place(pile);
        }
        drag.set(None);
        over.set(None);
    };
    let give_up = move |_: PointerEvent| {
        drag.set(None);
        over.set(None);
    };
    let way = move |axis: fn((f64, f64)) -> f64| {
        drag.get().filter(|held| is_dragged(Some(*held))).map(|held| format!("{}px", axis(held.by)))
    };
    let face = move || hand.get().map(|face| view! { <CardFace face=face /> });

    let trays = piles.into_iter().enumerate().map(|(at, pile)| {
        let (tapped, opened, lifted) = (pile.id.clone(), pile.id.clone(), pile.id.clone());
        view! {
            <Tray
                id=pile.id
                text=pile.text
                picture=pile.picture
                key=at + 1
                cards=pile.cards
                is_lifted=Signal::derive(move || over.with(|over| over.as_ref() == Some(&lifted)))
                take_back=take_back.clone()
                on_tap=move |()| place(tapped.clone())
                on_take_back=on_take_back
                on_open=move |()| on_open.run(opened.clone())
                is_quiet=pile.is_quiet
            />
        }
    });
    view! {
        <div class="sort-table">
            <div class="hand" data-left=move || n_left.get().min(4).to_string()>
                <div
                    node_ref=card
                    class="card-in-hand"
                    hidden=move || hand.with(Option::is_none)
                    aria-live="polite"
                    data-dragged=move || is_dragged(drag.get()).then_some("")
                    style:--dx=move || way(|by| by.0)
                    style:--dy=move || way(|by| by.1)
                    on:pointerdown=begin
                    on:pointermove=follow
                    on:pointerup=let_go
                    on:pointercancel=give_up
                >
                    {face}
                </div>
                <p class="hint" role="status">{move || hint.get()}</p>
            </div>
            <div class="trays">{trays.collect_view()}</div>
        </div>
    }
}

fn is_dragged(drag: Option<Drag>) -> bool {
    drag.is_some_and(|drag| drag.by.0.hypot(drag.by.1) >= DRAG_BEGINS)
}
