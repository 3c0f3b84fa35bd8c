//! A pile: where cards are put, and where they lie.

use leptos::prelude::*;

use crate::ui::components::card_face::Face;
use crate::ui::components::icon::Icon;

/// A pile of a card sort. Its upper part takes a card; the cards on it lie small below, each ready to be taken back.
///
/// The two are apart so that a trembling hand that means the one does not hit the other.
#[component]
pub fn Tray(
    /// Id of the pile.
    #[prop(into)]
    id: String,
    /// Its word.
    #[prop(into)]
    text: String,
    /// Address of its picture.
    #[prop(into)]
    picture: String,
    /// The number key that puts a card here.
    key: usize,
    /// The cards on it, the one placed last coming last.
    #[prop(into)]
    cards: Signal<Vec<Face>>,
    /// A card is held above it.
    #[prop(into)]
    is_lifted: Signal<bool>,
    /// The words for taking a card back.
    #[prop(into)]
    take_back: String,
    /// Runs when the pile is tapped.
    #[prop(into)]
    on_tap: Callback<()>,
    /// Runs with the id of a card on it that is tapped.
    #[prop(into)]
    on_take_back: Callback<String>,
    /// Runs when all the cards on it are to be seen.
    #[prop(into)]
    on_open: Callback<()>,
    /// Apart from the others and quieter.
    #[prop(optional)]
    is_quiet: bool,
) -> impl IntoView {
    let open_text = format!("{text}: {take_back}");
    let small_cards = move || {
        let take_back = take_back.clone();
        cards.with(|cards| {
            let small = cards.iter().rev().map(|card| {
                let id = card.id.clone();
                view! {
                    <button
                        type="button"
                        class="small-card"
                        aria-label=format!("{take_back}: {}", card.text)
                        on:click=move |_| on_take_back.run(id.clone())
                    >
                        <img src=card.picture.clone() alt="" draggable="false" />
                    </button>
                }
            });
            small.take(MOST_SMALL_CARDS).collect_view()
        })
    };
    view! {
        <div
            class="tray"
            data-pile=id
            data-quiet=is_quiet.then_some("")
            data-lifted=move || is_lifted.get().then_some("")
            data-filled=move || cards.with(|cards| (!cards.is_empty()).then_some(""))
        >
            <button
                type="button"
                class="tray-button"
                aria-keyshortcuts=key.to_string()
                on:click=move |_| on_tap.run(())
            >
                <img src=picture alt="" draggable="false" />
                <span class="tray-text">{text}</span>
            </button>
            <div class="tray-cards">
                {small_cards}
                <button
                    type="button"
                    class="tray-open"
                    aria-label=open_text
                    data-count=move || cards.with(Vec::len).to_string()
                    on:click=move |_| on_open.run(())
                >
                    <Icon name="cards" />
                    <span>{move || cards.with(Vec::len)}</span>
                </button>
            </div>
        </div>
    }
}

/// How many cards lie open on a pile at most; the style sheet shows fewer where there is less room, and all of them can be
/// opened. Eight are two rows of four, as many as fit beside each other on a 10" tablet at 48 px.
const MOST_SMALL_CARDS: usize = 8;
